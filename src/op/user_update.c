/* An account is changed; where activation is asked for, a new address must be
 * activated again. */

#include <string.h>

#include "mail/message.h"
#include "op/call.h"
#include "op/check.h"
#include "op/hold.h"
#include "op/mailed_link.h"
#include "op/renew.h"
#include "store/outbox.h"
#include "store/pending.h"

static const struct field fields[] = {
	{ FIELD_EMAIL, MAY_BE_BLANK | ADDRESS, check_own_email, NULL,
	    WHEN(has_email) },
	{ 0 },
};

static enum verdict
change_email(struct call *c, struct user *user)
{
	enum verdict verdict = renew_email(c, user, FIELD_EMAIL);

	if (verdict != VERDICT_DONE || !c->api->send_activation_email ||
	    !user->is_active)
		return verdict;
	user->is_active = false;
	if (user_set_active(c->db, user->id, false) == -1 ||
	    pending_begin(c->db, user->id) == -1)
		return VERDICT_UNAVAILABLE;
	return VERDICT_DONE;
}

/* Whoever waits to be activated is sent the link anew. */
static enum verdict
ask_to_activate(struct call *c, const struct user *user)
{
	int may = *user->email != '\0' && c->api->send_activation_email ?
	    mailed_link_may_activate(c, user) : 0;

	if (may == -1 || (may == 1 && outbox_queue(c->db, c->api->name, user,
	    MAIL_ACTIVATION) == -1))
		return VERDICT_UNAVAILABLE;
	return VERDICT_DONE;
}

static enum verdict
user_update_run(struct call *c)
{
	const char *email = call_text(c, FIELD_EMAIL);
	struct user user = *c->target;
	enum verdict verdict = VERDICT_DONE;

	if (email != NULL && strcmp(email, user.email) != 0) {
		user.email = email;
		if ((verdict = hold(c, c->target)) == VERDICT_DONE)
			verdict = change_email(c, &user);
	}
	if (verdict == VERDICT_DONE)
		verdict = ask_to_activate(c, &user);
	call_show(c, &user);
	return verdict;
}

const struct op op_user_update = {
	"user_update", PERMISSION(permission_user),
	OP_ABOUT_ACCOUNT | OP_SHOWS_ACCOUNTS, fields, user_update_run
};
