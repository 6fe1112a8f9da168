#include "mail/printable.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "base/buf.h"
#include "base/codec.h"

#define LINE_MAXIMUM 76

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
