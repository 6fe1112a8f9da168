#include "store/profile.h"

#include <stdbool.h>
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "conf/column.h"
#include "conf/conf.h"
#include "store/db.h"

#define ARENA_LIMIT	((size_t)256 * 1024)

/* How a column stands to what is declared. */
enum standing {
	SOUND,
	MISSING,
	NARROW,
	FOREIGN,	/* of another type, which is not for us to change */
	UNKNOWN,	/* the database did not say */
};

/* What types are in SQL; those not listed are varchar. */
static const struct {
	const char	*type, *sql;
} types[] = {
	{ "integer", "bigint" },
	{ "boolean", "tinyint" },
	{ "date", "date" },
};

static const char *
sql_type(const struct conf_column *column)
{
	size_t i;

	for (i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (strcmp(types[i].type, column->type) == 0)
			return types[i].sql;
	return "varchar";
}

static const char *
table_of(const struct conf_database *conf, const struct conf_column *column)
{
	return column_is_in_profile(column) ? "portress_profile" :
	    conf->accounts.table;
}

/* What is known of Django's table need not be so of a custom user model's. */
static bool
is_declared(const struct conf_column *column)
{
	return column_is_in_profile(column) || !column_is_known(column->name);
}

static enum standing
standing_of(struct db *db, struct arena *arena,
    const struct conf_database *conf, const struct conf_column *column)
{
	struct value there[2];
	int found = db_find(db, arena, STATEMENT_MIGRATE_COLUMN, VALUES(
	    value_text(table_of(conf, column)), value_text(column->sql)),
	    there);

	if (found != 1)
		return found == 0 ? MISSING : UNKNOWN;
	/* What Django and its sites have made of their table is theirs. */
	if (column_is_in_profile(column) &&
	    strcasecmp(there[0].text, sql_type(column)) != 0)
		return FOREIGN;
	return is_declared(column) && there[1].number > 0 &&
	    there[1].number < column->length ? NARROW : SOUND;
}

/* Names were checked when the configuration was read. 0 or -1. */
static int
alter(struct db *db, struct arena *arena, const struct conf_column *column,
    enum standing standing, FILE *progress)
{
	const char *type = sql_type(column);

	if (strcmp(type, "varchar") == 0)
		type = arena_printf(arena, "varchar(%lld)",
		    (long long)column->length);
	if (db_script(db, arena_printf(arena, "ALTER TABLE portress_profile "
	    "%s COLUMN `%s` %s DEFAULT NULL", standing == MISSING ? "ADD" :
	    "MODIFY", column->name, type)) == -1)
		return -1;
	fprintf(progress, "portress_profile: %s is %s now\n", column->name,
	    type);
	return 0;
}

/* Always -1. */
static int
refuse(const char *table, const struct conf_column *column,
    enum standing standing, FILE *progress)
{
	static const char *const wrongs[] = {
		[MISSING]	= "is not there",
		[NARROW]	= "is shorter than its length is declared",
		[FOREIGN]	= "is of another type than it is declared",
	};

	fprintf(progress, "%s: %s %s; mend that by hand,\nor declare it "
	    "otherwise\n", table, column->sql, wrongs[standing]);
	return -1;
}

static int
mend(struct db *db, struct arena *arena, const struct conf_database *conf,
    const struct conf_column *column, enum standing standing, FILE *progress)
{
	return standing == FOREIGN || !column_is_in_profile(column) ?
	    refuse(table_of(conf, column), column, standing, progress) :
	    alter(db, arena, column, standing, progress);
}

/* Without a progress they are only counted. */
static int
go_through(struct db *db, const struct conf_database *conf, FILE *progress)
{
	struct arena *arena = arena_open(ARENA_LIMIT);
	int count = 0;
	size_t i;

	for (i = 0; i < conf->column_count && count != -1; i++) {
		const struct conf_column *column = &conf->columns[i];
		enum standing standing = standing_of(db, arena, conf,
		    column);

		if (standing == SOUND)
			continue;
		count++;
		if (standing == UNKNOWN || (progress != NULL && mend(db, arena,
		    conf, column, standing, progress) == -1))
			count = -1;
	}
	arena_close(&arena);
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
