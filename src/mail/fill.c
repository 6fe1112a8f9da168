#include "mail/fill.h"

#include <stddef.h>
#include <string.h>

#include "base/buf.h"

/* The one whose {name} begins here, or NULL. */
static const struct fill *
find(const char *pattern, const struct fill *fill)
{
	for (; pattern[0] == '{' && fill->name != NULL; fill++) {
		size_t length = strlen(fill->name);

		if (strncmp(pattern + 1, fill->name, length) == 0 &&
		    pattern[length + 1] == '}')
			return fill;
	}
	return NULL;
}

/* Adds what stands here; how much of the pattern that was. */
static size_t
add_one(struct buf *out, const char *pattern, const struct fill *fill)
{
	const struct fill *found = find(pattern, fill);

	if (found == NULL) {
		buf_char(out, *pattern);
		return 1;
	}
	buf_text(out, found->value);
	return strlen(found->name) + 2;
}

void
fill_add(struct buf *out, const char *pattern, const struct fill *fill)
{
	while (*pattern != '\0')
		pattern += add_one(out, pattern, fill);
}

void
fill_braced(struct buf *out, const char *pattern, const struct fill *fill)
{
	while (*pattern != '\0') {
		if ((*pattern == '{' || *pattern == '}') &&
		    pattern[1] == *pattern) {
			buf_char(out, *pattern);
			pattern += 2;
			continue;
		}
		pattern += add_one(out, pattern, fill);
	}
}
