/* application/json, by json-c. */

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <json-c/json.h>

#include "base/arena.h"
#include "base/codec.h"
#include "http/body_read.h"

#define NUMBER_SIZE	32
#define BLANKS		" \t\r\n"
#define INTEGER_DIGITS	19	/* fewer always fit into 64 bits */

static enum body_fault
parse_error(struct reader *reader, const char *why)
{
	return reader_malformed(reader,
	    arena_printf(reader->arena, "JSON parse error - %s", why));
}

/* The UTF-16 code unit of a \uXXXX at `at`, or -1. */
static int
escaped_unit(const char *at, const char *end)
{
	char digits[5] = "";

	if (end - at < 6 || at[0] != '\\' || at[1] != 'u')
		return -1;
	memcpy(digits, at + 2, 4);
	return strspn(digits, "0123456789abcdefABCDEF") == 4 ?
	    (int)strtol(digits, NULL, 16) : -1;
}

/*
 * Copies an escape sequence; a lone surrogate becomes the three bytes that
 * would encode it (WTF-8), which no well-formed text has, so that the field's
 * check can tell it. json-c would make a U+FFFD of it.
 */
static const char *
copy_escape(char **out, const char *at, const char *end)
{
	int unit = escaped_unit(at, end);
	int next = unit != -1 ? escaped_unit(at + 6, end) : -1;
	bool is_high = unit >= 0xd800 && unit <= 0xdbff;
	bool is_low = unit >= 0xdc00 && unit <= 0xdfff;
	size_t size = unit == -1 ? 2 : 6;

	if (is_high && next >= 0xdc00 && next <= 0xdfff) {
		size = 12;
		is_high = false;
	}
	if (is_high || is_low) {
		*(*out)++ = (char)0xed;
		*(*out)++ = (char)(0x80 | (unit >> 6 & 0x3f));
		*(*out)++ = (char)(0x80 | (unit & 0x3f));
		return at + size;
	}
	if ((size_t)(end - at) < size)
		size = (size_t)(end - at);
	memcpy(*out, at, size);
	*out += size;
	return at + size;
}

static bool
is_digit(const struct reader *reader, const char *at)
{
	return at >= reader->bytes && at < reader->bytes + reader->length &&
	    *at >= '0' && *at <= '9';
}

/* Whether a number may not begin with this 0: others follow. */
static bool
is_leading_zero(const struct reader *reader, const char *at)
{
	const char *before = at - 1;

	if (!is_digit(reader, at + 1))
		return false;
	if (before >= reader->bytes && *before == '-')
		before--;
	return before < reader->bytes || strchr(" \t\r\n[:,", *before) != NULL;
}

static bool
is_last_comma(const struct reader *reader, const char *at)
{
	const char *end = reader->bytes + reader->length;

	for (at++; at < end && strchr(" \t\r\n", *at) != NULL; at++)
		continue;
	return at < end && (*at == ']' || *at == '}');
}

/* An exponent has a digit before it, and some behind it or its sign. */
static bool
is_exponent(const struct reader *reader, const char *at)
{
	const char *end = reader->bytes + reader->length;
	bool is_signed = at + 1 < end && (at[1] == '+' || at[1] == '-');

	return is_digit(reader, at - 1) &&
	    is_digit(reader, is_signed ? at + 2 : at + 1);
}

/*
 * Whether json-c would take outside strings what JSON has not: other literals
 * and their spellings, comments, other quotes, 01, 1., a last comma. It has a
 * strict mode; but in 0.18 that refuses all text beyond ASCII.
 */
static bool
is_liberal(const struct reader *reader, const char *at)
{
	switch (*at) {
	case '0':
		return is_leading_zero(reader, at);
	case '.':
		return !is_digit(reader, at - 1) || !is_digit(reader, at + 1);
	case '-':
		return !is_digit(reader, at + 1);
	case 'a':	/* of false; json-c knows nan, too */
		return at == reader->bytes || at[-1] != 'f';
	case 'e':	/* also of true and false */
		return is_digit(reader, at - 1) && !is_exponent(reader, at);
	case 'E':
		return !is_exponent(reader, at);
	case ',':
		return is_last_comma(reader, at);
	default:
		return *at == '\0' ||
		    strchr(" \t\r\n{}[]:\"123456789+flnrstu", *at) == NULL;
	}
}

/*
 * json-c ends a member's name at a NUL, and would take it for another one; so
 * the NUL in a name is changed to what is in no name of ours.
 */
static void
change_nuls(char *name, char *end)
{
	while ((name = memmem(name, (size_t)(end - name), "\\u0000", 6)) != NULL)
		memcpy(name, "\\ufffd", 6);
}

/* Whether one of the characters stands here; the end of the text is none. */
static bool
is_one_of(const struct reader *reader, const char *at, const char *set)
{
	return at < reader->bytes + reader->length && *at != '\0' &&
	    strchr(set, *at) != NULL;
}

/*
 * The bytes of an integer of more than 64 bits, perhaps, that begins here and
 * is the value of a member or in a list; else 0.
 */
static size_t
long_integer(const struct reader *reader, const char *at)
{
	const char *first = at + (*at == '-'), *before = at, *last, *rest;

	if (!is_digit(reader, first) || *first == '0' ||
	    is_digit(reader, at - 1))
		return 0;
	for (last = first; is_digit(reader, last); last++)
		continue;
	for (rest = last; is_one_of(reader, rest, BLANKS); rest++)
		continue;
	while (before > reader->bytes && is_one_of(reader, before - 1, BLANKS))
		before--;
	if (last - first < INTEGER_DIGITS || before == reader->bytes ||
	    !is_one_of(reader, before - 1, "[:,") ||
	    !is_one_of(reader, rest, ",]}"))
		return 0;
	return (size_t)(last - at);
}

/* In quotes, so that json-c does not cut it off: fields are texts anyway. */
static const char *
copy_integer(char **out, const char *at, size_t length)
{
	*(*out)++ = '"';
	memcpy(*out, at, length);
	*out += length;
	*(*out)++ = '"';
	return at + length;
}

/*
 * A copy of the text for json-c, which is more liberal than Python's json:
 * what it should not take is refused here. NULL if there is such a thing.
 */
static char *
prepared(struct reader *reader, size_t *length_r)
{
	const char *at = reader->bytes;
	const char *end = at + reader->length;
	char *text = arena_alloc(reader->arena,
	    reader->length + reader->length / INTEGER_DIGITS * 2 + 1);
	char *out = text, *string = text;
	bool in_string = false;
	size_t length;

	while (at < end) {
		if (in_string ? (unsigned char)*at < 0x20 :
		    is_liberal(reader, at))
			return NULL;
		if (in_string && *at == '\\') {
			at = copy_escape(&out, at, end);
			continue;
		}
		if (!in_string && (length = long_integer(reader, at)) > 0) {
			at = copy_integer(&out, at, length);
			continue;
		}
		if (*at == '"' && (in_string = !in_string))
			string = out;
		/* Once a name: many colons must not make much work. */
		if (*at == ':' && !in_string) {
			change_nuls(string, out);
			string = out;
		}
		*out++ = *at++;
	}
	*length_r = (size_t)(out - text);
	return text;
}

/* As Python's repr() writes a float: the shortest text that reads back. */
static const char *
float_text(struct arena *arena, double number)
{
	char text[NUMBER_SIZE];
	int digits, exponent;

	if (isinf(number))
		return number > 0 ? "inf" : "-inf";
	for (digits = 0; digits < 17; digits++) {
		snprintf(text, sizeof(text), "%.*e", digits, number);
		if (strtod(text, NULL) == number)
			break;
	}
	exponent = atoi(strchr(text, 'e') + 1);
	if (exponent < -4 || exponent >= 16)
		return arena_text(arena, text);
	return arena_printf(arena, "%.*f",
	    digits - exponent < 1 ? 1 : digits - exponent, number);
}

static void
read_value(struct reader *reader, json_object *value,
    struct body_member *member)
{
	switch (json_object_get_type(value)) {
	case json_type_null:
		member->type = BODY_NULL;
		return;
	case json_type_boolean:
		member->type = BODY_FLAG;
		member->text = json_object_get_boolean(value) ? "true" :
		    "false";
		member->length = strlen(member->text);
		return;
	case json_type_array:
		member->type = BODY_LIST;
		return;
	case json_type_object:
		member->type = BODY_OBJECT;
		return;
	case json_type_double:
		member->type = BODY_NUMBER;
		member->text = float_text(reader->arena,
		    json_object_get_double(value));
		break;
	case json_type_int:
		member->type = BODY_NUMBER;
		member->text = arena_printf(reader->arena, "%" PRId64,
		    json_object_get_int64(value));
		break;
	case json_type_string:
		member->type = BODY_TEXT;
		member->length = (size_t)json_object_get_string_len(value);
		member->text = arena_copy(reader->arena,
		    json_object_get_string(value), member->length);
		return;
	}
	member->length = strlen(member->text);
}

static enum body_fault
read_members(struct reader *reader, json_object *object)
{
	json_object_object_foreach(object, name, value) {
		struct body_member member = {
			.name = arena_text(reader->arena, name),
		};
		enum body_fault fault;

		read_value(reader, value, &member);
		if ((fault = reader_add(reader, &member)) != BODY_GOOD)
			return fault;
	}
	return BODY_GOOD;
}

static const char *
python_name(json_object *value)
{
	switch (json_object_get_type(value)) {
	case json_type_boolean:	return "bool";
	case json_type_double:	return "float";
	case json_type_int:	return "int";
	case json_type_array:	return "list";
	case json_type_string:	return "str";
	default:		return "NoneType";
	}
}

static enum body_fault
read_text(struct reader *reader, json_tokener *tokener, const char *text,
    size_t length)
{
	json_object *root = json_tokener_parse_ex(tokener, text, (int)length);
	enum json_tokener_error error = json_tokener_get_error(tokener);
	size_t end = json_tokener_get_parse_end(tokener);
	enum body_fault fault;

	/* A lone number could go on: its end must be told to json-c. */
	if (error == json_tokener_continue) {
		root = json_tokener_parse_ex(tokener, "", 1);
		error = json_tokener_get_error(tokener);
	}
	if (error != json_tokener_success)
		fault = parse_error(reader, json_tokener_error_desc(error));
	else if (end + strspn(text + end, " \t\r\n") < length)
		fault = parse_error(reader, "something follows the end");
	else if (json_object_is_type(root, json_type_object))
		fault = read_members(reader, root);
	else {
		reader->text = python_name(root);
		fault = BODY_NOT_OBJECT;
	}
	json_object_put(root);
	return fault;
}

enum body_fault
body_read_json(struct reader *reader)
{
	json_tokener *tokener;
	enum body_fault fault;
	size_t length = 0;
	char *text;

	if (!codec_is_utf8(reader->bytes, reader->length))
		return parse_error(reader, "the text is not UTF-8");
	if ((text = prepared(reader, &length)) == NULL)
		return parse_error(reader, "unexpected character");
	/* It counts what stands in the innermost list or object, too. */
	if ((tokener = json_tokener_new_ex((int)reader->depth + 1)) == NULL)
		abort();
	fault = read_text(reader, tokener, text, length);
	json_tokener_free(tokener);
	return fault;
}
