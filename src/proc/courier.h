/*
 * courier: takes mails out of the outbox, one after the other, and has them
 * sent.
 *
 * A mail may go out twice, if the courier dies between a mail server's yes and
 * the moment when that is written down; it is never lost. What is to be
 * written down is kept until the database takes it, before anything else is
 * sent.
 */
#ifndef PORTRESS_PROC_COURIER_H
#define PORTRESS_PROC_COURIER_H

#include <stdbool.h>
#include <stdint.h>

#include "mail/transport.h"

struct conf;
struct courier;

enum errand {
	ERRAND_NONE,		/* no mail is due */
	ERRAND_RUN,		/* one was seen to: sent, put off or ended */
	ERRAND_IMPOSSIBLE,	/* nothing gets out for now, logged */
	ERRAND_TROUBLE,		/* the database fails, logged */
};

/* What an errand came to. */
struct courier_outcome {
	int64_t		 mail;		/* its id */
	enum delivery	 delivery;
	bool		 is_dropped;	/* DONE, as it need not go out */
	bool		 is_ended;	/* it is not tried any more */
	char		 reason[DELIVERY_REASON];
};

/* Connects to nothing yet. The caller owns it. */
struct courier	*courier_open(const struct conf *conf);
void		 courier_close(struct courier **courier);
/* Sees to one mail, in as much time as email_timeout allows. */
enum errand	 courier_run(struct courier *courier);
/* Of the last one that was ERRAND_RUN or ERRAND_IMPOSSIBLE. */
const struct courier_outcome *courier_outcome(const struct courier *courier);
/* What the database said, after ERRAND_TROUBLE. For people. */
const char	*courier_trouble(const struct courier *courier);
/* There is no mail for now: no connection to a mail server needs to stand. */
void		 courier_rest(struct courier *courier);

#endif
