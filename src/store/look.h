/*
 * look: what stands in a database that others have made, for people who set
 * Portress up. Nothing is changed.
 */
#ifndef PORTRESS_STORE_LOOK_H
#define PORTRESS_STORE_LOOK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct db;
struct value;

struct look_column {
	const char	*name;
	const char	*type;		/* "varchar", "char", "bigint", "uuid" */
	int64_t		 length;	/* in characters; 0: it is no text */
	bool		 is_nullable;
	bool		 has_default;	/* or the database gives a number */
	bool		 is_key;	/* part of the primary key */
	bool		 is_unique;	/* by itself */
};

/* A foreign key that names rows of the table of accounts. */
struct look_reference {
	const char	*table, *column;
	const char	*name;		/* "TABLE.COLUMN" */
	bool		 is_nullable;
	/* The database itself deletes the row or sets NULL. */
	bool		 is_settled;
};

struct look {
	const char		**tables;	/* ended by NULL */
	struct look_column	 *columns;	/* of the table of accounts */
	size_t			  column_count;	/* 0: it is not there */
	struct look_reference	 *references;
	size_t			  reference_count;
};

/* All of it. Lives in the arena. 0 or -1. */
int		 look_read(struct db *db, struct arena *arena,
		    const char *accounts, struct look *look_r)
		    __attribute__((warn_unused_result));
bool		 look_has_table(const struct look *look, const char *name);
/* Or NULL. */
const struct look_column *look_column(const struct look *look,
		    const char *name);
/* Whether a Django has made tables there. */
bool		 look_is_django(const struct look *look);
/* Whether Portress takes care of the rows of a table itself. */
bool		 look_is_ours(const char *table);

/*
 * Whether a table is of an engine that has no transactions: 1, and which; 0; or
 * -1.
 */
int		 look_engine(struct db *db, struct arena *arena,
		    const char *table, const char **engine_r)
		    __attribute__((warn_unused_result));
/*
 * A table, other than that of the accounts, that looks as if accounts were
 * there, while that has none: 1; 0 if there is none; or -1.
 */
int		 look_elsewhere(struct db *db, struct arena *arena,
		    const char *accounts, const char **table_r)
		    __attribute__((warn_unused_result));
/*
 * What the sessions hold that expire last, up to `count` of them, each no
 * longer than `limit` characters: how many there are, or -1.
 */
int64_t		 look_sessions(struct db *db, struct arena *arena,
		    int64_t count, int64_t limit, struct value **data_r)
		    __attribute__((warn_unused_result));
/*
 * The kind and, if it has such, the rounds of the newest account's hash by
 * PBKDF2: 1; 0 if there is none; or -1. The kind lives in the arena.
 */
int		 look_rounds(struct db *db, struct arena *arena,
		    const char **kind_r, int64_t *rounds_r)
		    __attribute__((warn_unused_result));

#endif
