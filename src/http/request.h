/*
 * request: what a web server handed over, with its meaning.
 *
 * Made from the parameters of CGI/1.1 (RFC 3875) as web servers send them: the
 * last of a repeated parameter wins, but for what clients may send in several
 * headers; the path comes from REQUEST_URI, or where that is missing from
 * SCRIPT_NAME and PATH_INFO; Authorization may arrive as
 * REDIRECT_HTTP_AUTHORIZATION; a length of -1 is none; PORTRESS_HOST is
 * the host that the web server serves, whatever Host says, and SERVER_NAME is
 * where neither is. Knows nothing of libfcgi.
 */
#ifndef PORTRESS_HTTP_REQUEST_H
#define PORTRESS_HTTP_REQUEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;

enum method {
	METHOD_OTHER	= 0,
	METHOD_GET	= 1 << 0,
	METHOD_POST	= 1 << 1,
	METHOD_PUT	= 1 << 2,
	METHOD_PATCH	= 1 << 3,
	METHOD_DELETE	= 1 << 4,
	METHOD_HEAD	= 1 << 5,
	METHOD_OPTIONS	= 1 << 6,
	METHOD_ANY	= (1 << 7) - 1,	/* of a route: METHOD_OTHER, too */
};

/* What the web server wants of us (FastCGI Specification 1.0, section 6). */
enum role {
	ROLE_RESPONDER,		/* an answer */
	ROLE_AUTHORIZER,	/* whether the request may pass, no body sent */
};

#define REQUEST_ID_SIZE 17

enum request_fault {
	REQUEST_GOOD,
	REQUEST_BAD,		/* 400: length or body make no sense */
	REQUEST_TOO_LARGE,	/* 413: the body is over body_limit */
};

struct request {
	char		 id[REQUEST_ID_SIZE];	/* in log lines; 16 hex digits */
	enum role	 role;
	enum request_fault fault;
	const char	*fault_text;	/* what is wrong, for the client */
	enum method	 method;
	const char	*method_name;	/* as sent */
	const char	*uri;		/* as sent, with its query; or NULL */
	const char	*path;		/* decoded once, begins with a slash; or
					 * "" if it makes no sense */
	const char	*query;		/* undecoded, without "?"; or "" */
	const char	*host;		/* that is served: lower case, without
					 * port and final dot; or "" */
	const char	*authority;	/* Host as sent, if it could be one; or "" */
	bool		 is_secure;	/* by https */
	const char	*accept;	/* or NULL */
	const char	*authorization;	/* of all headers; or NULL */
	const char	*cookies;	/* of all headers; or "" */
	const char	*content_type;	/* with its parameters; or "" */
	const char	*remote_address; /* of the client; or "" */
	int64_t		 content_length; /* as declared; -1: not declared */
	const char	*body;		/* what came of it; or NULL */
	size_t		 body_length;
	bool		 is_kept;	/* the connection is, behind it */
	char *const	*parameters;	/* all that was handed over */
};

/*
 * Fills the request from NAME=VALUE texts ended by NULL, as far as they tell;
 * role and is_kept are left to the caller. What it keeps is copied to the
 * arena; but the parameters themselves must stay for request_header.
 */
void		 request_read(struct request *request, struct arena *arena,
		    char *const *parameters);
/* Sets the body, which is not copied; its fault is that it is not as declared
 * or that it is longer than the limit. */
void		 request_set_body(struct request *request, const char *body,
		    size_t length, size_t limit);

/*
 * A header by its name as CGI has it, "HTTP_X_ACCESS_TOKEN"; or NULL.
 * HTTP_AUTHORIZATION is request->authorization.
 */
const char	*request_header(const struct request *request,
		    const char *name);

/*
 * Sets host and authority to what a header Host has, and method and
 * method_name. Copied to the arena.
 */
void		 request_set_host(struct request *request, struct arena *arena,
		    const char *host);
void		 request_set_method(struct request *request,
		    struct arena *arena, const char *name);

/* As it is written, and Django spells it: "X-Access-Token". */
const char	*request_header_name(struct arena *arena, const char *name);

/* "GET" for METHOD_GET; the methods in the order in which Allow lists them. */
const char	*request_method_name(enum method method);

#endif
