#include "ctl/cell.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/unicode.h"

/* C0 and C1; and what has a line read backwards from there on. */
static bool
is_obeyed(int32_t point)
{
	return point < 0x20 || (point >= 0x7f && point < 0xa0) ||
	    (point >= 0x200e && point <= 0x200f) ||
	    (point >= 0x2028 && point <= 0x202e) ||
	    (point >= 0x2066 && point <= 0x2069);
}

void
cell_print(const char *text, size_t width)
{
	size_t length = strlen(text), used = 0, size;
	int32_t point;

	for (; used < width && length > 0; text += size, length -= size) {
		if ((size = unicode_next(text, length, &point)) == 0)
			break;
		if (is_obeyed(point))
			putchar('?');
		else
			fwrite(text, 1, size, stdout);
		used++;
	}
	printf("%*s", (int)(width - used), "");
}
