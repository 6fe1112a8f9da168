#include "proc/systemd.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/codec.h"
#include "conf/conf.h"

#define FIRST		3
#define SOCKETS		64	/* at most */

static struct {
	size_t		 count;
	const char	*names[SOCKETS];	/* in the text */
	char		*text;
} passed;

/* A number of the environment, or -1. */
static int64_t
environment_number(const char *name)
{
	const char *text = getenv(name);
	int64_t number;

	if (text == NULL || codec_decimal_read(&number, text) == -1)
		return -1;
	return number;
}

/* Names that are missing are "". */
static void
read_names(const char *names)
{
	char *text;
	size_t i;

	free(passed.text);
	if ((passed.text = text = strdup(names)) == NULL)
		abort();
	for (i = 0; i < passed.count; i++)
		passed.names[i] = text != NULL ? strsep(&text, ":") : "";
}

size_t
systemd_prepare(void)
{
	int64_t count = environment_number("LISTEN_FDS");
	const char *names = getenv("LISTEN_FDNAMES");

	passed.count = 0;
	if (environment_number("LISTEN_PID") != getpid() || count <= 0)
		return 0;
	passed.count = count < SOCKETS ? (size_t)count : SOCKETS;
	read_names(names != NULL ? names : "");
	unsetenv("LISTEN_PID");
	unsetenv("LISTEN_FDS");
	unsetenv("LISTEN_FDNAMES");
	return passed.count;
}

/* The socket of that name, or -1. */
static int
socket_named(const char *name)
{
	size_t i;

	for (i = 0; i < passed.count; i++)
		if (strcmp(passed.names[i], name) == 0)
			return FIRST + (int)i;
	return -1;
}

static bool
is_lane(const struct conf *conf, const char *name)
{
	size_t i;

	for (i = 0; i < conf->lane_count; i++)
		if (strcmp(conf->lanes[i].name, name) == 0)
			return true;
	return false;
}

int
systemd_socket(const struct conf *conf, size_t lane)
{
	int named = socket_named(conf->lanes[lane].name);
	size_t before = 0, i;

	if (named != -1)
		return named;
	for (i = 0; i < lane; i++)
		if (socket_named(conf->lanes[i].name) == -1)
			before++;
	for (i = 0; i < passed.count; i++)
		if (!is_lane(conf, passed.names[i]) && before-- == 0)
			return FIRST + (int)i;
	return -1;
}

static void
tell(const char *text, int flags)
{
	const struct timeval patience = { .tv_sec = 1 };
	const char *path = getenv("NOTIFY_SOCKET");
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	socklen_t length;
	int notify;

	if (path == NULL || (path[0] != '/' && path[0] != '@') ||
	    strlen(path) >= sizeof(address.sun_path))
		return;
	strcpy(address.sun_path, path);
	length = (socklen_t)(offsetof(struct sockaddr_un, sun_path) +
	    strlen(path));
	if (path[0] == '@')	/* no name of a file, but an abstract one */
		address.sun_path[0] = '\0';
	if ((notify = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0)) == -1)
		return;
	/* Nobody may read there. */
	(void)setsockopt(notify, SOL_SOCKET, SO_SNDTIMEO, &patience,
	    sizeof(patience));
	(void)sendto(notify, text, strlen(text), MSG_NOSIGNAL | flags,
	    (const struct sockaddr *)&address, length);
	close(notify);
}

void
systemd_notify(const char *text)
{
	tell(text, 0);
}

static bool
is_watched(void)
{
	return getenv("WATCHDOG_USEC") != NULL &&
	    (getenv("WATCHDOG_PID") == NULL ||
	    environment_number("WATCHDOG_PID") == getpid());
}

/* The next one comes in a second: this one waits for nobody. */
void
systemd_watchdog(void)
{
	if (is_watched())
		tell("WATCHDOG=1", MSG_DONTWAIT);
}
