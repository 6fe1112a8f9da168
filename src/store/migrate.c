#include "store/migrate.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/arena.h"
#include "base/log.h"
#include "conf/conf.h"
#include "store/db.h"
#include "store/migrations.h"
#include "store/profile.h"
#include "store/tables.h"

#define ARENA_LIMIT	(1024 * 1024)
#define PATIENCE	600	/* tenths of a second for another's work */

/* The one number that a statement finds, or -1. */
static int64_t
number(struct db *db, enum statement statement, const struct value *values)
{
	struct value column;

	if (db_find(db, NULL, statement, values, &column) != 1)
		return -1;
	return column.number;
}

static int64_t
count_tables(struct db *db, const char *pattern)
{
	return number(db, STATEMENT_MIGRATE_TABLES,
	    VALUES(value_text(pattern)));
}

/* The numbers applied so far, in the arena; their count, or -1. */
static int64_t
list_applied(struct db *db, struct arena *arena, struct value **numbers_r)
{
	switch (count_tables(db, "portress\\_migration")) {
	case 0:
		return 0;
	case 1:
		return db_list(db, arena, STATEMENT_MIGRATION_LIST, NULL,
		    numbers_r);
	default:
		return -1;
	}
}

static bool
is_applied(const struct migration *migration, const struct value *numbers,
    int64_t count)
{
	while (count-- > 0)
		if (numbers[count].number == migration->number)
			return true;
	return false;
}

static int
note(struct db *db, const struct migration *migration)
{
	if (db_run(db, STATEMENT_MIGRATION_NOTE, VALUES(
	    value_number(migration->number),
	    value_text(migration->name))) != 1)
		return -1;
	return db_commit(db);
}

static int64_t
tables_in(const struct migration *migration)
{
	const char *const *statement = migration->statements;
	int64_t count = 0;

	for (; *statement != NULL; statement++)
		count += strncmp(*statement, "CREATE TABLE", 12) == 0;
	return count;
}

static void
tell(FILE *progress, const struct migration *migration, int64_t made)
{
	int64_t others = tables_in(migration) - made;

	fprintf(progress, "%s applied", migration->name);
	if (others > 0)
		fprintf(progress, ", %lld of its tables %s there already, or "
		    "%s Django's to make", (long long)others,
		    others == 1 ? "was" : "were", others == 1 ? "is" : "are");
	fprintf(progress, "\n");
}

static int
apply(struct db *db, const struct migration *migration, bool is_djangos,
    FILE *progress)
{
	const char *const *statement = migration->statements;
	int64_t before, after;

	if ((before = count_tables(db, "%")) == -1)
		return -1;
	for (; *statement != NULL; statement++)
		if ((!is_djangos || tables_is_ours(*statement)) &&
		    db_script(db, *statement) == -1)
			return -1;
	if ((after = count_tables(db, "%")) == -1 ||
	    note(db, migration) == -1)
		return -1;
	tell(progress, migration, after - before);
	return 0;
}

/* How many, or -1. */
static int
apply_missing(struct db *db, const struct conf_database *conf,
    struct arena *arena, FILE *progress)
{
	const struct migration *migration = migrations;
	struct value *numbers = NULL;
	int64_t count = list_applied(db, arena, &numbers);
	int is_djangos = tables_are_djangos(db, conf);
	int applied = 0;

	if (count == -1 || is_djangos == -1)
		return -1;
	for (; migration->number != 0; migration++) {
		if (is_applied(migration, numbers, count))
			continue;
		if (apply(db, migration, is_djangos == 1, progress) == -1)
			return -1;
		applied++;
	}
	return applied;
}

static int
run(struct db *db, const struct conf_database *conf, struct arena *arena,
    FILE *progress)
{
	int applied, made, columns;

	if ((applied = apply_missing(db, conf, arena, progress)) == -1 ||
	    (made = tables_migrate(db, conf, progress)) == -1 ||
	    (columns = profile_migrate(db, conf, progress)) == -1)
		return -1;
	if (applied + made + columns == 0)
		fprintf(progress, "nothing to do\n");
	return 0;
}

/* Asks again and again, as the client's time-out is shorter than patience. */
static int
lock(struct db *db)
{
	const struct timespec pause = { .tv_nsec = 100 * 1000 * 1000 };
	int64_t locked;
	int tries;

	for (tries = 0; tries < PATIENCE; tries++) {
		locked = number(db, STATEMENT_MIGRATE_LOCK, NULL);
		if (locked != 0)
			return locked == 1 ? 0 : -1;
		nanosleep(&pause, NULL);
	}
	log_event(LOG_ERR, "migration_locked");
	return -1;
}

int
migrate_run(struct db *db, const struct conf_database *conf, FILE *progress)
{
	struct arena *arena;
	int result;

	if (lock(db) == -1)
		return -1;
	arena = arena_open(ARENA_LIMIT);
	result = run(db, conf, arena, progress);
	arena_close(&arena);
	db_rollback(db);
	/* If this fails the lock ends with the connection. */
	number(db, STATEMENT_MIGRATE_UNLOCK, NULL);
	return result;
}

int
migrate_pending(struct db *db, const struct conf_database *conf, FILE *told)
{
	const struct migration *migration = migrations;
	struct arena *arena = arena_open(ARENA_LIMIT);
	struct value *numbers = NULL;
	int64_t count = list_applied(db, arena, &numbers);
	int pending = 0, columns;

	for (; migration->number != 0; migration++)
		pending += !is_applied(migration, numbers, count);
	arena_close(&arena);
	/* Columns are added to a table that is there. */
	if (count == -1 || pending > 0)
		return count == -1 ? -1 : pending;
	if ((pending = tables_pending(db, conf, told)) == -1 ||
	    (columns = profile_pending(db, conf)) == -1)
		return -1;
	return pending + columns;
}

/* 0, or -1, and db_error may say why. */
static int
run_logged(struct db *db, const struct conf_database *conf)
{
	char *made = NULL;
	size_t length;
	FILE *stream = open_memstream(&made, &length);
	int result;

	if (stream == NULL)
		abort();
	result = migrate_run(db, conf, stream);
	fclose(stream);
	log_lines(LOG_NOTICE, "migrated", "what", made);
	free(made);
	return result;
}

void
migrate_at_start(const struct conf *conf)
{
	struct db *db;
	int pending;

	if (!conf->migrate_at_start)
		return;
	db = db_open(&conf->database);
	pending = migrate_pending(db, &conf->database, NULL);
	if (pending == -1 ||
	    (pending > 0 && run_logged(db, &conf->database) == -1))
		log_event(LOG_ERR, "migration_failed",
		    log_text("reason", db_error(db)));
	db_close(&db);
}
