/*
 * worker: one process that answers requests.
 *
 * Many connections, one epoll set, one request at a time: the listening
 * socket waits with EPOLLEXCLUSIVE, so only one worker wakes for a new
 * connection, and an idle kept connection costs a descriptor and nothing
 * else. Half a request waits in the set as well.
 */
#ifndef PORTRESS_PROC_WORKER_H
#define PORTRESS_PROC_WORKER_H

#include <stdbool.h>

#include "base/exits.h"

struct conf;
struct reread;
struct scoreboard_slot;

struct worker_post {
	const struct conf	*conf;
	int			 listener;	/* non-blocking */
	bool			 is_last;	/* nobody else will ever
						   accept from it: at TERM,
						   serve who waits there */
	int			 handover_in;	/* connections from others,
						   or -1 */
	int			 handover_out;	/* connections to others,
						   or -1 */
	int			 bell;		/* eventfd that wakes the
						   mailer, or -1: no mailer
						   stands beside, so mails are
						   delivered here */
	struct scoreboard_slot	*slot;		/* or NULL: nobody watches */
	struct reread		*reread;	/* nobody tells it of a new
						   configuration: it looks; or
						   NULL */
};

/*
 * Once, before workers are forked or the configuration is exchanged: what
 * they share. 0, or -1, logged.
 */
int		worker_prepare(const struct conf *conf)
		    __attribute__((warn_unused_result));
/*
 * Serves until TERM or USR1. TERM: finishes the request it is at, serves what
 * has been sent already, and closes idle connections. USR1: hands all
 * connections over but the one it is serving; with nobody to hand them to it
 * is TERM. Returns what to exit with.
 */
enum exits	worker_serve(const struct worker_post *post);
/*
 * `portress serve --no-fork`, mod_fcgid, spawn-fcgi: descriptor 0, alone. INT,
 * HUP and USR1 are TERM; it takes less than 3 s. When the configuration's file
 * was changed, the next request is answered by the new one, if that is good:
 * `reread` looks after it from before it was read.
 */
enum exits	worker_serve_inherited(const struct conf *conf,
		    struct reread *reread);

#endif
