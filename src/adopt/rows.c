#include "adopt/rows.h"

#include <string.h>

#include "adopt/dump.h"
#include "base/arena.h"
#include "base/node.h"

/* clang-format off */
#define TAKEN(path, where, convert) \
	{ path, FATE_TAKEN, where, convert, NULL, NULL, NULL },
#define ASSUMED(path, where, convert, value) \
	{ path, FATE_TAKEN, where, convert, value, NULL, NULL },
#define MOOT(path, words) \
	{ path, FATE_MOOT, NULL, NULL, NULL, NULL, words },
#define LOST(path, unless, words) \
	{ path, FATE_LOST, NULL, NULL, NULL, unless, words },
#define GROUP(path) \
	{ path, FATE_TAKEN, NULL, NULL, NULL, NULL, NULL },

const struct row rows[] = {
#include "adopt/rows.def"
	{ 0 },
};
/* clang-format on */

bool
rows_know(const char *path)
{
	const struct row *row;
	size_t length = strlen(path);

	for (row = rows; row->path != NULL; row++)
		if (strncmp(row->path, path, length) == 0 &&
		    (row->path[length] == '\0' || row->path[length] == '.'))
			return true;
	return false;
}

/* Whether a text is one of those, with | between them. */
static bool
is_among(const char *list, const char *text)
{
	size_t length = strlen(text);

	while (list != NULL && *list != '\0') {
		size_t size = strcspn(list, "|");

		if (size == length && strncmp(list, text, size) == 0)
			return true;
		list += size + (list[size] == '|');
	}
	return false;
}

/* Whether a value changes nothing; of a list or an object, all in it. */
static bool
is_harmless(const struct row *row, const struct node *value)
{
	const struct node *item = value->first;

	switch (value->kind) {
	case NODE_NULL:
		return true;
	case NODE_LIST:
	case NODE_OBJECT:
		while (item != NULL && is_harmless(row, item))
			item = item->next;
		return item == NULL;
	case NODE_FLAG:
		if (row->unless == NULL && strcmp(value->text, "false") == 0)
			return true;
		/* FALLTHROUGH */
	default:
		return value->text[0] == '\0' ||
		    is_among(row->unless, value->text);
	}
}

static void
tell_unknown(struct plan *plan, const struct row *group,
    const struct node *object)
{
	const struct node *member = object->first;

	if (object->kind != NODE_OBJECT) {
		if (object->kind != NODE_NULL)
			plan_remark(plan, FATE_LOST, group->path,
			    "it is no dictionary");
		return;
	}
	for (; member != NULL; member = member->next) {
		const char *path = arena_printf(plan->arena, "%s.%s",
		    group->path, member->name);

		if (strchr(member->name, '.') != NULL || !rows_know(path))
			plan_remark(plan, FATE_LOST, path,
			    "Portress knows no such setting");
	}
}

static const char *
default_of(struct arena *arena, const char *path)
{
	return arena_printf(arena, "%s, by default", path);
}

static void
take(struct plan *plan, const struct dump *dump, const struct row *row)
{
	struct turn turn = { plan, dump, row->path, row->where,
		dump_at(dump, row->path) };
	const char *why;

	if (turn.value == NULL && row->assumed != NULL) {
		turn.value = node_read(plan->arena, row->assumed,
		    strlen(row->assumed), &why);
		turn.path = default_of(plan->arena, row->path);
	}
	if (turn.value == NULL)
		return;
	if (row->fate == FATE_TAKEN && row->where == NULL)
		tell_unknown(plan, row, turn.value);
	else if (row->fate == FATE_TAKEN)
		row->convert(&turn);
	else if (row->fate == FATE_LOST && !is_harmless(row, turn.value))
		turn_lost(&turn, "%s", row->words);
	else if (row->fate == FATE_LOST)
		turn_moot(&turn, "as it is, Portress does the same");
	else if (!is_harmless(row, turn.value))
		turn_moot(&turn, row->words);
}

void
rows_take(struct plan *plan, const struct dump *dump)
{
	const struct row *row;

	for (row = rows; row->path != NULL; row++)
		take(plan, dump, row);
}
