/*
 * A directory: each mail is DIRECTORY/NAME.eml, whole or not at all (written
 * beside it, synced, renamed); an older one of that name is replaced.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "conf/conf.h"
#include "mail/transport_row.h"

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

static int
check(const struct conf *conf, char *reason)
{
	if (access(conf->mail_directory, W_OK | X_OK) == 0)
		return 0;
	transport_reason(reason, "mail_directory %s: %s",
	    conf->mail_directory, strerror(errno));
	return -1;
}

static void *
open_directory(const struct conf *conf)
{
	return (void *)(uintptr_t)conf->mail_directory;
}

static enum delivery
send_letter(void *self, const struct letter *letter, char *reason)
{
	const char *directory = self;
	int folder = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int result = -1, error;

	if (folder != -1)
		result = place(folder, letter->name, letter->text,
		    letter->length);
	error = errno;
	if (folder != -1)
		close(folder);
	if (result == 0)
		return DELIVERY_DONE;
	transport_reason(reason, "%s: %s", directory, strerror(error));
	return error == EINVAL || error == ENAMETOOLONG ? DELIVERY_REFUSED :
	    DELIVERY_IMPOSSIBLE;
}

const struct transport_row transport_directory = {
	"directory", check, open_directory, send_letter, NULL, NULL, NULL
};
