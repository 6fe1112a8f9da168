#include "ctl/cell.h"

#include <inttypes.h>
#include <stdbool.h>
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

const char *
cell_span(char text[CELL_SPAN], int64_t seconds)
{
	static const struct {
		int64_t		 seconds, below;
		const char	*name;
	} units[] = {
		{ 1, 60, "s" }, { 60, 3600, "min" },
		{ 3600, 2 * 86400, "h" }, { 86400, INT64_MAX, "d" },
	};
	size_t i = 0;

	if (seconds < 0)
		seconds = 0;
	while (seconds >= units[i].below)
		i++;
	snprintf(text, CELL_SPAN, "%" PRId64 " %s",
	    seconds / units[i].seconds, units[i].name);
	return text;
}
