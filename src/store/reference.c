#include "store/reference.h"

#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/buf.h"
#include "conf/conf.h"
#include "store/db.h"

#define ARENA_LIMIT	((size_t)64 * 1024)

/*
 * "item.order_id=order.id.user_id" in two: rows of item, whose order_id is the
 * id of rows of order, whose user_id is the account's.
 */
struct step {
	const char	*table;
	const char	*key;		/* what the step before names; or NULL */
	const char	*column;	/* what names the next one's */
};

struct reference {
	struct step	 steps[REFERENCE_STEPS];
	size_t		 count;
};

/* A part of the text, up to one of those signs; behind it the text goes on. */
static const char *
take(struct arena *arena, const char **text, const char *signs)
{
	size_t length = strcspn(*text, signs);
	const char *part = arena_copy(arena, *text, length);

	*text += length + ((*text)[length] != '\0');
	return part;
}

static struct reference
parse(struct arena *arena, const char *text)
{
	struct reference reference = { .count = 0 };

	while (*text != '\0') {
		struct step *step = &reference.steps[reference.count];

		step->table = take(arena, &text, ".");
		if (reference.count++ > 0)
			step->key = take(arena, &text, ".");
		step->column = take(arena, &text, "=");
	}
	return reference;
}

/* 1, 0 or -1. */
static int
has_column(struct db *db, const char *table, const char *column)
{
	struct value count;

	if (db_find(db, NULL, STATEMENT_REFERENCE_COUNT,
	    VALUES(value_text(table), value_text(column)), &count) != 1)
		return -1;
	return count.number > 0;
}

static int
is_there(struct db *db, const struct reference *reference)
{
	size_t i;
	int there = 1;

	for (i = 0; i < reference->count && there == 1; i++) {
		const struct step *step = &reference->steps[i];

		there = has_column(db, step->table, step->column);
		if (there == 1 && step->key != NULL)
			there = has_column(db, step->table, step->key);
	}
	return there;
}

/* A join: with a subquery servers look at every row of the first table. */
static void
write_tables(struct buf *sql, const struct reference *reference)
{
	size_t i;

	buf_printf(sql, "`%s` a0", reference->steps[0].table);
	for (i = 1; i < reference->count; i++)
		buf_printf(sql, " JOIN `%s` a%zu ON a%zu.`%s` = a%zu.`%s`",
		    reference->steps[i].table, i, i - 1,
		    reference->steps[i - 1].column, i,
		    reference->steps[i].key);
}

static const char *
write_sql(struct arena *arena, const struct reference *reference,
    bool deletes)
{
	size_t last = reference->count - 1;
	struct buf sql;

	buf_open(&sql, arena);
	buf_text(&sql, deletes ? "DELETE a0 FROM " : "UPDATE ");
	write_tables(&sql, reference);
	if (!deletes)
		buf_printf(&sql, " SET a0.`%s` = NULL",
		    reference->steps[0].column);
	buf_printf(&sql, " WHERE a%zu.`%s` = ?", last,
	    reference->steps[last].column);
	return sql.text;
}

static int
end(struct db *db, const char *text, bool deletes, const char *id)
{
	struct arena *arena = arena_open(ARENA_LIMIT);
	struct reference reference = parse(arena, text);
	int result = is_there(db, &reference);

	if (result == 1)
		result = (int)db_run_made(db, "REFERENCE", write_sql(arena,
		    &reference, deletes), id);
	arena_close(&arena);
	return result > 0 ? 0 : result;
}

static int
end_each(struct db *db, const char *const *references, bool deletes,
    const char *id)
{
	int result = 0;

	for (; *references != NULL && result == 0; references++)
		result = end(db, *references, deletes, id);
	return result;
}

int
reference_end_all(struct db *db, const struct conf_user *conf,
    const char *id)
{
	int result = end_each(db, conf->set_null, false, id);

	return result != 0 ? result : end_each(db, conf->cascade, true, id);
}

int
reference_strays(struct db *db, struct arena *arena,
    const struct conf_user *conf, const char *text, const char **table_r)
{
	struct reference reference = parse(arena, text);
	struct value named;
	size_t i;
	int found = 0;

	for (i = 0; i < reference.count && found != -1; i++) {
		const struct step *step = &reference.steps[i];
		const char *table = i + 1 < reference.count ?
		    step[1].table : conf->table;

		found = db_find(db, arena, STATEMENT_REFERENCE_NAMES,
		    VALUES(value_text(step->table), value_text(step->column)),
		    &named);
		if (found != 1 || strcasecmp(named.text, table) == 0)
			continue;
		*table_r = named.text;
		return 1;
	}
	return found == -1 ? -1 : 0;
}
