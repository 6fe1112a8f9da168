#include "http/deadline.h"

#include <errno.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>

#include "base/clock.h"

#define SECOND		INT64_C(1000000)	/* of clock_monotonic */

static struct {
	timer_t		 timer;
	atomic_int	 descriptor;	/* to be ended, or -1 */
	_Atomic int64_t	 end;		/* of clock_monotonic */
	atomic_bool	 is_ticking;
} deadline = { .descriptor = -1 };

_Static_assert(ATOMIC_LLONG_LOCK_FREE == 2, "a signal handler takes no lock");

static void
tick(int64_t microseconds)
{
	const struct itimerspec time = { .it_value = {
	    .tv_sec = microseconds / SECOND,
	    .tv_nsec = microseconds % SECOND * 1000,
	} };

	if (timer_settime(deadline.timer, 0, &time, NULL) == -1)
		abort();
}

/* A signal handler. */
static void
look(int signal_number)
{
	int error = errno, descriptor = deadline.descriptor;
	int64_t left = deadline.end - clock_monotonic();

	(void)signal_number;
	deadline.is_ticking = descriptor != -1 && left > 0;
	if (deadline.is_ticking)
		tick(left);
	else if (descriptor != -1)
		shutdown(descriptor, SHUT_RDWR);
	errno = error;
}

void
deadline_prepare(void)
{
	const struct sigaction action = { .sa_handler = look,
	    .sa_flags = SA_RESTART };
	struct sigevent event = { .sigev_notify = SIGEV_SIGNAL,
	    .sigev_signo = SIGALRM };

	if (sigaction(SIGALRM, &action, NULL) == -1 ||
	    timer_create(CLOCK_MONOTONIC, &event, &deadline.timer) == -1)
		abort();
	deadline.is_ticking = false;
}

void
deadline_start(int descriptor, int64_t microseconds)
{
	deadline.end = clock_monotonic() + microseconds;
	deadline.descriptor = descriptor;
	if (deadline.is_ticking)
		return;
	deadline.is_ticking = true;
	tick(microseconds);
}

void
deadline_stop(void)
{
	deadline.descriptor = -1;
}
