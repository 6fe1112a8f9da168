#include "proc/reread.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "conf/conf.h"
#include "dialect/ready.h"

#define SECOND		INT64_C(1000000)	/* of clock_monotonic */
#define SETTLE_TIME	2	/* s in which who writes may not be done yet */

struct conf *
reread_now(const char *file)
{
	char *errors = NULL;
	size_t length;
	FILE *stream = open_memstream(&errors, &length);
	struct conf *conf;

	if (stream == NULL)
		abort();
	conf = conf_open(file, stream);
	if (conf != NULL && !ready_for(conf, stream))
		conf_close(&conf);
	fclose(stream);
	log_lines(LOG_ERR, "configuration_refused", "reason", errors);
	free(errors);
	return conf;
}

void
reread_begin(struct reread *reread, const char *file)
{
	memset(reread, 0, sizeof(*reread));
	(void)stat(file, &reread->seen);
}

static bool
is_same(const struct stat *one, const struct stat *other)
{
	return one->st_ino == other->st_ino && one->st_dev == other->st_dev &&
	    one->st_size == other->st_size &&
	    one->st_mtim.tv_sec == other->st_mtim.tv_sec &&
	    one->st_mtim.tv_nsec == other->st_mtim.tv_nsec;
}

/*
 * Files may lie on a server whose clock is ahead of ours, and then nothing can
 * be told from their times, but that they stay as they are.
 */
static bool
is_settled(struct reread *reread, const struct stat *now)
{
	if (clock_now() - now->st_mtim.tv_sec >= SETTLE_TIME)
		return true;
	if (!is_same(now, &reread->noticed)) {
		reread->noticed = *now;
		reread->noticed_at = clock_monotonic();
		return false;
	}
	return clock_monotonic() - reread->noticed_at >= SETTLE_TIME * SECOND;
}

struct conf *
reread_changed(struct reread *reread, const char *file)
{
	struct stat now;

	if (stat(file, &now) == -1 || is_same(&now, &reread->seen) ||
	    !is_settled(reread, &now))
		return NULL;
	reread->seen = now;
	return reread_now(file);
}
