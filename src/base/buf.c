#include "base/buf.h"

#include <assert.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/codec.h"

#define FIRST_SIZE	512
#define SHORT		64	/* as most that is printed */
#define ESCAPE_SIZE	8

void
buf_open(struct buf *buf, struct arena *arena)
{
	*buf = (struct buf){ .arena = arena, .text = "" };
}

/* Makes room for `more` bytes and a NUL. */
static void
buf_reserve(struct buf *buf, size_t more)
{
	size_t needed = buf->length + more + 1;
	size_t size = buf->size > 0 ? buf->size : FIRST_SIZE;
	char *text;

	if (needed <= buf->size)
		return;
	while (size < needed)
		size *= 2;
	text = arena_alloc(buf->arena, size);
	memcpy(text, buf->text, buf->length);
	buf->text = text;
	buf->size = size;
}

void
buf_add(struct buf *buf, const void *bytes, size_t length)
{
	buf_reserve(buf, length);
	memcpy(buf->text + buf->length, bytes, length);
	buf->length += length;
	buf->text[buf->length] = '\0';
}

void
buf_text(struct buf *buf, const char *text)
{
	buf_add(buf, text, strlen(text));
}

void
buf_char(struct buf *buf, char character)
{
	buf_add(buf, &character, 1);
}

void
buf_integer(struct buf *buf, int64_t number)
{
	buf_printf(buf, "%" PRId64, number);
}

void
buf_printf(struct buf *buf, const char *format, ...)
{
	va_list arguments, again;
	size_t room;
	int length;

	buf_reserve(buf, SHORT);
	room = buf->size - buf->length;
	va_start(arguments, format);
	va_copy(again, arguments);
	length = vsnprintf(buf->text + buf->length, room, format, arguments);
	va_end(arguments);
	assert(length >= 0);
	if ((size_t)length >= room) {
		buf_reserve(buf, (size_t)length);
		vsnprintf(buf->text + buf->length, (size_t)length + 1, format,
		    again);
	}
	va_end(again);
	buf->length += (size_t)length;
}

/* The letter behind the backslash of JSON's short escapes, or 0. */
static char
short_escape(unsigned char byte)
{
	switch (byte) {
	case '"': case '\\':	return (char)byte;
	case '\b':		return 'b';
	case '\f':		return 'f';
	case '\n':		return 'n';
	case '\r':		return 'r';
	case '\t':		return 't';
	default:		return 0;
	}
}

/*
 * How the character of `size` bytes (0: no UTF-8, one byte of it) is escaped;
 * false if it stands for itself.
 */
static bool
escape(char escaped[ESCAPE_SIZE], const char *bytes, size_t size)
{
	unsigned char byte = (unsigned char)*bytes;
	char letter = short_escape(byte);

	if (size == 0)
		strcpy(escaped, "\xef\xbf\xbd");	/* U+FFFD */
	else if (letter != 0)
		snprintf(escaped, ESCAPE_SIZE, "\\%c", letter);
	else if (byte < 0x20)
		snprintf(escaped, ESCAPE_SIZE, "\\u%04x", byte);
	else if (size == 3 && memcmp(bytes, "\xe2\x80\xa8", 3) == 0)
		strcpy(escaped, "\\u2028");
	else if (size == 3 && memcmp(bytes, "\xe2\x80\xa9", 3) == 0)
		strcpy(escaped, "\\u2029");
	else
		return false;
	return true;
}

void
buf_quoted(struct buf *buf, const char *bytes, size_t length)
{
	size_t plain = 0;	/* where the part that needs no escape began */
	char escaped[ESCAPE_SIZE];
	size_t i, step;

	buf_char(buf, '"');
	for (i = 0; i < length; i += step) {
		size_t size = codec_utf8_sequence(bytes + i, length - i);

		step = size > 0 ? size : 1;
		if (!escape(escaped, bytes + i, size))
			continue;
		buf_add(buf, bytes + plain, i - plain);
		buf_text(buf, escaped);
		plain = i + step;
	}
	buf_add(buf, bytes + plain, length - plain);
	buf_char(buf, '"');
}

void
buf_percent(struct buf *buf, const char *text)
{
	char *value = arena_alloc(buf->arena, CODEC_PERCENT_SIZE(strlen(text)));

	codec_percent(value, text);
	buf_text(buf, value);
}

void
buf_string(struct buf *buf, const char *text)
{
	buf_quoted(buf, text, strlen(text));
}
