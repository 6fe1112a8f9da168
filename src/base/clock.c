#include "base/clock.h"

#include <stdio.h>
#include <time.h>

static int64_t fixed;		/* set by tests; 0 is the real time */

int64_t
clock_now(void)
{
	struct timespec now;

	if (fixed != 0)
		return fixed;
	/* time() is some milliseconds behind, so that what another program
	 * has dated would be of the future. */
	clock_gettime(CLOCK_REALTIME, &now);
	return (int64_t)now.tv_sec;
}

int64_t
clock_monotonic(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

void
clock_set(int64_t seconds)
{
	fixed = seconds;
}

void
clock_stamp(char stamp[CLOCK_STAMP_SIZE])
{
	struct timespec now;
	struct tm parts;
	char seconds[sizeof("2026-11-21T03:53:19")];

	clock_gettime(CLOCK_REALTIME, &now);
	gmtime_r(&now.tv_sec, &parts);
	strftime(seconds, sizeof(seconds), "%Y-%m-%dT%H:%M:%S", &parts);
	snprintf(stamp, CLOCK_STAMP_SIZE, "%s.%03uZ", seconds,
	    (unsigned)(now.tv_nsec / 1000000) % 1000);
}
