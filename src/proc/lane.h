/*
 * lane: a listening socket and the way by which its workers hand connections
 * over.
 *
 * It outlives the workers: after a reload the next ones listen on the same
 * socket, so nobody who connects finds the door shut.
 */
#ifndef PORTRESS_PROC_LANE_H
#define PORTRESS_PROC_LANE_H

#include <stdbool.h>

struct conf_lane;

struct lane {
	struct lane	*next;
	char		*path;		/* NULL: the socket was inherited */
	int		 listener;	/* non-blocking */
	int		 handover_in, handover_out;
	bool		 is_ended;	/* the path is not ours any more */
	bool		 is_inherited;	/* nor is the listener */
};

/* Whether connections can be accepted from it. */
bool		 lane_listens(int descriptor);
/*
 * Binds the socket of the configuration and listens. What a process that died
 * left at the path is removed; a socket that somebody listens on never is,
 * though one that is just being given up is waited for. NULL, logged.
 */
struct lane	*lane_open(const struct conf_lane *conf)
		    __attribute__((warn_unused_result));
/* The same with a socket that listens already, or it is refused. */
struct lane	*lane_inherit(const struct conf_lane *conf, int listener)
		    __attribute__((warn_unused_result));
/* Sets permissions, group and backlog as configured. 0, or -1, logged. */
int		 lane_adjust(struct lane *lane, const struct conf_lane *conf)
		    __attribute__((warn_unused_result));
/*
 * Nobody can connect any more; who did can still be accepted. An inherited
 * socket is not ours to end: there nothing happens.
 */
void		 lane_end(struct lane *lane);
/*
 * Closes all but an inherited socket, which another configuration may name
 * again; *lane becomes NULL.
 */
void		 lane_close(struct lane **lane);

#endif
