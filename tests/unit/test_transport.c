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

#include "conf/conf.h"
#include "mail/smtp.h"
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

/* By the transport "directory", with that setting. */
static enum delivery
leave(const char *where, const char *name, const char *text, size_t length,
    char reason[DELIVERY_REASON])
{
	const struct conf conf = { .mail_transport = "directory",
	    .mail_directory = where };
	struct transport *transport = transport_open(&conf);
	enum delivery delivery = transport_send(transport, &(struct letter){
		.from = "a@example.com", .to = "b@example.com",
		.name = name, .text = text, .length = length,
	}, reason);

	transport_close(&transport);
	assert_null(transport);
	return delivery;
}

static void
assert_left(const char *name, const char *text, size_t length)
{
	char reason[DELIVERY_REASON];

	assert_int_equal(leave(directory, name, text, length, reason),
	    DELIVERY_DONE);
	assert_string_equal(reason, "");
}

static void
assert_not_left(const char *where, const char *name, enum delivery expected)
{
	char reason[DELIVERY_REASON];

	assert_int_equal(leave(where, name, "x", 1, reason), expected);
	assert_string_not_equal(reason, "");
}

static void
a_mail_is_a_file(void **state)
{
	(void)state;
	assert_left("7", "To: a\r\n", 7);
	assert_left("8", "", 0);
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
	assert_left("7", large, length);
	assert_file("7.eml", large, length);
	assert_left("7", "short", 5);
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
		assert_not_left(directory, names[i], DELIVERY_REFUSED);
	assert_not_left(directory, endless, DELIVERY_REFUSED);
	assert_int_equal(remove_directory(), 0);
}

static void
nothing_is_left_where_it_cannot_be_written(void **state)
{
	char taken[128];

	(void)state;
	assert_not_left("/nonexistent", "7", DELIVERY_IMPOSSIBLE);
	/* A directory that is in the way cannot be replaced by a file. */
	snprintf(taken, sizeof(taken), "%s/7.eml", directory);
	assert_int_equal(mkdir(taken, 0700), 0);
	assert_not_left(directory, "7", DELIVERY_IMPOSSIBLE);
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
	assert_left("7", "x", 1);
	assert_int_equal(access(target, F_OK), -1);
	assert_file("7.eml", "x", 1);
	assert_int_equal(remove_directory(), 1);
}

/* --- what a mail server's reply means ------------------------------------- */

static enum delivery
judged(const char *command, const char *reply)
{
	struct smtp_talk talk = { 0 };

	smtp_begin(&talk);
	if (strcmp(command, "text") == 0)
		smtp_text(&talk);
	else if (*command != '\0')
		smtp_sent(&talk, command, strlen(command));
	if (reply != NULL)
		smtp_heard(&talk, reply, strlen(reply));
	return smtp_judge(&talk);
}

/* RFC 5321, RFC 3463 and RFC 4954, as mail/smtp.h says. */
static void
a_reply_is_about_this_mail_or_about_all(void **state)
{
	static const struct {
		const char	*command, *reply;
		enum delivery	 delivery;
	} rows[] = {
		{ "", NULL, DELIVERY_IMPOSSIBLE },
		{ "", "554 go away", DELIVERY_IMPOSSIBLE },
		{ "EHLO x", "550 no", DELIVERY_IMPOSSIBLE },
		{ "STARTTLS", "454 no", DELIVERY_IMPOSSIBLE },
		{ "AUTH PLAIN", "535 5.7.8 no", DELIVERY_IMPOSSIBLE },
		{ "MAIL FROM:<a>", "550 5.7.1 no", DELIVERY_IMPOSSIBLE },
		{ "MAIL FROM:<a>", "451 no", DELIVERY_IMPOSSIBLE },
		{ "MAIL FROM:<a>", "552 large", DELIVERY_REFUSED },
		{ "MAIL FROM:<a>", "555 SMTPUTF8?", DELIVERY_REFUSED },
		{ "MAIL FROM:<a>", "550 5.6.7 no", DELIVERY_REFUSED },
		{ "MAIL FROM:<a>", "500 5.3.4 no", DELIVERY_REFUSED },
		{ "MAIL FROM:<a>", "452 4.3.4 no", DELIVERY_IMPOSSIBLE },
		{ "RCPT TO:<a>", "550", DELIVERY_REFUSED },
		{ "RCPT TO:<a>", "450", DELIVERY_PUT_OFF },
		{ "RCPT TO:<a>", "421 bye", DELIVERY_PUT_OFF },
		{ "RCPT TO:<a>", "530 5.7.0 who?", DELIVERY_IMPOSSIBLE },
		{ "RCPT TO:<a>", "550 5.4.5 enough", DELIVERY_PUT_OFF },
		{ "RCPT TO:<a>", "550 5.4.55 no", DELIVERY_REFUSED },
		{ "RCPT TO:<a>", NULL, DELIVERY_PUT_OFF },
		{ "RCPT TO:<a>", "250 ok", DELIVERY_PUT_OFF },
		{ "rcpt to:<a>", "550", DELIVERY_REFUSED },
		{ "RCPTX", "550", DELIVERY_IMPOSSIBLE },
		{ "RCPT TO:<a>", "garbage", DELIVERY_PUT_OFF },
		{ "DATA", "554 no", DELIVERY_REFUSED },
		{ "DATA", "451 no", DELIVERY_PUT_OFF },
		{ "text", "554 spam", DELIVERY_REFUSED },
		{ "text", "451 later", DELIVERY_PUT_OFF },
		{ "text", NULL, DELIVERY_PUT_OFF },
		{ "text", "250-taken, but", DELIVERY_PUT_OFF },
		{ "text", "354 what?", DELIVERY_PUT_OFF },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (judged(rows[i].command, rows[i].reply) !=
		    rows[i].delivery)
			fail_msg("%s: %s", rows[i].command,
			    rows[i].reply != NULL ? rows[i].reply : "");
}

static void
what_is_said_after_quit_is_manners(void **state)
{
	struct smtp_talk talk = { 0 };

	(void)state;
	smtp_begin(&talk);
	smtp_sent(&talk, "RCPT TO:<a>", 11);
	smtp_heard(&talk, "550-5.1.1 One\r\n", 15);
	smtp_heard(&talk, "550 two\r\n", 9);
	smtp_sent(&talk, "QUIT\r\n", 6);
	smtp_heard(&talk, "221 bye\r\n", 9);
	assert_int_equal(smtp_judge(&talk), DELIVERY_REFUSED);
	assert_string_equal(talk.reply, "550-5.1.1 One two");
}

static void
a_reply_has_any_length(void **state)
{
	struct smtp_talk talk = { 0 };
	char line[5000];
	int i;

	(void)state;
	memset(line, 'x', sizeof(line));
	memcpy(line, "250-", 4);
	smtp_begin(&talk);
	smtp_sent(&talk, "EHLO x", 6);
	for (i = 0; i < 3; i++)
		smtp_heard(&talk, line, sizeof(line));
	assert_int_equal(strlen(talk.reply), sizeof(talk.reply) - 1);
	smtp_heard(&talk, "250 SMTPUTF8", 12);
	assert_true(talk.has_utf8);
	smtp_sent(&talk, "EHLO x", 6);
	assert_false(talk.has_utf8);
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
		cmocka_unit_test(a_reply_is_about_this_mail_or_about_all),
		cmocka_unit_test(what_is_said_after_quit_is_manners),
		cmocka_unit_test(a_reply_has_any_length),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
