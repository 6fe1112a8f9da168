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
static enum asked_told
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
		{ "//", "/" }, { "//a///b", "/a/b" }, { "/a//", "/a/" },
		{ "/%61dmin", "/admin" }, { "/%2561", "/%61" },
		{ "/a%2Fb", "/a/b" }, { "/a%2f/b", "/a/b" },
		{ "/...", "/..." }, { "/a?b/../c", "/a" },
		{ "/a#b", "/a" }, { "/a+b", "/a+b" }, { "/.a", "/.a" },
		{ "/a/..b", "/a/..b" }, { "/\xfc", "/\xfc" },
		{ "/a;b/c", "/a;b/c" }, { "/a../..b", "/a../..b" },
		{ "http://h", "/" },
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
		assert_int_equal(ask(arena, &asked, "parameters", more,
		    ROLE_RESPONDER), ASKED);
		assert_string_equal(asked.path, pairs[i][1]);
		if (pairs[i][0][0] == '/')
			assert_string_equal(asked.uri, pairs[i][0]);
	}
	arena_close(&arena);
}

/*
 * nginx answers the first with 400, as far as they are a request's. The others
 * are not the same to all: /a/../b to programs that look for /a alone, "//.."
 * with merge_slashes off or MergeSlashes Off, "..;" to servlets, control
 * characters to lighttpd without url-normalize.
 */
static void
paths_that_make_no_sense_are_empty(void **state)
{
	static const char *const uris[] = { "/..", "/../a", "/a/../../b",
		"/%2e%2e/a", "/a%00b", "a/b", "*", "%2Fa", "?a",
		"?://x/a", "://x/a", "*://x",
		"/a/../b", "/a/b/../../c", "/a/./b", "/./a", "/a/.", "/a/..",
		"/a/%2e%2e/b", "/a/..%2Fb", "/a%2f../b", "/a/%2e", "/a//../b",
		"//../b", "/a//./../b", "/a//b/../../c",
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
		assert_int_equal(ask(arena, &asked, "parameters", more,
		    ROLE_RESPONDER), ASKED);
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
	assert_int_equal(ask(arena, &asked, "parameters", all,
	    ROLE_RESPONDER), ASKED);
	assert_string_equal(asked.path, "/parameters");
	assert_string_equal(asked.query, "x=1");
	assert_int_equal(asked.method, METHOD_PUT);
	assert_string_equal(asked.host, "gate.example");
	assert_int_equal(ask(arena, &asked, "original", all,
	    ROLE_RESPONDER), ASKED);
	assert_string_equal(asked.path, "/original");
	assert_string_equal(asked.query, "");
	assert_int_equal(asked.method, METHOD_PATCH);
	assert_string_equal(asked.host, "gate.example");
	assert_false(asked.is_secure);
	assert_int_equal(ask(arena, &asked, "original", url,
	    ROLE_RESPONDER), ASKED);
	assert_string_equal(asked.uri, "/a%20b?c");
	assert_string_equal(asked.path, "/a b");
	assert_string_equal(asked.host, "shop.example");
	assert_true(asked.is_secure);
	assert_int_equal(asked.method, METHOD_OTHER);
	assert_string_equal(asked.method_name, "");
	assert_int_equal(ask(arena, &asked, "forwarded", all,
	    ROLE_RESPONDER), ASKED);
	assert_string_equal(asked.path, "/forwarded");
	assert_int_equal(asked.method, METHOD_OTHER);
	assert_string_equal(asked.method_name, "PROPFIND");
	assert_string_equal(asked.host, "shop.example");
	assert_string_equal(asked.authority, "Shop.Example:8443");
	assert_true(asked.is_secure);
	assert_int_equal(ask(arena, &asked, "forwarded", none,
	    ROLE_RESPONDER), ASKED_NOTHING);
	assert_int_equal(ask(arena, &asked, "parameters", url,
	    ROLE_RESPONDER), ASKED_NOTHING);
	assert_string_equal(asked.path, "");
	arena_close(&arena);
}

static void
a_whole_url_names_the_host(void **state)
{
	static const char *const uris[][3] = {
		{ "http://B.example:81/x", "b.example", "B.example:81" },
		{ "HTTP://u:p@b.example", "b.example", "b.example" },
		{ "http://a@b@[::1]:8?x", "[::1]", "[::1]:8" },
		{ "http:///x", "", "" },
		{ "/http://b.example/x", "gate.example", "gate.example" },
		{ "?http://b.example/x", "gate.example", "gate.example" },
		{ "http:b.example", "gate.example", "gate.example" },
	};
	struct arena *arena = arena_open(LIMIT);
	struct request asked;
	char parameter[128];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(uris) / sizeof(uris[0]); i++) {
		const char *const more[] = { parameter, NULL };

		strcpy(parameter, "REQUEST_URI=");
		strcat(parameter, uris[i][0]);
		assert_int_equal(ask(arena, &asked, "parameters", more,
		    ROLE_AUTHORIZER), ASKED);
		assert_string_equal(asked.host, uris[i][1]);
		assert_string_equal(asked.authority, uris[i][2]);
		assert_false(asked.is_secure);
	}
	arena_close(&arena);
}

/* X_Forwarded_Uri of a client is X-Forwarded-Uri of the proxy to CGI. */
static void
a_word_that_came_twice_is_none(void **state)
{
	static const char *const forged[][4] = {
		{ "HTTP_X_FORWARDED_URI=/a", "HTTP_X_FORWARDED_URI=/b" },
		{ "HTTP_X_FORWARDED_URI=/a", "HTTP_X_FORWARDED_METHOD=GET",
		    "HTTP_X_FORWARDED_METHOD=POST" },
		{ "HTTP_X_FORWARDED_HOST=a", "HTTP_X_FORWARDED_HOST=b" },
		{ "HTTP_X_FORWARDED_URI=/a", "HTTP_X_FORWARDED_HOST=a, b" },
		{ "HTTP_X_FORWARDED_URI=/a", "HTTP_X_FORWARDED_METHOD=GET,PUT" },
		{ "HTTP_X_FORWARDED_PROTO=http", "HTTP_X_FORWARDED_PROTO=https" },
		{ "HTTP_X_FORWARDED_URI=/a", "HTTP_X_FORWARDED_HOST=a",
		    "HTTP_X_FORWARDED_HOST=" },
		{ "HTTP_X_FORWARDED_URI=/a, /b" },
		{ "HTTP_X_FORWARDED_URI=/a", "HTTP_X_FORWARDED_PROTO=http,https" },
	};
	static const char *const parameters[] = { "PORTRESS_URI=/a",
		"PORTRESS_URI=/b", NULL };
	static const char *const others[] = { "HTTP_X_FORWARDED_URI=/a",
		"HTTP_X_FORWARDED_URIS=/b", "HTTP_X_ORIGINAL_URI=/c",
		"HTTP_X_ORIGINAL_URI=/d", NULL };
	static const char *const names[] = { "HTTP_X_ORIGINAL_URI=/open",
		"HTTP_X_ORIGINAL_URL=https://a.example/admin", NULL };
	static const char *const hosts[] = { "HTTP_X_ORIGINAL_URI=/a?b",
		"HTTP_X_ORIGINAL_URL=https://a.example/a?b", NULL };
	static const char *const same[] = { "HTTP_X_ORIGINAL_URI=/a?b",
		"HTTP_X_ORIGINAL_URL=/a?b", NULL };
	struct arena *arena = arena_open(LIMIT);
	struct request asked;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(forged) / sizeof(forged[0]); i++)
		assert_int_equal(ask(arena, &asked, "forwarded", forged[i],
		    ROLE_RESPONDER), ASKED_TWICE);
	assert_int_equal(ask(arena, &asked, "forwarded", others,
	    ROLE_RESPONDER), ASKED);
	/* A proxy that sets the one name passes the other one on. */
	assert_int_equal(ask(arena, &asked, "original", names,
	    ROLE_RESPONDER), ASKED_TWICE);
	assert_int_equal(ask(arena, &asked, "original", hosts,
	    ROLE_RESPONDER), ASKED_TWICE);
	assert_int_equal(ask(arena, &asked, "original", same,
	    ROLE_RESPONDER), ASKED);
	/* Of what nginx sends twice the last counts, as ever. */
	assert_int_equal(ask(arena, &asked, "parameters", parameters,
	    ROLE_RESPONDER), ASKED);
	assert_string_equal(asked.path, "/b");
	arena_close(&arena);
}

/* Nobody else's word is needed, and none counts. */
static void
an_authorizer_is_asked_about_the_request_itself(void **state)
{
	static const char *const more[] = { "REQUEST_URI=/%61//dmin?x",
		"PORTRESS_URI=/b", "HTTP_X_FORWARDED_URI=/c",
		"HTTP_X_FORWARDED_HOST=d", "REQUEST_METHOD=POST", NULL };
	struct arena *arena = arena_open(LIMIT);
	struct request asked;

	(void)state;
	assert_int_equal(ask(arena, &asked, "forwarded", more,
	    ROLE_AUTHORIZER), ASKED);
	assert_string_equal(asked.path, "/a/dmin");
	assert_string_equal(asked.uri, "/%61//dmin?x");
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
		cmocka_unit_test(a_whole_url_names_the_host),
		cmocka_unit_test(a_word_that_came_twice_is_none),
		cmocka_unit_test(
		    an_authorizer_is_asked_about_the_request_itself),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
