/*
 * mailer: brings mails from the outbox to where they go.
 *
 * A mail leaves the outbox in the same transaction in which it goes out: it
 * may go out twice if the database fails just then, but it is never lost.
 */
#ifndef PORTRESS_PROC_MAILER_H
#define PORTRESS_PROC_MAILER_H

#include "base/exits.h"

struct arena;
struct conf;
struct db;
struct scoreboard_slot;

struct mailer_post {
	const struct conf	*conf;
	int			 bell;	/* eventfd: there may be mail */
	struct scoreboard_slot	*slot;
};

/* Serves until TERM or USR1. Returns what to exit with. */
enum exits	mailer_serve(const struct mailer_post *post);
/*
 * Sends what waits, but not more than a hundred mails at a time, as it is for a
 * worker that has requests to answer; resets the arena. mail_directory must be
 * set. 0, or -1, logged. What is left waits for the next time.
 */
int		mailer_drain(struct db *db, struct arena *arena,
		    const struct conf *conf);

#endif
