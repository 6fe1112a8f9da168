/*
 * compose: the mail that a row of the outbox stands for.
 *
 * It is made of the account as it is now, so that a link in it is good, and
 * the row needs to hold no secret.
 */
#ifndef PORTRESS_PROC_COMPOSE_H
#define PORTRESS_PROC_COMPOSE_H

struct arena;
struct conf;
struct db;
struct letter;
struct outbox_mail;

/*
 * 1 with the mail; 0 if it is not to go out any more, and why; or -1, logged.
 * All of it belongs to the arena.
 */
int	compose(struct db *db, struct arena *arena, const struct conf *conf,
	    const struct outbox_mail *mail, struct letter *letter_r,
	    const char **why_r) __attribute__((warn_unused_result));
/* The same for somebody to look at: a link in it has no token. */
int	compose_masked(struct db *db, struct arena *arena,
	    const struct conf *conf, const struct outbox_mail *mail,
	    struct letter *letter_r, const char **why_r)
	    __attribute__((warn_unused_result));

#endif
