/*
 * tables: what stands beside the accounts, in a database that may be Django's.
 *
 * There Portress makes nothing but tables called portress_..., and those hold
 * an account's id in the type that the accounts' table has it in, as a join of
 * two types would use no key. A part of migrate.
 */
#ifndef PORTRESS_STORE_TABLES_H
#define PORTRESS_STORE_TABLES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

struct conf_database;
struct db;

/* A table beside the accounts that the configuration names. */
struct table {
	const char	*setting;	/* of the block database; NULL ends them */
	size_t		 member;	/* of struct conf_database */
	const char	*theirs, *ours;	/* what Django calls it, and we */
	const char	*sql;		/* makes it; %s: its name, an id's type */
};

extern const struct table tables[];

/* What the configuration calls it. */
const char	*tables_name(const struct table *table,
		    const struct conf_database *conf);

/*
 * Whether others make the tables that Django has: its own migrations were
 * here, or the accounts are in another table than Django's usual one.
 * 1, 0, or -1.
 */
int	tables_are_djangos(struct db *db, const struct conf_database *conf)
	    __attribute__((warn_unused_result));
/* Whether a statement of schema/ is about a table that is always ours. */
bool	tables_is_ours(const char *sql);
/*
 * Makes tables of the configuration that are called portress_..., and what
 * ids are in; a line each on `progress`, also on what is for others to do.
 * How many changes there were, or -1.
 */
int	tables_migrate(struct db *db, const struct conf_database *conf,
	    FILE *progress) __attribute__((warn_unused_result));
/*
 * How many there would be, or -1; a line each on `told`, which may be NULL, on
 * what is for others to do, among them.
 */
int	tables_pending(struct db *db, const struct conf_database *conf,
	    FILE *told) __attribute__((warn_unused_result));

#endif
