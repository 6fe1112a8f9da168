#include "base/unicode.h"

#include <stdlib.h>
#include <string.h>

#include <utf8proc.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/codec.h"

#define CAPITAL_I_WITH_DOT 0x130

size_t
unicode_next(const char *text, size_t length, int32_t *point_r)
{
	utf8proc_ssize_t size = utf8proc_iterate(
	    (const utf8proc_uint8_t *)text, (utf8proc_ssize_t)length, point_r);

	return size > 0 ? (size_t)size : 0;
}

/* str.isspace(): Zs, and the bidirectional classes WS, B and S. */
static bool
is_space(int32_t point)
{
	const utf8proc_property_t *property = utf8proc_get_property(point);

	return property->category == UTF8PROC_CATEGORY_ZS ||
	    property->bidi_class == UTF8PROC_BIDI_CLASS_WS ||
	    property->bidi_class == UTF8PROC_BIDI_CLASS_B ||
	    property->bidi_class == UTF8PROC_BIDI_CLASS_S;
}

/* The code point that ends the text, and its size. */
static size_t
last_point(const char *text, size_t length, int32_t *point_r)
{
	size_t start = length;

	while (start > 0 && length - start < 4) {
		start--;
		if (((unsigned char)text[start] & 0xc0) != 0x80)
			break;
	}
	return unicode_next(text + start, length - start, point_r);
}

void
unicode_trim(const char **text, size_t *length)
{
	int32_t point;
	size_t size;

	while ((size = unicode_next(*text, *length, &point)) > 0 &&
	    is_space(point)) {
		*text += size;
		*length -= size;
	}
	while ((size = last_point(*text, *length, &point)) > 0 &&
	    is_space(point))
		*length -= size;
}

bool
unicode_is_word(int32_t point)
{
	switch (utf8proc_category(point)) {
	case UTF8PROC_CATEGORY_LU:
	case UTF8PROC_CATEGORY_LL:
	case UTF8PROC_CATEGORY_LT:
	case UTF8PROC_CATEGORY_LM:
	case UTF8PROC_CATEGORY_LO:
	case UTF8PROC_CATEGORY_ND:
	case UTF8PROC_CATEGORY_NL:
	case UTF8PROC_CATEGORY_NO:
		return true;
	default:
		return point == '_';
	}
}

/* Numeric_Type=Digit outside the category Nd, in Unicode 14. */
static const int32_t other_digits[][2] = {
	{ 0x00b2, 0x00b3 }, { 0x00b9, 0x00b9 }, { 0x1369, 0x1371 },
	{ 0x19da, 0x19da }, { 0x2070, 0x2070 }, { 0x2074, 0x2079 },
	{ 0x2080, 0x2089 }, { 0x2460, 0x2468 }, { 0x2474, 0x247c },
	{ 0x2488, 0x2490 }, { 0x24ea, 0x24ea }, { 0x24f5, 0x24fd },
	{ 0x24ff, 0x24ff }, { 0x2776, 0x277e }, { 0x2780, 0x2788 },
	{ 0x278a, 0x2792 }, { 0x10a40, 0x10a43 }, { 0x10e60, 0x10e68 },
	{ 0x11052, 0x1105a }, { 0x1f100, 0x1f10a },
};

bool
unicode_is_digit(int32_t point)
{
	size_t i;

	if (utf8proc_category(point) == UTF8PROC_CATEGORY_ND)
		return true;
	for (i = 0; i < sizeof(other_digits) / sizeof(other_digits[0]); i++)
		if (point >= other_digits[i][0] && point <= other_digits[i][1])
			return true;
	return false;
}

int32_t
unicode_lower_point(int32_t point)
{
	return utf8proc_tolower(point);
}

size_t
unicode_write(char text[UNICODE_SIZE], int32_t point)
{
	return (size_t)utf8proc_encode_char(point,
	    (utf8proc_uint8_t *)text);
}

char *
unicode_lower(struct arena *arena, const char *text)
{
	size_t length = strlen(text), size;
	struct buf lower;
	int32_t point;

	buf_open(&lower, arena);
	for (; length > 0; text += size, length -= size) {
		char bytes[UNICODE_SIZE];

		if ((size = unicode_next(text, length, &point)) == 0) {
			buf_char(&lower, *text);
			size = 1;
			continue;
		}
		/* The one letter whose small form is two code points. */
		if (point == CAPITAL_I_WITH_DOT)
			buf_text(&lower, "i\xcc\x87");
		else
			buf_add(&lower, bytes, unicode_write(bytes,
			    unicode_lower_point(point)));
	}
	return lower.length > 0 ? lower.text : arena_text(arena, "");
}

char *
unicode_nfkc(struct arena *arena, const char *text)
{
	utf8proc_uint8_t *form =
	    utf8proc_NFKC((const utf8proc_uint8_t *)text);
	char *copy;

	if (form == NULL)	/* not UTF-8: nothing to normalise */
		return arena_text(arena, text);
	copy = arena_text(arena, (char *)form);
	free(form);
	return copy;
}
