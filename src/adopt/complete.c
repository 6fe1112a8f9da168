#include "adopt/complete.h"

#include <grp.h>
#include <inttypes.h>
#include <string.h>

#include "adopt/plan.h"
#include "base/arena.h"
#include "base/random.h"
#include "conf/setting.h"
#include "store/look.h"
#include "store/tables.h"

#define SECRET_BYTES	32
#define LENGTH_MAXIMUM	4000	/* of settings.def */

static const char origin[] = "the database";
static const char beside[] = "a Django beside it";
static const char djosers[] = "as Djoser does";

/* --- what must be set ----------------------------------------------------- */

static void
make_secret(struct plan *plan)
{
	char *secret;

	if (plan_get(plan, "secret_key") != NULL)
		return;
	secret = arena_alloc(plan->arena, 2 * SECRET_BYTES + 1);
	random_hex(secret, SECRET_BYTES);
	plan_text(plan, "secret_key", secret, NULL);
	plan_remark(plan, FATE_LOST, "SECRET_KEY", "a new secret stands in "
	    "its place: sessions, JWTs and mailed links of Django's are no "
	    "good here, and ours are none there");
}

static void
assume(struct plan *plan, const char *where, const char *value,
    const char *words)
{
	if (plan_get(plan, where) != NULL)
		return;
	plan_text(plan, where, value, NULL);
	plan_remark(plan, FATE_ASSUMED, where, "%s", words);
}

/* Who the web server may be. */
static const char *
socket_group(void)
{
	static const char *const groups[] = {
		"www-data", "nginx", "http", "www", NULL
	};
	const char *const *group = groups;

	while (*group != NULL && getgrnam(*group) == NULL)
		group++;
	return *group;
}

static void
make_lane(struct plan *plan, const char *name, const char *workers)
{
	struct plan_block *lane = plan_block(plan, CONF_LANE, name);
	const char *group = socket_group();

	plan_put(plan, lane, "socket", arena_printf(plan->arena,
	    "/run/portress/%s.sock", name), NULL);
	if (group != NULL)
		plan_put(plan, lane, "socket_group", group, NULL);
	plan_put(plan, lane, "workers", workers, NULL);
}

static void
make_lanes(struct plan *plan)
{
	const struct plan_block *block;

	for (block = plan->blocks; block != NULL; block = block->next)
		if (block->section == CONF_LANE)
			return;
	make_lane(plan, "main", "4");
	make_lane(plan, "hash", "2");
}

static void
send_mails(struct plan *plan)
{
	assume(plan, "mail_transport", "none", "none: mails wait in the "
	    "database until you say how they are to leave");
	if (strcmp(plan_get(plan, "mail_transport"), "directory") == 0)
		assume(plan, "mail_directory", "/var/spool/portress",
		    "/var/spool/portress: mails are left there as files");
}

/* How mailed links begin. */
static void
name_site(struct plan *plan)
{
	const char *domain = plan_get(plan, "djoser.email_frontend_domain");

	if (domain != NULL)
		plan_text(plan, "domain", domain,
		    "DJOSER.EMAIL_FRONTEND_DOMAIN");
	assume(plan, "domain", "localhost", "localhost: nothing says which "
	    "host mailed links are to name");
	if (plan_get(plan, "djoser.email_frontend_protocol") == NULL)
		assume(plan, "protocol", "https", "https: mailed links begin "
		    "so, and Django's as the request did");
}

void
complete_settings(struct plan *plan)
{
	const char *activates = plan_get(plan, "djoser.send_activation_email");

	make_secret(plan);
	name_site(plan);
	assume(plan, "database.name", "django", "django: nothing says what "
	    "the database is called");
	make_lanes(plan);
	send_mails(plan);
	/* Links of either are good for the other, as long as both serve. */
	plan_text(plan, "api.mailed_link_format", "django", beside);
	/* Who waits for Django's mail is in no table of ours. */
	if (activates != NULL && strcmp(activates, "true") == 0)
		plan_text(plan, "djoser.activate_any_inactive", "true",
		    beside);
	/* As Djoser changes addresses, which has no pages for links of that. */
	plan_text(plan, "djoser.email_change", "direct", djosers);
	plan_text(plan, "djoser.email_changed_email_confirmation", "false",
	    djosers);
}

/* --- what the database knows ---------------------------------------------- */

static void
name_tables(struct plan *plan, const struct look *look)
{
	const struct table *table;

	for (table = tables; table->setting != NULL; table++)
		if (!look_has_table(look, table->theirs))
			plan_text(plan, arena_printf(plan->arena,
			    "database.%s", table->setting), table->ours,
			    origin);
}

/*
 * Only what has a default of its own can be missing: the others need a name.
 * Without is_active all accounts would be active, also those that another
 * column keeps out.
 */
static bool
may_miss(const struct conf_setting *setting)
{
	static const char *const needed[] = {
		"id", "username", "email", "password", "is_active", NULL
	};

	return !conf_list_has(needed, setting->name);
}

static void
check_column(struct plan *plan, const struct look *look,
    const struct conf_setting *setting, const struct conf_user *accounts)
{
	const char *name = *(const char *const *)setting_member(setting,
	    accounts);
	const char *where = arena_printf(plan->arena, "user.%s",
	    setting->name);

	if (name[0] == '\0' || look_column(look, name) != NULL)
		return;
	/* It was found out just now to be the address. */
	if (strcmp(setting->name, "username") == 0 &&
	    plan_get(plan, where) != NULL &&
	    look_column(look, plan_get(plan, where)) != NULL)
		return;
	if (!may_miss(setting) || plan_get(plan, where) != NULL)
		plan_remark(plan, FATE_LOST, where, "%s has no column %s; "
		    "say in the block user which it is", accounts->table,
		    name);
	else
		plan_text(plan, where, "", origin);
}

/* The table's own key, and the address for the name, where it has no other. */
static void
find_columns(struct plan *plan, const struct look *look,
    const struct conf_user *accounts)
{
	const struct look_column *key = look_column(look, accounts->id);
	size_t i;

	for (i = 0; i < look->column_count && key == NULL; i++)
		if (look->columns[i].is_key)
			key = &look->columns[i];
	if (key != NULL && strcmp(key->name, accounts->id) != 0)
		plan_text(plan, "user.id", key->name, origin);
	if (key != NULL && (strcmp(key->type, "uuid") == 0 ||
	    (strcmp(key->type, "char") == 0 && key->length == 32)))
		plan_text(plan, "user.id_type", "uuid", origin);
	if (look_column(look, accounts->username) == NULL &&
	    look_column(look, accounts->email) != NULL &&
	    plan_text(plan, "user.username", accounts->email, origin))
		plan_text(plan, "api.username_field", "email", origin);
}

static bool
is_named_in_user(const struct conf_user *accounts, const char *column)
{
	const struct conf_setting *setting = conf_settings;

	for (; setting->name != NULL; setting++)
		if (setting->section == CONF_USER &&
		    setting->type == CONF_TEXT &&
		    strcmp(*(const char *const *)setting_member(setting,
		    accounts), column) == 0)
			return true;
	return false;
}

static bool
is_declared(const struct plan *plan, const char *column)
{
	const struct plan_block *block;

	for (block = plan->blocks; block != NULL; block = block->next)
		if (block->section == CONF_COLUMN &&
		    strcmp(block->name, column) == 0)
			return true;
	return false;
}

/* What Django most likely writes where nothing is given. */
static void
declare(struct plan *plan, const struct look_column *column)
{
	struct plan_block *block = plan_block(plan, CONF_COLUMN, column->name);
	const char *type = "text", *initial = "";

	if (strstr(column->type, "int") != NULL) {
		type = "integer";
		initial = "0";
	} else if (strcmp(column->type, "date") == 0 ||
	    strcmp(column->type, "datetime") == 0) {
		type = column->type;
		initial = "now";
	}
	block->origin = origin;
	plan_put(plan, block, "table", "user", NULL);
	plan_put(plan, block, "type", type, NULL);
	if (column->length > 0)
		plan_put(plan, block, "length", arena_printf(plan->arena,
		    "%" PRId64, column->length < LENGTH_MAXIMUM ?
		    column->length : LENGTH_MAXIMUM), NULL);
	plan_put(plan, block, "initial", initial, NULL);
	plan_remark(plan, FATE_ASSUMED, arena_printf(plan->arena,
	    "column %s", column->name), "it may not be NULL and has no "
	    "default, so a new account has \"%s\" there", initial);
}

static void
declare_columns(struct plan *plan, const struct look *look,
    const struct conf_user *accounts)
{
	size_t i;

	for (i = 0; i < look->column_count; i++) {
		const struct look_column *column = &look->columns[i];

		if (!column->is_nullable && !column->has_default &&
		    !column->is_key && !is_declared(plan, column->name) &&
		    !is_named_in_user(accounts, column->name) &&
		    plan_get(plan, "user.username") == NULL)
			declare(plan, column);
	}
}

/* Django's own tables, which it empties of an account that it deletes. */
static bool
is_djangos(struct arena *arena, const char *accounts, const char *table)
{
	return strcmp(table, "django_admin_log") == 0 ||
	    strcmp(table, arena_printf(arena, "%s_groups", accounts)) == 0 ||
	    strcmp(table, arena_printf(arena, "%s_user_permissions",
	    accounts)) == 0;
}

static void
find_cascade(struct plan *plan, const struct look *look,
    const struct conf_user *accounts)
{
	const char **names = arena_alloc(plan->arena,
	    (look->reference_count + 1) * sizeof(*names));
	size_t count = 0, i;

	for (i = 0; i < look->reference_count; i++)
		if (is_djangos(plan->arena, accounts->table,
		    look->references[i].table))
			names[count++] = look->references[i].name;
	if (count > 0)
		plan_set(plan, "user.cascade", names, origin);
}

/* Whether it is in one of the lists, or was told of already. */
static bool
is_settled(const struct plan *plan, const struct look_reference *one)
{
	const struct plan_line *line;
	const struct plan_remark *remark = plan->remarks;

	if (one->is_settled || look_is_ours(one->table))
		return true;
	for (; remark != NULL; remark = remark->next)
		if (strcmp(remark->about, one->name) == 0)
			return true;
	for (line = plan->lines; line != NULL; line = line->next)
		if (line->setting->section == CONF_USER &&
		    line->setting->type == CONF_LIST &&
		    conf_list_has(line->values, one->name))
			return true;
	return false;
}

static void
check_references(struct plan *plan, const struct look *look)
{
	size_t i;

	for (i = 0; i < look->reference_count; i++) {
		const struct look_reference *one = &look->references[i];

		if (is_settled(plan, one))
			continue;
		plan_remark(plan, FATE_LOST, one->name, "it names accounts, "
		    "and nothing says what becomes of it with one: cascade or "
		    "set_null of the block user; until then an account that "
		    "has rows there cannot be deleted");
	}
}

void
complete_by_look(struct plan *plan, const struct look *look,
    const struct conf_user *accounts)
{
	const struct conf_setting *setting = conf_settings;

	if (look->column_count == 0) {
		plan_remark(plan, FATE_LOST, "user.table", "the database has "
		    "no table %s", accounts->table);
		return;
	}
	name_tables(plan, look);
	declare_columns(plan, look, accounts);
	find_columns(plan, look, accounts);
	for (; setting->name != NULL; setting++)
		if (setting->section == CONF_USER &&
		    setting->type == CONF_TEXT &&
		    strcmp(setting->name, "table") != 0 &&
		    strcmp(setting->name, "id") != 0)
			check_column(plan, look, setting, accounts);
	find_cascade(plan, look, accounts);
	check_references(plan, look);
}

void
complete_rounds(struct plan *plan, struct db *db)
{
	const char *hasher = plan_get(plan, "hasher"), *kind = NULL;
	int64_t rounds = 0;

	if (hasher == NULL || strncmp(hasher, "pbkdf2_", 7) != 0 ||
	    plan_get(plan, "pbkdf2_rounds") != NULL)
		return;
	if (db != NULL && look_rounds(db, plan->arena, &kind, &rounds) == 1 &&
	    rounds > 0)
		plan_text(plan, "pbkdf2_rounds", arena_printf(plan->arena,
		    "%" PRId64, rounds), "the newest account's hash");
	else
		plan_remark(plan, FATE_ASSUMED, "pbkdf2_rounds", "nothing says "
		    "which release of Django this is: set it to that one's "
		    "rounds, or each makes the other's hashes anew");
}
