/*
 * handover: connections on their way from one worker to another, as
 * descriptors (SCM_RIGHTS of unix(7)) through a pair of sockets.
 *
 * Whoever holds an end of the pair keeps what is under way alive, so a
 * connection that was sent waits until somebody takes it.
 */
#ifndef PORTRESS_PROC_HANDOVER_H
#define PORTRESS_PROC_HANDOVER_H

#include <stdint.h>

/* 0, or -1 with errno. */
int	handover_open(int *in_r, int *out_r)
	    __attribute__((warn_unused_result));
/*
 * Sends a copy of the descriptor; where the way is full, waits for room until
 * `end` of clock_monotonic. 0, or -1, logged.
 */
int	handover_send(int out, int descriptor, int64_t end)
	    __attribute__((warn_unused_result));
/* The next descriptor, which the caller owns, or -1 if there is none now. */
int	handover_receive(int in) __attribute__((warn_unused_result));

#endif
