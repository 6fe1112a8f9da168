#include "mail/printable.h"

#include <stddef.h>
#include <string.h>

#include "base/buf.h"
#include "base/codec.h"

#define LINE_MAXIMUM	76
#define PLAIN_MAXIMUM	998	/* RFC 5322 section 2.1.1 */

/* A line, up to its end. */
static bool
is_plain_line(const char *line, size_t length)
{
	size_t i;

	for (i = 0; i < length; i++)
		if ((unsigned char)line[i] >= 0x7f || line[i] < ' ')
			return false;
	return length <= PLAIN_MAXIMUM &&
	    (length == 0 || line[length - 1] != ' ') && *line != '.' &&
	    strncmp(line, "From ", 5) != 0;
}

bool
printable_is_plain(const char *text)
{
	size_t length;

	if (strstr(text, "=_") != NULL)
		return false;
	for (; *text != '\0'; text += length + (text[length] == '\n')) {
		length = strcspn(text, "\n");
		if (!is_plain_line(text, length))
			return false;
	}
	return true;
}

void
printable_add_plain(struct buf *out, const char *text)
{
	size_t length;

	for (; *text != '\0'; text += length + (text[length] == '\n')) {
		length = strcspn(text, "\n");
		buf_add(out, text, length);
		buf_text(out, "\r\n");
	}
}

/* Whether the byte stands for itself in this place. */
static bool
is_itself(const char *text, size_t column)
{
	if (*text == ' ' || *text == '\t')
		return text[1] != '\n' && text[1] != '\0';
	if (column == 0 && (*text == '.' || strncmp(text, "From ", 5) == 0))
		return false;
	return *text > ' ' && *text < 0x7f && *text != '=';
}

void
printable_add(struct buf *out, const char *text)
{
	size_t column = 0, size, width, i;

	for (; *text != '\0'; text += size) {
		size = codec_utf8_sequence(text, strlen(text));
		if (*text == '\n') {
			buf_text(out, "\r\n");
			column = 0;
			continue;
		}
		width = is_itself(text, column) ? 1 : 3 * size;
		/* The last place is that of the = of a line that goes on. */
		if (column + width > LINE_MAXIMUM - 1) {
			buf_text(out, "=\r\n");
			column = 0;
			width = is_itself(text, column) ? 1 : 3 * size;
		}
		if (width == 1)
			buf_char(out, *text);
		for (i = 0; width > 1 && i < size; i++)
			buf_printf(out, "=%02X", (unsigned char)text[i]);
		column += width;
	}
	if (column > 0)
		buf_text(out, "\r\n");
}
