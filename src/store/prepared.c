#include "store/prepared.h"

#include <assert.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
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
};

struct prepared {
	MYSQL_STMT	*stmt;
	const char	*parameters;
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
	for (i = 0; i < columns; i++)
		if (row->columns[i] == 't')
			prepared->cells[i].text =
			    prepared->texts + i * TEXT_SIZE;
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
	assert(mysql_stmt_param_count(prepared->stmt) ==
	    strlen(row->parameters));
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

static void
bind_value(MYSQL_BIND *bind, char type, const struct value *value)
{
	assert(value->is_number == (type == 'i') ||
	    (value->text == NULL && !value->is_number));
	/* The library reads parameters only, though it does not say so. */
	if (value->is_number) {
		bind->buffer_type = MYSQL_TYPE_LONGLONG;
		bind->buffer = (void *)(uintptr_t)&value->number;
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

int
prepared_run(struct prepared *prepared, const struct value *values,
    struct fault *fault_r)
{
	MYSQL_BIND binds[PREPARED_PARAMETERS];
	size_t i, count = strlen(prepared->parameters);

	memset(binds, 0, count * sizeof(binds[0]));
	for (i = 0; i < count; i++)
		bind_value(&binds[i], prepared->parameters[i], &values[i]);
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

static int
fetch_cell(struct prepared *prepared, unsigned int column,
    struct arena *arena, struct value *value_r)
{
	struct cell *cell = &prepared->cells[column];

	*value_r = (struct value){ .text = NULL };
	if (cell->is_null)
		return 0;
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
