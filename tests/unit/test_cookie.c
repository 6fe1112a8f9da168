/* cookie: where nothing else is said, expectations are what parse_cookie,
 * set_cookie and delete_cookie of Django 3.2 said. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/clock.h"
#include "http/cookie.h"
#include "http/request.h"

#define NOW	1793000000
#include "scene.h"

static void
a_cookie_is_found_as_django_finds_it(void **state)
{
	static const struct {
		const char *header, *value;
	} cases[] = {
		{ "sessionid=a",		"a" },
		{ "a=b; sessionid=c",		"c" },
		{ "sessionid=a; sessionid=b",	"b" },
		{ " sessionid = a ;b=c",	"a" },
		{ "sessionid=\"a b\"",		"a b" },
		{ "sessionid=\"",		"\"" },
		{ "sessionid=",			"" },
		{ "sessionid",			NULL },
		{ "xsessionid=a",		NULL },
		{ "sessionidx=a",		NULL },
		{ "SessionID=a",		NULL },
		{ ";;sessionid=a;",		"a" },
		{ "sessionid=a=b",		"a=b" },
		{ "x; sessionid",		NULL },
		{ "sessionid=a; sessionid=",	"" },
		{ "a=\"x; sessionid=b\"",	"b\"" },
		{ "",				NULL },
		{ "=sessionid",			NULL },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const char *value = cookie_find(arena, cases[i].header,
		    "sessionid");

		if (cases[i].value == NULL)
			assert_null(value);
		else
			assert_string_equal(value, cases[i].value);
	}
}

/* By the header of cookie.h; Django does not part them. */
static void
headers_that_apache_joined_are_parted(void **state)
{
	static const struct {
		const char *header, *name, *value;
	} cases[] = {
		{ "a=1, b=2",			"a",	"1" },
		{ "a=1, b=2",			"b",	"2" },
		{ "a=1; b=2, c=3; d=4",		"b",	"2" },
		{ "a=1; b=2, c=3; d=4",		"c",	"3" },
		{ "a=1; b=2, c=3; d=4",		"d",	"4" },
		{ "a=1, b=2, c=3",		"c",	"3" },
		{ "a=1, b=2, b=3",		"b",	"3" },
		{ "a=\"1\", b=\"2\"",		"b",	"2" },
		/* A comma in a value is one. */
		{ "a=1,b=2",			"a",	"1,b=2" },
		{ "a=1,b=2",			"b",	NULL },
		{ "a=1, 2; b=3",		"a",	"1, 2" },
		{ "a=Fri, 01 Jan",		"a",	"Fri, 01 Jan" },
		{ "a=1, (b)=2",			"a",	"1, (b)=2" },
		{ "a=1, =2",			"a",	"1, =2" },
		{ "a=\"1, b=2\"; c=3",		"a",	"1, b=2" },
		{ "a=\"1, b=2\"; c=3",		"b",	NULL },
		{ "a=1, ",			"a",	"1," },
		/* Nobody takes the place of a cookie with that of another. */
		{ "b=1; a=1, b=2",		"b",	"1" },
		{ "a=1, b=2; b=1",		"b",	"1" },
		{ "a=1, __Host-b=2",		"__Host-b", NULL },
		{ "a=1, __Secure-b=2",		"__Secure-b", NULL },
		{ "__Host-b=2, a=1",		"__Host-b", "2" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const char *value = cookie_find(arena, cases[i].header,
		    cases[i].name);

		if (cases[i].value == NULL)
			assert_null(value);
		else
			assert_string_equal(value, cases[i].value);
	}
}

/* Apache lets 100 of them in, of 8 KB each. Of these each was looked at once
 * for each that stands before it, and a test's patience ends. */
static void
very_many_joined_headers_are_gone_through_once(void **state)
{
	static const char joined[] = ", a=b";
	static char header[8 * 1024 * 1024];
	size_t at, step = sizeof(joined) - 1;

	(void)state;
	for (at = 0; at + step < sizeof(header); at += step)
		memcpy(header + at, joined, step);
	assert_null(cookie_find(arena, header, "sessionid"));
	assert_string_equal(cookie_find(arena, header, "a"), "b");
}

static void
several_headers_are_one(void **state)
{
	struct request request;

	(void)state;
	request_read(&request, arena, (char *const[]){ "REQUEST_URI=/",
	    "HTTP_COOKIE=a=b", "HTTP_COOKIE2=x", "HTTP_COOKIE=sessionid=c",
	    NULL });
	assert_string_equal(request.cookies, "a=b; sessionid=c");
	request_read(&request, arena, (char *const[]){ "REQUEST_URI=/",
	    NULL });
	assert_string_equal(request.cookies, "");
}

static const struct {
	struct cookie	 cookie;
	const char	*set, *end;
} vectors[] = {
	{ { .name = "sessionid", .value = "abc", .age = 1209600, .path = "/",
	    .same_site = "Lax" },
	    "sessionid=abc; expires=Mon, 09 Nov 2026 07:33:20 GMT; HttpOnly; "
	    "Max-Age=1209600; Path=/; SameSite=Lax",
	    "sessionid=\"\"; expires=Thu, 01 Jan 1970 00:00:00 GMT; "
	    "Max-Age=0; Path=/; SameSite=Lax" },
	{ { .name = "__Host-s", .value = "abc", .age = 60, .path = "/a/",
	    .domain = "example.com", .same_site = "Strict",
	    .is_secure = true },
	    "__Host-s=abc; Domain=example.com; expires=Mon, 26 Oct 2026 "
	    "07:34:20 GMT; HttpOnly; Max-Age=60; Path=/a/; SameSite=Strict; "
	    "Secure",
	    "__Host-s=\"\"; Domain=example.com; expires=Thu, 01 Jan 1970 "
	    "00:00:00 GMT; Max-Age=0; Path=/a/; SameSite=Strict; Secure" },
	{ { .name = "sessionid", .value = "abc", .path = "/",
	    .same_site = "None", .is_secure = true },
	    "sessionid=abc; HttpOnly; Path=/; SameSite=None; Secure",
	    "sessionid=\"\"; expires=Thu, 01 Jan 1970 00:00:00 GMT; "
	    "Max-Age=0; Path=/; SameSite=None; Secure" },
	{ { .name = "csrftoken", .value = "abc", .age = 31449600,
	    .path = "/", .same_site = "Lax", .is_secure = true,
	    .is_readable = true },
	    "csrftoken=abc; expires=Mon, 25 Oct 2027 07:33:20 GMT; "
	    "Max-Age=31449600; Path=/; SameSite=Lax; Secure",
	    "csrftoken=\"\"; expires=Thu, 01 Jan 1970 00:00:00 GMT; "
	    "Max-Age=0; Path=/; SameSite=Lax" },
};

static void
a_cookie_is_set_and_ended_as_django_does(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(vectors) / sizeof(vectors[0]); i++) {
		assert_string_equal(cookie_set(arena, &vectors[i].cookie),
		    vectors[i].set);
		assert_string_equal(cookie_end(arena, &vectors[i].cookie),
		    vectors[i].end);
	}
}

#define test(name) cmocka_unit_test_setup_teardown(name, open_scene, close_scene)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		test(a_cookie_is_found_as_django_finds_it),
		test(headers_that_apache_joined_are_parted),
		test(very_many_joined_headers_are_gone_through_once),
		test(several_headers_are_one),
		test(a_cookie_is_set_and_ended_as_django_does),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
