#include "base/tree.h"

#include <stddef.h>
#include <string.h>

#include "base/buf.h"

/* Parts it from what stands before it in the same object or array. */
static void
begin(struct buf *out, const char *key)
{
	if (out->length > 0 && strchr("{[", out->text[out->length - 1]) == NULL)
		buf_char(out, ',');
	if (key == NULL)
		return;
	buf_string(out, key);
	buf_char(out, ':');
}

void
tree_open(struct buf *out, const char *key, char bracket)
{
	begin(out, key);
	buf_char(out, bracket);
}

void
tree_close(struct buf *out, char bracket)
{
	buf_char(out, bracket);
}

void
tree_text(struct buf *out, const char *key, const char *text)
{
	begin(out, key);
	buf_string(out, text);
}

void
tree_number(struct buf *out, const char *key, int64_t number)
{
	begin(out, key);
	buf_integer(out, number);
}

void
tree_flag(struct buf *out, const char *key, bool flag)
{
	tree_json(out, key, flag ? "true" : "false");
}

void
tree_json(struct buf *out, const char *key, const char *json)
{
	begin(out, key);
	buf_text(out, json);
}

static void
new_line(struct buf *out, size_t depth)
{
	buf_char(out, '\n');
	while (depth-- > 0)
		buf_text(out, "  ");
}

/* The bytes of the string that begins here, with its quotes. */
static size_t
string_size(const char *json)
{
	size_t size = 1;

	while (json[size] != '"')
		size += json[size] == '\\' ? 2 : 1;
	return size + 1;
}

/* One character that stands outside of strings. */
static void
set_out(struct buf *out, char character, bool is_empty, size_t *depth)
{
	bool opens = strchr("{[", character) != NULL;
	bool closes = strchr("}]", character) != NULL;

	if (closes) {
		(*depth)--;
		if (!is_empty)
			new_line(out, *depth);
	}
	buf_char(out, character);
	if (character == ':')
		buf_char(out, ' ');
	if (opens)
		(*depth)++;
	if (character == ',')
		new_line(out, *depth);
}

void
tree_pretty(struct buf *out, const char *json)
{
	size_t depth = 0, size;
	char before = ' ';	/* what was written last */

	for (; *json != '\0'; json += size) {
		bool is_empty = strchr("{[", before) != NULL;

		if (is_empty && strchr("}]", *json) == NULL)
			new_line(out, depth);
		before = *json;
		size = *json == '"' ? string_size(json) : 1;
		if (*json == '"')
			buf_add(out, json, size);
		else
			set_out(out, *json, is_empty, &depth);
	}
}
