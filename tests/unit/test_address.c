#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "mail/address.h"

#define LONG	"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"

static void
what_no_quoting_would_mend_is_a_fault(void **state)
{
	static const struct {
		const char	*address, *fault;
	} rows[] = {
		{ "ada@example.com", NULL },
		{ "\"a@b\"@example.com", NULL },
		{ "j\u00f6rg@example.com", NULL },
		{ "a\u00a0@example.com", NULL },
		{ "", "has no @" },
		{ "ada", "has no @" },
		{ "@example.com", "has nothing before the @" },
		{ "ada@", "has no domain" },
		{ "a b@example.com", "has a space in it" },
		{ "a\r\n@example.com", "has a control character in it" },
		{ "a\x7f@example.com", "has a control character in it" },
		{ "a\xc2\x85@example.com", "has a control character in it" },
		{ "<a@example.com", "has < or > in it" },
		{ "a@example.com>", "has < or > in it" },
		{ "\xff@example.com", "is no UTF-8" },
		{ LONG LONG LONG LONG "@example.com", NULL },
		{ LONG LONG LONG LONG LONG LONG LONG LONG LONG "@example.com",
		  "is too long" },
		{ "ada@b\u00fccher.example",
		  "has a domain that is not written in ASCII" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const char *fault = address_fault(rows[i].address);

		if (rows[i].fault == NULL)
			assert_null(fault);
		else
			assert_string_equal(fault, rows[i].fault);
	}
}

static void
only_what_is_before_the_at_needs_smtputf8(void **state)
{
	(void)state;
	assert_false(address_needs_utf8("ada@example.com"));
	assert_false(address_needs_utf8("ada@b\u00fccher.example"));
	assert_true(address_needs_utf8("j\u00f6rg@example.com"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_no_quoting_would_mend_is_a_fault),
		cmocka_unit_test(only_what_is_before_the_at_needs_smtputf8),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
