#include "store/prepared.h"

#include <assert.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/codec.h"
#include "base/secret.h"
#include "store/db.h"

#ifndef MARIADB_BASE_VERSION
#define my_bool bool
#endif

/* Longer texts are rare; they are fetched again, into the arena. */
#define TEXT_SIZE	512

/* Where the client library leaves a column of the present row. */
struct cell {
	int64_t		 number;
	char		*text;		/* NULL: it is a number */
	unsigned long	 length;
	my_bool		 is_null;
	char		 letter;
};

/* An account's id, as the database has it. */
union id {
	int64_t		 number;
	char		 digits[CODEC_UUID_DIGITS];
};

struct prepared {
	MYSQL_STMT	*stmt;
	const char	*parameters;
	union id	 ids[PREPARED_IDS];
	size_t		 columns;
	char		*texts;		/* what the cells point to */
	struct cell	 cells[];
};

static void
take_fault(const struct prepared *prepared, struct fault *fault_r)
{
	fault_set(fault_r, mysql_stmt_errno(prepared->stmt),
	    mysql_stmt_error(prepared->stmt));
}

static struct prepared *
make(MYSQL *link, const struct prepared_row *row)
{
	size_t i, columns = strlen(row->columns);
	struct prepared *prepared;

	assert(columns <= PREPARED_COLUMNS);
	assert(strlen(row->parameters) <= PREPARED_PARAMETERS);
	prepared = calloc(1,
	    sizeof(*prepared) + columns * sizeof(prepared->cells[0]));
	if (prepared == NULL ||
	    (prepared->texts = malloc(columns * TEXT_SIZE + 1)) == NULL ||
	    (prepared->stmt = mysql_stmt_init(link)) == NULL)
		abort();
	prepared->parameters = row->parameters;
	prepared->columns = columns;
	for (i = 0; i < columns; i++) {
		prepared->cells[i].letter = row->columns[i];
		if (row->columns[i] == 't' || row->columns[i] == 'u')
			prepared->cells[i].text =
			    prepared->texts + i * TEXT_SIZE;
	}
	return prepared;
}

static int
bind_result(struct prepared *prepared)
{
	MYSQL_BIND binds[PREPARED_COLUMNS];
	size_t i;

	if (prepared->columns == 0)
		return 0;
	memset(binds, 0, sizeof(binds));
	for (i = 0; i < prepared->columns; i++) {
		struct cell *cell = &prepared->cells[i];
		bool is_text = cell->text != NULL;

		binds[i].buffer_type =
		    is_text ? MYSQL_TYPE_STRING : MYSQL_TYPE_LONGLONG;
		binds[i].buffer =
		    is_text ? (void *)cell->text : (void *)&cell->number;
		binds[i].buffer_length =
		    is_text ? TEXT_SIZE : sizeof(cell->number);
		binds[i].length = &cell->length;
		binds[i].is_null = &cell->is_null;
	}
	return mysql_stmt_bind_result(prepared->stmt, binds) ? -1 : 0;
}

/* How many of the parameters are sent. */
static size_t
count_sent(const char *parameters)
{
	size_t count = 0;

	for (; *parameters != '\0'; parameters++)
		count += *parameters != '-';
	return count;
}

static bool
is_id(char letter)
{
	return letter == 'k' || letter == 'u';
}

static bool
is_integer(enum enum_field_types type)
{
	return type == MYSQL_TYPE_TINY || type == MYSQL_TYPE_SHORT ||
	    type == MYSQL_TYPE_INT24 || type == MYSQL_TYPE_LONG ||
	    type == MYSQL_TYPE_LONGLONG;
}

/*
 * Servers make numbers of texts by what they begin with, so that many texts
 * would be one and the same id; and a longer text may spell a UUID in two ways.
 */
static bool
can_be_id(char letter, enum enum_field_types type)
{
	if (letter == 'u')
		return type == MYSQL_TYPE_STRING;
	return letter != 'k' || is_integer(type);
}

/* Whether ids are what they are said to be. */
static bool
has_such_ids(const struct prepared *prepared)
{
	MYSQL_RES *result = mysql_stmt_result_metadata(prepared->stmt);
	bool fits = true;
	size_t i;

	for (i = 0; i < prepared->columns; i++)
		fits = fits && can_be_id(prepared->cells[i].letter,
		    mysql_fetch_field_direct(result, (unsigned int)i)->type);
	if (result != NULL)
		mysql_free_result(result);
	return fits;
}

struct prepared *
prepared_open(MYSQL *link, const struct prepared_row *row,
    struct fault *fault_r)
{
	struct prepared *prepared = make(link, row);

	if (mysql_stmt_prepare(prepared->stmt, row->sql, strlen(row->sql)) ||
	    bind_result(prepared) == -1) {
		take_fault(prepared, fault_r);
		prepared_close(&prepared);
		return NULL;
	}
	if (!has_such_ids(prepared)) {
		fault_set(fault_r, 0, "ids are not of the type that the block "
		    "user says (id_type)");
		prepared_close(&prepared);
		return NULL;
	}
	assert(mysql_stmt_param_count(prepared->stmt) ==
	    count_sent(row->parameters));
	assert(mysql_stmt_field_count(prepared->stmt) == prepared->columns);
	return prepared;
}

void
prepared_close(struct prepared **prepared)
{
	if (*prepared == NULL)
		return;
	mysql_stmt_close((*prepared)->stmt);
	free((*prepared)->texts);
	free(*prepared);
	*prepared = NULL;
}

/* What the database has for an id; what can be none is NULL, and nobody's. */
static struct value
take_id(union id *id, char letter, const char *text)
{
	if (text != NULL && letter == 'k' &&
	    codec_decimal_read(&id->number, text) == 0)
		return value_number(id->number);
	if (text != NULL && letter == 'u' &&
	    codec_uuid_read(id->digits, text) == 0)
		return value_text(id->digits);
	return value_text(NULL);
}

/* The library reads parameters only, though it does not say so. */
static void
bind_number(MYSQL_BIND *bind, const int64_t *number)
{
	bind->buffer_type = MYSQL_TYPE_LONGLONG;
	bind->buffer = (void *)(uintptr_t)number;
}

static void
bind_value(MYSQL_BIND *bind, char type, const struct value *value)
{
	assert(value->is_number == (type == 'i') ||
	    (value->text == NULL && !value->is_number));
	if (value->is_number) {
		bind_number(bind, &value->number);
		return;
	}
	if (value->text == NULL) {
		bind->buffer_type = MYSQL_TYPE_NULL;
		return;
	}
	bind->buffer_type = MYSQL_TYPE_STRING;
	bind->buffer = (void *)(uintptr_t)value->text;
	bind->buffer_length = value->length;
}

static void
bind_id(struct prepared *prepared, size_t number, MYSQL_BIND *bind,
    char letter, const struct value *value)
{
	union id *id = &prepared->ids[number];
	struct value taken;

	assert(number < PREPARED_IDS && !value->is_number);
	taken = take_id(id, letter, value->text);
	if (taken.is_number)
		bind_number(bind, &id->number);
	else
		bind_value(bind, 't', &taken);
}

/* How many are sent. */
static size_t
bind_values(struct prepared *prepared, MYSQL_BIND *binds,
    const struct value *values)
{
	const char *letters = prepared->parameters;
	size_t count = 0, ids = 0, i;

	for (i = 0; letters[i] != '\0'; i++)
		if (is_id(letters[i]))
			bind_id(prepared, ids++, &binds[count++], letters[i],
			    &values[i]);
		else if (letters[i] != '-')
			bind_value(&binds[count++], letters[i], &values[i]);
	return count;
}

int
prepared_run(struct prepared *prepared, const struct value *values,
    struct fault *fault_r)
{
	MYSQL_BIND binds[PREPARED_PARAMETERS];
	size_t count = strlen(prepared->parameters);

	memset(binds, 0, count * sizeof(binds[0]));
	count = bind_values(prepared, binds, values);
	if ((count > 0 && mysql_stmt_bind_param(prepared->stmt, binds)) ||
	    mysql_stmt_execute(prepared->stmt)) {
		take_fault(prepared, fault_r);
		return -1;
	}
	return 0;
}

/* A text that did not fit into its cell. */
static int
fetch_long(struct prepared *prepared, unsigned int column,
    struct arena *arena, struct value *value_r)
{
	MYSQL_BIND bind;

	memset(&bind, 0, sizeof(bind));
	bind.buffer_type = MYSQL_TYPE_STRING;
	bind.buffer = arena_alloc(arena, value_r->length + 1);
	bind.buffer_length = value_r->length;
	value_r->text = bind.buffer;
	return mysql_stmt_fetch_column(prepared->stmt, &bind, column, 0) ?
	    -1 : 0;
}

/* As the world sees it: a number, or a UUID with hyphens. */
static struct value
show_id(const struct cell *cell, struct arena *arena)
{
	char digits[CODEC_UUID_DIGITS], *text;

	if (cell->letter == 'k')
		return value_text(arena_printf(arena, "%lld",
		    (long long)cell->number));
	text = arena_copy(arena, cell->text,
	    cell->length < TEXT_SIZE ? cell->length : TEXT_SIZE);
	if (codec_uuid_read(digits, text) == -1)
		return value_text(text);
	text = arena_alloc(arena, CODEC_UUID_SIZE);
	codec_uuid(text, digits);
	return value_text(text);
}

static int
fetch_cell(struct prepared *prepared, unsigned int column,
    struct arena *arena, struct value *value_r)
{
	struct cell *cell = &prepared->cells[column];

	*value_r = (struct value){ .text = NULL };
	if (cell->is_null)
		return 0;
	if (is_id(cell->letter)) {
		*value_r = show_id(cell, arena);
		return 0;
	}
	if (cell->text == NULL) {
		*value_r = value_number(cell->number);
		return 0;
	}
	value_r->length = cell->length;
	if (cell->length > TEXT_SIZE) {
		secret_wipe(cell->text, TEXT_SIZE);
		return fetch_long(prepared, column, arena, value_r);
	}
	value_r->text = arena_copy(arena, cell->text, cell->length);
	/* Hashes and keys pass through here, too. */
	secret_wipe(cell->text, cell->length);
	return 0;
}

int
prepared_fetch(struct prepared *prepared, struct arena *arena,
    struct value *columns_r, struct fault *fault_r)
{
	unsigned int i;
	int result = mysql_stmt_fetch(prepared->stmt);

	if (result == MYSQL_NO_DATA)
		return 0;
	if (result != 0 && result != MYSQL_DATA_TRUNCATED)
		goto fault;
	for (i = 0; i < prepared->columns; i++)
		if (fetch_cell(prepared, i, arena, &columns_r[i]) == -1)
			goto fault;
	return 1;

fault:
	take_fault(prepared, fault_r);
	return -1;
}

void
prepared_finish(struct prepared *prepared)
{
	mysql_stmt_free_result(prepared->stmt);
}

int64_t
prepared_changed(const struct prepared *prepared)
{
	return (int64_t)mysql_stmt_affected_rows(prepared->stmt);
}

int64_t
prepared_last_id(const struct prepared *prepared)
{
	return (int64_t)mysql_stmt_insert_id(prepared->stmt);
}
