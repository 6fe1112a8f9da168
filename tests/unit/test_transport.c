#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <dirent.h>
#include <sys/stat.h>
#include <unistd.h>

#include "mail/transport.h"

static char directory[64];

static int
make_directory(void **state)
{
	(void)state;
	strcpy(directory, "/tmp/test_transport.XXXXXX");
	return mkdtemp(directory) != NULL ? 0 : -1;
}

/* Empties it, tells how many files there were, and removes it. */
static int
remove_directory(void)
{
	DIR *folder = opendir(directory);
	struct dirent *entry;
	int count = 0;

	assert_non_null(folder);
	while ((entry = readdir(folder)) != NULL) {
		if (strcmp(entry->d_name, ".") == 0 ||
		    strcmp(entry->d_name, "..") == 0)
			continue;
		assert_int_equal(unlinkat(dirfd(folder), entry->d_name, 0),
		    0);
		count++;
	}
	closedir(folder);
	assert_int_equal(rmdir(directory), 0);
	return count;
}

static void
assert_file(const char *name, const char *text, size_t length)
{
	char path[128], *read = malloc(length + 2);
	struct stat status;
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s", directory, name);
	file = fopen(path, "r");
	assert_non_null(file);
	assert_int_equal(fread(read, 1, length + 2, file), length);
	assert_memory_equal(read, text, length);
	assert_int_equal(fstat(fileno(file), &status), 0);
	assert_int_equal(status.st_mode & 0777, 0600);
	fclose(file);
	free(read);
}

static void
a_mail_is_a_file(void **state)
{
	(void)state;
	assert_int_equal(transport_file(directory, "7", "To: a\r\n", 7), 0);
	assert_int_equal(transport_file(directory, "8", "", 0), 0);
	assert_file("7.eml", "To: a\r\n", 7);
	assert_file("8.eml", "", 0);
	assert_int_equal(remove_directory(), 2);
}

static void
an_older_mail_of_the_name_is_replaced(void **state)
{
	size_t length = 1 << 20;
	char *large = malloc(length);

	(void)state;
	memset(large, 'x', length);
	assert_int_equal(transport_file(directory, "7", large, length), 0);
	assert_file("7.eml", large, length);
	assert_int_equal(transport_file(directory, "7", "short", 5), 0);
	assert_file("7.eml", "short", 5);
	assert_int_equal(remove_directory(), 1);
	free(large);
}

static void
names_stay_in_the_directory(void **state)
{
	static const char *const names[] = {
		"", ".", "..", "../x", "/tmp/x", "a/b", ".hidden",
	};
	char endless[400];
	size_t i;

	(void)state;
	memset(endless, 'x', sizeof(endless) - 1);
	endless[sizeof(endless) - 1] = '\0';
	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		assert_int_equal(transport_file(directory, names[i], "x", 1),
		    -1);
	assert_int_equal(transport_file(directory, endless, "x", 1), -1);
	assert_int_equal(remove_directory(), 0);
}

static void
nothing_is_left_where_it_cannot_be_written(void **state)
{
	char taken[128];

	(void)state;
	assert_int_equal(transport_file("/nonexistent", "7", "x", 1), -1);
	/* A directory that is in the way cannot be replaced by a file. */
	snprintf(taken, sizeof(taken), "%s/7.eml", directory);
	assert_int_equal(mkdir(taken, 0700), 0);
	assert_int_equal(transport_file(directory, "7", "x", 1), -1);
	assert_int_equal(rmdir(taken), 0);
	assert_int_equal(remove_directory(), 0);
}

static void
a_link_is_replaced_not_followed(void **state)
{
	char link[128], target[128];

	(void)state;
	snprintf(link, sizeof(link), "%s/7.eml", directory);
	snprintf(target, sizeof(target), "%s/target", directory);
	assert_int_equal(symlink(target, link), 0);
	assert_int_equal(transport_file(directory, "7", "x", 1), 0);
	assert_int_equal(access(target, F_OK), -1);
	assert_file("7.eml", "x", 1);
	assert_int_equal(remove_directory(), 1);
}

#define TEST(name) cmocka_unit_test_setup(name, make_directory)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_mail_is_a_file),
		TEST(an_older_mail_of_the_name_is_replaced),
		TEST(names_stay_in_the_directory),
		TEST(nothing_is_left_where_it_cannot_be_written),
		TEST(a_link_is_replaced_not_followed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
