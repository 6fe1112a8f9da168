/*
 * fcgi: one connection of a web server, by libfcgi.
 *
 * The only module that knows libfcgi. A connection belongs to one worker; the
 * worker calls fcgi_read when its descriptor is readable, so that an idle
 * kept connection costs nothing and never blocks. While a request is being
 * read a deadline runs (request_timeout): a web server that stalls in the
 * middle has its connection ended.
 *
 * Source: FastCGI Specification 1.0 (Open Market, 1996).
 */
#ifndef PORTRESS_HTTP_FCGI_H
#define PORTRESS_HTTP_FCGI_H

#include <stdbool.h>

struct arena;
struct conf;
struct fcgi;
struct request;
struct response;

/* Once a process, before any connection: libfcgi and the deadline's timer. */
void		 fcgi_prepare(void);

/* Takes over an accepted, blocking descriptor. */
struct fcgi	*fcgi_open(int descriptor);
/* Closes the connection; *fcgi becomes NULL. */
void		 fcgi_close(struct fcgi **fcgi);
/*
 * Ends only our side's book-keeping of an idle connection and gives its
 * descriptor back, for another worker; *fcgi becomes NULL.
 */
int		 fcgi_release(struct fcgi **fcgi);
int		 fcgi_descriptor(const struct fcgi *fcgi);

/*
 * Reads one request with its body, bounded by body_limit and
 * request_timeout. True: answer it. False: the connection has ended (the web
 * server closed it, broke the protocol, or stalled) and is to be closed.
 */
bool		 fcgi_read(struct fcgi *fcgi, struct arena *arena,
		    const struct conf *conf, struct request *request);
/*
 * Sends the answer. True: the connection is kept for another request.
 * False: it has ended and is to be closed.
 */
bool		 fcgi_answer(struct fcgi *fcgi, struct arena *arena,
		    const struct response *response);

#endif
