/*
 * fcgi: one connection of a web server, by libfcgi.
 *
 * The only module that knows libfcgi. A connection belongs to one worker; the
 * worker calls fcgi_look when its descriptor is readable, and fcgi_read when a
 * request is there: so neither an idle kept connection nor half a request
 * costs anybody's time. While an answer is sent a deadline runs
 * (request_timeout): a web server that does not take it has its connection
 * ended.
 *
 * Source: FastCGI Specification 1.0 (Open Market, 1996).
 */
#ifndef PORTRESS_HTTP_FCGI_H
#define PORTRESS_HTTP_FCGI_H

#include <stdbool.h>
#include <stdint.h>

#include "http/intake.h"

struct arena;
struct conf;
struct fcgi;
struct request;
struct response;

/* Once a process, before any connection. */
void		 fcgi_prepare(void);

/* Takes over an accepted, blocking descriptor. */
struct fcgi	*fcgi_open(int descriptor);
/* Closes the connection; *fcgi becomes NULL. */
void		 fcgi_close(struct fcgi **fcgi);
int		 fcgi_descriptor(const struct fcgi *fcgi);

/*
 * What is there; never waits. What has begun is judged by the configuration of
 * then.
 */
enum intake_state fcgi_look(struct fcgi *fcgi, const struct conf *conf);
/*
 * When (of clock_monotonic) the request must be whole of which a part has come
 * (request_timeout), or the connection is to be closed; 0: there is no part.
 */
int64_t		 fcgi_due(const struct fcgi *fcgi);
/*
 * Reads the request that fcgi_look has found to be INTAKE_WHOLE. True: answer
 * it. False: there is no room for it, which is logged, or it is gone with the
 * connection; that is to be closed.
 */
bool		 fcgi_read(struct fcgi *fcgi, struct arena *arena,
		    struct request *request);
/*
 * Sends the answer. True: the connection is kept for another request.
 * False: it has ended and is to be closed.
 */
bool		 fcgi_answer(struct fcgi *fcgi, struct arena *arena,
		    const struct response *response);

#endif
