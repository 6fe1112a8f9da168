#include "store/tables.h"

#include <string.h>

#include "base/arena.h"
#include "conf/conf.h"
#include "store/db.h"

#define ARENA_LIMIT	((size_t)256 * 1024)
#define OURS		"portress_"
#define TABLE(setting, theirs, ours, sql) \
	{ #setting, offsetof(struct conf_database, setting), theirs, ours, \
	    "CREATE TABLE `%s` (" sql ") ENGINE=InnoDB DEFAULT CHARSET=utf8mb4" }

const struct table tables[] = {
	TABLE(token_table, "authtoken_token", "portress_token",
	    "`key` varchar(40) NOT NULL, created datetime(6) NOT NULL, "
	    "user_id %s NOT NULL, PRIMARY KEY (`key`), "
	    "UNIQUE KEY user_id (user_id)"),
	TABLE(outstanding_table, "token_blacklist_outstandingtoken",
	    "portress_outstandingtoken",
	    "id bigint NOT NULL AUTO_INCREMENT, token longtext NOT NULL, "
	    "created_at datetime(6) DEFAULT NULL, "
	    "expires_at datetime(6) NOT NULL, user_id %s DEFAULT NULL, "
	    "jti varchar(255) NOT NULL, PRIMARY KEY (id), "
	    "UNIQUE KEY jti (jti), KEY user_id (user_id)"),
	TABLE(blacklist_table, "token_blacklist_blacklistedtoken",
	    "portress_blacklistedtoken",
	    "id bigint NOT NULL AUTO_INCREMENT, "
	    "blacklisted_at datetime(6) NOT NULL, token_id bigint NOT NULL, "
	    "PRIMARY KEY (id), UNIQUE KEY token_id (token_id)"),
	TABLE(session_table, "django_session", "portress_session",
	    "session_key varchar(40) NOT NULL, "
	    "session_data longtext NOT NULL, "
	    "expire_date datetime(6) NOT NULL, PRIMARY KEY (session_key), "
	    "KEY expire_date (expire_date)"),
	{ 0 },
};

/* Ours that hold ids, whatever the configuration names. */
static const struct holder {
	const char	*table;
	const char	*null;
} holders[] = {
	{ "portress_device",	   "NOT NULL" },
	{ "portress_email_change", "NOT NULL" },
	{ "portress_outbox",	   "DEFAULT NULL" },
	{ "portress_pending",	   "NOT NULL" },
	{ "portress_profile",	   "NOT NULL" },
};

/* A look at them. Nothing is changed but where it is to be told as progress. */
struct look {
	struct db	*db;
	struct arena	*arena;
	const struct conf_database *conf;
	const char	*id_type;	/* in SQL */
	FILE		*progress;	/* or NULL */
	FILE		*told;		/* what is for others to do; or NULL */
	int		 count;
};

/* 1, 0, or -1. */
static int
is_there(struct db *db, const char *table)
{
	struct value count;

	if (db_find(db, NULL, STATEMENT_MIGRATE_TABLE,
	    VALUES(value_text(table)), &count) != 1)
		return -1;
	return count.number > 0;
}

int
tables_are_djangos(struct db *db, const struct conf_database *conf)
{
	if (strcmp(conf->accounts.table, "auth_user") != 0)
		return 1;
	return is_there(db, "django_migrations");
}

bool
tables_is_ours(const char *sql)
{
	static const char create[] = "CREATE TABLE IF NOT EXISTS ";

	return strncmp(sql, create, strlen(create)) != 0 ||
	    strncmp(sql + strlen(create), OURS, strlen(OURS)) == 0;
}

/*
 * A column's type as it stands in SQL, and whether it is the primary key: 1, 0
 * if there is no such, or -1.
 */
static int
find_type(struct look *look, const char *table, const char *column,
    const char **type_r, bool *is_key_r)
{
	struct value values[2];
	int found = db_find(look->db, look->arena, STATEMENT_MIGRATE_TYPE,
	    VALUES(value_text(table), value_text(column)), values);

	*is_key_r = found == 1 && values[1].number != 0;
	if (found == 1)
		*type_r = values[0].text;
	return found;
}

/* What is for others to do: told, and counted or the end. */
static int
complain(struct look *look, const char *table, const char *what)
{
	if (look->told != NULL)
		fprintf(look->told, "%s %s\n", table, what);
	look->count++;
	return look->progress == NULL ? 0 : -1;
}

static int
make(struct look *look, const struct table *table, const char *name)
{
	if (strncmp(name, OURS, strlen(OURS)) != 0)
		return complain(look, name, arena_printf(look->arena,
		    "is not there: let Django make it,\nor call it %s in the "
		    "block database", table->ours));
	look->count++;
	if (look->progress == NULL)
		return 0;
	if (db_script(look->db, arena_printf(look->arena, table->sql, name,
	    look->id_type)) == -1)
		return -1;
	fprintf(look->progress, "%s is there now\n", name);
	return 0;
}

const char *
tables_name(const struct table *table, const struct conf_database *conf)
{
	return *(const char *const *)((const char *)conf + table->member);
}

static int
look_at_tables(struct look *look)
{
	const struct table *table;

	for (table = tables; table->setting != NULL; table++) {
		const char *name = tables_name(table, look->conf);
		int there = is_there(look->db, name);

		if (there == -1 ||
		    (there == 0 && make(look, table, name) == -1))
			return -1;
	}
	return 0;
}

static int
alter(struct look *look, const struct holder *holder, const char *type)
{
	return db_script(look->db, arena_printf(look->arena, "ALTER TABLE %s "
	    "MODIFY COLUMN user_id %s %s", holder->table, type,
	    holder->null));
}

/* MariaDB makes no UUID of a number, not even where there is none. */
static int
fit(struct look *look, const struct holder *holder)
{
	look->count++;
	if (look->progress == NULL)
		return 0;
	if ((strcmp(look->id_type, "uuid") == 0 &&
	    alter(look, holder, "char(36)") == -1) ||
	    alter(look, holder, look->id_type) == -1)
		return -1;
	fprintf(look->progress, "%s: user_id is %s now\n", holder->table,
	    look->id_type);
	return 0;
}

static int
look_at_ids(struct look *look)
{
	const char *type = "";
	bool is_key;
	size_t i;

	for (i = 0; i < sizeof(holders) / sizeof(holders[0]); i++) {
		int found = find_type(look, holders[i].table, "user_id",
		    &type, &is_key);

		if (found == -1)
			return -1;
		if (strcmp(type, look->id_type) != 0 &&
		    fit(look, &holders[i]) == -1)
			return -1;
	}
	return 0;
}

/* By its type in SQL: as store/prepared.c takes ids, but for char(36). */
static bool
can_be_id(const struct conf_user *user, const char *type)
{
	static const char *const numbers[] = {
		"tinyint", "smallint", "mediumint", "int", "bigint",
	};
	size_t length = strcspn(type, "( "), i = 0;

	if (strcmp(user->id_type, "uuid") == 0)
		return strncmp(type, "char(32)", 8) == 0 ||
		    strcmp(type, "uuid") == 0;
	while (i < sizeof(numbers) / sizeof(numbers[0]) &&
	    (strlen(numbers[i]) != length ||
	    strncmp(numbers[i], type, length) != 0))
		i++;
	return i < sizeof(numbers) / sizeof(numbers[0]);
}

static int
go_through(struct db *db, const struct conf_database *conf, FILE *progress,
    FILE *told)
{
	struct look look = { .db = db, .conf = conf, .progress = progress,
	    .told = told, .arena = arena_open(ARENA_LIMIT) };
	const struct conf_user *user = &conf->accounts;
	bool is_key;
	int found = find_type(&look, user->table, user->id, &look.id_type,
	    &is_key);
	int result;

	if (found == 0)
		result = complain(&look, user->table, "is not there, or has "
		    "no column as user { id } names it");
	else if (found == 1 && !is_key)
		result = complain(&look, user->table, "has another primary "
		    "key than user { id } names");
	else if (found == 1 && !can_be_id(user, look.id_type))
		result = complain(&look, user->table, arena_printf(look.arena,
		    "has ids that are %s: user { id_type } can be integer,\n"
		    "or uuid of char(32) or of the type uuid",
		    look.id_type));
	else
		result = found == -1 || look_at_tables(&look) == -1 ? -1 :
		    look_at_ids(&look);
	arena_close(&look.arena);
	return result == -1 ? -1 : look.count;
}

int
tables_migrate(struct db *db, const struct conf_database *conf,
    FILE *progress)
{
	return go_through(db, conf, progress, progress);
}

int
tables_pending(struct db *db, const struct conf_database *conf, FILE *told)
{
	return go_through(db, conf, NULL, told);
}
