/*
 * clock: the time, in one place, so that tests can set it.
 */
#ifndef PORTRESS_BASE_CLOCK_H
#define PORTRESS_BASE_CLOCK_H

#include <stddef.h>
#include <stdint.h>

/* Seconds since 1970, UTC. Moves with the system's clock. */
int64_t	clock_now(void);
/* Microseconds since some fixed point; never goes back. For durations. */
int64_t	clock_monotonic(void);
/* From now on clock_now answers `seconds`; 0 gives the real time back. */
void	clock_set(int64_t seconds);

#define CLOCK_STAMP_SIZE 25

/* The present time as "2026-11-21T03:53:19.123Z" (RFC 3339). */
void	clock_stamp(char stamp[CLOCK_STAMP_SIZE]);

#endif
