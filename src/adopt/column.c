#include "adopt/column.h"

#include <string.h>

#include "adopt/dump.h"
#include "adopt/plan.h"
#include "base/arena.h"
#include "base/node.h"

#define LENGTH_MAXIMUM	4000	/* of settings.def */

/* Types of fields that are no texts of so many characters. */
static const struct {
	const char	*field, *type;
} types[] = {
	{ "EmailField", "email" }, { "URLField", "url" },
	{ "BooleanField", "boolean" }, { "NullBooleanField", "boolean" },
	{ "DateField", "date" }, { "DateTimeField", "datetime" },
	{ "AutoField", "integer" }, { "BigAutoField", "integer" },
	{ "SmallAutoField", "integer" }, { "IntegerField", "integer" },
	{ "BigIntegerField", "integer" }, { "SmallIntegerField", "integer" },
	{ "PositiveIntegerField", "integer" },
	{ "PositiveBigIntegerField", "integer" },
	{ "PositiveSmallIntegerField", "integer" },
};

static const char *
type_of(const struct node *field)
{
	const char *name = node_text(field, "type");
	size_t i;

	for (i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (name != NULL && strcmp(types[i].field, name) == 0)
			return types[i].type;
	return "text";
}

/* Whether whoever makes an account must say it, as DRF has it. */
static bool
must_be_given(const struct node *field)
{
	return !node_flag(field, "blank") && !node_flag(field, "null") &&
	    !node_flag(field, "default") &&
	    strcmp(type_of(field), "datetime") != 0;
}

/* Whatever: who makes an account must give another. */
static const char *
any_initial(const char *type)
{
	if (strcmp(type, "integer") == 0 || strcmp(type, "boolean") == 0)
		return "0";
	return strcmp(type, "date") == 0 ? "now" : "";
}

/* What a new row has, as the database takes it; NULL: nothing is said. */
static const char *
initial_of(const struct node *field, bool is_required)
{
	const struct node *value = node_at(field, "initial.value");

	if (is_required && must_be_given(field))
		return any_initial(type_of(field));
	if (value == NULL || value->kind == NODE_NULL)
		return NULL;
	if (value->kind == NODE_FLAG)
		return strcmp(value->text, "true") == 0 ? "1" : "0";
	return value->text;
}

static const char *
length_of(struct plan *plan, const struct node *field)
{
	const struct node *length = node_member(field, "length");

	if (length == NULL || length->kind != NODE_NUMBER ||
	    !(length->number >= 1 && length->number <= LENGTH_MAXIMUM))
		return arena_printf(plan->arena, "%d", LENGTH_MAXIMUM);
	return arena_printf(plan->arena, "%d", (int)length->number);
}

static void
tell_missing(struct plan *plan, const struct node *field, const char *about)
{
	const char *code = node_text(node_member(field, "initial"), "code");

	if (code != NULL)
		plan_remark(plan, FATE_LOST, about, "what a new account has "
		    "there is made by code (%s): say in its block an initial "
		    "value that all can have, or no account can be made", code);
	else
		plan_remark(plan, FATE_LOST, about, "it may not be NULL, and "
		    "nothing says what a new account has there: say in its "
		    "block an initial value that all can have, or no account "
		    "can be made");
}

void
column_take(struct plan *plan, const struct node *field, bool is_required)
{
	const char *column = node_text(field, "column");
	const char *type = type_of(field);
	const char *initial = initial_of(field, is_required);
	const char *about;
	struct plan_block *block;

	if (column == NULL || (node_flag(field, "null") && !is_required))
		return;
	about = arena_printf(plan->arena, "field %s", column);
	block = plan_block(plan, CONF_COLUMN, column);
	block->origin = about;
	plan_put(plan, block, "table", "user", NULL);
	plan_put(plan, block, "type", type, NULL);
	if (strcmp(type, "text") == 0 || strcmp(type, "email") == 0 ||
	    strcmp(type, "url") == 0)
		plan_put(plan, block, "length", length_of(plan, field), NULL);
	if (initial != NULL)
		plan_put(plan, block, "initial", initial, NULL);
	else if (!node_flag(field, "null"))
		tell_missing(plan, field, about);
}

static bool
is_named(const struct dump *dump, const char *role, const char *name)
{
	const char *own = node_text(dump->user, role);

	return own != NULL && strcmp(own, name) == 0;
}

/* Djoser shows all of them, and takes them when an account is made. */
void
column_take_lists(struct plan *plan, const struct dump *dump)
{
	const struct node *list = node_member(dump->user, "required");
	const struct node *item = list != NULL ? list->first : NULL;
	const char **shown, **required;
	size_t count = 1, shows = 0, requires = 0;

	for (; item != NULL; item = item->next)
		count++;
	shown = arena_alloc(plan->arena, count * sizeof(*shown));
	required = arena_alloc(plan->arena, count * sizeof(*required));
	for (item = list != NULL ? list->first : NULL; item != NULL;
	    item = item->next) {
		const struct node *field = dump_field(dump, item->text);
		const char *column = node_text(field, "column");

		if (column == NULL || is_named(dump, "email", item->text) ||
		    is_named(dump, "username", item->text))
			continue;
		shown[shows++] = column;
		if (must_be_given(field))
			required[requires++] = column;
	}
	if (shows > 0)
		plan_set(plan, "djoser.columns", shown, "REQUIRED_FIELDS");
	if (requires > 0)
		plan_set(plan, "djoser.required_columns", required,
		    "REQUIRED_FIELDS");
}
