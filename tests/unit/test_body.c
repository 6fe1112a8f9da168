/* body: JSON, forms and multipart, read as Django REST framework reads them.
 * Expected are its answers (python3-djangorestframework 3.14), where a comment
 * does not say otherwise. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/buf.h"
#include "conf/conf.h"
#include "http/body.h"
#include "http/request.h"

static const struct conf conf = { .body_depth = 16, .body_members = 10 };
static struct arena *arena;
static struct body body;
static const char *why;

static int
set_up(void **state)
{
	(void)state;
	arena = arena_open(4 << 20);
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	arena_close(&arena);
	return 0;
}

static enum body_fault
read_bytes(const char *content_type, const char *bytes, size_t length)
{
	const struct request request = {
		.content_type = content_type,
		/* A copy of just that size, so that a reader's step beyond
		 * its end is seen by the sanitizers. */
		.body = arena_copy(arena, bytes, length),
		.body_length = length,
	};

	return body_read(&body, arena, &conf, &request, &why);
}

static enum body_fault
read_json(const char *text)
{
	return read_bytes("application/json", text, strlen(text));
}

static enum body_fault
read_form(const char *text)
{
	return read_bytes("application/x-www-form-urlencoded", text,
	    strlen(text));
}

static void
json_texts_are_judged_as_by_python(void **state)
{
	static const struct {
		const char	*text;
		enum body_fault	 fault;
	} cases[] = {
		{ "{}", BODY_GOOD },
		{ " \t\r\n{\"a\": 1} ", BODY_GOOD },
		{ "[]", BODY_NOT_OBJECT },
		{ "1", BODY_NOT_OBJECT },
		{ "1.5", BODY_NOT_OBJECT },
		{ "\"x\"", BODY_NOT_OBJECT },
		{ "true", BODY_NOT_OBJECT },
		{ "null", BODY_NOT_OBJECT },
		{ "{", BODY_MALFORMED },
		{ "{\"a\"", BODY_MALFORMED },
		{ "{\"a\":1", BODY_MALFORMED },
		{ "{\"a\":1,}", BODY_MALFORMED },
		{ "{a:1}", BODY_MALFORMED },
		{ "{'a':1}", BODY_MALFORMED },
		{ "{\"a\":01}", BODY_MALFORMED },
		{ "{\"a\":.5}", BODY_MALFORMED },
		{ "{\"a\":1.}", BODY_MALFORMED },
		{ "{\"a\":-01}", BODY_MALFORMED },
		{ "-01", BODY_MALFORMED },
		{ "{\"a\":-}", BODY_MALFORMED },
		{ "{\"a\":+1}", BODY_MALFORMED },
		{ "{\"a\":NaN}", BODY_MALFORMED },
		{ "{\"a\":nan}", BODY_MALFORMED },
		{ "{\"a\":[nan]}", BODY_MALFORMED },
		{ "nan", BODY_MALFORMED },
		{ "{\"a\":infinity}", BODY_MALFORMED },
		{ "{\"a\":-Infinity}", BODY_MALFORMED },
		{ "{\"a\":[1,]}", BODY_MALFORMED },
		{ "{\"a\":1 , }", BODY_MALFORMED },
		{ "{\"a\":-}", BODY_MALFORMED },
		{ "{\"a\":[00]}", BODY_MALFORMED },
		{ "{\"a\":[0,-0,10,1.05,1e05,-0.5E-07]}", BODY_GOOD },
		{ "{\"a\":truE}", BODY_MALFORMED },
		{ "{\"a\":1e}", BODY_MALFORMED },
		{ "{\"a\":1e+}", BODY_MALFORMED },
		{ "{\"a\":e1}", BODY_MALFORMED },
		{ "{\"a\":1+1}", BODY_MALFORMED },
		{ "{\"a\":[true,false,null,1e+1]}", BODY_GOOD },
		{ "{\"a\":Null}", BODY_MALFORMED },
		{ "{\"a\":0x10}", BODY_MALFORMED },
		{ "{\"a\":1}\n \t\r", BODY_GOOD },
		{ "{\"a\":tru}", BODY_MALFORMED },
		{ "{\"a\":TRUE}", BODY_MALFORMED },
		{ "{\"a\":\"b\nc\"}", BODY_MALFORMED },
		{ "{\"a\":\"\\x\"}", BODY_MALFORMED },
		{ "{\"a\":\"\\u12\"}", BODY_MALFORMED },
		{ "{\"a\":\"\\", BODY_MALFORMED },
		{ "{\"a\":\"", BODY_MALFORMED },
		{ "{}x", BODY_MALFORMED },
		{ "{}{}", BODY_MALFORMED },
		{ "/**/{}", BODY_MALFORMED },
		{ "\xef\xbb\xbf{}", BODY_MALFORMED },
		{ "{\"a\":\"\xff\"}", BODY_MALFORMED },
		{ "{\"a\":\"\xed\xa0\x80\"}", BODY_MALFORMED },
		{ "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]", BODY_MALFORMED },
		/* What is no value is no integer, however long. */
		{ "{9223372036854775808:1}", BODY_MALFORMED },
		{ "{\"a\":09223372036854775808}", BODY_MALFORMED },
		{ "{\"a\":9223372036854775808", BODY_MALFORMED },
		{ "{\"a\":9223372036854775808 1}", BODY_MALFORMED },
		{ "{\"a\":1 9223372036854775808}", BODY_MALFORMED },
		{ "{\"a\" 9223372036854775808}", BODY_MALFORMED },
		{ "{\"a\":9223372036854775808-}", BODY_MALFORMED },
		{ "9223372036854775808", BODY_NOT_OBJECT },
		{ "[9223372036854775808,[-9223372036854775809]]",
		  BODY_NOT_OBJECT },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		enum body_fault fault = read_json(cases[i].text);

		if (fault != cases[i].fault)
			print_error("%s\n", cases[i].text);
		assert_int_equal(fault, cases[i].fault);
		if (fault == BODY_MALFORMED)
			assert_memory_equal(why, "JSON parse error - ", 19);
	}
}

static void
json_values_have_pythons_texts(void **state)
{
	static const struct {
		const char	*json;
		enum body_type	 type;
		const char	*text;
	} cases[] = {
		{ "\"b\"", BODY_TEXT, "b" },
		{ "\"\\ud83d\\ude00\\u00e4\"", BODY_TEXT,
		    "\xf0\x9f\x98\x80\xc3\xa4" },
		{ "\"\xc3\xa4\xf0\x9f\x98\x80\"", BODY_TEXT,
		    "\xc3\xa4\xf0\x9f\x98\x80" },
		{ "\"\\\\ud800\"", BODY_TEXT, "\\ud800" },
		/* lone surrogates: as WTF-8 (see body.h) */
		{ "\"\\ud800\"", BODY_TEXT, "\xed\xa0\x80" },
		{ "\"\\udfffA\"", BODY_TEXT, "\xed\xbf\xbf" "A" },
		{ "\"\\ud800\\ud800\\udc00\"", BODY_TEXT,
		    "\xed\xa0\x80\xf0\x90\x80\x80" },
		{ "12345", BODY_NUMBER, "12345" },
		{ "-7", BODY_NUMBER, "-7" },
		/* What json-c might cut off comes as a text. */
		{ "123456789012345678", BODY_NUMBER, "123456789012345678" },
		{ "9223372036854775807", BODY_TEXT, "9223372036854775807" },
		{ " -9223372036854775809 ", BODY_TEXT,
		    "-9223372036854775809" },
		{ "12345678901234567890123456789", BODY_TEXT,
		    "12345678901234567890123456789" },
		{ "\"12345678901234567890\"", BODY_TEXT,
		    "12345678901234567890" },
		{ "12345678901234567890.5", BODY_NUMBER,
		    "1.2345678901234567e+19" },
		{ "12345678901234567890e2", BODY_NUMBER,
		    "1.2345678901234568e+21" },
		{ "1.0", BODY_NUMBER, "1.0" },
		{ "1.50", BODY_NUMBER, "1.5" },
		{ "0.1", BODY_NUMBER, "0.1" },
		{ "1e5", BODY_NUMBER, "100000.0" },
		{ "1e15", BODY_NUMBER, "1000000000000000.0" },
		{ "1e16", BODY_NUMBER, "1e+16" },
		{ "1.5e300", BODY_NUMBER, "1.5e+300" },
		{ "0.0001", BODY_NUMBER, "0.0001" },
		{ "0.00001", BODY_NUMBER, "1e-05" },
		{ "1e400", BODY_NUMBER, "inf" },
		{ "null", BODY_NULL, NULL },
		{ "true", BODY_FLAG, NULL },
		{ "[1]", BODY_LIST, NULL },
		{ "{\"b\":1}", BODY_OBJECT, NULL },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct body_member *member;

		assert_int_equal(read_json(arena_printf(arena,
		    "{\"x\":0,\"a\":%s}", cases[i].json)), BODY_GOOD);
		assert_non_null(member = body_find(&body, "a"));
		assert_int_equal(member->type, cases[i].type);
		if (cases[i].text != NULL)
			assert_string_equal(member->text, cases[i].text);
	}
}

/* It took a second for 64 KiB once; this would take some minutes. */
static void
many_colons_are_little_work(void **state)
{
	size_t size = 1 << 20, i;
	char *text = arena_alloc(arena, size);

	(void)state;
	memset(text, ':', size);
	memcpy(text, "{\"", 2);
	for (i = 2; i + 6 < size / 2; i += 6)
		memcpy(text + i, "\\u0001", 6);
	text[i] = '"';
	assert_int_equal(read_bytes("application/json", text, size),
	    BODY_MALFORMED);
}

static void
nuls_are_kept_for_the_check(void **state)
{
	const struct body_member *member;

	(void)state;
	assert_int_equal(read_json("{\"a\":\"x\\u0000y\"}"), BODY_GOOD);
	assert_non_null(member = body_find(&body, "a"));
	assert_int_equal(member->length, 3);
	assert_memory_equal(member->text, "x\0y", 3);
	/* A name with a NUL is another name. */
	assert_int_equal(read_json("{\"a\\u0000\" : \"x\"}"), BODY_GOOD);
	assert_null(body_find(&body, "a"));
	assert_int_equal(read_form("a=x%00y"), BODY_GOOD);
	assert_int_equal(body_find(&body, "a")->length, 3);
}

static void
the_last_of_repeated_members_wins(void **state)
{
	(void)state;
	assert_int_equal(read_json("{\"a\":1,\"a\":2}"), BODY_GOOD);
	assert_string_equal(body_find(&body, "a")->text, "2");
	assert_int_equal(read_form("a=1&a=2"), BODY_GOOD);
	assert_string_equal(body_find(&body, "a")->text, "2");
	assert_null(body_find(&body, "b"));
}

static void
forms_are_decoded(void **state)
{
	(void)state;
	assert_int_equal(read_form("&a=1+2%2B&&b&c=&%61b=%C3%A4=x&"),
	    BODY_GOOD);
	assert_true(body.is_form);
	assert_int_equal(body.count, 4);
	assert_string_equal(body_find(&body, "a")->text, "1 2+");
	assert_string_equal(body_find(&body, "b")->text, "");
	assert_string_equal(body_find(&body, "c")->text, "");
	assert_string_equal(body_find(&body, "ab")->text, "\xc3\xa4=x");
	/* Django would put U+FFFD there; a password must not change. */
	assert_int_equal(read_form("a=%ff"), BODY_MALFORMED);
}

static void
members_are_counted(void **state)
{
	(void)state;
	assert_int_equal(read_form("a&b&c&d&e&f&g&h&i&j"), BODY_GOOD);
	assert_int_equal(read_form("a&b&c&d&e&f&g&h&i&j&k"), BODY_MALFORMED);
}

#define MULTIPART "multipart/form-data; boundary=\"b-1\""

static void
multipart_is_read(void **state)
{
	static const char text[] =
	    "preamble\r\n"
	    "--b-1\r\n"
	    "Content-Disposition: form-data; name=\"user\\\"name\"\r\n"
	    "\r\n"
	    "ann\r\nb\r\n"
	    "--b-1  \r\n"
	    "content-disposition: FORM-DATA; name=password\r\n"
	    "Content-Type: text/plain\r\n"
	    "\r\n"
	    "\r\n"
	    "--b-1\r\n"
	    "Content-Disposition: form-data; name=\"file\"; filename=\"x\"\r\n"
	    "\r\n"
	    "data\r\n"
	    "--b-1--\r\nepilogue";

	(void)state;
	assert_int_equal(read_bytes(MULTIPART, text, sizeof(text) - 1),
	    BODY_GOOD);
	assert_int_equal(body.count, 3);
	assert_string_equal(body_find(&body, "user\"name")->text,
	    "ann\r\nb");
	assert_string_equal(body_find(&body, "password")->text, "");
	assert_int_equal(body_find(&body, "file")->type, BODY_FILE);
}

static void
multipart_cut_anywhere_is_no_crash(void **state)
{
	static const char text[] = "--b-1\r\n"
	    "Content-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--b-1--";
	size_t length;

	(void)state;
	for (length = 1; length < sizeof(text) - 1; length++)
		assert_int_equal(read_bytes(MULTIPART, text, length),
		    BODY_MALFORMED);
	assert_int_equal(read_bytes(MULTIPART, text, length), BODY_GOOD);
	assert_string_equal(body_find(&body, "a")->text, "1");
	assert_int_equal(read_bytes("multipart/form-data", text, length),
	    BODY_MALFORMED);
	assert_int_equal(read_bytes("multipart/form-data; boundary=", text,
	    length), BODY_MALFORMED);
}

static void
other_media_are_unsupported(void **state)
{
	(void)state;
	assert_int_equal(read_bytes("text/plain", "x", 1), BODY_UNSUPPORTED);
	assert_int_equal(read_bytes("", "x", 1), BODY_UNSUPPORTED);
	assert_int_equal(read_bytes("application/jsonx", "{}", 2),
	    BODY_UNSUPPORTED);
	assert_int_equal(read_bytes("Application/JSON; charset=utf-8", "{}",
	    2), BODY_GOOD);
	/* Without a body nobody asks for its type. */
	assert_int_equal(read_bytes("text/plain", "", 0), BODY_GOOD);
	assert_int_equal(body.count, 0);
}

/* A setting; the least is a flat object. */
static void
json_is_nested_as_deep_as_it_may_be(void **state)
{
	const struct conf flat = { .body_depth = 1, .body_members = 10 };
	const struct conf deeper = { .body_depth = 2, .body_members = 10 };
	struct request request = { .content_type = "application/json" };

	(void)state;
	request.body = "{\"a\":1}";
	request.body_length = strlen(request.body);
	assert_int_equal(body_read(&body, arena, &flat, &request, &why),
	    BODY_GOOD);
	request.body = "{\"a\":[1]}";
	request.body_length = strlen(request.body);
	assert_int_equal(body_read(&body, arena, &flat, &request, &why),
	    BODY_MALFORMED);
	assert_int_equal(body_read(&body, arena, &deeper, &request, &why),
	    BODY_GOOD);
}

#define test(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		test(json_texts_are_judged_as_by_python),
		test(json_is_nested_as_deep_as_it_may_be),
		test(json_values_have_pythons_texts),
		test(many_colons_are_little_work),
		test(nuls_are_kept_for_the_check),
		test(the_last_of_repeated_members_wins),
		test(forms_are_decoded),
		test(members_are_counted),
		test(multipart_is_read),
		test(multipart_cut_anywhere_is_no_crash),
		test(other_media_are_unsupported),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
