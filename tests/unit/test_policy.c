#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "auth/policy.h"
#include "conf/conf.h"
#include "store/user.h"

#define NONE ((enum policy_fault)-1)

static const char *const all[] = {
	"similarity", "length", "common", "numeric", NULL
};

static const struct conf_api api = {
	.password_validators = all,
	.password_min_length = 8,
};

static const struct user mary = {
	.username = "marymoore",
	.first_name = "Annabelle",
	.last_name = "Fitzgerald "
	    "\xd0\x9c\xd0\xb0\xd1\x80\xd0\xb8\xd0\xbd\xd0\xb0",
	.email = "mm@example.com",
};

/* Those of the passwords below that Django's list has. */
static const char common[] =
    "1234567\n12345678\na\naaaaaaaa\nabc\nannabelle\niloveyou\npassword\n"
    "qwertyuiop\ntrustno1\n";

/* The verdicts of Django 3.2.25 with its four validators and its own list. */
static const struct {
	const char		*password;
	enum policy_fault	 faults[POLICY_FAULTS];
} verdicts[] = {
	{ "marymoore1", { POLICY_SIMILAR_USERNAME, NONE } },
	{ "marymoore", { POLICY_SIMILAR_USERNAME, NONE } },
	{ "MARYMOORE", { POLICY_SIMILAR_USERNAME, NONE } },
	{ "moorema", { POLICY_SIMILAR_USERNAME, POLICY_TOO_SHORT, NONE } },
	{ "eroomyram", { POLICY_SIMILAR_USERNAME, NONE } },
	{ "mary.moore", { POLICY_SIMILAR_USERNAME, NONE } },
	{ "xmarymoorex", { POLICY_SIMILAR_USERNAME, NONE } },
	{ "marymoore1234", { POLICY_SIMILAR_USERNAME, NONE } },
	{ "marymoore12345", { POLICY_SIMILAR_USERNAME, NONE } },
	{ "marymoore12345678", { NONE } },
	{ "moore2024", { NONE } },
	{ "Moore", { POLICY_SIMILAR_USERNAME, POLICY_TOO_SHORT, NONE } },
	{ "m00rem4ry", { NONE } },
	{ "annabelle", { POLICY_SIMILAR_FIRST_NAME, POLICY_TOO_COMMON, NONE } },
	{ "Annabel7", { POLICY_SIMILAR_FIRST_NAME, NONE } },
	{ "elleb-anna", { POLICY_SIMILAR_FIRST_NAME, NONE } },
	{ "fitzgerald", { POLICY_SIMILAR_LAST_NAME, NONE } },
	{ "geraldfitz99", { POLICY_SIMILAR_LAST_NAME, NONE } },
	{ "mm@example.com", { POLICY_SIMILAR_EMAIL, NONE } },
	{ "example.com1", { POLICY_SIMILAR_EMAIL, NONE } },
	{ "example9", { POLICY_SIMILAR_EMAIL, NONE } },
	{ "exampl", { POLICY_SIMILAR_EMAIL, POLICY_TOO_SHORT, NONE } },
	{ "correct horse battery", { NONE } },
	{ "Tr0ub4dor&3", { NONE } },
	{ "password", { POLICY_TOO_COMMON, NONE } },
	{ "PASSWORD", { POLICY_TOO_COMMON, NONE } },
	{ "  password  ", { POLICY_TOO_COMMON, NONE } },
	{ "\xe3\x80\x80password\x09", { POLICY_TOO_COMMON, NONE } },
	{ "passw\xc3\xb6rd", { NONE } },
	{ "1234567",
	    { POLICY_TOO_SHORT, POLICY_TOO_COMMON, POLICY_ALL_NUMERIC, NONE } },
	{ "12345678", { POLICY_TOO_COMMON, POLICY_ALL_NUMERIC, NONE } },
	{ "123456789012", { POLICY_ALL_NUMERIC, NONE } },
	{ "\xd9\xa3\xd9\xa4\xd9\xa5\xd9\xa6\xd9\xa7\xd9\xa8\xd9\xa9"
	    "\xd9\xa0",
	    { POLICY_ALL_NUMERIC, NONE } },
	{ "\xc2\xb2\xc2\xb3\xc2\xb9\xc2\xb2\xc2\xb3\xc2\xb9\xc2\xb2"
	    "\xc2\xb3",
	    { POLICY_ALL_NUMERIC, NONE } },
	{ "\xe2\x91\xa0\xe2\x91\xa1\xe2\x91\xa2\xe2\x91\xa3\xe2\x91"
	    "\xa4\xe2\x91\xa5\xe2\x91\xa6\xe2\x91\xa7",
	    { POLICY_ALL_NUMERIC, NONE } },
	{ "\xc2\xbd\xc2\xbd\xc2\xbd\xc2\xbd\xc2\xbd\xc2\xbd\xc2\xbd"
	    "\xc2\xbd",
	    { NONE } },
	{ "abc", { POLICY_TOO_SHORT, POLICY_TOO_COMMON, NONE } },
	{ "\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9",
	    { POLICY_TOO_SHORT, NONE } },
	{ "\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9"
	    "\xc3\xa9",
	    { NONE } },
	{ "\xd0\xbf\xd0\xb0\xd1\x80\xd0\xbe\xd0\xbb\xd1\x8c",
	    { POLICY_TOO_SHORT, NONE } },
	{ "\xd0\xbc\xd0\xb0\xd1\x80\xd0\xb8\xd0\xbd\xd0\xb0-1975",
	    { POLICY_SIMILAR_LAST_NAME, NONE } },
	{ "\xf0\x9f\x8e\x89\xf0\x9f\x8e\x89\xf0\x9f\x8e\x89\xf0\x9f"
	    "\x8e\x89\xf0\x9f\x8e\x89\xf0\x9f\x8e\x89\xf0\x9f\x8e\x89"
	    "\xf0\x9f\x8e\x89",
	    { NONE } },
	{ "qwertyuiop", { POLICY_TOO_COMMON, NONE } },
	{ "aaaaaaaa", { POLICY_TOO_COMMON, NONE } },
	{ "a", { POLICY_TOO_SHORT, POLICY_TOO_COMMON, NONE } },
	{ "_______m", { NONE } },
	{ "6a1", { POLICY_TOO_SHORT, NONE } },
	{ "iloveyou ", { POLICY_TOO_COMMON, NONE } },
	{ "trustno1", { POLICY_TOO_COMMON, NONE } },
};

/* Writes a list and prepares the policy with it. What policy_prepare says. */
static int
prepare(const char *lines)
{
	char name[] = "/tmp/test_policy.XXXXXX";
	int fd = mkstemp(name), result;

	assert_int_not_equal(fd, -1);
	assert_int_equal(write(fd, lines, strlen(lines)), strlen(lines));
	close(fd);
	result = policy_prepare(name);
	unlink(name);
	return result;
}

static int
prepare_common(void **state)
{
	(void)state;
	return prepare(common);
}

static int
forget_common(void **state)
{
	(void)state;
	return policy_prepare(NULL);
}

static void
verdicts_are_djangos(void **state)
{
	enum policy_fault faults[POLICY_FAULTS];
	size_t i, j, count, expected;

	(void)state;
	for (i = 0; i < sizeof(verdicts) / sizeof(verdicts[0]); i++) {
		for (expected = 0; verdicts[i].faults[expected] != NONE;)
			expected++;
		count = policy_check(&api, &mary, verdicts[i].password,
		    faults);
		if (count != expected)
			print_error("%s\n", verdicts[i].password);
		assert_int_equal(count, expected);
		for (j = 0; j < count; j++)
			assert_int_equal(faults[j], verdicts[i].faults[j]);
	}
}

static void
nobody_is_similar_to_nobody(void **state)
{
	static const struct user empty = { 0 };
	enum policy_fault faults[POLICY_FAULTS];

	(void)state;
	assert_int_equal(policy_check(&api, NULL, "marymoore1", faults), 0);
	assert_int_equal(policy_check(&api, &empty, "marymoore1", faults), 0);
	assert_int_equal(policy_check(&api, &mary, "marymoore1", faults), 1);
}

static void
faults_come_in_the_order_of_the_validators(void **state)
{
	static const char *const turned[] = {
		"numeric", "common", "length", NULL
	};
	static const char *const none[] = { NULL };
	struct conf_api other = api;
	enum policy_fault faults[POLICY_FAULTS];

	(void)state;
	other.password_validators = turned;
	assert_int_equal(policy_check(&other, &mary, "1234567", faults), 3);
	assert_int_equal(faults[0], POLICY_ALL_NUMERIC);
	assert_int_equal(faults[1], POLICY_TOO_COMMON);
	assert_int_equal(faults[2], POLICY_TOO_SHORT);
	assert_int_equal(policy_check(&other, &mary, "marymoore", faults), 0);
	other.password_validators = none;
	assert_int_equal(policy_check(&other, &mary, "1", faults), 0);
	other = api;
	other.password_min_length = 12;
	assert_int_equal(policy_check(&other, NULL, "elevenchars", faults), 1);
	assert_int_equal(policy_check(&other, NULL, "twelve chars", faults),
	    0);
}

static bool
is_common(const char *password)
{
	static const char *const only[] = { "common", NULL };
	struct conf_api other = { .password_validators = only };
	enum policy_fault faults[POLICY_FAULTS];

	return policy_check(&other, NULL, password, faults) == 1;
}

static void
every_line_of_the_list_is_found(void **state)
{
	char lines[16 * 1000 + 1] = "", word[16];
	int i;

	(void)state;
	for (i = 0; i < 1000; i++)
		sprintf(lines + strlen(lines), "w%03d\n", i);
	assert_int_equal(prepare(lines), 0);
	for (i = 0; i < 1000; i++) {
		sprintf(word, "w%03d", i);
		assert_true(is_common(word));
		word[3] = '\0';
		assert_false(is_common(word));
		sprintf(word, "w%03d0", i);
		assert_false(is_common(word));
	}
	assert_false(is_common(""));
	assert_false(is_common("w"));
	assert_false(is_common("a"));
	assert_false(is_common("x"));
	assert_int_equal(prepare(common), 0);
}

static void
lists_may_lack_their_last_newline(void **state)
{
	(void)state;
	assert_int_equal(prepare("one"), 0);
	assert_true(is_common("One "));
	assert_false(is_common("on"));
	assert_int_equal(prepare("one\ntwo"), 0);
	assert_true(is_common("one"));
	assert_true(is_common("two"));
	assert_int_equal(prepare(common), 0);
}

/* As FTP's text mode leaves them. */
static void
lists_may_have_the_line_ends_of_windows(void **state)
{
	(void)state;
	assert_int_equal(prepare("one\r\none1\r\ntwo"), 0);
	assert_true(is_common("one"));
	assert_true(is_common("one1"));
	assert_true(is_common("two"));
	assert_int_equal(prepare("one\r\ntwo\r"), 0);
	assert_true(is_common("two"));
	assert_int_equal(prepare(common), 0);
}

static void
a_list_that_is_cut_off_is_not_missed(void **state)
{
	char name[] = "/tmp/test_policy.XXXXXX";
	int fd = mkstemp(name);

	(void)state;
	assert_int_not_equal(fd, -1);
	assert_int_equal(write(fd, common, strlen(common)), strlen(common));
	assert_int_equal(policy_prepare(name), 0);
	assert_int_equal(ftruncate(fd, 0), 0);
	assert_true(is_common("password"));
	close(fd);
	unlink(name);
	assert_int_equal(prepare(common), 0);
}

static void
a_list_that_cannot_be_searched_is_refused(void **state)
{
	(void)state;
	assert_int_equal(prepare("two\none\n"), -1);
	assert_int_equal(prepare("a\nB\n"), -1);
	assert_int_equal(policy_prepare("/nonexistent/list"), -1);
	assert_int_equal(policy_prepare("/tmp"), -1);
	assert_int_equal(prepare(""), -1);
	assert_false(is_common("one"));
	assert_int_equal(policy_prepare(""), 0);
	assert_int_equal(policy_prepare(NULL), 0);
	assert_false(is_common("password"));
	assert_int_equal(prepare(common), 0);
	assert_true(is_common("password"));
}

static void
very_long_passwords_are_no_trouble(void **state)
{
	char password[9000];
	enum policy_fault faults[POLICY_FAULTS];

	(void)state;
	memset(password, '7', sizeof(password));
	password[sizeof(password) - 1] = '\0';
	assert_int_equal(policy_check(&api, &mary, password, faults), 1);
	assert_int_equal(faults[0], POLICY_ALL_NUMERIC);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(verdicts_are_djangos),
		cmocka_unit_test(nobody_is_similar_to_nobody),
		cmocka_unit_test(faults_come_in_the_order_of_the_validators),
		cmocka_unit_test(every_line_of_the_list_is_found),
		cmocka_unit_test(lists_may_lack_their_last_newline),
		cmocka_unit_test(lists_may_have_the_line_ends_of_windows),
		cmocka_unit_test(a_list_that_is_cut_off_is_not_missed),
		cmocka_unit_test(a_list_that_cannot_be_searched_is_refused),
		cmocka_unit_test(very_long_passwords_are_no_trouble),
	};

	return cmocka_run_group_tests(tests, prepare_common, forget_common);
}
