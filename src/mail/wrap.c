#include "mail/wrap.h"

#include <stddef.h>
#include <string.h>

#include "base/buf.h"
#include "base/codec.h"

void
wrap_add(struct buf *out, const char *text)
{
	size_t column = 0, length, width;

	for (text += strspn(text, " "); *text != '\0';
	    text += length + strspn(text + length, " ")) {
		length = strcspn(text, " ");
		width = codec_utf8_length(text, length);
		if (column > 0 && column + 1 + width > WRAP_WIDTH) {
			buf_char(out, '\n');
			column = 0;
		} else if (column > 0) {
			buf_char(out, ' ');
			column++;
		}
		buf_add(out, text, length);
		column += width;
	}
	if (column > 0)
		buf_char(out, '\n');
}
