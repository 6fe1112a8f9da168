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

/*
 * The same request with the method, uri, path, query, host and scheme of the
 * one that is asked about; `by` is the setting gate_asked_by. The path is as
 * nginx has it in $uri, decoded once and without //, . and .. : so one that
 * begins with a gate's is below it, however it was written. It is "" if it
 * makes no sense (above the root, a NUL), or another to some servers: a
 * backslash, control characters, "..;", and .. behind //. False: there is no
 * word of it; only the method may be known. That is METHOD_OTHER, and
 * method_name "", where it was not told: what asks does so by GET, whatever
 * waits.
 */
bool	asked_read(struct request *asked_r, struct arena *arena,
	    const struct request *request, const char *by);

#endif
