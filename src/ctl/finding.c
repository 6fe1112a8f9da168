#include "ctl/finding.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "adopt/words.h"

#define INDENT	6	/* columns */

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

/* In lines for who reads them, from that column on; whole for programs. */
static void
put(const char *text, size_t column)
{
	if (isatty(STDOUT_FILENO)) {
		words_wrapped(text, "", column, stdout);
		return;
	}
	/* Names of a database may be anything. */
	words_plain(text, strlen(text), stdout);
	putchar('\n');
}

void
found(enum finding finding, const char *what, const char *format, ...)
{
	static const char *const words[] = { "good", "note", "BAD" };
	char *said, *text;
	va_list arguments;

	va_start(arguments, format);
	if (vasprintf(&said, format, arguments) == -1 ||
	    asprintf(&text, "%s: %s", what, said) == -1)
		abort();
	va_end(arguments);
	printf("%-*s", INDENT, words[finding]);
	put(text, INDENT);
	free(said);
	free(text);
	all_is_good = all_is_good && finding != BAD;
}

/* Never wrapped where it is there to be copied. */
void
found_remedy(const char *server, const char *line)
{
	printf("%*s", INDENT + 2, "");
	if (*server == '\0')
		put(line, INDENT + 2);
	else
		printf("%s: %s\n", server, line);
}
