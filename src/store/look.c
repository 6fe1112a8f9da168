#include "store/look.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "store/db.h"

static int
read_tables(struct db *db, struct arena *arena, struct look *look)
{
	struct value *values = NULL;
	int64_t count = db_list(db, arena, STATEMENT_LOOK_TABLES, NULL,
	    &values), i;

	if (count == -1)
		return -1;
	look->tables = arena_alloc(arena,
	    ((size_t)count + 1) * sizeof(*look->tables));
	for (i = 0; i < count; i++)
		look->tables[i] = values[i].text;
	return 0;
}

static int
read_columns(struct db *db, struct arena *arena, const char *table,
    struct look *look)
{
	struct value *values = NULL, *row;
	int64_t count = db_list(db, arena, STATEMENT_LOOK_COLUMNS,
	    VALUES(value_text(table)), &values), i;

	if (count == -1)
		return -1;
	look->column_count = (size_t)count;
	look->columns = arena_alloc(arena,
	    ((size_t)count + 1) * sizeof(*look->columns));
	for (i = 0; i < count; i++) {
		row = values + i * 7;
		look->columns[i] = (struct look_column){
			row[0].text, row[1].text, row[2].number,
			row[3].number != 0, row[4].number != 0,
			row[5].number != 0, row[6].number != 0 };
	}
	return 0;
}

static bool
is_settled(const char *rule)
{
	return strcasecmp(rule, "CASCADE") == 0 ||
	    strcasecmp(rule, "SET NULL") == 0;
}

static int
read_references(struct db *db, struct arena *arena, const char *table,
    struct look *look)
{
	struct value *values = NULL, *row;
	int64_t count = db_list(db, arena, STATEMENT_LOOK_REFERENCES,
	    VALUES(value_text(table)), &values), i;

	if (count == -1)
		return -1;
	look->reference_count = (size_t)count;
	look->references = arena_alloc(arena,
	    ((size_t)count + 1) * sizeof(*look->references));
	for (i = 0; i < count; i++) {
		row = values + i * 4;
		look->references[i] = (struct look_reference){
			row[0].text, row[1].text,
			arena_printf(arena, "%s.%s", row[0].text, row[1].text),
			row[2].number != 0, is_settled(row[3].text) };
	}
	return 0;
}

int
look_read(struct db *db, struct arena *arena, const char *accounts,
    struct look *look_r)
{
	*look_r = (struct look){ 0 };
	if (read_tables(db, arena, look_r) == -1 ||
	    read_columns(db, arena, accounts, look_r) == -1 ||
	    read_references(db, arena, accounts, look_r) == -1)
		return -1;
	return 0;
}

bool
look_has_table(const struct look *look, const char *name)
{
	const char *const *table = look->tables;

	while (*table != NULL && strcmp(*table, name) != 0)
		table++;
	return *table != NULL;
}

const struct look_column *
look_column(const struct look *look, const char *name)
{
	size_t i;

	for (i = 0; i < look->column_count; i++)
		if (strcasecmp(look->columns[i].name, name) == 0)
			return &look->columns[i];
	return NULL;
}

bool
look_is_django(const struct look *look)
{
	return look_has_table(look, "django_migrations");
}

bool
look_is_ours(const char *table)
{
	return strncmp(table, "portress_", 9) == 0 ||
	    strcmp(table, "authtoken_token") == 0 ||
	    strncmp(table, "token_blacklist_", 16) == 0;
}

int
look_engine(struct db *db, struct arena *arena, const char *table,
    const char **engine_r)
{
	struct value engine;
	int found = db_find(db, arena, STATEMENT_LOOK_ENGINE,
	    VALUES(value_text(table)), &engine);

	if (found == 1)
		*engine_r = engine.text;
	return found;
}

int
look_elsewhere(struct db *db, struct arena *arena, const char *accounts,
    const char **table_r)
{
	struct value *tables = NULL, one;
	int found = db_find(db, NULL, STATEMENT_LOOK_ANYBODY, NULL, &one);
	int64_t count, i;

	if (found != 0)
		return found == 1 ? 0 : -1;
	if ((count = db_list(db, arena, STATEMENT_LOOK_ACCOUNTS, NULL,
	    &tables)) == -1)
		return -1;
	for (i = 0; i < count; i++)
		if (strcmp(tables[i].text, accounts) != 0) {
			*table_r = tables[i].text;
			return 1;
		}
	return 0;
}

int
look_rounds(struct db *db, struct arena *arena, const char **kind_r,
    int64_t *rounds_r)
{
	struct value values[2];
	int found = db_find(db, arena, STATEMENT_LOOK_ROUNDS, NULL, values);

	if (found == 1) {
		*kind_r = values[0].text;
		*rounds_r = strtoll(values[1].text, NULL, 10);
	}
	return found;
}

int64_t
look_sessions(struct db *db, struct arena *arena, int64_t count, int64_t limit,
    struct value **data_r)
{
	return db_list(db, arena, STATEMENT_LOOK_SESSIONS,
	    VALUES(value_number(limit), value_number(count)), data_r);
}
