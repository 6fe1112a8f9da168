#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "mail/message.h"
#include "mail/shipped.h"

#define PATH_SIZE 4096

/* Makes the directory if there is none. 0 or -1, with errno. */
static int
make_directory(const char *path)
{
	struct stat about;

	if (mkdir(path, 0777) == 0)
		return 0;
	if (errno != EEXIST || stat(path, &about) == -1)
		return -1;
	errno = ENOTDIR;
	return S_ISDIR(about.st_mode) ? 0 : -1;
}

static int
write_bytes(int file, const char *text)
{
	size_t length = strlen(text);

	while (length > 0) {
		ssize_t written = write(file, text, length);

		if (written == -1)
			return -1;
		text += written;
		length -= (size_t)written;
	}
	return 0;
}

/* 1 if it is written, 0 if it was there, -1 with errno. */
static int
write_file(const char *path, const char *text)
{
	int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
	int written;

	if (file == -1)
		return errno == EEXIST ? 0 : -1;
	written = write_bytes(file, text);
	if (close(file) == -1 || written == -1) {
		unlink(path);
		return -1;
	}
	return 1;
}

/* The same, in its language's directory; the path is filled in. */
static int
copy(const char *directory, const struct shipped *one, char path[PATH_SIZE])
{
	const char *slash = strchr(one->name, '/');

	errno = ENAMETOOLONG;
	if (strlen(directory) + strlen(one->name) + 2 > PATH_SIZE) {
		snprintf(path, PATH_SIZE, "%.64s...", directory);
		return -1;
	}
	if (slash != NULL) {
		snprintf(path, PATH_SIZE, "%s/%.*s", directory,
		    (int)(slash - one->name), one->name);
		if (make_directory(path) == -1)
			return -1;
	}
	snprintf(path, PATH_SIZE, "%s/%s", directory, one->name);
	return write_file(path, one->text);
}

int
message_copy_templates(const char *directory, FILE *out, FILE *errors)
{
	const struct shipped *one;
	char path[PATH_SIZE];

	if (make_directory(directory) == -1) {
		fprintf(errors, "%s: %s\n", directory, strerror(errno));
		return -1;
	}
	for (one = shipped; one->name != NULL; one++) {
		int copied = copy(directory, one, path);

		if (copied == -1) {
			fprintf(errors, "%s: %s\n", path, strerror(errno));
			return -1;
		}
		fprintf(out, "%s %s\n", path, copied == 1 ? "written" :
		    "is there already, and stays as it is");
	}
	return 0;
}
