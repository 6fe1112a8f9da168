/* django: what `portress check` says of a database that a Django has made. */

#include <inttypes.h>
#include <string.h>

#include "auth/session_data.h"
#include "base/arena.h"
#include "conf/column.h"
#include "conf/conf.h"
#include "conf/setting.h"
#include "ctl/finding.h"
#include "store/db.h"
#include "store/look.h"
#include "store/tables.h"
#include "store/reference.h"

#define ARENA_LIMIT	((size_t)64 * 1024 * 1024)
#define SESSIONS	20	/* that are looked at */

/* What is looked at. */
struct view {
	const struct conf	*conf;
	const struct conf_user	*accounts;
	struct db		*db;
	struct arena		*arena;
	struct look		 look;
};

static void
check_hasher(const struct view *view)
{
	const char *hasher = view->conf->hasher, *kind = NULL;
	int64_t rounds = 0, own = view->conf->pbkdf2_rounds;

	if (strcmp(hasher, "yescrypt") == 0) {
		found(NOTE, "hasher", "yescrypt, which Django cannot read: "
		    "who is given such a hash can sign in here alone");
		return;
	}
	if (strncmp(hasher, "pbkdf2_", 7) != 0 ||
	    look_rounds(view->db, view->arena, &kind, &rounds) != 1 ||
	    strcmp(kind, hasher) != 0 || rounds == own)
		return;
	found(NOTE, "pbkdf2_rounds", "%" PRId64 ", and the newest hash has %"
	    PRId64 ": if that is Django's number, set it, or each makes the "
	    "other's hashes anew", own, rounds);
}

/* Sessions are all that tells whose secret it is. */
static void
check_secret(const struct view *view)
{
	struct session_data session;
	struct value *data;
	int64_t i, count = look_sessions(view->db, view->arena, SESSIONS,
	    SESSION_DATA_MAXIMUM, &data);

	for (i = 0; i < count; i++)
		if (session_data_read(view->arena, view->conf->secret_keys,
		    data[i].text, &session)) {
			found(GOOD, "secret_key", "has signed sessions of "
			    "this database");
			return;
		}
	if (count > 0)
		found(NOTE, "secret_key", "has signed none of the newest "
		    "sessions: is it Django's SECRET_KEY?");
}

static void
check_api(const struct conf_api *api)
{
	if (strcmp(api->mailed_link_format, "purpose") == 0)
		found(NOTE, "mailed_link_format", "api \"%s\" has \"purpose\": "
		    "links that Django mails are no good here, nor ours there",
		    api->name);
	if (strcmp(api->mailed_link_format, "both") == 0)
		found(NOTE, "mailed_link_format", "api \"%s\" has \"both\": "
		    "Django does not take the links that it mails", api->name);
	if (api->send_activation_email && !api->activate_any_inactive)
		found(NOTE, "activate_any_inactive", "api \"%s\": who waits "
		    "for an activation by Django's mail cannot be activated "
		    "here", api->name);
}

/* Django's links have the time on its wall. */
static void
check_time_zone(const struct view *view)
{
	size_t i;

	if (strcmp(view->conf->time_zone, "UTC") != 0)
		return;
	for (i = 0; i < view->conf->api_count; i++)
		if (strcmp(view->conf->apis[i].mailed_link_format, "purpose")
		    != 0) {
			found(NOTE, "time_zone", "UTC; it must be Django's "
			    "TIME_ZONE, or links are too old or too new");
			return;
		}
}

static void
check_tables_named(const struct view *view)
{
	const struct table *table;

	for (table = tables; table->setting != NULL; table++) {
		const char *name = tables_name(table, &view->conf->database);
		bool is_there = look_has_table(&view->look, table->theirs);

		if (is_there && strcmp(name, table->ours) == 0)
			found(NOTE, table->setting, "%s, though Django has "
			    "%s: what is in that is not honoured",
			    table->ours, table->theirs);
		if (!is_there && strcmp(name, table->theirs) == 0)
			found(BAD, table->setting, "Django has no %s; set "
			    "it to %s, which `portress migrate` makes",
			    table->theirs, table->ours);
	}
}

/* Then whoever signs up says it. */
static bool
is_required(const struct conf *conf, const char *column)
{
	size_t i;

	for (i = 0; i < conf->api_count; i++)
		if (conf_list_has(conf->apis[i].required_columns, column))
			return true;
	return false;
}

/*
 * What is declared is written: what is given, its initial value, or else the
 * empty one of its type, which dates have not.
 */
static bool
is_declared(const struct conf *conf, const char *name)
{
	const struct conf_database *database = &conf->database;
	size_t i;

	for (i = 0; i < database->column_count; i++) {
		const struct conf_column *column = &database->columns[i];

		if (!column_is_in_profile(column) &&
		    strcmp(column->sql, name) == 0)
			return column->initial != NULL ||
			    strncmp(column->type, "date", 4) != 0 ||
			    is_required(conf, column->name);
	}
	return false;
}

/* Whether it is written when an account is made. */
static bool
is_written(const struct view *view, const char *name)
{
	const struct conf_setting *setting = conf_settings;

	for (; setting->name != NULL; setting++)
		if (setting->section == CONF_USER &&
		    setting->type == CONF_TEXT &&
		    strcmp(*(const char *const *)setting_member(setting,
		    view->accounts), name) == 0)
			return true;
	return is_declared(view->conf, name);
}

static void
check_columns(const struct view *view)
{
	size_t i;

	for (i = 0; i < view->look.column_count; i++) {
		const struct look_column *column = &view->look.columns[i];

		if (column->is_nullable || column->has_default ||
		    column->is_key || is_written(view, column->name))
			continue;
		found(BAD, view->accounts->table, "no account can be made: %s "
		    "may not be NULL and has no default; say column \"%s\" { "
		    "table = \"user\" initial = \"...\" }", column->name,
		    column->name);
	}
}

static void
check_references(const struct view *view)
{
	size_t i;

	for (i = 0; i < view->look.reference_count; i++) {
		const struct look_reference *one = &view->look.references[i];

		if (one->is_settled || look_is_ours(one->table) ||
		    conf_list_has(view->accounts->cascade, one->name) ||
		    conf_list_has(view->accounts->set_null, one->name))
			continue;
		found(NOTE, one->name, "an account that it names cannot be "
		    "deleted here; where Django deletes such rows, or sets "
		    "NULL, cascade or set_null of the block user has to say "
		    "so");
	}
}

/* What Django's models say of it, the foreign keys say, too. */
static void
check_list(const struct view *view, const char *const *list)
{
	const char *table = NULL;

	for (; *list != NULL; list++)
		if (reference_strays(view->db, view->arena, view->accounts,
		    *list, &table) == 1)
			found(BAD, *list, "with an account, rows of others "
			    "would go: it names %s (cascade and set_null of "
			    "the block user)", table);
}

static void
check_accounts(const struct view *view)
{
	const char *table = NULL;

	if (view->look.column_count > 0 && look_elsewhere(view->db,
	    view->arena, view->accounts->table, &table) == 1)
		found(NOTE, view->accounts->table, "nobody has an account "
		    "there; is it %s? (table of the block user)", table);
}

static void
check_all(const struct view *view)
{
	size_t i;

	check_secret(view);
	check_hasher(view);
	for (i = 0; i < view->conf->api_count; i++)
		check_api(&view->conf->apis[i]);
	check_time_zone(view);
	check_tables_named(view);
	check_accounts(view);
	check_columns(view);
	check_references(view);
	check_list(view, view->accounts->cascade);
	check_list(view, view->accounts->set_null);
}

/* An old Django's, or an old server's, whose default was MyISAM. */
static void
check_engines(const struct view *view)
{
	const struct conf_database *database = &view->conf->database;
	const char *const names[] = {
		database->accounts.table, database->token_table,
		database->outstanding_table, database->blacklist_table,
		database->session_table,
	};
	const char *engine = NULL;
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (look_engine(view->db, view->arena, names[i],
		    &engine) == 1)
			found(BAD, names[i], "is of the engine %s, which "
			    "locks no rows and takes nothing back: ALTER TABLE "
			    "`%s` ENGINE = InnoDB", engine, names[i]);
}

static void
check_view(const struct view *view)
{
	check_engines(view);
	if (!look_is_django(&view->look))
		return;
	found(GOOD, "Django", "has made this database");
	check_all(view);
}

void
check_django(struct db *db, const struct conf *conf)
{
	struct view view = { .conf = conf, .db = db,
		.accounts = &conf->database.accounts,
		.arena = arena_open(ARENA_LIMIT) };

	if (look_read(db, view.arena, view.accounts->table, &view.look) == -1)
		found(BAD, "database", "%s", db_error(db));
	else
		check_view(&view);
	arena_close(&view.arena);
}
