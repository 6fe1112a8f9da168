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

struct conf;
struct courier;

enum errand {
	ERRAND_NONE,		/* no mail is due */
	ERRAND_RUN,		/* one was seen to: sent, put off or ended */
	ERRAND_TROUBLE,		/* nothing gets through for now, logged */
};

/* Connects to nothing yet. The caller owns it. */
struct courier	*courier_open(const struct conf *conf);
void		 courier_close(struct courier **courier);
/* Sees to one mail, in as much time as email_timeout allows. */
enum errand	 courier_run(struct courier *courier);
/* There is no mail for now: no connection to a mail server needs to stand. */
void		 courier_rest(struct courier *courier);

#endif
