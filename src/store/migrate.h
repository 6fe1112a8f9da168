/*
 * migrate: brings the database to the schema that this program knows.
 *
 * The files of schema/ are compiled in, numbered, applied in order, once
 * each, and noted in portress_migration; tables that are there are left
 * alone, and in a database of Django's only tables called portress_... are
 * made. Then what the configuration names otherwise, or declares, is added
 * (store/tables.h, store/profile.h). Several that run at once wait for one another (GET_LOCK).
 */
#ifndef PORTRESS_STORE_MIGRATE_H
#define PORTRESS_STORE_MIGRATE_H

#include <stdio.h>

struct conf;
struct conf_database;
struct db;

/* Applies what is missing, a line each on `progress`. 0 or -1. */
int	migrate_run(struct db *db, const struct conf_database *conf,
	    FILE *progress)
	    __attribute__((warn_unused_result));
/*
 * What is missing, if the configuration says that it is to be made at start:
 * then, and when it is missed later, as the database may not have been there,
 * or have refused. What was made, or why it could not be, is logged.
 */
void	migrate_at_start(const struct conf *conf);
/*
 * How many files, or then tables and columns, are missing, or -1; a line each on
 * `told`, which may be NULL, on what of it is for others to do.
 */
int	migrate_pending(struct db *db, const struct conf_database *conf,
	    FILE *told) __attribute__((warn_unused_result));

#endif
