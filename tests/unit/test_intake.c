/*
 * http/intake: what is a whole request, and what becomes of the rest.
 * Expectations are those of the FastCGI Specification 1.0 and of the header.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/clock.h"
#include "base/log.h"
#include "http/intake.h"

#define LIMIT 1024

enum { BEGIN = 1, ABORT, END, PARAMS, STDIN };
enum { GET_VALUES = 9, RESULT, UNKNOWN };

/* A connection: we are at `server`, and look at `client`. */
static struct {
	int		 server, client;
	struct intake	*intake;
} wire;

struct bytes {
	unsigned char	 data[8192];
	size_t		 length;
};

static int
wire_open(void **state)
{
	int pair[2];

	(void)state;
	log_open(LOG_TARGET_STDERR, LOG_FORM_TEXT, LOG_EMERG);
	if (socketpair(AF_UNIX, SOCK_STREAM, 0, pair) == -1)
		return -1;
	wire.server = pair[0];
	wire.client = pair[1];
	wire.intake = NULL;
	return 0;
}

static int
wire_close(void **state)
{
	(void)state;
	intake_close(&wire.intake);
	close(wire.server);
	close(wire.client);
	return 0;
}

static void
add_padded(struct bytes *to, int type, int id, const void *content,
    size_t length, size_t padding)
{
	unsigned char *at = to->data + to->length;

	assert_true(to->length + 8 + length + padding <= sizeof(to->data));
	memset(at, 0, 8 + length + padding);
	at[0] = 1;
	at[1] = (unsigned char)type;
	at[2] = (unsigned char)(id >> 8);
	at[3] = (unsigned char)id;
	at[4] = (unsigned char)(length >> 8);
	at[5] = (unsigned char)length;
	at[6] = (unsigned char)padding;
	memcpy(at + 8, content, length);
	to->length += 8 + length + padding;
}

static void
add(struct bytes *to, int type, int id, const void *content, size_t length)
{
	add_padded(to, type, id, content, length, 0);
}

static void
add_begin(struct bytes *to, int id, int role, int flags)
{
	const unsigned char content[8] = { 0, (unsigned char)role,
	    (unsigned char)flags };

	add(to, BEGIN, id, content, sizeof(content));
}

/* What libfcgi is to read, of one request. */
static void
add_request(struct bytes *to, int id)
{
	add_begin(to, id, 1, 1);
	add(to, PARAMS, id, "\4\3NAMEval\1", 10);
	add(to, PARAMS, id, "\0X", 2);		/* cut within a pair */
	add(to, PARAMS, id, "", 0);
	add(to, STDIN, id, "body", 4);
	add(to, STDIN, id, "", 0);
}

static void
send_bytes(const void *data, size_t length)
{
	assert_int_equal(send(wire.server, data, length, 0), length);
}

static enum intake_state
look(void)
{
	return intake_look(&wire.intake, wire.client, LIMIT);
}

static enum intake_state
look_at(const struct bytes *bytes)
{
	send_bytes(bytes->data, bytes->length);
	return look();
}

/* The request that was gathered is this. */
static void
assert_gathered(const struct bytes *expected)
{
	unsigned char data[sizeof(expected->data)];
	int feed;

	assert_non_null(wire.intake);
	assert_int_not_equal(feed = intake_feed(&wire.intake), -1);
	assert_null(wire.intake);
	assert_int_equal(read(feed, data, sizeof(data)), expected->length);
	assert_memory_equal(data, expected->data, expected->length);
	close(feed);
}

/* The other end was told this, and no more. */
static void
assert_told(const struct bytes *expected)
{
	unsigned char data[sizeof(expected->data)];
	ssize_t count = recv(wire.server, data, sizeof(data), MSG_DONTWAIT);

	assert_int_equal(count == -1 ? 0 : count, expected->length);
	assert_memory_equal(data, expected->data, expected->length);
}

static void
what_is_whole_at_once_is_left_to_be_read(void **state)
{
	struct bytes request = { .length = 0 };

	(void)state;
	add_request(&request, 1);
	assert_int_equal(look_at(&request), INTAKE_WHOLE);
	assert_null(wire.intake);
	/* Still there. */
	assert_int_equal(look(), INTAKE_WHOLE);
}

static void
one_that_comes_byte_by_byte_is_gathered(void **state)
{
	struct bytes request = { .length = 0 };
	size_t i;

	(void)state;
	add_request(&request, 0x1234);
	for (i = 0; i < request.length - 1; i++) {
		send_bytes(request.data + i, 1);
		assert_int_equal(look(), INTAKE_PARTIAL);
		assert_true(intake_begun(wire.intake) > 0);
	}
	send_bytes(request.data + i, 1);
	assert_int_equal(look(), INTAKE_WHOLE);
	assert_false(intake_is_last(wire.intake));
	assert_gathered(&request);
}

static void
one_cut_anywhere_ends_with_its_connection(void **state)
{
	struct bytes request = { .length = 0 };
	size_t cut;

	add_request(&request, 1);
	for (cut = 0; cut < request.length; cut++) {
		send_bytes(request.data, cut);
		if (cut > 0)
			assert_int_equal(look(), INTAKE_PARTIAL);
		shutdown(wire.server, SHUT_WR);
		assert_int_equal(look(), INTAKE_ENDED);
		assert_null(wire.intake);
		wire_close(state);
		assert_int_equal(wire_open(state), 0);
	}
}

static void
whose_end_is_there_needs_no_connection_any_more(void **state)
{
	struct bytes request = { .length = 0 };

	(void)state;
	add_request(&request, 1);
	send_bytes(request.data, request.length);
	shutdown(wire.server, SHUT_WR);
	assert_int_equal(look(), INTAKE_WHOLE);
}

static void
nothing_is_no_request(void **state)
{
	(void)state;
	assert_int_equal(look(), INTAKE_PARTIAL);
	assert_int_equal(intake_begun(wire.intake), 0);
	shutdown(wire.server, SHUT_WR);
	assert_int_equal(look(), INTAKE_ENDED);
}

static void
an_authorizer_has_no_body(void **state)
{
	struct bytes request = { .length = 0 };

	(void)state;
	add_begin(&request, 1, 2, 1);
	add(&request, PARAMS, 1, "\1\1ab", 4);
	assert_int_equal(look_at(&request), INTAKE_PARTIAL);
	add(&request, PARAMS, 1, "", 0);
	send_bytes(request.data + request.length - 8, 8);
	assert_int_equal(look(), INTAKE_WHOLE);
	assert_gathered(&request);
}

static void
padding_is_taken_along(void **state)
{
	struct bytes request = { .length = 0 };

	(void)state;
	add_begin(&request, 1, 1, 1);
	add_padded(&request, PARAMS, 1, "\1\1ab", 4, 255);
	add(&request, PARAMS, 1, "", 0);
	add_padded(&request, STDIN, 1, "x", 1, 7);
	add(&request, STDIN, 1, "", 0);
	assert_int_equal(look_at(&request), INTAKE_WHOLE);
	assert_null(wire.intake);
}

/* libfcgi 2.4.2 begins to read the next stream there. */
static void
padding_before_another_stream_is_left_out(void **state)
{
	static const unsigned char responder[8] = { 0, 1, 1 };
	struct bytes request = { .length = 0 }, bare = { .length = 0 };

	(void)state;
	add_padded(&request, BEGIN, 1, responder, sizeof(responder), 1);
	add_padded(&request, PARAMS, 1, "\1\1ab", 4, 255);
	add_padded(&request, PARAMS, 1, "", 0, 7);
	add_padded(&request, STDIN, 1, "x", 1, 3);
	add_padded(&request, STDIN, 1, "", 0, 8);
	add(&bare, BEGIN, 1, responder, sizeof(responder));
	add(&bare, PARAMS, 1, "\1\1ab", 4);
	add(&bare, PARAMS, 1, "", 0);
	add(&bare, STDIN, 1, "x", 1);
	add(&bare, STDIN, 1, "", 0);
	assert_int_equal(look_at(&request), INTAKE_WHOLE);
	assert_false(intake_is_last(wire.intake));
	assert_gathered(&bare);
}

/* Section 4.1 */
static void
management_is_answered_and_left_out(void **state)
{
	struct bytes request = { .length = 0 }, sent = { .length = 0 },
	    told = { .length = 0 };

	(void)state;
	add(&sent, GET_VALUES, 0, "\017\0FCGI_MPXS_CONNS\016\0FCGI_MAX_CONNS",
	    33);
	add(&told, RESULT, 0, "\017\1FCGI_MPXS_CONNS0", 18);
	assert_int_equal(look_at(&sent), INTAKE_PARTIAL);
	assert_null(wire.intake);
	assert_told(&told);

	/* Among the records of a request, too; 99 is no type. */
	add_begin(&request, 1, 1, 1);
	sent = request;
	add(&sent, 99, 0, "x", 1);
	add(&sent, GET_VALUES, 0, "", 0);
	add(&request, PARAMS, 1, "", 0);
	add(&sent, PARAMS, 1, "", 0);
	add(&request, STDIN, 1, "", 0);
	add(&sent, STDIN, 1, "", 0);
	told.length = 0;
	add(&told, UNKNOWN, 0, "\143\0\0\0\0\0\0\0", 8);
	add(&told, RESULT, 0, "", 0);
	assert_int_equal(look_at(&sent), INTAKE_WHOLE);
	assert_told(&told);
	assert_gathered(&request);
}

/* Section 5.4: the request is over, and the connection is kept if it was to. */
static void
an_abort_ends_what_it_aborts(void **state)
{
	struct bytes sent = { .length = 0 }, told = { .length = 0 },
	    next = { .length = 0 };

	(void)state;
	add_begin(&sent, 1, 1, 1);
	add(&sent, PARAMS, 1, "\1\1a", 3);
	add(&sent, ABORT, 1, "", 0);
	add(&told, END, 1, "\0\0\0\0\0\0\0\0", 8);
	assert_int_equal(look_at(&sent), INTAKE_PARTIAL);
	assert_told(&told);
	assert_null(wire.intake);
	/* Those of others or of nobody mean nothing. */
	sent.length = 0;
	add(&sent, ABORT, 1, "", 0);
	add(&sent, ABORT, 7, "", 0);
	add_request(&sent, 2);
	add_request(&next, 2);
	told.length = 0;
	assert_int_equal(look_at(&sent), INTAKE_WHOLE);
	assert_told(&told);
	assert_gathered(&next);

	sent.length = 0;
	add_begin(&sent, 1, 1, 0);
	add(&sent, ABORT, 1, "", 0);
	add(&told, END, 1, "\0\0\0\0\0\0\0\0", 8);
	assert_int_equal(look_at(&sent), INTAKE_ENDED);
	assert_told(&told);
}

/* It has all the time that there is for one. */
static void
what_follows_an_abort_has_begun_with_it(void **state)
{
	struct bytes sent = { .length = 0 };
	int64_t begun;

	(void)state;
	add_begin(&sent, 1, 1, 1);
	assert_int_equal(look_at(&sent), INTAKE_PARTIAL);
	begun = intake_begun(wire.intake);
	while (clock_monotonic() == begun)
		continue;
	sent.length = 0;
	add(&sent, ABORT, 1, "", 0);
	add_begin(&sent, 2, 1, 1);
	assert_int_equal(look_at(&sent), INTAKE_PARTIAL);
	assert_true(intake_begun(wire.intake) > begun);
}

/* Section 5.5: FCGI_CANT_MPX_CONN is 1. */
static void
a_second_request_meanwhile_is_refused(void **state)
{
	struct bytes sent = { .length = 0 }, told = { .length = 0 },
	    request = { .length = 0 };

	(void)state;
	add_begin(&sent, 1, 1, 1);
	add_request(&sent, 2);
	add(&sent, PARAMS, 1, "", 0);
	add(&sent, STDIN, 2, "", 0);
	add(&sent, STDIN, 1, "", 0);
	add(&sent, STDIN, 2, "", 0);
	add(&sent, ABORT, 1, "", 0);
	add_begin(&request, 1, 1, 1);
	add(&request, PARAMS, 1, "", 0);
	add(&request, STDIN, 1, "", 0);
	add(&told, END, 2, "\0\0\0\0\1\0\0\0", 8);
	assert_int_equal(look_at(&sent), INTAKE_WHOLE);
	assert_told(&told);
	assert_false(intake_is_last(wire.intake));
	assert_gathered(&request);
}

/* Section 5.5: FCGI_UNKNOWN_ROLE is 3; a filter's is among them. */
static void
a_role_that_we_have_not_is_refused(void **state)
{
	static const int roles[] = { 0, 3, 9 };
	struct bytes sent = { .length = 0 }, told = { .length = 0 };
	size_t i;

	(void)state;
	add(&told, END, 1, "\0\0\0\0\3\0\0\0", 8);
	for (i = 0; i < 3; i++) {
		sent.length = 0;
		add_begin(&sent, 1, roles[i], 1);
		add(&sent, PARAMS, 1, "\1\1ab", 4);
		add(&sent, PARAMS, 1, "", 0);
		add(&sent, STDIN, 1, "", 0);
		assert_int_equal(look_at(&sent), INTAKE_PARTIAL);
		assert_told(&told);
		assert_null(wire.intake);
	}
	sent.length = 0;
	add_begin(&sent, 1, 3, 0);
	assert_int_equal(look_at(&sent), INTAKE_ENDED);
	assert_told(&told);
}

static void
many_records_of_others_among_a_long_request(void **state)
{
	struct bytes head = { .length = 0 }, strays = { .length = 0 },
	    end = { .length = 0 }, request;
	static const char pairs[4096];
	size_t i;

	(void)state;
	add_begin(&head, 1, 1, 1);
	add(&head, PARAMS, 1, pairs, sizeof(pairs));
	request = head;
	while (strays.length < 4000)
		add(&strays, STDIN, 2, "", 0);
	assert_int_equal(look_at(&head), INTAKE_PARTIAL);
	for (i = 0; i < 64; i++)
		assert_int_equal(look_at(&strays), INTAKE_PARTIAL);
	add(&end, PARAMS, 1, "", 0);
	add(&end, STDIN, 1, "", 0);
	add(&request, PARAMS, 1, "", 0);
	add(&request, STDIN, 1, "", 0);
	assert_int_equal(look_at(&end), INTAKE_WHOLE);
	assert_gathered(&request);
}

static void
what_stands_behind_a_request_is_not_the_next(void **state)
{
	struct bytes sent = { .length = 0 }, request = { .length = 0 };

	(void)state;
	add_request(&request, 1);
	sent = request;
	add_request(&sent, 2);
	assert_int_equal(look_at(&sent), INTAKE_WHOLE);
	assert_true(intake_is_last(wire.intake));
	assert_gathered(&request);
}

static void
what_makes_no_sense_ends_the_connection(void **state)
{
	static const struct {
		const char	*what;
		int		 type, id;
		const char	*content;
		size_t		 length;
	} broken[] = {
		{ "BEGIN again", BEGIN, 1, "\0\1\0\0\0\0\0\0", 8 },
		{ "a short BEGIN", BEGIN, 2, "\0\1", 2 },
		{ "a body before its time", STDIN, 1, "x", 1 },
		{ "an END", END, 1, "\0\0\0\0\0\0\0\0", 8 },
		{ "DATA", 8, 1, "x", 1 },
		{ "an unknown type", 77, 1, "x", 1 },
		{ "a name of 1 GiB", PARAMS, 1, "\xc0\0\0\0\1", 5 },
		{ "a value of 1 GiB", PARAMS, 1, "\1\xc0\0\0\0", 5 },
		{ "both of 2 GiB", PARAMS, 1,
		    "\xff\xff\xff\xff\xff\xff\xff\xff", 8 },
		{ "more than is taken", PARAMS, 1, "\1\x80\x20\0\0", 5 },
	};
	size_t i;

	for (i = 0; i < sizeof(broken) / sizeof(broken[0]); i++) {
		struct bytes sent = { .length = 0 };

		print_message("%s\n", broken[i].what);
		add_begin(&sent, 1, 1, 1);
		add(&sent, broken[i].type, broken[i].id, broken[i].content,
		    broken[i].length);
		assert_int_equal(look_at(&sent), INTAKE_ENDED);
		assert_null(wire.intake);
		wire_close(state);
		assert_int_equal(wire_open(state), 0);
	}
}

static void
another_version_is_seen_at_its_first_byte(void **state)
{
	(void)state;
	send_bytes("\2", 1);
	assert_int_equal(look(), INTAKE_ENDED);
}

static void
parameters_that_end_within_a_pair_end_the_connection(void **state)
{
	static const struct {
		const char	*content;
		size_t		 length;
	} cut[] = { { "\5", 1 }, { "\5\x80", 2 }, { "\1\1a", 3 },
	    { "\x80\0\0", 3 }, { "\0\1", 2 } };
	size_t i;

	for (i = 0; i < sizeof(cut) / sizeof(cut[0]); i++) {
		struct bytes sent = { .length = 0 };

		add_begin(&sent, 1, 1, 1);
		add(&sent, PARAMS, 1, cut[i].content, cut[i].length);
		assert_int_equal(look_at(&sent), INTAKE_PARTIAL);
		send_bytes("\1\4\0\1\0\0\0", 8);
		assert_int_equal(look(), INTAKE_ENDED);
		wire_close(state);
		assert_int_equal(wire_open(state), 0);
	}
}

/* One record beyond the limit, so that it is seen to be too long. */
static void
a_body_is_gathered_up_to_its_limit(void **state)
{
	struct bytes sent = { .length = 0 }, request;
	const char piece[LIMIT / 2] = "";
	int i;

	(void)state;
	add_begin(&sent, 1, 1, 1);
	add(&sent, PARAMS, 1, "", 0);
	for (i = 0; i < 3; i++)
		add(&sent, STDIN, 1, piece, sizeof(piece));
	request = sent;
	for (i = 0; i < 9; i++)
		add(&sent, STDIN, 1, piece, sizeof(piece));
	add(&sent, STDIN, 1, "", 0);
	add(&request, STDIN, 1, "", 0);
	assert_int_equal(look_at(&sent), INTAKE_WHOLE);
	assert_false(intake_is_last(wire.intake));
	assert_gathered(&request);
}

static void
a_body_without_end_is_given_one(void **state)
{
	struct bytes request = { .length = 0 }, piece = { .length = 0 };
	enum intake_state state_now = INTAKE_PARTIAL;
	const char half[LIMIT] = "", rest[4096] = "";
	size_t sent;

	(void)state;
	add_begin(&request, 1, 1, 1);
	add(&request, PARAMS, 1, "", 0);
	add(&request, STDIN, 1, half, sizeof(half));
	add(&request, STDIN, 1, "x", 1);
	assert_int_equal(look_at(&request), INTAKE_PARTIAL);
	add(&piece, STDIN, 1, rest, sizeof(rest));
	for (sent = 0; state_now == INTAKE_PARTIAL; sent += piece.length)
		state_now = look_at(&piece);
	assert_int_equal(state_now, INTAKE_WHOLE);
	assert_in_range(sent, 4 * 1024 * 1024, 5 * 1024 * 1024);
	assert_true(intake_is_last(wire.intake));
	add(&request, STDIN, 1, "", 0);
	assert_gathered(&request);
}

static void
parameters_without_end_are_not_kept(void **state)
{
	enum intake_state state_now;
	struct bytes bytes = { .length = 0 };
	const char content[4096] = "";		/* pairs of nothing */
	size_t sent;

	(void)state;
	add_begin(&bytes, 1, 1, 1);
	state_now = look_at(&bytes);
	bytes.length = 0;
	add(&bytes, PARAMS, 1, content, sizeof(content));
	for (sent = 0; state_now == INTAKE_PARTIAL; sent += bytes.length)
		state_now = look_at(&bytes);
	assert_int_equal(state_now, INTAKE_ENDED);
	assert_in_range(sent, 1024 * 1024, 3 * 1024 * 1024);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, wire_open, wire_close)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(what_is_whole_at_once_is_left_to_be_read),
		TEST(one_that_comes_byte_by_byte_is_gathered),
		TEST(one_cut_anywhere_ends_with_its_connection),
		TEST(whose_end_is_there_needs_no_connection_any_more),
		TEST(nothing_is_no_request),
		TEST(an_authorizer_has_no_body),
		TEST(padding_is_taken_along),
		TEST(padding_before_another_stream_is_left_out),
		TEST(management_is_answered_and_left_out),
		TEST(an_abort_ends_what_it_aborts),
		TEST(what_follows_an_abort_has_begun_with_it),
		TEST(a_second_request_meanwhile_is_refused),
		TEST(a_role_that_we_have_not_is_refused),
		TEST(many_records_of_others_among_a_long_request),
		TEST(what_stands_behind_a_request_is_not_the_next),
		TEST(what_makes_no_sense_ends_the_connection),
		TEST(another_version_is_seen_at_its_first_byte),
		TEST(parameters_that_end_within_a_pair_end_the_connection),
		TEST(a_body_is_gathered_up_to_its_limit),
		TEST(a_body_without_end_is_given_one),
		TEST(parameters_without_end_are_not_kept),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
