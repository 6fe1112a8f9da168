#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/mailbox.h"

#include "scene.h"

static void
assert_text(const char *made, const char *expected)
{
	if (expected == NULL)
		assert_null(made);
	else {
		assert_non_null(made);
		assert_string_equal(made, expected);
	}
}

static void
addresses_are_written_as_they_are(void **state)
{
	static const char *const addresses[] = {
		"a@b.example", "A.B+c@B.Example", "a@localhost",
		"!#$%&'*+-/=?^_`{|}~@b.example", "\"a b\"@c.example",
		"\"a@b\"@c.example", "\"\"@c.example", "\"a\\\"b\"@c.example",
		"a@[127.0.0.1]", "a@[IPv6:::1]", "\u4f8b@b.example",
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(addresses) / sizeof(addresses[0]); i++)
		assert_text(mailbox_address(arena, addresses[i]),
		    addresses[i]);
}

/* RFC 5321 section 4.1.2: what is no dot-string is a quoted one. */
static void
what_needs_quotes_gets_them(void **state)
{
	static const struct {
		const char *address, *written;
	} cases[] = {
		{ ".a@b.example", "\".a\"@b.example" },
		{ "a.@b.example", "\"a.\"@b.example" },
		{ "a..b@c.example", "\"a..b\"@c.example" },
		{ "a b@c.example", "\"a b\"@c.example" },
		{ "a,b@c.example", "\"a,b\"@c.example" },
		{ "a@b@c.example", "\"a@b\"@c.example" },
		{ "a\"b@c.example", "\"a\\\"b\"@c.example" },
		{ "a\\b@c.example", "\"a\\\\b\"@c.example" },
		{ "\"a\"b\"@c.example", "\"\\\"a\\\"b\\\"\"@c.example" },
		{ "<a>@c.example", "\"<a>\"@c.example" },
		/* Not to be taken for an encoded word. */
		{ "=?UTF-8?Q?a?=@c.example",
		    "\"\\=?UTF-8?Q?a?=\"@c.example" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_text(mailbox_address(arena, cases[i].address),
		    cases[i].written);
}

/* ACE from RFC 3492 section 7.1 (L), RFC 5891's eszett, and IANA's zones. */
static void
domains_are_written_in_ace(void **state)
{
	static const struct {
		const char *domain, *ace;
	} cases[] = {
		{ "b\u00fccher.example", "xn--bcher-kva.example" },
		{ "B\u00dcCHER.example", "xn--bcher-kva.example" },
		{ "3\u5e74B\u7d44\u91d1\u516b\u5148\u751f",
		    "xn--3b-ww4c5e180e575a65lsy2b" },
		{ "b.\u0440\u0444", "b.xn--p1ai" },
		{ "\u00df.example", "xn--zca.example" },
		{ "b\u3002example", "b.example" },
		/* No letters of a name. */
		{ "\u0640.example", NULL },
		{ "a\u00a0b.example", NULL },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_text(mailbox_domain(arena, cases[i].domain),
		    cases[i].ace);
		assert_text(mailbox_address(arena, arena_printf(arena, "a@%s",
		    cases[i].domain)), cases[i].ace == NULL ? NULL :
		    arena_printf(arena, "a@%s", cases[i].ace));
	}
}

static void
a_port_is_no_part_of_a_domain(void **state)
{
	(void)state;
	assert_text(mailbox_domain(arena, "a.example:8080"), "a.example");
	assert_text(mailbox_domain(arena, "[::1]:8080"), "[::1]");
	assert_text(mailbox_domain(arena, "[::1]"), "[::1]");
	assert_text(mailbox_domain(arena, ""), NULL);
	assert_text(mailbox_domain(arena, ":80"), NULL);
}

static void
what_is_no_address_is_none(void **state)
{
	static const char *const texts[] = {
		"", "a", "@", "a@", "@b.example", "a@b..example", "a@.example",
		"a@b.", "a@b c", "a@b,c", "a@[", "a@[]", "a@[1 2]", "a@<b>",
		"a\n@b.example", "a\r\nBcc: c@d.example", "\"\x01\"@b.example",
		"\"\x7f\"@b.example", "\"\t\"@b.example", "a\xc2\x85@b.example",
		"a\u2028@b.example", "\xff@b.example", "a@\xc3.example",
	};
	struct mailbox mailbox;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		assert_null(mailbox_address(arena, texts[i]));
		assert_int_equal(mailbox_read(arena, texts[i], &mailbox), -1);
	}
}

/* 254 characters are the most that an account has; others are cut off. */
static void
long_addresses_are_written(void **state)
{
	char local[1024];

	(void)state;
	memset(local, 'a', sizeof(local));
	assert_text(mailbox_address(arena, arena_printf(arena, "%.*s@b.co",
	    249, local)), arena_printf(arena, "%.*s@b.co", 249, local));
	assert_text(mailbox_address(arena, arena_printf(arena, "%.*s@b.co",
	    1000, local)), NULL);
	assert_text(mailbox_address(arena, arena_printf(arena, "a@%.*s.co",
	    300, local)), NULL);
}

static void
names_are_read(void **state)
{
	static const struct {
		const char *text, *name, *address;
	} cases[] = {
		{ "a@b.example", "", "a@b.example" },
		{ "  a@b.example ", "", "a@b.example" },
		{ "<a@b.example>", "", "a@b.example" },
		{ "Ada <a@b.example>", "Ada", "a@b.example" },
		{ "Ada<a@b.example>", "Ada", "a@b.example" },
		{ "Ada & Co, Inc. (UK) <a@b.example>", "Ada & Co, Inc. (UK)",
		    "a@b.example" },
		{ "\"Ada\" <a@b.example>", "Ada", "a@b.example" },
		{ "\"<x@y.example>\" <a@b.example>", "<x@y.example>",
		    "a@b.example" },
		{ "\"A \\\"d\\\\a\" <a@b.example>", "A \"d\\a",
		    "a@b.example" },
		{ "\u00c4da <a@b\u00fccher.example>", "\u00c4da",
		    "a@xn--bcher-kva.example" },
		{ "\"a <b\"@c.example", "", "\"a <b\"@c.example" },
		{ "Ada <\"a>b\"@c.example>", "Ada", "\"a>b\"@c.example" },
	};
	struct mailbox mailbox;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_int_equal(mailbox_read(arena, cases[i].text, &mailbox),
		    0);
		assert_string_equal(mailbox.name, cases[i].name);
		assert_string_equal(mailbox.address, cases[i].address);
	}
}

static void
two_and_half_ones_are_refused(void **state)
{
	static const char *const texts[] = {
		"a@b.example, c@d.example", "Ada <a@b.example>, c@d.example",
		"Ada <a@b.example> x", "Ada a@b.example", "Ada <a@b.example",
		"Ada a@b.example>", "Ada <>", "<>", "Ada <<a@b.example>>",
		"\"Ada <a@b.example>", "A\"d\"a <a@b.example>",
		"a@b.example <c@d.example>", ".a@b.example", "a b@c.example",
		"Ada <a@b.example> <c@d.example>", "Ada <a@b.example>\r\nx",
	};
	struct mailbox mailbox;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		if (mailbox_read(arena, texts[i], &mailbox) != -1)
			fail_msg("%s was taken", texts[i]);
}

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
		const char *fault = mailbox_fault(rows[i].address);

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
	assert_false(mailbox_needs_utf8("ada@example.com"));
	assert_false(mailbox_needs_utf8("ada@b\u00fccher.example"));
	assert_true(mailbox_needs_utf8("j\u00f6rg@example.com"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(addresses_are_written_as_they_are),
		cmocka_unit_test(what_needs_quotes_gets_them),
		cmocka_unit_test(domains_are_written_in_ace),
		cmocka_unit_test(a_port_is_no_part_of_a_domain),
		cmocka_unit_test(what_is_no_address_is_none),
		cmocka_unit_test(long_addresses_are_written),
		cmocka_unit_test(names_are_read),
		cmocka_unit_test(two_and_half_ones_are_refused),
		cmocka_unit_test(what_no_quoting_would_mend_is_a_fault),
		cmocka_unit_test(only_what_is_before_the_at_needs_smtputf8),
	};

	return cmocka_run_group_tests(tests, open_scene, close_scene);
}
