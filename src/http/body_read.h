/*
 * body_read: what the readers of the media types share; for body*.c only.
 */
#ifndef PORTRESS_HTTP_BODY_READ_H
#define PORTRESS_HTTP_BODY_READ_H

#include "http/body.h"

struct reader {
	struct arena	*arena;
	const char	*content_type;
	const char	*bytes;
	size_t		 length;
	size_t		 depth;		/* bounds */
	size_t		 limit;
	struct body	*body;
	const char	*text;		/* of a fault */
};

/* Adds a member; BODY_MALFORMED if there are too many. */
enum body_fault	reader_add(struct reader *reader,
		    const struct body_member *member);
/* Always BODY_MALFORMED, with the text that says why. */
enum body_fault	reader_malformed(struct reader *reader, const char *why);

enum body_fault	body_read_json(struct reader *reader);
enum body_fault	body_read_urlencoded(struct reader *reader);
enum body_fault	body_read_multipart(struct reader *reader);

#endif
