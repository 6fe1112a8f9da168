/* request: what web servers send, as told in the tables of nginx, mod_fcgid,
 * mod_proxy_fcgi, lighttpd, Caddy and HAProxy, whose parameters these are;
 * response. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "http/request.h"
#include "http/response.h"

static struct arena *arena;
static struct request request;

static int
set_up(void **state)
{
	(void)state;
	arena = arena_open(1 << 20);
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	arena_close(&arena);
	return 0;
}

#define READ(...) request_read(&request, arena, \
	    (char *const[]){ __VA_ARGS__ __VA_OPT__(,) NULL })

static void
nginx_sends_the_raw_uri(void **state)
{
	(void)state;
	READ("REQUEST_METHOD=POST", "REQUEST_URI=/auth/users/%6de/?q=1",
	    "SCRIPT_NAME=/auth/users/me/", "QUERY_STRING=q=1",
	    "CONTENT_TYPE=application/json", "CONTENT_LENGTH=7",
	    "HTTP_CONTENT_LENGTH=7", "HTTP_HOST=Example.COM:8080",
	    "HTTP_AUTHORIZATION=JWT abc", "REMOTE_ADDR=192.0.2.1");
	assert_int_equal(request.fault, REQUEST_GOOD);
	assert_int_equal(request.method, METHOD_POST);
	assert_string_equal(request.path, "/auth/users/me/");
	assert_string_equal(request.query, "q=1");
	assert_string_equal(request.host, "example.com");
	assert_string_equal(request.authorization, "JWT abc");
	assert_string_equal(request.content_type, "application/json");
	assert_int_equal(request.content_length, 7);
	assert_string_equal(request.remote_address, "192.0.2.1");
	assert_int_equal(strlen(request.id), 16);
}

static void
the_last_of_a_repeated_parameter_wins(void **state)
{
	(void)state;
	READ("REQUEST_METHOD=POST", "REQUEST_URI=/ov/x",
	    "REQUEST_URI=/auth/check/", "REQUEST_METHOD=GET");
	assert_int_equal(request.method, METHOD_GET);
	assert_string_equal(request.path, "/auth/check/");
}

static void
apache_renames_authorization(void **state)
{
	(void)state;
	READ("REQUEST_URI=/", "REDIRECT_HTTP_AUTHORIZATION=Token x");
	assert_string_equal(request.authorization, "Token x");
	READ("REQUEST_URI=/", "REDIRECT_REDIRECT_HTTP_AUTHORIZATION=Token y");
	assert_string_equal(request.authorization, "Token y");
	READ("REQUEST_URI=/", "HTTP_AUTHORIZATION=");
	assert_null(request.authorization);
}

/* HAProxy passes both on, and so does whoever joins them (RFC 9110, 5.3). */
static void
two_authorizations_are_joined(void **state)
{
	(void)state;
	READ("REQUEST_URI=/", "HTTP_AUTHORIZATION=Bearer a",
	    "HTTP_AUTHORIZATION=Token b");
	assert_string_equal(request.authorization, "Bearer a, Token b");
	READ("REQUEST_URI=/", "HTTP_AUTHORIZATION=Bearer a",
	    "HTTP_AUTHORIZATION=", "REDIRECT_HTTP_AUTHORIZATION=Token b");
	assert_string_equal(request.authorization, "Bearer a");
	READ("REQUEST_URI=/", "HTTP_AUTHORIZATION_=Token b",
	    "HTTP_AUTHORIZATIONS=Token b", "HTTP_AUTHORIZATION");
	assert_null(request.authorization);
}

static void
without_a_uri_the_path_is_put_together(void **state)
{
	(void)state;
	/* lighttpd with a prefix that ends with a slash */
	READ("SCRIPT_NAME=/auth/users", "PATH_INFO=/me/");
	assert_string_equal(request.path, "/auth/users/me/");
	/* mod_fcgid: SCRIPT_NAME is the file of SCRIPT_FILENAME */
	READ("SCRIPT_NAME=/app/auth.fcgi", "PATH_INFO=/users/me/",
	    "SCRIPT_FILENAME=/home/web/app/auth.fcgi");
	assert_string_equal(request.path, "/users/me/");
	/* decoded already: not once more */
	READ("SCRIPT_NAME=/auth/%41/");
	assert_string_equal(request.path, "/auth/%41/");
}

static void
bad_paths_lead_nowhere(void **state)
{
	static const char *const cases[] = {
		"REQUEST_URI=", "REQUEST_URI=/a%00b", "REQUEST_URI=/a/../b",
		"REQUEST_URI=/a/%2e%2e/b", "REQUEST_URI=/a/..",
		"REQUEST_URI=/./a", "REQUEST_URI=/%ff", "REQUEST_URI=*",
		"REQUEST_URI=http://example.com/", "NOTHING=1", "broken",
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		READ((char *)(uintptr_t)cases[i]);
		assert_int_equal(request.fault, REQUEST_GOOD);
		assert_string_equal(request.path, "");
	}
	READ("REQUEST_URI=/a/.../b/.x/..y");
	assert_string_equal(request.path, "/a/.../b/.x/..y");
}

static void
lengths_are_numbers_or_absent(void **state)
{
	static const char *const bad[] = { "CONTENT_LENGTH=-2",
	    "CONTENT_LENGTH=-01", "CONTENT_LENGTH=1e3", "CONTENT_LENGTH=0x10", "CONTENT_LENGTH= 1",
	    "CONTENT_LENGTH=99999999999999999999" };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		READ("REQUEST_URI=/", (char *)(uintptr_t)bad[i]);
		assert_int_equal(request.fault, REQUEST_BAD);
	}
	READ("REQUEST_URI=/", "CONTENT_LENGTH=");
	assert_int_equal(request.fault, REQUEST_GOOD);
	assert_int_equal(request.content_length, -1);
	/* Caddy's word for a chunked body's. */
	READ("REQUEST_URI=/", "CONTENT_LENGTH=-1");
	assert_int_equal(request.fault, REQUEST_GOOD);
	assert_int_equal(request.content_length, -1);
}

/* What nginx sends where a body is chunked has no length; 413 comes first. */
static void
a_body_is_as_long_as_was_declared(void **state)
{
	static const struct {
		char		*declared;
		size_t		 came;
		enum request_fault fault;
	} cases[] = {
		{ "CONTENT_LENGTH=", 0, REQUEST_GOOD },
		{ "CONTENT_LENGTH=", 10, REQUEST_GOOD },
		{ "CONTENT_LENGTH=", 11, REQUEST_TOO_LARGE },
		{ "CONTENT_LENGTH=0", 0, REQUEST_GOOD },
		{ "CONTENT_LENGTH=10", 10, REQUEST_GOOD },
		{ "CONTENT_LENGTH=11", 11, REQUEST_TOO_LARGE },
		{ "CONTENT_LENGTH=11", 0, REQUEST_TOO_LARGE },
		{ "CONTENT_LENGTH=0", 1, REQUEST_BAD },
		{ "CONTENT_LENGTH=9", 0, REQUEST_BAD },
		{ "CONTENT_LENGTH=9", 8, REQUEST_BAD },
		{ "CONTENT_LENGTH=9", 10, REQUEST_BAD },
		{ "CONTENT_LENGTH=9", 11, REQUEST_BAD },
		{ "CONTENT_LENGTH=x", 11, REQUEST_BAD },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		READ("REQUEST_URI=/", cases[i].declared);
		request_set_body(&request, "elevenbytes", cases[i].came, 10);
		assert_int_equal(request.fault, cases[i].fault);
		assert_int_equal(request.body_length, cases[i].came);
		assert_int_equal(request.body == NULL, cases[i].came == 0);
	}
}

/* What nginx has in $host counts, where it is not Host's. */
static void
the_host_is_the_one_that_is_served(void **state)
{
	(void)state;
	READ("HTTP_HOST=B.example:81", "PORTRESS_HOST=a.example");
	assert_string_equal(request.host, "a.example");
	assert_string_equal(request.authority, "a.example");
	READ("HTTP_HOST=A.example:81", "PORTRESS_HOST=a.example");
	assert_string_equal(request.host, "a.example");
	assert_string_equal(request.authority, "A.example:81");
	READ("HTTP_HOST=a.example.", "PORTRESS_HOST=a.example");
	assert_string_equal(request.authority, "a.example.");
	READ("PORTRESS_HOST=a.example", "SERVER_NAME=b.example");
	assert_string_equal(request.host, "a.example");
	READ("HTTP_HOST=b.example", "PORTRESS_HOST=", "SERVER_NAME=c.example");
	assert_string_equal(request.host, "b.example");
	READ("SERVER_NAME=C.example");
	assert_string_equal(request.host, "c.example");
	assert_string_equal(request.authority, "");
	READ("HTTP_PORTRESS_HOST=a.example");
	assert_string_equal(request.host, "");
}

static void
hosts_lose_case_and_port(void **state)
{
	(void)state;
	READ("REQUEST_URI=/", "HTTP_HOST=[::1]:8080");
	assert_string_equal(request.host, "[::1]");
	READ("REQUEST_URI=/", "HTTP_HOST=A.example");
	assert_string_equal(request.host, "a.example");
	READ("REQUEST_URI=/", "HTTP_HOST=A.example.:80");
	assert_string_equal(request.host, "a.example");
	READ("REQUEST_URI=/", "HTTP_HOST=.");
	assert_string_equal(request.host, "");
	READ("REQUEST_URI=/", "HTTP_HOST=[");
	assert_string_equal(request.host, "[");
}

static void
unknown_methods_keep_their_name(void **state)
{
	(void)state;
	READ("REQUEST_URI=/", "REQUEST_METHOD=BREW");
	assert_int_equal(request.method, METHOD_OTHER);
	assert_string_equal(request.method_name, "BREW");
	assert_string_equal(request_method_name(METHOD_PATCH), "PATCH");
}

static void
answers_are_cgi_text(void **state)
{
	struct response response;
	struct buf out;

	(void)state;
	response_open(&response, arena, 401);
	response_header(&response, "Vary", "Accept");
	buf_text(&response.body, "{}");
	buf_open(&out, arena);
	response_write(&response, &out);
	assert_string_equal(out.text,
	    "Status: 401 Unauthorized\r\nVary: Accept\r\n"
	    "Content-Length: 2\r\n\r\n{}");
	response.without_body = true;
	buf_open(&out, arena);
	response_write(&response, &out);
	assert_string_equal(out.text,
	    "Status: 401 Unauthorized\r\nVary: Accept\r\n"
	    "Content-Length: 2\r\n\r\n");
}

#define test(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		test(nginx_sends_the_raw_uri),
		test(the_last_of_a_repeated_parameter_wins),
		test(apache_renames_authorization),
		test(two_authorizations_are_joined),
		test(without_a_uri_the_path_is_put_together),
		test(bad_paths_lead_nowhere),
		test(lengths_are_numbers_or_absent),
		test(a_body_is_as_long_as_was_declared),
		test(the_host_is_the_one_that_is_served),
		test(hosts_lose_case_and_port),
		test(unknown_methods_keep_their_name),
		test(answers_are_cgi_text),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
