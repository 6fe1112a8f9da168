/* A new user name is set by who has the mailed link. */

#include "mail/message.h"
#include "op/call.h"
#include "op/check.h"
#include "op/hold.h"
#include "op/mailed_link.h"
#include "op/renew.h"

/* Djoser judges uid and token last, and a missing one as a wrong one. */
static const struct field fields[] = {
	{ FIELD_NEW_USERNAME, REQUIRED, check_new_username, NULL,
	    WHEN_IS(username_field, "username") },
	{ FIELD_NEW_USERNAME, REQUIRED | ADDRESS, check_new_address, NULL,
	    WHEN_IS(username_field, "email") },
	{ FIELD_UID, NEEDED | UNJUDGED | VERBATIM, check_nothing },
	{ FIELD_TOKEN, NEEDED | UNJUDGED | VERBATIM, check_nothing },
	{ FIELD_USERNAME_AGAIN, REQUIRED, check_text, check_same_username,
	    WHEN(username_reset_confirm_retype) },
	{ 0 },
};

static enum verdict
username_reset_confirm_run(struct call *c)
{
	enum verdict verdict = hold_username(c);

	if (verdict == VERDICT_DONE)
		verdict = mailed_link_open(c, MAIL_USERNAME_RESET);
	if (verdict != VERDICT_DONE)
		return verdict;
	if ((verdict = renew_username(c, c->target)) != VERDICT_DONE)
		return verdict;
	if (user_set_last_login(c->db, c->target->id) == -1)
		return VERDICT_UNAVAILABLE;
	return VERDICT_DONE;
}

const struct op op_username_reset_confirm = {
	"username_reset_confirm", PERMISSION(permission_username_reset_confirm),
	0, fields, username_reset_confirm_run,
	"Sets a new user name by the mailed link",
	REFUSES(MAILED_LINK_REFUSES)
};
