#include "proc/lane.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "conf/conf.h"
#include "proc/handover.h"

#define LEAVE_TIME	2000000	/* µs that a predecessor has to leave */
#define LOOK_TIME	50	/* ms */

static void
report(const struct conf_lane *conf, const char *reason)
{
	log_event(LOG_ERR, "socket_failed", log_text("lane", conf->name),
	    log_text("socket", conf->socket), log_text("reason", reason));
}

static void
report_errno(const struct conf_lane *conf)
{
	report(conf, strerror(errno));
}

/* False, logged, if there is no path or it is too long. */
static bool
address_of(const struct conf_lane *conf, struct sockaddr_un *address_r)
{
	memset(address_r, 0, sizeof(*address_r));
	address_r->sun_family = AF_UNIX;
	if (conf->socket == NULL) {
		report(conf, "none is configured, and none was passed to us");
		return false;
	}
	if (strlen(conf->socket) < sizeof(address_r->sun_path)) {
		strcpy(address_r->sun_path, conf->socket);
		return true;
	}
	report(conf, "the path is longer than a socket's may be (107 bytes)");
	return false;
}

/* Whether a connection is taken; if not, errno says why. */
static bool
is_listened_on(const struct sockaddr_un *address)
{
	int client = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK,
	    0);
	int error;
	bool is_taken;

	if (client == -1)
		return false;
	is_taken = connect(client, (const struct sockaddr *)address,
	    sizeof(*address)) == 0 || errno == EAGAIN;
	error = errno;
	close(client);
	errno = error;
	return is_taken;
}

/* Frees the path. 0, or -1, logged. */
static int
make_way(const struct conf_lane *conf, const struct sockaddr_un *address)
{
	int64_t end = clock_monotonic() + LEAVE_TIME;
	struct stat status;

	if (lstat(address->sun_path, &status) == -1) {
		if (errno == ENOENT)
			return 0;
		report_errno(conf);
		return -1;
	}
	if (!S_ISSOCK(status.st_mode)) {
		report(conf, "what is there is no socket");
		return -1;
	}
	while (is_listened_on(address)) {
		if (clock_monotonic() > end) {
			report(conf, "somebody listens there already");
			return -1;
		}
		(void)poll(NULL, 0, LOOK_TIME);
	}
	if (errno == ENOENT || (errno == ECONNREFUSED &&
	    (unlink(address->sun_path) == 0 || errno == ENOENT)))
		return 0;
	report_errno(conf);
	return -1;
}

static int
bind_at(struct lane *lane, const struct sockaddr_un *address)
{
	lane->listener = socket(AF_UNIX,
	    SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (lane->listener == -1 ||
	    bind(lane->listener, (const struct sockaddr *)address,
	    sizeof(*address)) == -1)
		return -1;
	if ((lane->path = strdup(address->sun_path)) == NULL)
		abort();
	return 0;
}

static struct lane *
lane_new(void)
{
	struct lane *lane;

	if ((lane = calloc(1, sizeof(*lane))) == NULL)
		abort();
	lane->listener = lane->handover_in = lane->handover_out = -1;
	return lane;
}

struct lane *
lane_open(const struct conf_lane *conf)
{
	struct sockaddr_un address;
	struct lane *lane;

	if (!address_of(conf, &address) || make_way(conf, &address) == -1)
		return NULL;
	lane = lane_new();
	if (bind_at(lane, &address) == -1 ||
	    handover_open(&lane->handover_in, &lane->handover_out) == -1)
		report_errno(conf);
	else if (lane_adjust(lane, conf) == 0)
		return lane;
	lane_close(&lane);
	return NULL;
}

bool
lane_listens(int descriptor)
{
	int listens = 0;
	socklen_t size = sizeof(listens);

	return getsockopt(descriptor, SOL_SOCKET, SO_ACCEPTCONN, &listens,
	    &size) == 0 && listens != 0;
}

struct lane *
lane_inherit(const struct conf_lane *conf, int listener)
{
	struct lane *lane;
	int flags = fcntl(listener, F_GETFL);

	if (!lane_listens(listener)) {
		report(conf, "what was passed to us is no listening socket");
		return NULL;
	}
	lane = lane_new();
	lane->listener = listener;
	lane->is_inherited = true;
	if (flags != -1 &&
	    fcntl(listener, F_SETFL, flags | O_NONBLOCK) != -1 &&
	    fcntl(listener, F_SETFD, FD_CLOEXEC) != -1 &&
	    handover_open(&lane->handover_in, &lane->handover_out) == 0)
		return lane;
	report_errno(conf);
	lane_close(&lane);
	return NULL;
}

static int
set_group(const struct lane *lane, const struct conf_lane *conf)
{
	struct group *group;

	if (conf->socket_group == NULL)
		return 0;
	if ((group = getgrnam(conf->socket_group)) == NULL) {
		report(conf, "there is no such socket_group");
		return -1;
	}
	if (chown(lane->path, (uid_t)-1, group->gr_gid) == 0)
		return 0;
	if (errno == EPERM)
		report(conf, "this account is no member of its socket_group, "
		    "or was none when Portress was started");
	else
		report_errno(conf);
	return -1;
}

/* listen(2) comes last: until then nobody gets in. */
int
lane_adjust(struct lane *lane, const struct conf_lane *conf)
{
	mode_t mode = (mode_t)strtoul(conf->socket_mode, NULL, 8);

	if (lane->path == NULL)
		return 0;
	if (set_group(lane, conf) == -1)
		return -1;
	if (chmod(lane->path, mode) == 0 &&
	    listen(lane->listener, (int)conf->backlog) == 0)
		return 0;
	report_errno(conf);
	return -1;
}

void
lane_end(struct lane *lane)
{
	if (lane->path == NULL || lane->is_ended)
		return;
	/* The next Portress may bind it at once: it is not to be removed
	 * again. */
	lane->is_ended = true;
	unlink(lane->path);
	shutdown(lane->listener, SHUT_RD);
}

static void
close_if_open(int descriptor)
{
	if (descriptor != -1)
		close(descriptor);
}

void
lane_close(struct lane **lane)
{
	if (*lane == NULL)
		return;
	lane_end(*lane);
	if (!(*lane)->is_inherited)
		close_if_open((*lane)->listener);
	close_if_open((*lane)->handover_in);
	close_if_open((*lane)->handover_out);
	free((*lane)->path);
	free(*lane);
	*lane = NULL;
}
