#include "store/statement.h"

#include <assert.h>
#include <stdbool.h>
#include <string.h>

#include "base/buf.h"
#include "conf/conf.h"

#define NULL_SIZE 4	/* of null */

static bool
is_in_profile(const struct conf_column *column)
{
	return strcmp(column->table, "portress_profile") == 0;
}

/* The table's letter in statements.def. */
static char
alias(const struct conf_column *column)
{
	return is_in_profile(column) ? 'f' : 'u';
}

static void
add_column(struct buf *sql, const struct conf_column *column)
{
	buf_printf(sql, ", %c.`%s`", alias(column), column->name);
}

/* MySQL quotes nothing but texts. */
static void
add_length(struct buf *sql, const struct conf_column *column)
{
	buf_printf(sql, " + %zu + COALESCE(LENGTH(JSON_QUOTE("
	    "CAST(%c.`%s` AS CHAR))), %d)",
	    strlen(column->name) + strlen("\"\":,"), alias(column),
	    column->name, NULL_SIZE);
}

static void
add_change(struct buf *sql, const struct conf_column *column)
{
	if (!column->is_own)
		buf_printf(sql, ", %c.`%s` = IF(?, ?, %c.`%s`)",
		    alias(column), column->name, alias(column), column->name);
}

static void
add_join(struct buf *sql, const struct conf_column *column)
{
	if (is_in_profile(column) && strstr(sql->text, " f ON ") == NULL)
		buf_text(sql, " LEFT JOIN portress_profile f "
		    "ON f.user_id = u.id");
}

static const struct {
	const char	*text;
	void		(*add)(struct buf *sql,
			    const struct conf_column *column);
} gaps[] = {
	{ "{columns}",	add_column },
	{ "{lengths}",	add_length },
	{ "{changes}",	add_change },
	{ "{profile}",	add_join },
};

/* What stands at a brace is filled in; where the text goes on. */
static const char *
fill_gap(struct buf *sql, const struct conf_database *conf, const char *at)
{
	size_t i = 0, j;

	while (strncmp(at, gaps[i].text, strlen(gaps[i].text)) != 0) {
		i++;
		assert(i < sizeof(gaps) / sizeof(gaps[0]));
	}
	for (j = 0; j < conf->column_count; j++)
		gaps[i].add(sql, &conf->columns[j]);
	return at + strlen(gaps[i].text);
}

static const char *
fill_sql(struct arena *arena, const struct conf_database *conf,
    const char *text)
{
	struct buf sql;

	buf_open(&sql, arena);
	while (*text != '\0')
		if (*text == '{')
			text = fill_gap(&sql, conf, text);
		else
			buf_char(&sql, *text++);
	return sql.text;
}

/* The letters of types, with those of the columns for a star. */
static const char *
fill_types(struct arena *arena, const struct conf_database *conf,
    const char *types, const char *column)
{
	size_t own = strcspn(types, "*"), i;
	struct buf all;

	if (types[own] == '\0')
		return types;
	buf_open(&all, arena);
	buf_printf(&all, "%.*s", (int)own, types);
	for (i = 0; i < conf->column_count; i++)
		if (strcmp(column, "it") != 0 || !conf->columns[i].is_own)
			buf_text(&all, column);
	buf_text(&all, types + own + 1);
	return all.text;
}

struct prepared_row
statement_fill_in(struct arena *arena, const struct conf_database *conf,
    const struct prepared_row *row)
{
	struct prepared_row filled = *row;

	if (strchr(row->sql, '{') == NULL)
		return filled;
	filled.sql = fill_sql(arena, conf, row->sql);
	filled.parameters = fill_types(arena, conf, row->parameters, "it");
	filled.columns = fill_types(arena, conf, row->columns, "t");
	return filled;
}
