/*
 * profile: portress_profile, the table of those columns of the user that the
 * configuration declares and Django's table does not have.
 */
#ifndef PORTRESS_STORE_PROFILE_H
#define PORTRESS_STORE_PROFILE_H

#include <stdio.h>

struct conf_database;
struct db;

/*
 * Adds the columns that are missing and widens those that became too short, a
 * line each on `progress`. How many there were; or -1, also where one is of
 * another type, or is Django's table's and does not fit, which is said there.
 */
int	profile_migrate(struct db *db, const struct conf_database *conf,
	    FILE *progress) __attribute__((warn_unused_result));
/* How many of them profile_migrate would change, or -1. */
int	profile_pending(struct db *db, const struct conf_database *conf)
	    __attribute__((warn_unused_result));

#endif
