/*
 * user: accounts, in Django's table auth_user, or that of a custom user model
 * (block user of the configuration). An id that can be none is nobody's, and
 * is no error.
 *
 * Updates are of single columns and never write back what was read, so two
 * changes at the same time cannot undo one another.
 */
#ifndef PORTRESS_STORE_USER_H
#define PORTRESS_STORE_USER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct conf_database;
struct conf_user;
struct db;
struct value;

#define USER_NAME_MAXIMUM	150	/* code points, as the columns are */
#define USER_EMAIL_MAXIMUM	254

struct user {
	const char	*id;		/* decimal digits, or a UUID */
	const char	*username;
	const char	*email;
	const char	*hash;		/* column password; "" in user_list */
	const char	*first_name;
	const char	*last_name;
	const char	*last_login;	/* UTC, begins "YYYY-MM-DD HH:MM:SS"; or NULL */
	const struct value *columns;	/* as conf_database has them; or NULL */
	bool		 is_active;
	bool		 is_staff;
	bool		 is_superuser;	/* written by user_create */
	bool		 is_pending;	/* store/pending.h; not told by user_list
					 * and user_find_locked */
};

/* Whether both are the same account. */
bool	user_is(const struct user *one, const struct user *other);

struct users {
	struct user	*list;
	size_t		 count;
};

/* Look-ups: 1 found, 0 not, -1. Texts belong to the arena. */
int	user_find(struct db *db, struct arena *arena, const char *id,
	    struct user *user_r) __attribute__((warn_unused_result));
/* The same, and the account is locked until the transaction ends. */
int	user_find_locked(struct db *db, struct arena *arena, const char *id,
	    struct user *user_r) __attribute__((warn_unused_result));
/* By the column's collation, as Django's own look-up. */
int	user_find_by_name(struct db *db, struct arena *arena,
	    const char *username, struct user *user_r)
	    __attribute__((warn_unused_result));
int	user_find_by_token(struct db *db, struct arena *arena,
	    const char *key, struct user *user_r)
	    __attribute__((warn_unused_result));
/*
 * Whether there are no more accounts than that, and their names, addresses and
 * columns have no more bytes, written as JSON. 1, 0 or -1.
 */
int	user_list_fits(struct db *db, int64_t accounts, int64_t bytes)
	    __attribute__((warn_unused_result));
/* The first `limit`, by id; their hashes are left out. 0 or -1. */
int	user_list(struct db *db, struct arena *arena, int64_t limit,
	    struct users *users_r) __attribute__((warn_unused_result));
/*
 * Those with an address: several may share one, but not more than 20 are
 * found, as each would be sent a mail. 0 or -1.
 */
int	user_list_by_email(struct db *db, struct arena *arena,
	    const char *email, struct users *users_r)
	    __attribute__((warn_unused_result));

/* A column's new value, unless it is not to be changed. */
struct change {
	bool		 is_given;
	const char	*text;		/* NULL is SQL's */
};

/*
 * Sets user->id; texts that are NULL become empty. Columns of the user's table
 * get what is given in changes, which may be NULL, or their initial value.
 * 0, DB_DUPLICATE if the name is taken or what else is unique, DB_MISFIT if a
 * column cannot hold what it is given, or -1.
 */
int	user_create(struct db *db, struct arena *arena,
	    const struct conf_database *conf, struct user *user,
	    const struct change *changes) __attribute__((warn_unused_result));
/* 0, or -1; no account of that id any more is -1 too, and logged. */
int	user_set_hash(struct db *db, const char *id, const char *hash)
	    __attribute__((warn_unused_result));
/* 0, DB_DUPLICATE if the name is taken, DB_MISFIT, or -1 as above. */
int	user_set_name(struct db *db, const char *id, const char *username)
	    __attribute__((warn_unused_result));
/* The same; addresses can be taken only where a site has made them unique. */
int	user_set_email(struct db *db, const char *id, const char *email)
	    __attribute__((warn_unused_result));
/*
 * Sets columns of the configuration, a change for each; what is Django's own
 * stays as it is. The account is locked until the transaction ends. 0,
 * DB_DUPLICATE or DB_MISFIT as above, or -1, also if it is gone: then the call
 * may be retried.
 */
int	user_set_columns(struct db *db, const struct conf_database *conf,
	    const char *id, const struct change *changes)
	    __attribute__((warn_unused_result));
/*
 * How many characters a column of the user's table has room for; 0 if it holds
 * no text. 0 or -1.
 */
int	user_room(struct db *db, struct arena *arena,
	    const struct conf_user *conf, const char *column,
	    int64_t *characters_r) __attribute__((warn_unused_result));
/*
 * Until the transaction ends no other one that asks so can give an account an
 * address: where addresses are unique, no key of Django's table says so. Comes
 * before any account is locked. 0 or -1.
 */
int	user_lock_addresses(struct db *db)
	    __attribute__((warn_unused_result));
int	user_set_active(struct db *db, const char *id, bool is_active)
	    __attribute__((warn_unused_result));
/* Sets last_login to now. */
int	user_set_last_login(struct db *db, const char *id)
	    __attribute__((warn_unused_result));
/*
 * The account with its tokens and with what other tables hold of it
 * (store/reference.h); its refresh tokens are blacklisted (their rows stay,
 * without the user, as Django leaves them). 0 also if it was gone;
 * DB_REFERENCED, logged, if others refer to it; or -1.
 */
int	user_delete(struct db *db, const struct conf_user *conf,
	    const char *id)
	    __attribute__((warn_unused_result));

#endif
