/*
 * outbox: mails to be sent, in our table portress_outbox.
 *
 * A mail is a row written in the transaction of its cause: what is rolled back
 * is never mailed, what is committed is never forgotten. A row holds no
 * secret: the link is made from the account when the mail goes out.
 */
#ifndef PORTRESS_STORE_OUTBOX_H
#define PORTRESS_STORE_OUTBOX_H

#include <stdbool.h>
#include <stdint.h>

struct arena;
struct db;
struct user;

struct outbox_mail {
	int64_t		 id;
	const char	*user_id;
	const char	*kind;		/* a name of mail/message.h */
	const char	*api;		/* name of the api that caused it */
	const char	*address;	/* as stored when it was caused */
	int64_t		 created;	/* in microseconds since 1970 */
};

/* 0 or -1. */
int	outbox_queue(struct db *db, const char *api, const struct user *user,
	    const char *kind) __attribute__((warn_unused_result));
/*
 * Queues no mail, with the work of queuing one, so that the time that an
 * answer takes does not tell whether one goes out. 0 or -1.
 */
int	outbox_queue_nothing(struct db *db, const char *api, const char *kind)
	    __attribute__((warn_unused_result));
/* Whether this process has queued mail since it last asked. */
bool	outbox_was_queued(void);
/*
 * Takes the oldest mail that nobody else is sending, locked until the
 * transaction ends (SKIP LOCKED). 1, 0 if there is none, or -1.
 */
int	outbox_take(struct db *db, struct arena *arena,
	    struct outbox_mail *mail_r) __attribute__((warn_unused_result));
/* Forgets a mail that has gone out, in the transaction that took it. */
int	outbox_done(struct db *db, int64_t id)
	    __attribute__((warn_unused_result));

#endif
