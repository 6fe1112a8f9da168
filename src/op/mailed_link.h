/*
 * mailed_link: mailed links, from the address that asks for one to the uid and
 * token that come back. Kinds are those of mail/message.h.
 */
#ifndef PORTRESS_OP_MAILED_LINK_H
#define PORTRESS_OP_MAILED_LINK_H

#include "op/op.h"

struct email_change;
struct user;

/*
 * Queues a mail of that kind to each account with FIELD_EMAIL that has a
 * usable password and is active; for MAIL_ACTIVATION, that may be activated.
 * Refuses unknown addresses only where the api says that this may be told;
 * else they cost as much.
 */
enum verdict	mailed_link_send(struct call *call, const char *kind);
#define EMAIL_REFUSES \
	{ FIELD_NONE, MSG_EMAIL_NOT_FOUND, \
	    WHEN(password_reset_show_email_not_found) }, \
	{ FIELD_NONE, MSG_EMAIL_NOT_FOUND, \
	    WHEN(username_reset_show_email_not_found) }
/*
 * Sets call->target to the account of FIELD_UID, locked until the call ends
 * so that one link is not used twice at once, if FIELD_TOKEN is good for it
 * and was mailed for this.
 */
enum verdict	mailed_link_open(struct call *call, const char *kind);
/*
 * The same for MAIL_EMAIL_CHANGE and MAIL_EMAIL_CHANGED; the change is locked,
 * too, and can be confirmed or undone. FIELD_EMAIL becomes the address that is
 * to count, which is held (op/hold.h), or refused if somebody has it.
 */
enum verdict	mailed_link_open_change(struct call *call, const char *kind,
		    struct email_change *change_r);
#define MAILED_LINK_REFUSES \
	{ FIELD_UID, MSG_BAD_UID }, \
	{ FIELD_TOKEN, MSG_BAD_ONE_TIME_TOKEN }
/*
 * Whether a link may activate the account: it is inactive, and waits for
 * that, unless the api does not ask (activate_any_inactive). 1, 0 or -1.
 */
int		mailed_link_may_activate(struct call *call,
		    const struct user *user)
		    __attribute__((warn_unused_result));

#endif
