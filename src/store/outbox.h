/*
 * outbox: mails to be sent, in our table portress_outbox.
 *
 * A mail is a row written in the transaction of its cause: what is rolled back
 * is never mailed, what is committed is never forgotten. A row holds no
 * secret: the link is made from the account when the mail goes out.
 *
 * Who sends mails takes one in a transaction of its own (SKIP LOCKED, so that
 * many can), which is over before the mail goes out: no lock is held while a
 * mail server dawdles. Taking it puts it off, so what its taker does not write
 * down afterwards, because it has died, is tried again.
 */
#ifndef PORTRESS_STORE_OUTBOX_H
#define PORTRESS_STORE_OUTBOX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct db;

#define OUTBOX_REASON 256	/* bytes of a reason that are kept, and '\0' */

struct outbox_mail {
	int64_t		 id;
	const char	*user_id;	/* NULL: nobody's */
	const char	*kind;		/* a name of mail/message.h */
	const char	*api;		/* name of the api that caused it */
	const char	*address;	/* as stored when it was caused */
	const char	*language;	/* a tag; "" for the default */
	int64_t		 about;		/* a row that it tells of; 0 if none */
	int64_t		 attempts;	/* that were begun */
	int64_t		 created;	/* in microseconds since 1970 */
	int64_t		 age;		/* in seconds */
	int64_t		 wait;		/* seconds until it is tried again */
	bool		 is_ended;	/* it is not tried any more */
	const char	*reason;	/* what the last attempt came to, or "" */
};

struct outbox_mails {
	struct outbox_mail *list;
	size_t		 count;
};

/* How it stands. */
struct outbox_state {
	int64_t		 count;		/* all of these and those put off */
	int64_t		 due;
	int64_t		 held;		/* due ones that have not gone out before */
	int64_t		 ended;
	int64_t		 oldest;	/* age in seconds of a due one */
};

/* --- who causes mail ------------------------------------------------------ */

/*
 * Queues one, in the transaction that is open; user_id to language and about
 * count. 0 or -1.
 */
int	outbox_queue(struct db *db, const struct outbox_mail *mail)
	    __attribute__((warn_unused_result));
/*
 * The one queues a mail, the other queues none, with the same work: so the time
 * that an answer takes does not tell whether one goes out. 0 or -1.
 */
int	outbox_queue_unseen(struct db *db, const struct outbox_mail *mail)
	    __attribute__((warn_unused_result));
int	outbox_queue_nothing(struct db *db, const struct outbox_mail *mail)
	    __attribute__((warn_unused_result));
/* Whether this process has queued mail since it last asked. */
bool	outbox_was_queued(void);

/* --- who sends mail ------------------------------------------------------- */

/*
 * Takes the mail that has been due for longest and that nobody else is taking,
 * and puts it off for `patience` seconds, which must be longer than it can take
 * to send it, twice that at the second attempt, four times at the third, up to
 * some hours. Commits. 1, 0 if none is due, or -1.
 */
int	outbox_take(struct db *db, struct arena *arena, int64_t patience,
	    struct outbox_mail *mail_r) __attribute__((warn_unused_result));
/*
 * What became of it. Each commits, and may be run again after -1, also where
 * the row is gone by now. 0 or -1.
 */
/* It has gone out, or need not: it is forgotten. */
int	outbox_done(struct db *db, int64_t id)
	    __attribute__((warn_unused_result));
/* It stays put off, for a reason. */
int	outbox_put_off(struct db *db, int64_t id, const char *reason)
	    __attribute__((warn_unused_result));
/* As if it had not been taken: it is due, behind all that are. */
int	outbox_give_back(struct db *db, int64_t id, const char *reason)
	    __attribute__((warn_unused_result));
/* It is tried no more, but stays for somebody to look at; those that stay for
 * 90 days since they were queued are forgotten then. */
int	outbox_end(struct db *db, int64_t id, const char *reason)
	    __attribute__((warn_unused_result));

/* --- who looks after it --------------------------------------------------- */

/* 0 or -1. */
int	outbox_look(struct db *db, struct outbox_state *state_r)
	    __attribute__((warn_unused_result));
/* All, the oldest first, but not more than `limit`. 0 or -1. */
int	outbox_list(struct db *db, struct arena *arena, int64_t limit,
	    struct outbox_mails *mails_r) __attribute__((warn_unused_result));
/* 1, 0 if there is no such, or -1. */
int	outbox_find(struct db *db, struct arena *arena, int64_t id,
	    struct outbox_mail *mail_r) __attribute__((warn_unused_result));
/* Due from now on, with attempts to begin anew. 1, 0 if there is no such, or
 * -1. Commits. */
int	outbox_retry(struct db *db, int64_t id)
	    __attribute__((warn_unused_result));
/* The same of all that were put off or ended. How many, or -1. */
int64_t	outbox_retry_all(struct db *db) __attribute__((warn_unused_result));
/* Never sent. 1, 0 if there is no such, or -1. Commits. */
int	outbox_drop(struct db *db, int64_t id)
	    __attribute__((warn_unused_result));
/* The same of all that have ended. How many, or -1. */
int64_t	outbox_drop_ended(struct db *db) __attribute__((warn_unused_result));

#endif
