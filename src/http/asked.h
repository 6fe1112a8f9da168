/*
 * asked: the request that a web server asks the gate about.
 *
 * nginx's auth_request and forward-auth proxies send another request than the
 * one that waits, and say of which it is; by FastCGI's role Authorizer it is
 * the one that waits itself. What says so must be the web server's word: a
 * parameter that no client can send, or a header that the proxy sets whatever
 * the client sent.
 */
#ifndef PORTRESS_HTTP_ASKED_H
#define PORTRESS_HTTP_ASKED_H

#include <stdbool.h>

struct arena;
struct request;

enum asked_told {
	ASKED,
	ASKED_NOTHING,		/* no word of the uri; the rest may be known */
	ASKED_TWICE,		/* a header came twice, or both of two names
				 * that differ: one may be forged */
};

/*
 * The same request with the method, uri, path, query, host and scheme of the
 * one that is asked about; `by` is the setting gate_asked_by. Of a whole URL
 * host and scheme count. The path is
 * decoded once, and // is / in it. It is "" if it makes no sense (no slash, a
 * NUL), or another to some servers and programs: with . or .. as a segment,
 * "..;", a backslash or control characters.
 */
enum asked_told	asked_read(struct request *asked_r, struct arena *arena,
		    const struct request *request, const char *by);

#endif
