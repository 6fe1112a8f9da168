#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "mail/address.h"
#include "scene.h"

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

/*
 * Samples of RFC 3492 section 7.1, which are labels; in lower case, as domains
 * are. The others are of RFC 5891, UTS 46 and Python's codec "idna".
 */
static void
a_domain_of_other_letters_has_a_name_in_ascii(void **state)
{
	static const struct {
		const char	*domain, *ascii;
	} rows[] = {
		{ "example.com", "example.com" },
		{ "EXAMPLE.com", "EXAMPLE.com" },
		{ "\u4ed6\u4eec\u4e3a\u4ec0\u4e48\u4e0d\u8bf4\u4e2d\u6587",
		  "xn--ihqwcrb4cv8a8dqg056pqjye" },
		{ "Pro\u010dprost\u011bnemluv\u00ed\u010desky",
		  "xn--proprostnemluvesky-uyb24dma41a" },
		{ "\u306a\u305c\u307f\u3093\u306a\u65e5\u672c\u8a9e\u3092"
		  "\u8a71\u3057\u3066\u304f\u308c\u306a\u3044\u306e\u304b",
		  "xn--n8jok5ay5dzabd5bym9f0cm5685rrjetr6pdxa" },
		{ "3\u5e74b\u7d44\u91d1\u516b\u5148\u751f",
		  "xn--3b-ww4c5e180e575a65lsy2b" },
		{ "b\u00fccher.example", "xn--bcher-kva.example" },
		{ "B\u00dcCHER.Example", "xn--bcher-kva.example" },
		{ "bu\u0308cher.example", "xn--bcher-kva.example" },
		{ "fa\u00df.example", "xn--fa-hia.example" },
		{ "\u4f8b\u3048\u3002\u30c6\u30b9\u30c8",
		  "xn--r8jz45g.xn--zckzah" },
		{ "a\uff0e\u00fc\uff61b", "a.xn--tda.b" },
		{ "\u00fc..b", NULL },
		{ ".\u00fc", NULL },
		{ "\u00fc.", NULL },
		/* Normalized, these would be what no address may have. */
		{ "\u00fc\uff1c.b", NULL },
		{ "\u00fc\u3000.b", NULL },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const char *ascii = address_ascii(arena, arena_printf(arena,
		    "\u00fcx@%s", rows[i].domain));

		if (rows[i].ascii == NULL)
			assert_null(ascii);
		else
			assert_string_equal(ascii, arena_printf(arena,
			    "\u00fcx@%s", rows[i].ascii));
	}
}

static void
a_domain_has_bounds(void **state)
{
	char label[200] = "", domain[1000] = "";
	int i;

	(void)state;
	/* Each further letter of one kind is one more digit: xn-- and 59. */
	for (i = 0; i < 64; i++)
		strcat(label, "\u00fc");
	assert_null(address_ascii(arena, arena_printf(arena, "a@%s", label)));
	for (i = 0; i < 40; i++)
		strcat(domain, "\u00fc.");
	assert_null(address_ascii(arena, arena_printf(arena, "a@%sb",
	    domain)));
	domain[3 * 20] = '\0';
	assert_non_null(address_ascii(arena, arena_printf(arena, "a@%sb",
	    domain)));
}

static void
only_what_is_before_the_at_needs_smtputf8(void **state)
{
	(void)state;
	assert_false(address_needs_utf8("ada@example.com"));
	assert_false(address_needs_utf8("ada@b\u00fccher.example"));
	assert_true(address_needs_utf8("j\u00f6rg@example.com"));
}

static void
a_sender_with_a_name_is_bare_without(void **state)
{
	static const char *const rows[][2] = {
		{ "ada@example.com", "ada@example.com" },
		{ "Ada <ada@example.com>", "ada@example.com" },
		{ "\"Ada <of> L.\" <ada@example.com>", "ada@example.com" },
		{ "<ada@example.com>", "ada@example.com" },
		{ "Ada <ada@example.com", "Ada <ada@example.com" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		assert_string_equal(address_bare(arena, rows[i][0]),
		    rows[i][1]);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_scene, close_scene)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(what_no_quoting_would_mend_is_a_fault),
		TEST(a_domain_of_other_letters_has_a_name_in_ascii),
		TEST(a_domain_has_bounds),
		TEST(only_what_is_before_the_at_needs_smtputf8),
		TEST(a_sender_with_a_name_is_bare_without),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
