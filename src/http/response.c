#include "http/response.h"

#include <assert.h>
#include <string.h>

void
response_open(struct response *response, struct arena *arena, int status)
{
	memset(response, 0, sizeof(*response));
	response->status = status;
	buf_open(&response->body, arena);
}

void
response_header(struct response *response, const char *name,
    const char *value)
{
	assert(response->header_count < RESPONSE_HEADERS);
	assert(strpbrk(value, "\r\n") == NULL);
	response->headers[response->header_count].name = name;
	response->headers[response->header_count].value = value;
	response->header_count++;
}

/* What stands behind the status; web servers want something there. */
static const char *
reason(int status)
{
	switch (status) {
	case 200: return "OK";
	case 201: return "Created";
	case 204: return "No Content";
	case 302: return "Found";
	case 400: return "Bad Request";
	case 401: return "Unauthorized";
	case 403: return "Forbidden";
	case 404: return "Not Found";
	case 405: return "Method Not Allowed";
	case 406: return "Not Acceptable";
	case 413: return "Content Too Large";
	case 415: return "Unsupported Media Type";
	case 500: return "Internal Server Error";
	case 503: return "Service Unavailable";
	default:  return "Status";
	}
}

void
response_write(const struct response *response, struct buf *out)
{
	size_t i;

	buf_printf(out, "Status: %d %s\r\n", response->status,
	    reason(response->status));
	for (i = 0; i < response->header_count; i++) {
		buf_text(out, response->headers[i].name);
		buf_text(out, ": ");
		buf_text(out, response->headers[i].value);
		buf_text(out, "\r\n");
	}
	if (response->body.length > 0)
		buf_printf(out, "Content-Length: %zu\r\n",
		    response->body.length);
	buf_text(out, "\r\n");
	if (!response->without_body)
		buf_add(out, response->body.text, response->body.length);
}
