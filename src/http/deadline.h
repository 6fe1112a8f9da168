/*
 * deadline: until when an answer must have been taken.
 *
 * A web server that takes none would hold up its worker, as sending waits. So
 * the connection is ended by a timer's signal, for which sending does not wait.
 * The timer is not set for every answer: once it ticks, it looks at its end
 * what there is to wait for, and costs a system call or two in that time.
 */
#ifndef PORTRESS_HTTP_DEADLINE_H
#define PORTRESS_HTTP_DEADLINE_H

#include <stdint.h>

/* Once a process. SIGALRM is its. */
void	deadline_prepare(void);
/* The descriptor is shut down in so many microseconds, unless stopped. */
void	deadline_start(int descriptor, int64_t microseconds);
void	deadline_stop(void);

#endif
