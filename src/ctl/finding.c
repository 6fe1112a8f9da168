#include "ctl/finding.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "adopt/words.h"

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

/* Names of a database may be anything. */
static void __attribute__((format(printf, 1, 0)))
put_words(const char *format, va_list arguments)
{
	char *text;
	int length = vasprintf(&text, format, arguments);

	if (length == -1)
		abort();
	words_plain(text, (size_t)length, stdout);
	free(text);
}

void
found(enum finding finding, const char *what, const char *format, ...)
{
	static const char *const words[] = { "good", "note", "BAD" };
	va_list arguments;

	printf("%-5s ", words[finding]);
	words_plain(what, strlen(what), stdout);
	fputs(": ", stdout);
	va_start(arguments, format);
	put_words(format, arguments);
	va_end(arguments);
	putchar('\n');
	all_is_good = all_is_good && finding != BAD;
}
