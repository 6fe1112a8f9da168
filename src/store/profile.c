#include "store/profile.h"

#include <stdbool.h>
#include <string.h>

#include "base/arena.h"
#include "conf/conf.h"
#include "store/db.h"

#define ARENA_LIMIT	((size_t)64 * 1024)

static bool
is_in_profile(const struct conf_column *column)
{
	return strcmp(column->table, "portress_profile") == 0;
}

/* Its type in SQL; those not listed are texts. */
static const char *
sql_type(struct arena *arena, const struct conf_column *column)
{
	static const struct {
		const char	*type, *sql;
	} types[] = {
		{ "integer", "bigint" },
		{ "boolean", "tinyint(1)" },
		{ "date", "date" },
	};
	size_t i;

	for (i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (strcmp(types[i].type, column->type) == 0)
			return types[i].sql;
	return arena_printf(arena, "varchar(%lld)", (long long)column->length);
}

/*
 * What makes it as it is declared, NULL if it is so; a type is never changed.
 * 0 or -1.
 */
static int
missing(struct db *db, const struct conf_column *column, const char **verb_r)
{
	struct value length;
	int found = db_find(db, NULL, STATEMENT_MIGRATE_COLUMN,
	    VALUES(value_text(column->name)), &length);

	*verb_r = NULL;
	if (found == -1)
		return -1;
	if (found == 0)
		*verb_r = "ADD";
	else if (length.number > 0 && length.number < column->length)
		*verb_r = "MODIFY";
	return 0;
}

/* Names were checked when the configuration was read. */
static int
alter(struct db *db, const struct conf_column *column, const char *verb,
    FILE *progress)
{
	struct arena *arena = arena_open(ARENA_LIMIT);
	const char *type = sql_type(arena, column);
	int result = db_script(db, arena_printf(arena, "ALTER TABLE "
	    "portress_profile %s COLUMN `%s` %s DEFAULT NULL", verb,
	    column->name, type));

	if (result == 0)
		fprintf(progress, "portress_profile: %s is %s now\n",
		    column->name, type);
	arena_close(&arena);
	return result;
}

/* Without a progress they are only counted. */
static int
go_through(struct db *db, const struct conf_database *conf, FILE *progress)
{
	const char *verb;
	int count = 0;
	size_t i;

	for (i = 0; i < conf->column_count; i++) {
		const struct conf_column *column = &conf->columns[i];

		if (!is_in_profile(column))
			continue;
		if (missing(db, column, &verb) == -1 ||
		    (verb != NULL && progress != NULL &&
		    alter(db, column, verb, progress) == -1))
			return -1;
		count += verb != NULL;
	}
	return count;
}

int
profile_migrate(struct db *db, const struct conf_database *conf,
    FILE *progress)
{
	return go_through(db, conf, progress);
}

int
profile_pending(struct db *db, const struct conf_database *conf)
{
	return go_through(db, conf, NULL);
}
