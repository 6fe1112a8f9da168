#include "base/node.h"

#include <inttypes.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include <json-c/json.h>

#include "base/arena.h"
#include "base/codec.h"

#define DEPTH_MAXIMUM	32
#define BLANKS		" \t\r\n"

static struct node *take(struct arena *arena, json_object *value,
    const char *name);

static struct node *
take_list(struct arena *arena, json_object *list)
{
	size_t i, count = json_object_array_length(list);
	struct node *first = NULL, **end = &first;

	for (i = 0; i < count; i++) {
		*end = take(arena, json_object_array_get_idx(list, i), NULL);
		end = &(*end)->next;
	}
	return first;
}

static struct node *
take_object(struct arena *arena, json_object *object)
{
	struct node *first = NULL, **end = &first;

	json_object_object_foreach(object, name, value) {
		*end = take(arena, value, arena_text(arena, name));
		end = &(*end)->next;
	}
	return first;
}

/* A secret that ended at its first NUL would be another one. */
static const char *
take_text(struct arena *arena, json_object *value)
{
	size_t length = (size_t)json_object_get_string_len(value), i;
	char *text = arena_copy(arena, json_object_get_string(value), length);

	for (i = 0; i < length; i++)
		if (text[i] == '\0')
			text[i] = '\1';
	return text;
}

static struct node *
take(struct arena *arena, json_object *value, const char *name)
{
	static const enum node_kind kinds[] = {
		[json_type_null]	= NODE_NULL,
		[json_type_boolean]	= NODE_FLAG,
		[json_type_int]		= NODE_NUMBER,
		[json_type_double]	= NODE_NUMBER,
		[json_type_string]	= NODE_TEXT,
		[json_type_array]	= NODE_LIST,
		[json_type_object]	= NODE_OBJECT,
	};
	struct node *node = arena_alloc(arena, sizeof(*node));

	node->kind = kinds[json_object_get_type(value)];
	node->name = name;
	node->text = "";
	if (node->kind == NODE_LIST)
		node->first = take_list(arena, value);
	else if (node->kind == NODE_OBJECT)
		node->first = take_object(arena, value);
	else if (node->kind == NODE_TEXT)
		node->text = take_text(arena, value);
	else if (node->kind != NODE_NULL)
		node->text = arena_text(arena, json_object_get_string(value));
	if (node->kind == NODE_NUMBER)
		node->number = json_object_get_double(value);
	return node;
}

static const struct node *
read_with(json_tokener *tokener, struct arena *arena, const char *text,
    size_t length, const char **why_r)
{
	json_object *root = json_tokener_parse_ex(tokener, text, (int)length);
	enum json_tokener_error error = json_tokener_get_error(tokener);
	size_t end = json_tokener_get_parse_end(tokener);
	const struct node *node = NULL;

	/* A lone number could go on: its end must be told to json-c. */
	if (error == json_tokener_continue) {
		root = json_tokener_parse_ex(tokener, "", 1);
		error = json_tokener_get_error(tokener);
	}
	if (error != json_tokener_success)
		*why_r = json_tokener_error_desc(error);
	else if (end + strspn(text + end, BLANKS) < length)
		*why_r = "something follows its end";
	else
		node = take(arena, root, NULL);
	json_object_put(root);
	return node;
}

const struct node *
node_read(struct arena *arena, const char *text, size_t length,
    const char **why_r)
{
	const struct node *node;
	json_tokener *tokener;

	if (length > INT_MAX || !codec_is_utf8(text, length) ||
	    memchr(text, '\0', length) != NULL) {
		*why_r = "it is no text in UTF-8";
		return NULL;
	}
	/* It counts what stands in the innermost list or object, too. */
	if ((tokener = json_tokener_new_ex(DEPTH_MAXIMUM + 1)) == NULL)
		abort();
	node = read_with(tokener, arena, arena_copy(arena, text, length),
	    length, why_r);
	json_tokener_free(tokener);
	return node;
}

static const struct node *
member(const struct node *object, const char *name, size_t length)
{
	const struct node *at;

	if (object == NULL || object->kind != NODE_OBJECT)
		return NULL;
	for (at = object->first; at != NULL; at = at->next)
		if (strncmp(at->name, name, length) == 0 &&
		    at->name[length] == '\0')
			return at;
	return NULL;
}

const struct node *
node_member(const struct node *object, const char *name)
{
	return member(object, name, strlen(name));
}

const struct node *
node_at(const struct node *object, const char *path)
{
	while (object != NULL && *path != '\0') {
		size_t length = strcspn(path, ".");

		object = member(object, path, length);
		path += length + (path[length] == '.');
	}
	return object;
}

const char *
node_text(const struct node *object, const char *name)
{
	const struct node *text = node_member(object, name);

	return text != NULL && text->kind == NODE_TEXT ? text->text : NULL;
}

bool
node_flag(const struct node *object, const char *name)
{
	const struct node *flag = node_member(object, name);

	return flag != NULL && flag->kind == NODE_FLAG &&
	    strcmp(flag->text, "true") == 0;
}
