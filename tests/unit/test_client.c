#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/arena.h"
#include "http/client.h"
#include "http/request.h"

static struct arena *arena;

static struct request
request_of(const char *agent, const char *address)
{
	char **parameters = arena_alloc(arena, 2 * sizeof(*parameters));
	struct request request;

	parameters[0] = agent != NULL ? arena_printf(arena,
	    "HTTP_USER_AGENT=%s", agent) : NULL;
	parameters[1] = NULL;
	request_read(&request, arena, parameters);
	request.remote_address = address;
	return request;
}

/* As browsers send it, of the releases of 2024. */
static void
browsers_are_told_apart(void **state)
{
	static const struct {
		const char	*agent, *name;
	} rows[] = {
		{ "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 "
		  "Firefox/128.0", "Firefox, Linux" },
		{ "Mozilla/5.0 (X11; Linux x86_64; rv:129.0) Gecko/20100101 "
		  "Firefox/129.0", "Firefox, Linux" },
		{ "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36"
		  " (KHTML, like Gecko) Chrome/127.0.0.0 Safari/537.36",
		  "Chrome, Windows" },
		{ "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36"
		  " (KHTML, like Gecko) Chrome/127.0.0.0 Safari/537.36 "
		  "Edg/127.0.0.0", "Edge, Windows" },
		{ "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) "
		  "AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 "
		  "Safari/605.1.15", "Safari, macOS" },
		{ "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) "
		  "AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/127.0.0.0 "
		  "Mobile/15E148 Safari/604.1", "Chrome, iOS" },
		{ "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 "
		  "(KHTML, like Gecko) SamsungBrowser/25.0 Chrome/121.0.0.0 "
		  "Mobile Safari/537.36", "Samsung Internet, Android" },
		{ "curl/7.88.1", "curl" },
		{ "Dart/3.4 (dart:io)", "Dart" },
		{ "MyApp/1 (Android 14)", "MyApp, Android" },
		{ "<b>http://x.example</b>", "-" },
		{ "a-name-that-would-lead-on http://x.example", "a" },
		{ "abcdefghijklmnopqrstuvwxyzabcdef", "abcdefghijklmnopqrstuvwx" },
		{ "", "-" },
		{ NULL, "-" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct request request = request_of(rows[i].agent, "");

		assert_string_equal(client_name(arena, &request),
		    rows[i].name);
	}
}

static void
networks_are_parts_of_addresses(void **state)
{
	static const struct {
		const char	*address, *network;
	} rows[] = {
		{ "203.0.113.77", "203.0.113.0/24" },
		{ "::ffff:203.0.113.77", "203.0.113.0/24" },
		{ "2001:db8:12:3456::1", "2001:db8:12::/48" },
		{ "::1", "::/48" },
		{ "unix:", "" },
		{ "", "" },
		{ "203.0.113.77, 10.0.0.1", "" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct request request =
		    request_of(NULL, rows[i].address);

		assert_string_equal(client_network(arena, &request),
		    rows[i].network);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(browsers_are_told_apart),
		cmocka_unit_test(networks_are_parts_of_addresses),
	};
	int failed;

	arena = arena_open(1024 * 1024);
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	arena_close(&arena);
	return failed;
}
