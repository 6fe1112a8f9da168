/*
 * reference: rows of other tables that name an account, and what becomes of
 * them when it is deleted. Django does so itself and tells its database
 * nothing of it, so the configuration must (user { cascade, set_null }).
 */
#ifndef PORTRESS_STORE_REFERENCE_H
#define PORTRESS_STORE_REFERENCE_H

struct arena;
struct conf_user;
struct db;

/*
 * Unties and deletes the rows that name the account, themselves or over rows
 * of other tables, in the order of the lists; what this database does not have
 * is passed over. 0, DB_REFERENCED if other rows yet
 * name one of those, or -1.
 */
int	reference_end_all(struct db *db, const struct conf_user *conf,
	    const char *id) __attribute__((warn_unused_result));
/*
 * Whether the database's foreign keys say that a column of the reference names
 * rows of another table than the configuration has it: numbers that are alike
 * would make them an account's. 1, 0 or -1. The table lives in the arena.
 */
int	reference_strays(struct db *db, struct arena *arena,
	    const struct conf_user *conf, const char *text,
	    const char **table_r) __attribute__((warn_unused_result));

#endif
