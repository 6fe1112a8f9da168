#include "mail/transport.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/log.h"
#include "conf/conf.h"

#define MODE 0600	/* a mail may hold a link that opens an account */

static int
write_all(int fd, const char *text, size_t length)
{
	while (length > 0) {
		ssize_t written = write(fd, text, length);

		if (written == -1 && errno == EINTR)
			continue;
		if (written == -1)
			return -1;
		text += written;
		length -= (size_t)written;
	}
	return 0;
}

/* A new file of that name, with the text and synced. 0 or -1. */
static int
write_file(int folder, const char *name, const char *text, size_t length)
{
	int fd, result;

	unlinkat(folder, name, 0);	/* left by a process that died */
	fd = openat(folder, name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC,
	    MODE);
	if (fd == -1)
		return -1;
	result = write_all(fd, text, length);
	if (fsync(fd) == -1)
		result = -1;
	if (close(fd) == -1)
		result = -1;
	return result;
}

/* 0, or -1 with errno. */
static int
place(int folder, const char *name, const char *text, size_t length)
{
	char beside[NAME_MAX + 1], final[NAME_MAX + 1];
	int error;

	if (*name == '\0' || *name == '.' || strchr(name, '/') != NULL) {
		errno = EINVAL;
		return -1;
	}
	if (snprintf(beside, sizeof(beside), ".%s.%ld", name,
	    (long)getpid()) >= (int)sizeof(beside) ||
	    snprintf(final, sizeof(final), "%s.eml", name) >=
	    (int)sizeof(final)) {
		errno = ENAMETOOLONG;
		return -1;
	}
	if (write_file(folder, beside, text, length) == 0 &&
	    renameat(folder, beside, folder, final) == 0)
		return fsync(folder);
	error = errno;
	unlinkat(folder, beside, 0);
	errno = error;
	return -1;
}

int
transport_file(const char *directory, const char *name, const char *text,
    size_t length)
{
	int folder = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int result = -1;

	if (folder != -1)
		result = place(folder, name, text, length);
	if (result == -1)
		log_event(LOG_ERR, "mail_not_written",
		    log_text("directory", directory), log_text("name", name),
		    log_text("reason", strerror(errno)));
	if (folder != -1)
		close(folder);
	return result;
}

struct transport {
	const struct conf *conf;
};

struct transport *
transport_open(const struct conf *conf)
{
	struct transport *transport = calloc(1, sizeof(*transport));

	if (transport == NULL)
		abort();
	transport->conf = conf;
	return transport;
}

void
transport_close(struct transport **transport)
{
	free(*transport);
	*transport = NULL;
}

enum delivery
transport_send(struct transport *transport, const struct letter *letter,
    char reason[DELIVERY_REASON])
{
	if (transport_file(transport->conf->mail_directory, letter->name,
	    letter->text, letter->length) == 0)
		return DELIVERY_DONE;
	snprintf(reason, DELIVERY_REASON, "the directory takes no file");
	return DELIVERY_IMPOSSIBLE;
}

void
transport_rest(struct transport *transport)
{
	(void)transport;
}
