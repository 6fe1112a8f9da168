#include "http/accept.h"

#include <stddef.h>
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/codec.h"

#define BLANKS " \t"

/* Whether the media type, without its parameters, is this one. */
static bool
is_type(const char *range, size_t length, const char *type)
{
	return strlen(type) == length && strncasecmp(range, type, length) == 0;
}

/* Whether a range of the header is one of those listed. */
static bool
names_any(const char *accept, const char *const *types)
{
	const char *range, *next;

	for (range = accept; range != NULL; range = next) {
		const char *const *type;
		size_t length;

		if ((next = strchr(range, ',')) != NULL)
			next++;
		range += strspn(range, BLANKS);
		length = strcspn(range, ";,");
		while (length > 0 && strchr(BLANKS, range[length - 1]) != NULL)
			length--;
		for (type = types; *type != NULL; type++)
			if (is_type(range, length, *type))
				return true;
	}
	return false;
}

bool
accept_takes_json(const char *accept)
{
	static const char *const types[] = {
		"*/*", "application/*", "application/json", "*/json",
		"text/html", NULL
	};

	return accept == NULL || names_any(accept, types);
}

bool
accept_names_html(const char *accept)
{
	static const char *const types[] = {
		"text/html", "application/xhtml+xml", NULL
	};

	return names_any(accept, types);
}

/* The value of a pair of that name, both decoded; or NULL. */
static const char *
pair_value(struct arena *arena, const char *pair, size_t length,
    const char *name)
{
	char *text = arena_copy(arena, pair, length);
	char *value = memchr(text, '=', length);
	size_t name_length = value != NULL ? (size_t)(value - text) : length;

	if (value == NULL)
		value = text + length;
	else
		*value++ = '\0';
	codec_percent_decode(text, name_length, true);
	if (strcmp(text, name) != 0)
		return NULL;
	/* What hides behind a NUL must not be overlooked. */
	if (strstr(value, "%00") == NULL)
		codec_percent_decode(value, strlen(value), true);
	return value;
}

const char *
accept_format(struct arena *arena, const char *query)
{
	const char *format = NULL;

	while (*query != '\0') {
		size_t length = strcspn(query, "&");
		const char *value = pair_value(arena, query, length, "format");

		if (value != NULL)
			format = value;
		query += length + (query[length] == '&');
	}
	return format;
}
