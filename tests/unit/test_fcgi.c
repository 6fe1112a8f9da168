/*
 * http/fcgi, http/deadline: what libfcgi makes of what intake has let through,
 * by the FastCGI Specification 1.0, and how long an answer may take.
 */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/log.h"
#include "conf/conf.h"
#include "http/deadline.h"
#include "http/fcgi.h"
#include "http/request.h"
#include "http/response.h"

/* BEGIN, a parameter A=b, the end of parameters, a body, its end. */
#define BEGIN_OF(role) \
	"\1\1\0\1\0\10\0\0" role "\1\0\0\0\0\0"
#define PARAMS	"\1\4\0\1\0\4\0\0\1\1Ab" "\1\4\0\1\0\0\0\0"
#define PIECE	"\1\5\0\1\0\4\0\0body"
#define BODY	PIECE "\1\5\0\1\0\0\0\0"

static const struct conf conf = { .request_timeout = 10, .body_limit = 1024 };
static struct arena *arena;
static struct request request;
static struct fcgi *fcgi;
static int server;		/* the web server's end */

static int
set_up(void **state)
{
	int pair[2];

	(void)state;
	if (socketpair(AF_UNIX, SOCK_STREAM, 0, pair) == -1)
		return -1;
	server = pair[0];
	log_open(LOG_TARGET_STDERR, LOG_FORM_TEXT, LOG_EMERG);
	arena = arena_open(1 << 24);
	fcgi_prepare();
	fcgi = fcgi_open(pair[1]);
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	fcgi_close(&fcgi);
	arena_close(&arena);
	close(server);
	return 0;
}

static void
send_all(const char *bytes, size_t length)
{
	assert_int_equal(send(server, bytes, length, 0), length);
}

#define SEND(text) send_all(text, sizeof(text) - 1)

/* The type of a record of request 1. */
static int
take_record(void)
{
	unsigned char header[8], rest[512];
	size_t length;

	assert_int_equal(recv(server, header, 8, MSG_WAITALL), 8);
	assert_int_equal(header[3], 1);
	length = (size_t)header[4] << 8 | header[5];
	length += header[6];
	assert_int_equal(recv(server, rest, length, MSG_WAITALL), length);
	return header[1];
}

static void
answered(void)
{
	struct response response;

	response_open(&response, arena, 204);
	assert_true(fcgi_answer(fcgi, arena, &response));
	while (take_record() != 3)	/* END_REQUEST */
		continue;
}

static void
a_request_is_read(void **state)
{
	(void)state;
	SEND(BEGIN_OF("\0\1") PARAMS BODY);
	assert_int_equal(fcgi_look(fcgi, &conf), INTAKE_WHOLE);
	assert_int_equal(fcgi_due(fcgi), 0);
	assert_true(fcgi_read(fcgi, arena, &request));
	assert_true(request.is_kept);
	assert_int_equal(request.role, ROLE_RESPONDER);
	assert_string_equal(request_header(&request, "A"), "b");
	assert_int_equal(request.body_length, 4);
	assert_memory_equal(request.body, "body", 4);
	answered();
}

/* With the end of a body behind it, or without: the next one is the next. */
static void
an_authorizers_connection_is_kept(void **state)
{
	int i;

	(void)state;
	for (i = 0; i < 3; i++) {
		if (i == 1)
			SEND(BEGIN_OF("\0\2") PARAMS BODY);
		else
			SEND(BEGIN_OF("\0\2") PARAMS);
		assert_int_equal(fcgi_look(fcgi, &conf), INTAKE_WHOLE);
		assert_true(fcgi_read(fcgi, arena, &request));
		assert_int_equal(request.role, ROLE_AUTHORIZER);
		assert_string_equal(request_header(&request, "A"), "b");
		answered();
	}
}

/* Some of it was dropped by then. */
static void
a_limit_that_is_raised_meanwhile_is_none_of_it(void **state)
{
	const struct conf less = { .request_timeout = 10, .body_limit = 3 };

	(void)state;
	SEND(BEGIN_OF("\0\1") PARAMS PIECE PIECE);
	assert_int_equal(fcgi_look(fcgi, &less), INTAKE_PARTIAL);
	SEND(BODY);
	assert_int_equal(fcgi_look(fcgi, &conf), INTAKE_WHOLE);
	assert_true(fcgi_read(fcgi, arena, &request));
	assert_int_equal(request.fault, REQUEST_TOO_LARGE);
	answered();
}

static void
without_a_descriptor_one_that_came_in_pieces_is_lost(void **state)
{
	static const char whole[] = BEGIN_OF("\0\1") PARAMS BODY;
	struct rlimit before, none;

	(void)state;
	send_all(whole, 1);
	assert_int_equal(fcgi_look(fcgi, &conf), INTAKE_PARTIAL);
	assert_true(fcgi_due(fcgi) > 0);
	send_all(whole + 1, sizeof(whole) - 2);
	assert_int_equal(fcgi_look(fcgi, &conf), INTAKE_WHOLE);
	assert_int_equal(getrlimit(RLIMIT_NOFILE, &before), 0);
	none = before;
	none.rlim_cur = 0;
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &none), 0);
	assert_false(fcgi_read(fcgi, arena, &request));
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &before), 0);
}

static void
an_answer_that_nobody_takes_ends_its_connection(void **state)
{
	const struct conf hasty = { .request_timeout = 1, .body_limit = 3 };
	struct response response;

	(void)state;
	SEND(BEGIN_OF("\0\2") PARAMS);
	assert_int_equal(fcgi_look(fcgi, &hasty), INTAKE_WHOLE);
	assert_true(fcgi_read(fcgi, arena, &request));
	response_open(&response, arena, 200);
	buf_add(&response.body, arena_alloc(arena, 1 << 20), 1 << 20);
	assert_false(fcgi_answer(fcgi, arena, &response));
}

/* Though the timer that was set for it ticks on. */
static void
one_that_was_taken_in_time_ends_nothing(void **state)
{
	sigset_t alarm;
	int other[2];
	char byte;

	(void)state;
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, other), 0);
	sigemptyset(&alarm);
	sigaddset(&alarm, SIGALRM);
	/* However long that takes us. */
	sigprocmask(SIG_BLOCK, &alarm, NULL);
	deadline_start(fcgi_descriptor(fcgi), 1000);
	deadline_stop();
	sigprocmask(SIG_UNBLOCK, &alarm, NULL);
	deadline_start(other[0], 20000);
	assert_int_equal(read(other[0], &byte, 1), 0);
	deadline_stop();
	assert_int_equal(write(server, "x", 1), 1);
	assert_int_equal(read(fcgi_descriptor(fcgi), &byte, 1), 1);
	close(other[0]);
	close(other[1]);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_request_is_read),
		TEST(an_authorizers_connection_is_kept),
		TEST(a_limit_that_is_raised_meanwhile_is_none_of_it),
		TEST(without_a_descriptor_one_that_came_in_pieces_is_lost),
		TEST(an_answer_that_nobody_takes_ends_its_connection),
		TEST(one_that_was_taken_in_time_ends_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
