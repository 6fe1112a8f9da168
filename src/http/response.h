/*
 * response: a status, some headers and a body, as CGI/1.1 text (RFC 3875
 * section 6) for the web server.
 */
#ifndef PORTRESS_HTTP_RESPONSE_H
#define PORTRESS_HTTP_RESPONSE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

#define RESPONSE_HEADERS 24

struct response {
	int		 status;
	struct {
		const char *name, *value;
	}		 headers[RESPONSE_HEADERS];
	size_t		 header_count;
	struct buf	 body;
	bool		 without_body;	/* the answer to HEAD */
};

/* An empty answer with the status; memory comes from the arena. */
void	response_open(struct response *response, struct arena *arena,
	    int status);
/* Adds a header. Name and value are not copied and hold no CR or LF. */
void	response_header(struct response *response, const char *name,
	    const char *value);
/* The headers, Content-Length among them, and the body as CGI text. */
void	response_write(const struct response *response, struct buf *out);

#endif
