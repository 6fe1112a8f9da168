/* arena, buf, codec, unicode, secret, clock, log. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/codec.h"
#include "base/log.h"
#include "base/random.h"
#include "base/secret.h"
#include "base/tree.h"
#include "base/unicode.h"

static struct arena *arena;

static int
set_up(void **state)
{
	(void)state;
	arena = arena_open(1 << 22);
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	arena_close(&arena);
	return 0;
}

static void
arena_memory_is_zeroed_and_aligned(void **state)
{
	size_t size, i;

	(void)state;
	for (size = 0; size < 300; size++) {
		unsigned char *bytes = arena_alloc(arena, size);

		assert_int_equal((uintptr_t)bytes % _Alignof(max_align_t), 0);
		for (i = 0; i < size; i++)
			assert_int_equal(bytes[i], 0);
		memset(bytes, 0xff, size);
	}
}

static void
arena_memory_is_wiped_at_reset(void **state)
{
	char *secret = arena_text(arena, "correct horse");

	(void)state;
	arena_reset(arena);
	/* The first chunk stays, so the bytes may still be looked at. */
	assert_int_equal(secret[0], 0);
	assert_int_equal(secret[12], 0);
}

static void
arena_takes_more_than_a_chunk(void **state)
{
	char *large = arena_alloc(arena, 500000);

	(void)state;
	memset(large, 'x', 500000);
	arena_reset(arena);
	assert_non_null(arena_alloc(arena, 900000));
}

static void
json_strings_escape_what_python_escapes(void **state)
{
	/* json.dumps(text, ensure_ascii=False), and DRF's U+2028, U+2029 */
	static const struct {
		const char *text, *json;
	} cases[] = {
		{ "", "\"\"" },
		{ "plain", "\"plain\"" },
		{ "a\"b\\c/d", "\"a\\\"b\\\\c/d\"" },
		{ "\b\f\n\r\t", "\"\\b\\f\\n\\r\\t\"" },
		{ "\x01\x1f\x7f", "\"\\u0001\\u001f\x7f\"" },
		{ "\xc3\xa4\xe2\x82\xac", "\"\xc3\xa4\xe2\x82\xac\"" },
		{ "\xe2\x80\xa8\xe2\x80\xa9\xe2\x80\xaa",
		    "\"\\u2028\\u2029\xe2\x80\xaa\"" },
		/* no UTF-8: each byte is U+FFFD (ours; Python has no such) */
		{ "<\xe2\x80\xff>",
		    "\"<\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd>\"" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct buf buf;

		buf_open(&buf, arena);
		buf_quoted(&buf, cases[i].text, strlen(cases[i].text));
		assert_string_equal(buf.text, cases[i].json);
	}
}

/* What Python's json.dumps(..., indent=2) makes of it. */
static void
json_is_set_out_as_by_python(void **state)
{
	struct buf flat, pretty;

	(void)state;
	buf_open(&flat, arena);
	tree_open(&flat, NULL, '{');
	tree_open(&flat, "empty", '{');
	tree_close(&flat, '}');
	tree_open(&flat, "list", '[');
	tree_text(&flat, NULL, "{\"[,:]}");
	tree_number(&flat, NULL, -1);
	tree_open(&flat, NULL, '[');
	tree_close(&flat, ']');
	tree_close(&flat, ']');
	tree_flag(&flat, "a\\", true);
	tree_json(&flat, "b", "{\"c\":null}");
	tree_close(&flat, '}');
	assert_string_equal(flat.text, "{\"empty\":{},\"list\":"
	    "[\"{\\\"[,:]}\",-1,[]],\"a\\\\\":true,\"b\":{\"c\":null}}");
	buf_open(&pretty, arena);
	tree_pretty(&pretty, flat.text);
	assert_string_equal(pretty.text,
	    "{\n"
	    "  \"empty\": {},\n"
	    "  \"list\": [\n"
	    "    \"{\\\"[,:]}\",\n"
	    "    -1,\n"
	    "    []\n"
	    "  ],\n"
	    "  \"a\\\\\": true,\n"
	    "  \"b\": {\n"
	    "    \"c\": null\n"
	    "  }\n"
	    "}");
}

static void
buf_grows(void **state)
{
	struct buf buf;
	int i;

	(void)state;
	buf_open(&buf, arena);
	assert_string_equal(buf.text, "");
	for (i = 0; i < 1000; i++)
		buf_printf(&buf, "%03d,", i);
	assert_int_equal(buf.length, 4000);
	assert_memory_equal(buf.text + 3996, "999,", 5);
}

static void
what_is_printed_may_be_of_any_length(void **state)
{
	char wanted[1201] = "";
	struct buf buf;
	int i, total = 0;

	(void)state;
	buf_open(&buf, arena);
	for (i = 0; i < 1200; i++) {
		assert_string_equal(arena_printf(arena, "%0*d", i + 1, 7) + i,
		    "7");
		assert_string_equal(arena_printf(arena, "%s", wanted), wanted);
		buf_printf(&buf, "%s", wanted);
		assert_int_equal(buf.length, total += i);
		assert_string_equal(buf.text + total - i, wanted);
		wanted[i] = 'x';
	}
}

static void
base64url_has_the_vectors_of_rfc_4648(void **state)
{
	/* Section 10, without padding. */
	static const struct {
		const char *text, *code;
	} cases[] = {
		{ "", "" }, { "f", "Zg" }, { "fo", "Zm8" }, { "foo", "Zm9v" },
		{ "foob", "Zm9vYg" }, { "fooba", "Zm9vYmE" },
		{ "foobar", "Zm9vYmFy" },
	};
	char code[CODEC_BASE64URL_SIZE(6)], text[8];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		size_t length = strlen(cases[i].text);

		codec_base64url(code, cases[i].text, length);
		assert_string_equal(code, cases[i].code);
		assert_int_equal(codec_base64url_read(text, sizeof(text),
		    code, strlen(code)), length);
		assert_memory_equal(text, cases[i].text, length);
	}
	assert_int_equal(codec_base64url_read(text, 8, "Zm8=", 4), 2);
}

static void
base64url_refuses_what_it_is_not(void **state)
{
	static const char *const cases[] = {
		"Z", "Zm9vY", "Zm+v", "Zm/v", "Zm v", "Zh", "Zm9", "=", "Zg=",
	};
	char text[8];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_int_equal(codec_base64url_read(text, sizeof(text),
		    cases[i], strlen(cases[i])), -1);
	assert_int_equal(codec_base64url_read(text, 5, "Zm9vYmFy", 8), -1);
}

static void
base36_goes_both_ways(void **state)
{
	/* The time stamp of the vectors in Django's tests of tokens. */
	char text[CODEC_BASE36_SIZE];
	uint64_t number;

	(void)state;
	codec_base36(text, 817000000);
	assert_string_equal(text, "dif58g");
	assert_int_equal(codec_base36_read(&number, text, 6), 0);
	assert_int_equal(number, 817000000);
	codec_base36(text, 0);
	assert_string_equal(text, "0");
	assert_int_equal(codec_base36_read(&number, "DIF58G", 6), -1);
	assert_int_equal(codec_base36_read(&number, "", 0), -1);
	assert_int_equal(codec_base36_read(&number, "1234567890123", 13), -1);
}

static void
percent_is_decoded_once(void **state)
{
	char text[] = "%6de%2525+%zz%4%00";

	(void)state;
	assert_int_equal(codec_percent_decode(text, strlen(text), false), 12);
	assert_memory_equal(text, "me%25+%zz%4\0", 12);
	strcpy(text, "a+b%2B");
	assert_int_equal(codec_percent_decode(text, 6, true), 4);
	assert_string_equal(text, "a b+");
}

/* As Python's urllib.parse.quote_plus. */
static void
percent_is_what_a_query_takes(void **state)
{
	char text[CODEC_PERCENT_SIZE(16)];

	(void)state;
	codec_percent(text, "aZ09_.-~ /?&=%+\"");
	assert_string_equal(text, "aZ09_.-~+%2F%3F%26%3D%25%2B%22");
	codec_percent(text, "\xc3\xbc\x7f\x01");
	assert_string_equal(text, "%C3%BC%7F%01");
}

static void
utf8_is_that_of_rfc_3629(void **state)
{
	static const char *const good[] = { "", "a", "\xc3\xa4",
	    "\xe2\x82\xac", "\xf0\x9f\x98\x80", "\xed\x9f\xbf",
	    "\xf4\x8f\xbf\xbf" };
	static const char *const bad[] = { "\x80", "\xc3", "\xc0\x80",
	    "\xe0\x80\x80", "\xed\xa0\x80", "\xf4\x90\x80\x80",
	    "\xf8\x88\x80\x80\x80", "\xe2\x82", "a\xff" };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(good) / sizeof(good[0]); i++)
		assert_true(codec_is_utf8(good[i], strlen(good[i])));
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_false(codec_is_utf8(bad[i], strlen(bad[i])));
	assert_int_equal(codec_utf8_length("a\xc3\xa4\xf0\x9f\x98\x80", 7), 3);
}

static void
decimals_are_plain_and_bounded(void **state)
{
	static const char *const bad[] = { "", "-1", "+1", " 1", "1 ", "1e3",
	    "0x1", "9223372036854775808" };
	int64_t number;
	size_t i;

	(void)state;
	assert_int_equal(codec_decimal_read(&number, "9223372036854775807"),
	    0);
	assert_true(number == INT64_MAX);
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_int_equal(codec_decimal_read(&number, bad[i]), -1);
}

static void
white_space_is_trimmed_as_by_python(void **state)
{
	/* str.strip() takes NEL, no-break and ideographic space, U+001C. */
	const char *text = " \t\xc2\x85\xc2\xa0\xe3\x80\x80\x1c" "a b"
	    "\xe2\x80\xa9\n";
	size_t length = strlen(text);

	(void)state;
	unicode_trim(&text, &length);
	assert_int_equal(length, 3);
	assert_memory_equal(text, "a b", 3);
	text = "\xe2\x80\x8b";		/* zero width space is none */
	length = 3;
	unicode_trim(&text, &length);
	assert_int_equal(length, 3);
	text = "  ";
	length = 2;
	unicode_trim(&text, &length);
	assert_int_equal(length, 0);
}

static void
names_are_normalised(void **state)
{
	(void)state;
	/* unicodedata.normalize("NFKC", ...) */
	assert_string_equal(unicode_nfkc(arena, "\xef\xac\x81" "n"), "fin");
	assert_string_equal(unicode_nfkc(arena, "u\xcc\x88"), "\xc3\xbc");
	assert_string_equal(unicode_lower(arena, "\xc3\x9c" "BER@EXAMPLE"),
	    "\xc3\xbc" "ber@example");
	assert_string_equal(unicode_lower(arena, ""), "");
}

static void
secrets_are_equal_or_not(void **state)
{
	(void)state;
	assert_true(secret_text_equal("abc", "abc"));
	assert_false(secret_text_equal("abc", "abd"));
	assert_false(secret_text_equal("abc", "abcd"));
	assert_true(secret_text_equal("", ""));
}

static void
random_texts_differ(void **state)
{
	char one[41], other[41];

	(void)state;
	random_hex(one, 20);
	random_hex(other, 20);
	assert_int_equal(strlen(one), 40);
	assert_int_equal(strspn(one, "0123456789abcdef"), 40);
	assert_string_not_equal(one, other);
}

static void
the_clock_can_be_set(void **state)
{
	int64_t before = clock_monotonic();

	(void)state;
	clock_set(1234567890);
	assert_int_equal(clock_now(), 1234567890);
	clock_set(0);
	assert_true(clock_now() > 1234567890);
	assert_true(clock_monotonic() >= before);
}

/* What a call writes to standard error, without its end of line. */
static char *
logged(enum log_form form, const struct log_pair *pairs)
{
	static char line[8192];
	int saved = dup(STDERR_FILENO), pipe_ends[2];
	ssize_t length;

	assert_int_equal(pipe(pipe_ends), 0);
	dup2(pipe_ends[1], STDERR_FILENO);
	log_open(LOG_TARGET_STDERR, form, LOG_INFO);
	log_write(LOG_DEBUG, "not_written", pairs);
	log_write(LOG_NOTICE, "tried", pairs);
	dup2(saved, STDERR_FILENO);
	close(saved);
	close(pipe_ends[1]);
	length = read(pipe_ends[0], line, sizeof(line) - 1);
	close(pipe_ends[0]);
	assert_true(length > 0 && line[length - 1] == '\n');
	line[length - 1] = '\0';
	return line;
}

static void
log_values_cannot_forge_lines(void **state)
{
	const struct log_pair pairs[] = {
		log_text("name", "a b\nevil=\"1\"\x1b[2J\\"),
		log_text("plain", "x-1"), log_int("number", -5), { 0 } };
	char *line = logged(LOG_FORM_TEXT, pairs);

	(void)state;
	assert_non_null(strstr(line, " notice tried name=\"a b\\u000aevil="
	    "\\u00221\\u0022\\u001b[2J\\u005c\" plain=x-1 number=-5"));
	assert_null(strchr(line, '\n'));
	line = logged(LOG_FORM_JSON, pairs);
	assert_non_null(strstr(line, ",\"level\":\"notice\",\"event\":"
	    "\"tried\",\"name\":\"a b\\u000aevil=\\u00221\\u0022\\u001b[2J"
	    "\\u005c\",\"plain\":\"x-1\",\"number\":-5}"));
}

static void
long_log_values_are_cut(void **state)
{
	char text[5000] = "";
	struct log_pair pairs[] = { log_text("a", text), log_text("b", text),
	    log_text("d", text), log_text("e", text), log_int("c", 1), { 0 } };

	(void)state;
	memset(text, '\n', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	assert_non_null(strstr(logged(LOG_FORM_JSON, pairs), "\"c\":1}"));
}

/* So long as a link in a mail, or what a mail server says, may be. */
static void
plain_log_values_are_whole(void **state)
{
	char text[600] = "https://shop.example/#/confirm?uid=";
	const struct log_pair pairs[] = { log_text("link", text), { 0 } };
	size_t begin = strlen(text);

	(void)state;
	memset(text + begin, 'x', sizeof(text) - 1 - begin);
	assert_non_null(strstr(logged(LOG_FORM_TEXT, pairs), text));
	assert_non_null(strstr(logged(LOG_FORM_JSON, pairs), text));
	memset(text, 'x', sizeof(text) - 1);
	assert_non_null(strstr(logged(LOG_FORM_TEXT, pairs), text));
}

#define test(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		test(arena_memory_is_zeroed_and_aligned),
		test(arena_memory_is_wiped_at_reset),
		test(arena_takes_more_than_a_chunk),
		test(json_strings_escape_what_python_escapes),
		test(json_is_set_out_as_by_python),
		test(buf_grows),
		test(what_is_printed_may_be_of_any_length),
		test(base64url_has_the_vectors_of_rfc_4648),
		test(base64url_refuses_what_it_is_not),
		test(base36_goes_both_ways),
		test(percent_is_decoded_once),
		test(percent_is_what_a_query_takes),
		test(utf8_is_that_of_rfc_3629),
		test(decimals_are_plain_and_bounded),
		test(white_space_is_trimmed_as_by_python),
		test(names_are_normalised),
		test(secrets_are_equal_or_not),
		test(random_texts_differ),
		test(the_clock_can_be_set),
		test(log_values_cannot_forge_lines),
		test(long_log_values_are_cut),
		test(plain_log_values_are_whole),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
