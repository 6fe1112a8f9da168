/* A new password is set by who has the mailed link. */

#include "op/call.h"
#include "op/check.h"
#include "op/mailed_link.h"
#include "op/renew.h"

static const struct field fields[] = {
	{ FIELD_UID, REQUIRED, check_text, NULL, 0 },
	{ FIELD_TOKEN, REQUIRED | SECRET, check_text, NULL, 0 },
	{ FIELD_NEW_PASSWORD, REQUIRED | SECRET, check_password, check_policy,
	    0 },
	{ FIELD_PASSWORD_AGAIN, REQUIRED | SECRET, check_password,
	    check_same_password, WHEN(password_reset_confirm_retype) },
	{ 0 },
};

static enum verdict
password_reset_confirm_run(struct call *c)
{
	enum verdict verdict = mailed_link_open(c);

	if (verdict != VERDICT_DONE)
		return verdict;
	/* Only now is it known whose password it will be; before the token
	 * was checked, an answer would have told of the account. */
	if ((verdict = check_policy_for(c, FIELD_NEW_PASSWORD, c->target)) !=
	    VERDICT_DONE)
		return verdict;
	if ((verdict = renew_password(c, c->target)) != VERDICT_DONE)
		return verdict;
	if (user_set_last_login(c->db, c->target->id) == -1)
		return VERDICT_UNAVAILABLE;
	return VERDICT_DONE;
}

const struct op op_password_reset_confirm = {
	"password_reset_confirm", ACCESS_ANYBODY, OP_HASHES, fields,
	password_reset_confirm_run
};
