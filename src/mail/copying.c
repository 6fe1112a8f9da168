#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "mail/message.h"
#include "mail/shipped.h"

#define MEMORY ((size_t)4 * 1024 * 1024)

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

/* 1 if it is written, 0 if it was there, -1 with errno. */
static int
write_file(const char *path, const char *text)
{
	FILE *file = fopen(path, "wxe");
	bool failed;

	if (file == NULL)
		return errno == EEXIST ? 0 : -1;
	failed = fputs(text, file) == EOF;
	if (fclose(file) == EOF || failed) {
		unlink(path);
		return -1;
	}
	return 1;
}

/* The same, in its language's directory; *path_r is what it was about. */
static int
copy(struct arena *arena, const char *directory, const struct shipped *one,
    const char **path_r)
{
	const char *slash = strchr(one->name, '/');

	if (slash != NULL) {
		*path_r = arena_printf(arena, "%s/%.*s", directory,
		    (int)(slash - one->name), one->name);
		if (make_directory(*path_r) == -1)
			return -1;
	}
	*path_r = arena_printf(arena, "%s/%s", directory, one->name);
	return write_file(*path_r, one->text);
}

/* The same of all, and tells of them. 0 or -1, and *path_r is to blame. */
static int
copy_all(struct arena *arena, const char *directory, FILE *out,
    const char **path_r)
{
	const struct shipped *one;

	*path_r = directory;
	if (make_directory(directory) == -1)
		return -1;
	for (one = shipped; one->name != NULL; one++) {
		int copied = copy(arena, directory, one, path_r);

		if (copied == -1)
			return -1;
		fprintf(out, "%s %s\n", *path_r, copied == 1 ? "written" :
		    "is there already, and stays as it is");
	}
	return 0;
}

int
message_copy_templates(const char *directory, FILE *out, FILE *errors)
{
	struct arena *arena = arena_open(MEMORY);
	const char *path;
	int copied = copy_all(arena, directory, out, &path);

	if (copied == -1)
		fprintf(errors, "%s: %s\n", path, strerror(errno));
	arena_close(&arena);
	return copied;
}
