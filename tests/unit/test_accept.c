#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/arena.h"
#include "http/accept.h"

/* As rest_framework.negotiation (3.14) says with a renderer of JSON alone. */
static void
ranges_that_take_json(void **state)
{
	static const char *const good[] = {
		"*/*", "application/json", "application/*", "*/json",
		"APPLICATION/Json", "application/json;q=0", " application/json ",
		"image/png,application/json", "image/png , */* ; q=0.1",
		",,application/json", "application/json; indent=4",
	};
	size_t i;

	(void)state;
	assert_true(accept_takes_json(NULL));
	for (i = 0; i < sizeof(good) / sizeof(good[0]); i++)
		assert_true(accept_takes_json(good[i]));
}

static void
ranges_that_do_not(void **state)
{
	static const char *const bad[] = {
		"", ",", " ", "*", "/", "application", "application/",
		"application/jsonp", "application/jso", "xapplication/json",
		"image/png, text/plain", "application json", ";application/json",
		"text/*",
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_false(accept_takes_json(bad[i]));
}

static void
pages_are_asked_for_by_name(void **state)
{
	(void)state;
	/* As Firefox 128 and Chrome 128 ask for a page, and for a picture. */
	assert_true(accept_names_html("text/html,application/xhtml+xml,"
	    "application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8"));
	assert_false(accept_names_html("image/avif,image/webp,image/png,"
	    "image/svg+xml,image/*;q=0.8,*/*;q=0.5"));
	assert_false(accept_names_html("*/*"));
	assert_false(accept_names_html("application/json, text/plain, */*"));
	assert_false(accept_names_html(""));
}

static void
pages_are_answered_in_json(void **state)
{
	(void)state;
	assert_true(accept_takes_json("text/html"));
	assert_true(accept_takes_json("application/xml,text/html;q=0.9"));
}

static void
the_last_format_of_a_query_counts(void **state)
{
	struct arena *arena = arena_open(1 << 16);

	(void)state;
	assert_null(accept_format(arena, ""));
	assert_null(accept_format(arena, "xformat=xml&a"));
	assert_string_equal(accept_format(arena, "format=json"), "json");
	assert_string_equal(accept_format(arena, "format="), "");
	assert_string_equal(accept_format(arena, "a&format&b"), "");
	assert_string_equal(accept_format(arena, "%66ormat=%6Ason+"), "json ");
	assert_string_equal(accept_format(arena, "a=b&format=xml&c"), "xml");
	assert_string_equal(accept_format(arena, "format=xml&format=json"),
	    "json");
	assert_string_equal(accept_format(arena, "format=xml&format="), "");
	assert_string_equal(accept_format(arena, "format=json%00"), "json%00");
	arena_close(&arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ranges_that_take_json),
		cmocka_unit_test(ranges_that_do_not),
		cmocka_unit_test(pages_are_asked_for_by_name),
		cmocka_unit_test(pages_are_answered_in_json),
		cmocka_unit_test(the_last_format_of_a_query_counts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
