/* csrf_token: the vectors were made by _mask_cipher_secret of Django 3.2. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "auth/csrf_token.h"

static const struct {
	const char *secret, *token;
} vectors[] = {
	{ "abcdefghijklmnopqrstuvwxyzABCDEF",
	  "lYOUbEsP6N6vKyEpSRwmbru3HcYtC8K3lZQXfJyWeWgGWLSE88OFvMQq5BoU4Bey" },
	{ "abcdefghijklmnopqrstuvwxyzABCDEF",
	  "oZw5OxNY02FkVNGvZloQdf0iIMj5mEIPo0y8SCT58bPv70UKfCG9xAmF6bJwO7ck" },
	{ "0123456789GHIJKLMNOPQRSTUVWXYZaa",
	  "jQ9TVa2F4IeOyUH9gjuVhSBuX6HT9NYU9H1MP5YC2HKl6thKSW8AXzjdHRtGXCYU" },
	{ "0123456789GHIJKLMNOPQRSTUVWXYZaa",
	  "lwzfKscsJ9HgZ1BunD60EsLljNrONT73bnr8En8pH8dNxAb5ZgKFk9t43ydBBI73" },
	{ "Zz9Zz9Zz9Zz9Zz9Zz9Zz9Zz9Zz9Zz9Zz",
	  "nE72DrOuvBOQpcXT32mMXS8FhE6OlXkDc36R2qDTuqdPeBWIs1bbWHxE635DKW92" },
	{ "Zz9Zz9Zz9Zz9Zz9Zz9Zz9Zz9Zz9Zz9Zz",
	  "NnLhGdmmJrQFcidZQ3kA7lVIhZ1Q7MWuCMK65cbLIgfE1HcOf29Z6akH6o0FwLLT" },
};

#define VECTORS (sizeof(vectors) / sizeof(vectors[0]))

static void
assert_secret(const char *text, const char *expected)
{
	char secret[CSRF_TOKEN_SECRET_SIZE];

	assert_int_equal(csrf_token_read(text, secret), CSRF_TOKEN_GOOD);
	assert_string_equal(secret, expected);
}

static void
a_token_of_djangos_is_unmasked(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < VECTORS; i++)
		assert_secret(vectors[i].token, vectors[i].secret);
}

static void
a_secret_stands_for_itself(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < VECTORS; i++)
		assert_secret(vectors[i].secret, vectors[i].secret);
}

/* As the unmasking above is Django's, so is the masking that it undoes. */
static void
a_secret_is_masked_anew_each_time(void **state)
{
	char one[CSRF_TOKEN_SIZE], other[CSRF_TOKEN_SIZE];
	size_t i;

	(void)state;
	for (i = 0; i < VECTORS; i++) {
		csrf_token_mask(one, vectors[i].secret);
		csrf_token_mask(other, vectors[i].secret);
		assert_int_equal(strlen(one), CSRF_TOKEN_SIZE - 1);
		assert_string_not_equal(one, other);
		assert_secret(one, vectors[i].secret);
		assert_secret(other, vectors[i].secret);
	}
}

static void
secrets_are_new_each_time(void **state)
{
	char one[CSRF_TOKEN_SECRET_SIZE], other[CSRF_TOKEN_SECRET_SIZE];

	(void)state;
	csrf_token_make_secret(one);
	csrf_token_make_secret(other);
	assert_string_not_equal(one, other);
	assert_secret(one, one);
}

#define LENGTH	CSRF_TOKEN_WRONG_LENGTH
#define LETTERS	CSRF_TOKEN_WRONG_CHARACTERS

static void
what_is_neither_is_told(void **state)
{
	static const struct {
		const char		*text;
		enum csrf_token_fault	 fault;
	} cases[] = {
		{ "",					LENGTH },
		{ "abcdefghijklmnopqrstuvwxyzABCDE",	LENGTH },
		{ "abcdefghijklmnopqrstuvwxyzABCDEFG",	LENGTH },
		{ "abcdefghijklmnopqrstuvwxyzABCDE-",	LETTERS },
		{ "abcdefghijklmnopqrstuvwxyzABCD\xc3\xa9",
		  LETTERS },
		{ "lYOUbEsP6N6vKyEpSRwmbru3HcYtC8K3"
		  "lZQXfJyWeWgGWLSE88OFvMQq5BoU4Be",	LENGTH },
		{ "lYOUbEsP6N6vKyEpSRwmbru3HcYtC8K3"
		  "lZQXfJyWeWgGWLSE88OFvMQq5BoU4Be_",	LETTERS },
	};
	char secret[CSRF_TOKEN_SECRET_SIZE];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_int_equal(csrf_token_read(cases[i].text, secret),
		    cases[i].fault);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_token_of_djangos_is_unmasked),
		cmocka_unit_test(a_secret_stands_for_itself),
		cmocka_unit_test(a_secret_is_masked_anew_each_time),
		cmocka_unit_test(secrets_are_new_each_time),
		cmocka_unit_test(what_is_neither_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
