#include "adopt/dump.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/node.h"

/* NULL, and why: all of a file, with a NUL behind it. */
static char *
read_file(struct arena *arena, const char *file, size_t *length_r,
    const char **why_r)
{
	FILE *stream = strcmp(file, "-") == 0 ? stdin : fopen(file, "re");
	char *text = arena_alloc(arena, DUMP_MAXIMUM + 1);

	if (stream == NULL) {
		*why_r = strerror(errno);
		return NULL;
	}
	setvbuf(stream, NULL, _IONBF, 0);
	errno = 0;
	*length_r = fread(text, 1, DUMP_MAXIMUM + 1, stream);
	if (ferror(stream))
		*why_r = strerror(errno);
	else if (*length_r > DUMP_MAXIMUM)
		*why_r = "it has more than a megabyte";
	if (stream != stdin)
		fclose(stream);
	return *why_r == NULL ? text : NULL;
}

/* The first line that begins so, or NULL. */
static const char *
line_with(const char *text, const char *prefix)
{
	while (text != NULL && strncmp(text, prefix, strlen(prefix)) != 0) {
		text = strchr(text, '\n');
		if (text != NULL)
			text++;
	}
	return text;
}

static const struct node *
of_kind(const struct node *object, const char *name, enum node_kind kind)
{
	const struct node *member = node_member(object, name);

	return member != NULL && member->kind == kind ? member : NULL;
}

static const struct dump *
read_members(struct arena *arena, const struct node *root, const char **why_r)
{
	struct dump *dump = arena_alloc(arena, sizeof(*dump));

	if (root->kind != NODE_OBJECT) {
		*why_r = "it is no JSON object";
		return NULL;
	}
	dump->settings = root;
	if (node_member(root, "portress") == NULL)
		return dump;
	dump->settings = of_kind(root, "settings", NODE_OBJECT);
	dump->user = of_kind(root, "user", NODE_OBJECT);
	dump->hashers = of_kind(root, "hashers", NODE_LIST);
	dump->views = of_kind(root, "views", NODE_LIST);
	dump->site = of_kind(root, "site", NODE_OBJECT);
	dump->django = node_text(root, "django");
	if (dump->settings == NULL)
		*why_r = "it has no settings";
	return dump->settings != NULL ? dump : NULL;
}

const struct dump *
dump_read(struct arena *arena, const char *file, const char **why_r)
{
	const struct node *root;
	const char *text, *start;
	size_t length;

	*why_r = NULL;
	if ((text = read_file(arena, file, &length, why_r)) == NULL)
		return NULL;
	if (strlen(text) != length) {
		*why_r = "it is no text";
		return NULL;
	}
	if ((start = line_with(text, "{\"portress\"")) == NULL)
		start = line_with(text, "{");
	if (start == NULL) {
		*why_r = "no line of it begins with {, as JSON does";
		return NULL;
	}
	root = node_read(arena, start, strlen(start), why_r);
	return root != NULL ? read_members(arena, root, why_r) : NULL;
}

const struct node *
dump_at(const struct dump *dump, const char *path)
{
	static const char site[] = "site.";

	if (strncmp(path, site, strlen(site)) == 0)
		return node_at(dump->site, path + strlen(site));
	return node_at(dump->settings, path);
}

const struct node *
dump_field(const struct dump *dump, const char *name)
{
	const struct node *list = node_member(dump->user, "fields");
	const struct node *field = list != NULL ? list->first : NULL;
	const char *own;

	for (; field != NULL; field = field->next)
		if ((own = node_text(field, "name")) != NULL && name != NULL &&
		    strcmp(own, name) == 0)
			return field;
	return NULL;
}

bool
dump_has_app(const struct dump *dump, const char *name)
{
	const struct node *apps = node_member(dump->settings,
	    "INSTALLED_APPS");
	const struct node *app = apps != NULL ? apps->first : NULL;
	size_t length = strlen(name);

	for (; app != NULL; app = app->next)
		if (strncmp(app->text, name, length) == 0 &&
		    (app->text[length] == '\0' ||
		    strncmp(app->text + length, ".apps.", 6) == 0))
			return true;
	return false;
}
