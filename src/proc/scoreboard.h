/*
 * scoreboard: what every child is doing, in memory that the manager and its
 * children share.
 *
 * A slot is written by its child and read by the manager, which so learns of
 * a child that works too long on a request, and which request it was when one
 * dies.
 */
#ifndef PORTRESS_PROC_SCOREBOARD_H
#define PORTRESS_PROC_SCOREBOARD_H

#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

#include "http/request.h"

struct scoreboard_slot {
	_Alignas(64)			/* a cache line for each writer */
	atomic_bool	 is_ready;	/* has begun to serve */
	_Atomic int64_t	 busy_since;	/* clock_monotonic; 0: idle */
	_Atomic int64_t	 requests;	/* answered */
	char		 request[REQUEST_ID_SIZE];	/* at hand, or "" */
};

/* Shared slots, all zero. NULL, logged, if there is no memory. */
struct scoreboard_slot	*scoreboard_open(size_t count)
			    __attribute__((warn_unused_result));
void			 scoreboard_close(struct scoreboard_slot **slots,
			    size_t count);

/* By the child; the slot may be NULL. `request` is an id, or "". */
void			 scoreboard_ready(struct scoreboard_slot *slot);
void			 scoreboard_begin(struct scoreboard_slot *slot,
			    const char *request);
void			 scoreboard_end(struct scoreboard_slot *slot);

/* By the manager. */
void			 scoreboard_clear(struct scoreboard_slot *slot);
/* Microseconds that the child has been busy until `now`; 0 if it is idle. */
int64_t			 scoreboard_busy(const struct scoreboard_slot *slot,
			    int64_t now);

#endif
