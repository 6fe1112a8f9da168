/*
 * body: JSON (RFC 8259), application/x-www-form-urlencoded (the WHATWG's URL
 * standard) or multipart/form-data (RFC 7578) to members.
 *
 * Only the members of the outermost object are kept; of lists and objects
 * inside it only that they are such. As Django REST framework reads them: the
 * last of a repeated member wins, a lone surrogate in a JSON string is kept
 * (as the three bytes that encode it in WTF-8) for the field's check to
 * refuse, everything else must be well-formed UTF-8.
 */
#ifndef PORTRESS_HTTP_BODY_H
#define PORTRESS_HTTP_BODY_H

#include <stdbool.h>
#include <stddef.h>

struct arena;
struct conf;
struct request;

enum body_type {
	BODY_NULL,
	BODY_TEXT,
	BODY_NUMBER,		/* text: as Python's str() writes it */
	BODY_FLAG,
	BODY_LIST,
	BODY_OBJECT,
	BODY_FILE,		/* a file of multipart/form-data */
};

struct body_member {
	const char	*name;
	enum body_type	 type;
	const char	*text;		/* of BODY_TEXT, BODY_NUMBER, BODY_FLAG */
	size_t		 length;	/* the text may hold NULs */
};

struct body {
	bool			 is_form;
	struct body_member	*members;
	size_t			 count;
};

enum body_fault {
	BODY_GOOD,
	BODY_UNSUPPORTED,	/* a content type that nobody reads: 415 */
	BODY_MALFORMED,		/* 400; the text says why */
	BODY_NOT_OBJECT,	/* 400: JSON, but no object; the text is
				   Python's name of what it is */
};

/*
 * Reads the request's body, within the bounds body_depth and body_members.
 * An empty body has no members, whatever its content type.
 */
enum body_fault		 body_read(struct body *body, struct arena *arena,
			    const struct conf *conf,
			    const struct request *request,
			    const char **text_r)
			    __attribute__((warn_unused_result));
/* The member of that name, or NULL. */
const struct body_member *body_find(const struct body *body,
			    const char *name);

#endif
