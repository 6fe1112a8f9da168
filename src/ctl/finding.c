#include "ctl/finding.h"

#include <stdarg.h>
#include <stdio.h>

static bool all_is_good;

void
finding_begin(void)
{
	all_is_good = true;
}

bool
finding_is_good(void)
{
	return all_is_good;
}

void
found(enum finding finding, const char *what, const char *format, ...)
{
	static const char *const words[] = { "good", "note", "BAD" };
	va_list arguments;

	printf("%-5s %s: ", words[finding], what);
	va_start(arguments, format);
	vprintf(format, arguments);
	va_end(arguments);
	putchar('\n');
	all_is_good = all_is_good && finding != BAD;
}
