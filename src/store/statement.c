#include "store/statement.h"

#include <assert.h>
#include <stddef.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "conf/column.h"
#include "conf/conf.h"

#define NULL_SIZE 4	/* of null */

/* A row that is being filled in: what is left of it, and what there is. */
struct filling {
	const struct conf_database *conf;
	bool		 wants_columns;
	struct arena	*arena;
	const char	*sql;
	const char	*letters;	/* of parameters */
	struct buf	 sql_r;
	struct buf	 letters_r;
};

#define OF(member)	offsetof(struct conf_database, member)

/* What names mean, and what stands for columns that a table can lack. */
/* clang-format off */
static const struct name {
	const char	*name;
	size_t		 member;
	const char	*otherwise;
} names[] = {
	{ "user",		OF(accounts.table),	   NULL },
	{ "id",			OF(accounts.id),	   NULL },
	{ "username",		OF(accounts.username),	   NULL },
	{ "email",		OF(accounts.email),	   NULL },
	{ "password",		OF(accounts.password),	   NULL },
	{ "first_name",		OF(accounts.first_name),   "''" },
	{ "last_name",		OF(accounts.last_name),	   "''" },
	{ "last_login",		OF(accounts.last_login),   "NULL" },
	{ "is_active",		OF(accounts.is_active),	   "1" },
	{ "is_staff",		OF(accounts.is_staff),	   "0" },
	{ "is_superuser",	OF(accounts.is_superuser), "0" },
	{ "date_joined",	OF(accounts.date_joined),  "NULL" },
	{ "token_table",	OF(token_table),	   NULL },
	{ "outstanding_table",	OF(outstanding_table),	   NULL },
	{ "blacklist_table",	OF(blacklist_table),	   NULL },
	{ "session_table",	OF(session_table),	   NULL },
};
/* clang-format on */

static const struct name *
find_name(const char *text, size_t length)
{
	size_t i = 0;

	while (strlen(names[i].name) != length ||
	    strncmp(names[i].name, text, length) != 0) {
		i++;
		assert(i < sizeof(names) / sizeof(names[0]));
	}
	return &names[i];
}

/* What it is called in this database; "" if it has no such column. */
static const char *
called(const struct filling *filling, const struct name *name)
{
	return *(const char *const *)
	    ((const char *)filling->conf + name->member);
}

static bool
has_uuids(const struct filling *filling)
{
	return strcmp(filling->conf->accounts.id_type, "uuid") == 0;
}

/* One letter of the row's, for a parameter that is sent, or for none. */
static void
take_letter(struct filling *filling, bool is_sent)
{
	char letter = *filling->letters++;

	assert(letter != '\0' && letter != '*');
	if (letter == 'k' && has_uuids(filling))
		letter = 'u';
	buf_char(&filling->letters_r, is_sent ? letter : '-');
}

static char
alias(const struct conf_column *column)
{
	return column_is_in_profile(column) ? 'f' : 'u';
}

static void
add_column(struct filling *filling, const struct conf_column *column)
{
	buf_printf(&filling->sql_r, ", %c.`%s`", alias(column), column->sql);
}

/* MySQL quotes nothing but texts. */
static void
add_length(struct filling *filling, const struct conf_column *column)
{
	buf_printf(&filling->sql_r, " + %zu + COALESCE(LENGTH(JSON_QUOTE("
	    "CAST(%c.`%s` AS CHAR))), %d)",
	    strlen(column->name) + strlen("\"\":,"), alias(column),
	    column->sql, NULL_SIZE);
}

static void
add_change(struct filling *filling, const struct conf_column *column)
{
	if (column->is_own)
		return;
	buf_printf(&filling->sql_r, ", %c.`%s` = IF(?, ?, %c.`%s`)",
	    alias(column), column->sql, alias(column), column->sql);
	buf_text(&filling->letters_r, "it");
}

static void
add_join(struct filling *filling, const struct conf_column *column)
{
	if (column_is_in_profile(column) &&
	    strstr(filling->sql_r.text, " f ON ") == NULL)
		buf_printf(&filling->sql_r, " LEFT JOIN portress_profile f "
		    "ON f.user_id = u.`%s`", filling->conf->accounts.id);
}

static bool
begins_now(const struct conf_column *column)
{
	return column->initial != NULL && strncmp(column->type, "date", 4) == 0
	    && strcmp(column->initial, "now") == 0;
}

static bool
is_assigned(const struct filling *filling, const char *column)
{
	return strstr(filling->sql_r.text, arena_printf(filling->arena,
	    "`%s` = ", column)) != NULL;
}

/*
 * What of its two parameters is sent. In an INSERT a column without a value yet
 * is its default, and empty where it may not be NULL and has none: there
 * DEFAULT() would fail.
 */
static const char *
begin_column(struct filling *filling, const struct conf_column *column)
{
	if (column->is_own || column_is_in_profile(column) ||
	    is_assigned(filling, column->sql))
		return "--";
	buf_printf(&filling->sql_r, ", `%s` = ", column->sql);
	if (begins_now(column)) {
		buf_text(&filling->sql_r, "UTC_TIMESTAMP(6)");
		return "--";
	}
	if (column->initial != NULL) {
		buf_text(&filling->sql_r, "?");
		return "-t";
	}
	buf_printf(&filling->sql_r, "IF(?, ?, `%s`)", column->sql);
	return "it";
}

static void
add_initial(struct filling *filling, const struct conf_column *column)
{
	buf_text(&filling->letters_r, begin_column(filling, column));
}

static const struct gap {
	const char	*text;
	bool		 has_parameters;
	bool		 is_needed;	/* also if columns are not wanted */
	void		(*add)(struct filling *filling,
			    const struct conf_column *column);
} gaps[] = {
	{ "columns",  false, false, add_column },
	{ "lengths",  false, false, add_length },
	{ "profile",  false, false, add_join },
	{ "changes",  true,  false, add_change },
	{ "initials", true,  true,  add_initial },
};

static const struct gap *
find_gap(const char *text, size_t length)
{
	size_t i;

	for (i = 0; i < sizeof(gaps) / sizeof(gaps[0]); i++)
		if (strlen(gaps[i].text) == length &&
		    strncmp(gaps[i].text, text, length) == 0)
			return &gaps[i];
	return NULL;
}

static void
fill_gap(struct filling *filling, const struct gap *gap)
{
	size_t i;

	if (gap->has_parameters) {
		assert(*filling->letters == '*');
		filling->letters++;
	}
	if (!filling->wants_columns && !gap->is_needed)
		return;
	for (i = 0; i < filling->conf->column_count; i++)
		gap->add(filling, &filling->conf->columns[i]);
}

/* The database gives numbers of itself. */
static bool
is_set(struct filling *filling, const struct name *name)
{
	const char *column = called(filling, name);

	if (column[0] == '\0' ||
	    (strcmp(name->name, "id") == 0 && !has_uuids(filling)))
		return false;
	return !is_assigned(filling, column);
}

/* "name = x" */
static void
fill_assignment(struct filling *filling, const char *text, size_t length)
{
	size_t size = strcspn(text, " ");
	const struct name *name = find_name(text, size);
	bool there = is_set(filling, name);

	if (there)
		buf_printf(&filling->sql_r, ", `%s`%.*s",
		    called(filling, name), (int)(length - size), text + size);
	if (memchr(text, '?', length) != NULL)
		take_letter(filling, there);
}

/* "u.name", or "name" */
static void
fill_name(struct filling *filling, const char *text, size_t length)
{
	size_t alias_length = strncmp(text, "u.", 2) == 0 ? 2 : 0;
	const struct name *name = find_name(text + alias_length,
	    length - alias_length);
	const char *word = called(filling, name);

	if (word[0] != '\0')
		buf_printf(&filling->sql_r, "%.*s`%s`", (int)alias_length,
		    text, word);
	else
		buf_text(&filling->sql_r, name->otherwise);
}

/* What stands in braces. */
static void
fill(struct filling *filling, const char *text, size_t length)
{
	const struct gap *gap = find_gap(text, length);

	if (gap != NULL)
		fill_gap(filling, gap);
	else if (strncmp(text, ", ", 2) == 0)
		fill_assignment(filling, text + 2, length - 2);
	else
		fill_name(filling, text, length);
}

static void
fill_sql(struct filling *filling)
{
	const char *at = filling->sql;

	while (*at != '\0') {
		if (*at == '{') {
			size_t length = strcspn(at + 1, "}");

			fill(filling, at + 1, length);
			at += length + 2;
			continue;
		}
		if (*at == '?')
			take_letter(filling, true);
		buf_char(&filling->sql_r, *at++);
	}
	assert(*filling->letters == '\0');
}

/* The letters of a result, with those of the columns for a star. */
static const char *
fill_columns(struct filling *filling, const char *letters)
{
	size_t count = filling->wants_columns ?
	    filling->conf->column_count : 0, i;
	struct buf all;

	buf_open(&all, filling->arena);
	for (; *letters != '\0'; letters++)
		if (*letters == '*')
			for (i = 0; i < count; i++)
				buf_char(&all, 't');
		else if (*letters == 'k' && has_uuids(filling))
			buf_char(&all, 'u');
		else
			buf_char(&all, *letters);
	return all.text;
}

struct prepared_row
statement_fill_in(struct arena *arena, const struct conf_database *conf,
    bool wants_columns, const struct prepared_row *row)
{
	struct filling filling = { .conf = conf, .arena = arena,
	    .wants_columns = wants_columns,
	    .sql = row->sql, .letters = row->parameters };
	struct prepared_row filled = *row;

	buf_open(&filling.sql_r, arena);
	buf_open(&filling.letters_r, arena);
	fill_sql(&filling);
	filled.sql = filling.sql_r.text;
	filled.parameters = filling.letters_r.text;
	filled.columns = fill_columns(&filling, row->columns);
	return filled;
}
