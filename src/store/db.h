/*
 * db: one connection to MySQL or MariaDB, and its prepared statements.
 *
 * The only module that knows mysql.h, with its parts link (connecting) and
 * prepared (one statement). All SQL stands in statements.def; a statement is
 * prepared when it is first used and kept with the connection.
 *
 * The first statement that writes (or locks) opens a transaction, which
 * db_commit or db_rollback ends; after -1 within it, all but db_rollback
 * fails. The connection is made when it is first
 * needed, and again after it was lost. Isolation is READ COMMITTED, time is
 * UTC, sql_mode is strict, LOCAL INFILE is off.
 *
 * Errors are logged here, once. After -1, db_may_retry tells whether running
 * the whole call again can help: the transaction was rolled back (1213, 1205,
 * also at COMMIT; by the server, and by our ROLLBACK in any case), or the
 * connection was lost before COMMIT was sent (2006, 2013), so nothing was
 * written. But a server that gave no answer in time is not asked again.
 * See "InnoDB Error Handling" and "Server Error Message Reference" of the
 * MySQL manual.
 */
#ifndef PORTRESS_STORE_DB_H
#define PORTRESS_STORE_DB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct conf_database;
struct db;

enum statement {
#define STATEMENT(name, parameters, columns, kind, sql) STATEMENT_##name,
#include "store/statements.def"
#undef STATEMENT
	STATEMENT_COUNT
};

/* A parameter or a column. Dates travel as text. */
struct value {
	const char	*text;		/* of a text; NULL is SQL's NULL ... */
	size_t		 length;
	int64_t		 number;	/* ... unless this is a number */
	bool		 is_number;
};

static inline struct value
value_number(int64_t number)
{
	return (struct value){ .number = number, .is_number = true };
}

struct value	value_text(const char *text);	/* NULL gives NULL */

#define VALUES(...) ((const struct value[]){ __VA_ARGS__ })

/*
 * What db_run returns besides -1, and the transaction can go on: a unique key
 * has the value already; a row cannot go, as others refer to it (of a REMOVAL
 * alone); or a column cannot hold what it is given (of an ENTRY): too long, out
 * of its range, of another character set, or against a check or a foreign key.
 */
#define DB_DUPLICATE	(-2)
#define DB_REFERENCED	(-3)
#define DB_MISFIT	(-4)

/*
 * Does not connect yet; keeps the pointer, also to the columns of the user.
 * The caller owns it.
 */
struct db	*db_open(const struct conf_database *conf);
void		 db_close(struct db **db);

/*
 * Whether accounts are read with the columns that the configuration declares,
 * and those can be written; at first they are not. Who needs none is not to pay
 * for them.
 */
void		 db_use_columns(struct db *db, bool wanted);

/*
 * Runs a statement that returns no rows.
 * The number of rows matched (CLIENT_FOUND_ROWS: also those that had the
 * value before), DB_DUPLICATE, DB_REFERENCED, DB_MISFIT, or -1.
 */
int64_t		 db_run(struct db *db, enum statement statement,
		    const struct value *values)
		    __attribute__((warn_unused_result));
/*
 * The same of SQL that was made of the configuration's names, with one
 * parameter, an account's id. For what is rare: it is prepared for this once.
 */
int64_t		 db_run_made(struct db *db, const char *name, const char *sql,
		    const char *id) __attribute__((warn_unused_result));
/* The AUTO_INCREMENT id of the last INSERT by db_run. */
int64_t		 db_last_id(const struct db *db);
/*
 * The first row of a SELECT; texts are copied to the arena, which may be NULL
 * where there are none.
 * 1, 0 if there is none, or -1.
 */
int		 db_find(struct db *db, struct arena *arena,
		    enum statement statement, const struct value *values,
		    struct value *columns_r)
		    __attribute__((warn_unused_result));
/*
 * All rows, one after the other in one array of rows * columns values.
 * The number of rows, or -1.
 */
int64_t		 db_list(struct db *db, struct arena *arena,
		    enum statement statement, const struct value *values,
		    struct value **columns_r)
		    __attribute__((warn_unused_result));

/* How many columns a statement has. */
size_t		 db_width(const struct db *db, enum statement statement);

/* 0 also if no transaction is open; -1: it did not happen or may not have. */
int		 db_commit(struct db *db) __attribute__((warn_unused_result));
void		 db_rollback(struct db *db);
/* After -1: whether running the call again can help. Forgets the trouble. */
bool		 db_may_retry(struct db *db);
/* Whether a table or a column was missing. Forgets it. */
bool		 db_has_missed(struct db *db);

/*
 * What another transaction did meanwhile has taken the ground from under this
 * call: it may be retried. Always -1.
 */
int		 db_overtaken(struct db *db);
/* For migrate only: runs SQL text that cannot be prepared. 0 or -1. */
int		 db_script(struct db *db, const char *sql)
		    __attribute__((warn_unused_result));
/* Prepares every statement: a missing table or column shows now. 0 or -1. */
int		 db_check(struct db *db) __attribute__((warn_unused_result));
/* The server's version, or NULL; the last error. For people. */
const char	*db_server(struct db *db);
const char	*db_error(const struct db *db);

#endif
