#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "http/asked.h"
#include "http/request.h"

#define LIMIT (1024 * 1024)

/* The same parameters, but for those that one test is about. */
static bool
ask(struct arena *arena, struct request *asked_r, const char *by,
    const char *const *more, enum role role)
{
	const char *parameters[16] = { "REQUEST_METHOD=GET",
		"REQUEST_URI=/auth/gate/?a=b", "HTTP_HOST=gate.example" };
	struct request request;
	size_t count = 3;

	for (; *more != NULL; more++)
		parameters[count++] = *more;
	request_read(&request, arena, (char *const *)(uintptr_t)parameters);
	request.role = role;
	return asked_read(asked_r, arena, &request, by);
}

/* What nginx 1.22 has in $uri, as `return 200 $uri;` shows it. */
static void
paths_are_as_nginx_has_them(void **state)
{
	static const char *const pairs[][2] = {
		{ "/a/b", "/a/b" }, { "/a/b/", "/a/b/" }, { "/", "/" },
		{ "//", "/" }, { "//a///b", "/a/b" }, { "/a/./b", "/a/b" },
		{ "/a/../b", "/b" }, { "/a/b/../../c", "/c" },
		{ "/%61dmin", "/admin" }, { "/%2561", "/%61" },
		{ "/a%2Fb", "/a/b" }, { "/a/%2e%2e/b", "/b" },
		{ "/a/..%2Fb", "/b" }, { "/...", "/..." }, { "/a?b/../c", "/a" },
		{ "/a#b", "/a" }, { "/a+b", "/a+b" }, { "/.a", "/.a" },
		{ "/a/..b", "/a/..b" }, { "/\xfc", "/\xfc" },
		{ "/a;b/c", "/a;b/c" }, { "/a../..b", "/a../..b" },
		{ "/a/..//b", "/b" }, { "http://h", "/" },
		{ "http://h/a?b", "/a" }, { "http://h?b", "/" },
		{ "http://h?://x/a", "/" }, { "/a?://x/b", "/a" },
	};
	struct arena *arena = arena_open(LIMIT);
	struct request asked;
	char parameter[128];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
		const char *const more[] = { parameter, NULL };

		strcpy(parameter, "PORTRESS_URI=");
		strcat(parameter, pairs[i][0]);
		assert_true(ask(arena, &asked, "parameters", more,
		    ROLE_RESPONDER));
		assert_string_equal(asked.path, pairs[i][1]);
		if (pairs[i][0][0] == '/')
			assert_string_equal(asked.uri, pairs[i][0]);
	}
	arena_close(&arena);
}

/*
 * nginx answers the first with 400, as far as they are a request's. The others
 * are not the same to all: "//.." with merge_slashes off or MergeSlashes Off,
 * "..;" to servlets, control characters to lighttpd without url-normalize.
 */
static void
paths_that_make_no_sense_are_empty(void **state)
{
	static const char *const uris[] = { "/..", "/../a", "/a/../../b",
		"/%2e%2e/a", "/a%00b", "a/b", "*", "%2Fa", "?a",
		"?://x/a", "://x/a", "*://x",
		"/a//../b", "//../b", "/a//./../b", "/a//b/../../c",
		"/a/%2f../b", "/a\\..\\b", "/a/..%5cb", "/a/..;/b", "/.;/b",
		"/a/..;x=y", "/a/..%3b/b", "/a%01b", "/a%7fb", "/a%0d%0ab" };
	struct arena *arena = arena_open(LIMIT);
	struct request asked;
	char parameter[128];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(uris) / sizeof(uris[0]); i++) {
		const char *const more[] = { parameter, NULL };

		strcpy(parameter, "PORTRESS_URI=");
		strcat(parameter, uris[i]);
		assert_true(ask(arena, &asked, "parameters", more,
		    ROLE_RESPONDER));
		assert_string_equal(asked.path, "");
	}
	arena_close(&arena);
}

/* What a client can send counts only where that was said. */
static void
each_way_has_its_own_words(void **state)
{
	static const char *const all[] = { "PORTRESS_URI=/parameters?x=1",
		"PORTRESS_METHOD=PUT", "HTTP_X_ORIGINAL_URI=/original",
		"HTTP_X_ORIGINAL_METHOD=PATCH", "HTTP_X_FORWARDED_URI=/forwarded",
		"HTTP_X_FORWARDED_METHOD=PROPFIND",
		"HTTP_X_FORWARDED_HOST=Shop.Example:8443",
		"HTTP_X_FORWARDED_PROTO=https", NULL };
	static const char *const none[] = { NULL };
	static const char *const url[] = {
		"HTTP_X_ORIGINAL_URL=https://shop.example/a%20b?c", NULL };
	struct arena *arena = arena_open(LIMIT);
	struct request asked;

	(void)state;
	assert_true(ask(arena, &asked, "parameters", all, ROLE_RESPONDER));
	assert_string_equal(asked.path, "/parameters");
	assert_string_equal(asked.query, "x=1");
	assert_int_equal(asked.method, METHOD_PUT);
	assert_string_equal(asked.host, "gate.example");
	assert_true(ask(arena, &asked, "original", all, ROLE_RESPONDER));
	assert_string_equal(asked.path, "/original");
	assert_string_equal(asked.query, "");
	assert_int_equal(asked.method, METHOD_PATCH);
	assert_string_equal(asked.host, "gate.example");
	assert_false(asked.is_secure);
	assert_true(ask(arena, &asked, "original", url, ROLE_RESPONDER));
	assert_string_equal(asked.uri, "/a%20b?c");
	assert_string_equal(asked.path, "/a b");
	assert_int_equal(asked.method, METHOD_OTHER);
	assert_string_equal(asked.method_name, "");
	assert_true(ask(arena, &asked, "forwarded", all, ROLE_RESPONDER));
	assert_string_equal(asked.path, "/forwarded");
	assert_int_equal(asked.method, METHOD_OTHER);
	assert_string_equal(asked.method_name, "PROPFIND");
	assert_string_equal(asked.host, "shop.example");
	assert_string_equal(asked.authority, "Shop.Example:8443");
	assert_true(asked.is_secure);
	assert_false(ask(arena, &asked, "forwarded", none, ROLE_RESPONDER));
	assert_false(ask(arena, &asked, "parameters", url, ROLE_RESPONDER));
	assert_string_equal(asked.path, "");
	arena_close(&arena);
}

/* Nobody else's word is needed, and none counts. */
static void
an_authorizer_is_asked_about_the_request_itself(void **state)
{
	static const char *const more[] = { "REQUEST_URI=/a/../admin?x",
		"PORTRESS_URI=/b", "HTTP_X_FORWARDED_URI=/c",
		"HTTP_X_FORWARDED_HOST=d", "REQUEST_METHOD=POST", NULL };
	struct arena *arena = arena_open(LIMIT);
	struct request asked;

	(void)state;
	assert_true(ask(arena, &asked, "forwarded", more, ROLE_AUTHORIZER));
	assert_string_equal(asked.path, "/admin");
	assert_string_equal(asked.uri, "/a/../admin?x");
	assert_string_equal(asked.host, "gate.example");
	assert_int_equal(asked.method, METHOD_POST);
	arena_close(&arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(paths_are_as_nginx_has_them),
		cmocka_unit_test(paths_that_make_no_sense_are_empty),
		cmocka_unit_test(each_way_has_its_own_words),
		cmocka_unit_test(
		    an_authorizer_is_asked_about_the_request_itself),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
