#include "mail/plain.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/unicode.h"

static bool
is_dropped(int32_t point)
{
	return point < 0x20 || (point >= 0x7f && point < 0xa0) ||
	    (point >= 0x2028 && point <= 0x202e) ||
	    (point >= 0x2066 && point <= 0x2069);
}

const char *
plain_text(struct arena *arena, const char *text)
{
	size_t length = text != NULL ? strlen(text) : 0, size;
	struct buf plain;
	int32_t point;

	buf_open(&plain, arena);
	for (; length > 0; text += size, length -= size) {
		size = unicode_next(text, length, &point);
		if (size == 0) {
			buf_text(&plain, "\ufffd");
			size = 1;
		} else if (!is_dropped(point))
			buf_add(&plain, text, size);
	}
	return plain.text;
}

static const char *
escape_of(char character)
{
	switch (character) {
	case '&':	return "&amp;";
	case '<':	return "&lt;";
	case '>':	return "&gt;";
	case '"':	return "&quot;";
	case '\'':	return "&#39;";
	default:	return NULL;
	}
}

const char *
plain_html(struct arena *arena, const char *text)
{
	struct buf html;

	buf_open(&html, arena);
	for (text = plain_text(arena, text); *text != '\0'; text++) {
		const char *escape = escape_of(*text);

		if (escape != NULL)
			buf_text(&html, escape);
		else
			buf_char(&html, *text);
	}
	return html.text;
}
