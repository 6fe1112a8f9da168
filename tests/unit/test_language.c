#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/language.h"

static const char *const tags[] = { "de", "en", "en-GB", "pt-BR", "zh-Hant",
	"zh-Hant-HK", NULL };

static void
assert_found(const char *found, const char *expected, const char *asked)
{
	if (expected == NULL ? found != NULL :
	    found == NULL || strcmp(found, expected) != 0)
		fail_msg("%s found %s", asked, found != NULL ? found : "none");
}

/* RFC 5646 section 2.1, as far as a tag has 16 characters. */
static void
tags_have_a_form(void **state)
{
	static const char *const good[] = { "de", "DE", "pt-BR", "zh-Hant-TW",
		"es-419", "de-CH-1996", "gsw", "abcdefgh-1234567" };
	static const char *const bad[] = { "", "d", "-", "de-", "-de", "de--at",
		"de_AT", "d\xc3\xa9", "de at", "de-abcdefghi", "..", "de/..",
		"*", "1a", "d1", "abcdefghi", "abcdefgh-12345678" };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(good) / sizeof(good[0]); i++)
		if (!language_is_tag(good[i]))
			fail_msg("%s is one", good[i]);
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		if (language_is_tag(bad[i]))
			fail_msg("%s is none", bad[i]);
}

/* RFC 4647 section 3.4; "zh-Hant-CN-x-wadegile" is its example. */
static void
a_language_is_looked_up(void **state)
{
	static const struct {
		const char *language, *tag;
	} cases[] = {
		{ "de", "de" }, { "DE", "de" }, { "de-AT", "de" },
		{ "de-DE-1996", "de" }, { "en-gb", "en-GB" },
		{ "en-GB-oed", "en-GB" }, { "en-US", "en" },
		{ "zh-Hant-CN-x-w", "zh-Hant" }, { "zh-hant-hk", "zh-Hant-HK" },
		{ "fr", NULL }, { "d", NULL }, { "", NULL }, { NULL, NULL },
		{ "x-de", NULL },
		/* Further than that RFC goes. */
		{ "pt", "pt-BR" }, { "pt-PT", "pt-BR" }, { "zh", "zh-Hant" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_found(language_find(tags, cases[i].language),
		    cases[i].tag, cases[i].language);
}

/* RFC 9110 section 12.5.4, whose example is the first. */
static void
the_best_liked_is_taken(void **state)
{
	static const struct {
		const char *header, *tag;
	} cases[] = {
		{ "da, en-gb;q=0.8, en;q=0.7", "en-GB" },
		{ "fr-CH, fr;q=0.9, en;q=0.8, de;q=0.7, *;q=0.5", "en" },
		{ "de,en", "de" }, { "en,de", "en" },
		{ "en;q=0.5,de", "de" }, { "en;q=0.5,de;q=0.501", "de" },
		{ "en ; Q=0.5 ,\tde", "de" }, { "DE-at", "de" },
		{ "de;q=0", NULL }, { "de;q=0.000, en", "en" },
		{ "de;q=0, *", "en" }, { "*", "en" }, { "*;q=0", NULL },
		{ "en;q=0, *", NULL }, { "fr, *;q=0.1", "en" },
		{ "fr", NULL }, { "", NULL }, { NULL, NULL }, { ",,", NULL },
		{ ", de", "de" }, { "de;q=1.0", "de" }, { "de;q=1.", "de" },
		/* What is no quality is no wish. */
		{ "de;q=2, en", "en" }, { "de;q=1.001, en", "en" },
		{ "de;q=0.1234, en;q=0.1", "en" }, { "de;q, en", "en" },
		{ "de;q=, en", "en" }, { "de;q=-1, en", "en" },
		{ "de;q=1;q=0, en", "en" }, { "de;x=1, en", "en" },
		{ "de;q=.5, en", "en" }, { "de;q=1e1, en", "en" },
		{ "d\xc3\xa4, en", "en" }, { "de de, en", "en" },
		{ "../de, en", "en" }, { "de\r\n, en", "en" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_found(language_accept(tags, "en", cases[i].header),
		    cases[i].tag, cases[i].header);
}

/* Only so many ranges are looked at, and none of any length is a trouble. */
static void
a_long_header_is_no_trouble(void **state)
{
	static char header[256 * 1024];
	size_t i;

	(void)state;
	memset(header, ',', sizeof(header) - 1);
	memcpy(header + 31, "de", 2);
	assert_found(language_accept(tags, "en", header), "de", "the 32nd");
	memcpy(header + 31, ",,de", 4);
	assert_found(language_accept(tags, "en", header), NULL, "the 34th");
	memset(header, 'a', sizeof(header) - 1);
	assert_null(language_accept(tags, "en", header));
	for (i = 0; i + 2 < sizeof(header); i += 2)
		memcpy(header + i, "a-", 2);
	assert_null(language_accept(tags, "en", header));
	memset(header, ' ', sizeof(header) - 1);
	memcpy(header + sizeof(header) - 3, "de", 2);
	assert_found(language_accept(tags, "en", header), "de", "far away");
	memset(header, ';', sizeof(header) - 1);
	assert_null(language_accept(tags, "en", header));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tags_have_a_form),
		cmocka_unit_test(a_language_is_looked_up),
		cmocka_unit_test(the_best_liked_is_taken),
		cmocka_unit_test(a_long_header_is_no_trouble),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
