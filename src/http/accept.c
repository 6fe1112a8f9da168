#include "http/accept.h"

#include <stddef.h>
#include <string.h>
#include <strings.h>

#include "base/arena.h"

#define BLANKS " \t"

/* Whether the media type, without its parameters, is this one. */
static bool
is_type(const char *range, size_t length, const char *type)
{
	return strlen(type) == length && strncasecmp(range, type, length) == 0;
}

static bool
range_takes_json(const char *range)
{
	static const char *const ranges[] = {
		"*/*", "application/*", "application/json", "*/json",
		"text/*", "text/html", NULL
	};
	size_t length, i;

	range += strspn(range, BLANKS);
	length = strcspn(range, ";,");
	while (length > 0 && strchr(BLANKS, range[length - 1]) != NULL)
		length--;
	for (i = 0; ranges[i] != NULL; i++)
		if (is_type(range, length, ranges[i]))
			return true;
	return false;
}

bool
accept_takes_json(const char *accept)
{
	const char *range = accept;

	while (range != NULL && !range_takes_json(range))
		if ((range = strchr(range, ',')) != NULL)
			range++;
	return range != NULL || accept == NULL;
}

const char *
accept_format(struct arena *arena, const char *query)
{
	static const char name[] = "format=";
	const char *value = NULL;

	for (; *query != '\0'; query += *query == '&') {
		if (strncmp(query, name, sizeof(name) - 1) == 0)
			value = query + sizeof(name) - 1;
		query += strcspn(query, "&");
	}
	return value == NULL ? NULL :
	    arena_copy(arena, value, strcspn(value, "&"));
}
