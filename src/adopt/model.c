#include "adopt/model.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

#include "adopt/column.h"
#include "adopt/dump.h"
#include "adopt/plan.h"
#include "base/arena.h"
#include "base/node.h"
#include "conf/setting.h"
#include "store/look.h"

static const char origin[] = "the user model";

/* What is as it is by default need not be said. */
static void
set(struct plan *plan, const char *where, const char *value)
{
	const struct conf_setting *setting = setting_find(CONF_USER,
	    where + strlen("user."));

	if (value != NULL && (setting->fallback == NULL ||
	    strcmp(setting->fallback, value) != 0))
		plan_text(plan, where, value, origin);
}

/* The column of a field, or NULL. */
static const char *
column_named(const struct dump *dump, const char *name)
{
	return node_text(dump_field(dump, name), "column");
}

/* --- the block user ------------------------------------------------------- */

static void
take_key(struct plan *plan, const struct dump *dump)
{
	const char *name = node_text(dump->user, "key");
	const char *type = node_text(dump_field(dump, name), "type");
	const char *column = column_named(dump, name);

	if (column == NULL || type == NULL)
		return;
	set(plan, "user.id", column);
	if (strcmp(type, "UUIDField") == 0)
		set(plan, "user.id_type", "uuid");
	else if (strstr(type, "AutoField") == NULL &&
	    strstr(type, "IntegerField") == NULL)
		plan_remark(plan, FATE_LOST, "key of the user model",
		    "%s is a %s; only numbers and UUIDs can be keys", name,
		    type);
	if (strcmp(name, "id") != 0)
		plan_remark(plan, FATE_LOST, "key of the user model",
		    "answers call it id, not %s", name);
}

/* What names an account, and its address. */
static void
take_names(struct plan *plan, const struct dump *dump)
{
	const char *name = node_text(dump->user, "username");
	const char *email = node_text(dump->user, "email");
	const char *column = column_named(dump, name);
	const char *address = column_named(dump, email);

	if (column != NULL)
		set(plan, "user.username", column);
	if (address != NULL)
		set(plan, "user.email", address);
	else
		plan_remark(plan, FATE_LOST, "EMAIL_FIELD", "the user model "
		    "has no address, and Portress needs one: say in the block "
		    "user which column is email");
	if (name == NULL || column == NULL)
		return;
	if (address != NULL && strcmp(column, address) == 0)
		plan_text(plan, "api.username_field", "email", "USERNAME_FIELD");
	else if (strcmp(name, "username") != 0)
		plan_remark(plan, FATE_LOST, "USERNAME_FIELD", "what names an "
		    "account is called username in bodies and answers, not %s",
		    name);
}

static bool
list_has(const struct node *list, const char *text)
{
	const struct node *item = list != NULL ? list->first : NULL;

	while (item != NULL && strcmp(item->text, text) != 0)
		item = item->next;
	return item != NULL;
}

/*
 * Such as is_active that looks at a field active. Were it taken for a column
 * that is not there, all accounts would be active, so nobody is let in.
 */
static void
tell_code(struct plan *plan, const char *name)
{
	plan_remark(plan, FATE_LOST, arena_printf(plan->arena,
	    "%s of the user model", name), "it is code of yours, and is not "
	    "run: say in the block user which column it is; %s",
	    strcmp(name, "is_active") == 0 ? "until then nobody can sign in" :
	    "nobody has it otherwise");
}

/* Columns that a user model may be without. */
static void
take_others(struct plan *plan, const struct dump *dump)
{
	static const char *const names[] = {
		"password", "first_name", "last_name", "last_login",
		"is_active", "is_staff", "is_superuser", "date_joined",
	};
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		const char *column = column_named(dump, names[i]);
		bool is_code = list_has(node_member(dump->user, "code"),
		    names[i]);

		if (is_code)
			tell_code(plan, names[i]);
		if (is_code && strcmp(names[i], "is_active") == 0)
			continue;
		set(plan, arena_printf(plan->arena, "user.%s", names[i]),
		    column != NULL ? column : "");
	}
}

/* The address, where it does not name the account. */
static void
take_address(struct plan *plan, const struct dump *dump)
{
	const char *name = node_text(dump->user, "email");
	const struct node *field = dump_field(dump, name);
	const char *username = node_text(dump->user, "username");

	if (field == NULL ||
	    (username != NULL && strcmp(username, name) == 0))
		return;
	if (!node_flag(field, "blank") && list_has(node_member(dump->user,
	    "required"), name))
		plan_text(plan, "api.email_required", "true", origin);
	if (node_flag(field, "unique"))
		plan_text(plan, "api.email_unique", "true", origin);
}

/* --- columns of its own --------------------------------------------------- */

static bool
is_role(const struct dump *dump, const char *name)
{
	static const char *const roles[] = { "key", "username", "email" };
	size_t i;

	for (i = 0; i < sizeof(roles) / sizeof(roles[0]); i++) {
		const char *role = node_text(dump->user, roles[i]);

		if (role != NULL && strcmp(role, name) == 0)
			return true;
	}
	return false;
}

static bool
is_own(const struct dump *dump, const char *name)
{
	static const char *const known[] = {
		"password", "first_name", "last_name", "last_login",
		"is_active", "is_staff", "is_superuser", "date_joined", NULL
	};

	return !is_role(dump, name) && !conf_list_has(known, name);
}

/* All rows of an account must be one row. */
static bool
is_one_table(const struct dump *dump)
{
	const struct node *list = node_member(dump->user, "fields");
	const struct node *field = list != NULL ? list->first : NULL;
	const char *table = node_text(dump->user, "table");

	for (; field != NULL; field = field->next) {
		const char *own = node_text(field, "table");

		if (own == NULL || table == NULL || strcmp(own, table) != 0)
			return false;
	}
	return true;
}

static bool
is_planned(const struct plan *plan, const char *setting, const char *text)
{
	const struct plan_line *line;

	for (line = plan->lines; line != NULL; line = line->next)
		if (strcmp(line->setting->name, setting) == 0 &&
		    conf_list_has(line->values, text))
			return true;
	return false;
}

/* Whether an api can have it without a block, or with one that is there. */
static bool
is_declared(const struct plan *plan, const struct dump *dump,
    const char *name)
{
	const struct plan_block *block;

	for (block = plan->blocks; block != NULL; block = block->next)
		if (block->section == CONF_COLUMN &&
		    strcmp(block->name, column_named(dump, name)) == 0)
			return true;
	return !is_own(dump, name);
}

static void
tell_serialized(struct plan *plan, const struct dump *dump, const char *name)
{
	const char *column = column_named(dump, name);
	const char *about = arena_printf(plan->arena, "your field %s", name);
	const struct plan_remark *remark;

	if (column == NULL || strcmp(name, "password") == 0 ||
	    is_role(dump, name) || is_planned(plan, "columns", column))
		return;
	for (remark = plan->remarks; remark != NULL; remark = remark->next)
		if (strcmp(remark->about, about) == 0)
			return;
	plan_remark(plan, FATE_LOST, about, "your serializers show or take "
	    "it: name it in columns of the api%s", is_declared(plan, dump,
	    name) ? "" : ", and make it known by a block column with table = "
	    "\"user\"");
}

/* What serializers of the project's have that Djoser's own have not. */
static void
take_serialized(struct plan *plan, const struct dump *dump)
{
	const struct node *all = node_member(dump->user, "serialized");
	const struct node *one = all != NULL ? all->first : NULL, *item;

	for (; one != NULL; one = one->next)
		for (item = one->first; item != NULL; item = item->next)
			if (item->kind == NODE_TEXT)
				tell_serialized(plan, dump, item->text);
}

static void
take_fields(struct plan *plan, const struct dump *dump)
{
	const struct node *list = node_member(dump->user, "fields");
	const struct node *field = list != NULL ? list->first : NULL;
	const struct node *required = node_member(dump->user, "required");

	for (; field != NULL; field = field->next) {
		const char *name = node_text(field, "name");

		if (name != NULL && is_own(dump, name))
			column_take(plan, field, list_has(required, name));
	}
	column_take_lists(plan, dump);
	take_serialized(plan, dump);
}

/* --- what hangs on an account --------------------------------------------- */

struct hanging {
	const char	**cascade;
	const char	**set_null;
	size_t		  cascades, set_nulls;
};

static void
take_related(struct plan *plan, const struct node *one,
    struct hanging *hanging)
{
	const char *table = node_text(one, "table");
	const char *column = node_text(one, "column");
	const char *deletes = node_text(one, "deletes");
	const char *over = node_text(one, "over");
	const char *name;

	if (table == NULL || column == NULL || deletes == NULL ||
	    look_is_ours(table))
		return;
	name = arena_printf(plan->arena, "%s.%s%s%s", table, column,
	    over != NULL && *over != '\0' ? "=" : "", over != NULL ? over : "");
	if (strcmp(deletes, "CASCADE") == 0)
		hanging->cascade[hanging->cascades++] = name;
	else if (strcmp(deletes, "SET_NULL") == 0)
		hanging->set_null[hanging->set_nulls++] = name;
	else if (strcmp(deletes, "deeper") == 0)
		plan_remark(plan, FATE_LOST, name, "and so on: references "
		    "without an end are followed no further, and an account "
		    "that has such rows cannot be deleted here");
	else
		plan_remark(plan, FATE_LOST, name, "on_delete=%s: an account "
		    "that has rows there cannot be deleted here", deletes);
}

static void
take_hanging(struct plan *plan, const struct dump *dump)
{
	const struct node *list = node_member(dump->user, "related");
	const struct node *one = list != NULL ? list->first : NULL;
	struct hanging hanging = { 0 };
	size_t count = 1;

	for (; one != NULL; one = one->next)
		count++;
	hanging.cascade = arena_alloc(plan->arena,
	    count * sizeof(*hanging.cascade));
	hanging.set_null = arena_alloc(plan->arena,
	    count * sizeof(*hanging.set_null));
	for (one = list != NULL ? list->first : NULL; one != NULL;
	    one = one->next)
		take_related(plan, one, &hanging);
	if (list != NULL)
		plan_set(plan, "user.cascade", hanging.cascade, origin);
	if (hanging.set_nulls > 0)
		plan_set(plan, "user.set_null", hanging.set_null, origin);
}

static void
take_heard(struct plan *plan, const struct dump *dump)
{
	const struct node *list = node_member(dump->user, "heard");
	const struct node *item = list != NULL ? list->first : NULL;

	for (; item != NULL; item = item->next)
		plan_remark(plan, FATE_LOST, arena_printf(plan->arena,
		    "signal %s", item->text), "code of yours hears it of "
		    "accounts, and is not run when Portress changes one");
}

/* As Django names tables, unless Meta.db_table says otherwise. */
static void
guess_table(struct plan *plan, const struct dump *dump)
{
	const struct node *model = dump_at(dump, "AUTH_USER_MODEL");
	char *table, *at;

	if (model == NULL || model->kind != NODE_TEXT ||
	    strcmp(model->text, "auth.User") == 0)
		return;
	table = arena_text(plan->arena, model->text);
	for (at = table; *at != '\0'; at++)
		*at = (char)(*at == '.' ? '_' : tolower((unsigned char)*at));
	plan_text(plan, "user.table", table, "AUTH_USER_MODEL");
	plan_remark(plan, FATE_ASSUMED, "AUTH_USER_MODEL", "a plain dump does "
	    "not tell the table, USERNAME_FIELD, REQUIRED_FIELDS and what is "
	    "deleted with an account: dump with `portress adopt --script`, or "
	    "check the block user by hand");
}

void
model_take(struct plan *plan, const struct dump *dump)
{
	if (dump->user == NULL) {
		guess_table(plan, dump);
		return;
	}
	if (!is_one_table(dump))
		plan_remark(plan, FATE_LOST, origin, "its fields are in "
		    "several tables (it is derived from a model that has its "
		    "own), and Portress reads one");
	set(plan, "user.table", node_text(dump->user, "table"));
	take_key(plan, dump);
	take_names(plan, dump);
	take_others(plan, dump);
	take_address(plan, dump);
	take_fields(plan, dump);
	take_hanging(plan, dump);
	take_heard(plan, dump);
}
