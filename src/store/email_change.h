/*
 * email_change: changes of accounts' addresses, in our table
 * portress_email_change: one that is under way until its new address is
 * confirmed, and those that were confirmed and may be undone.
 *
 * Links are made of a row and of the account (auth/one_time.h); a row holds no
 * secret.
 */
#ifndef PORTRESS_STORE_EMAIL_CHANGE_H
#define PORTRESS_STORE_EMAIL_CHANGE_H

#include <stdbool.h>
#include <stdint.h>

struct arena;
struct db;
struct user;

struct email_change {
	int64_t		 id;		/* later ones have larger ones */
	const char	*user_id;
	const char	*old_address;	/* may be empty, as may be ... */
	const char	*new_address;	/* ... that of one that is confirmed */
	const char	*created;	/* as the database writes it */
	bool		 is_confirmed;
};

/*
 * Writes one down, confirmed or not; of those that are not an account has one
 * at most, so who begins another calls that off first. 0 or -1.
 */
int	email_change_begin(struct db *db, const char *user_id,
	    const char *old_address, const char *new_address,
	    bool is_confirmed, int64_t *id_r)
	    __attribute__((warn_unused_result));
/* 1, 0 or -1. Texts belong to the arena. */
int	email_change_find(struct db *db, struct arena *arena, int64_t id,
	    struct email_change *change_r) __attribute__((warn_unused_result));
/* The same, locked until the transaction ends; the account is locked first. */
int	email_change_find_locked(struct db *db, struct arena *arena,
	    int64_t id, struct email_change *change_r)
	    __attribute__((warn_unused_result));

/*
 * Whether there is what a link of one asks for: the account's own, under way
 * from the address that it has; or its own that was confirmed, whatever became
 * of it since.
 */
bool	email_change_can_be_confirmed(const struct email_change *change,
	    const struct user *user);
bool	email_change_can_be_undone(const struct email_change *change,
	    const struct user *user);

/*
 * Whether a change of another account than that (NULL: of any), confirmed no
 * more than so many seconds ago, may give it the address back. 1, 0 or -1.
 */
int	email_change_keeps(struct db *db, const char *address, int64_t age,
	    const char *user_id) __attribute__((warn_unused_result));

/* It was confirmed now. 0 or -1. */
int	email_change_confirm(struct db *db, int64_t id)
	    __attribute__((warn_unused_result));
/* Forgets one. 0, also if it was gone; or -1. */
int	email_change_drop(struct db *db, int64_t id)
	    __attribute__((warn_unused_result));
/*
 * This one was undone, and is found no more; what came after it for the account
 * is forgotten. 0 or -1.
 */
int	email_change_undo(struct db *db, const char *user_id, int64_t id)
	    __attribute__((warn_unused_result));
/* Whether one of the account was undone after that time, in seconds since 1970.
 * 1, 0 or -1. */
int	email_change_was_undone(struct db *db, const char *user_id,
	    int64_t since) __attribute__((warn_unused_result));
/* What is under way ends, if anything is, and then the account is locked. 0 or
 * -1. */
int	email_change_cancel(struct db *db, const char *user_id)
	    __attribute__((warn_unused_result));
/*
 * Forgets some of those of all accounts that are older than that, in seconds.
 * 0 or -1.
 */
int	email_change_purge(struct db *db, struct arena *arena, int64_t age)
	    __attribute__((warn_unused_result));

#endif
