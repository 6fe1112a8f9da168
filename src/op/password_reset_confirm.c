/* A new password is set by who has the mailed link. */

#include "mail/message.h"
#include "op/call.h"
#include "op/check.h"
#include "op/mailed_link.h"
#include "op/renew.h"
#include "store/refresh.h"
#include "store/token.h"

static const struct field fields[] = {
	{ FIELD_UID, REQUIRED | VERBATIM, check_text },
	{ FIELD_TOKEN, REQUIRED | VERBATIM, check_text },
	{ FIELD_NEW_PASSWORD, REQUIRED, check_text, check_policy },
	{ FIELD_PASSWORD_AGAIN, REQUIRED, check_text,
	    check_same_password, WHEN(password_reset_confirm_retype) },
	{ 0 },
};

static enum verdict
password_reset_confirm_run(struct call *c)
{
	enum verdict verdict = mailed_link_open(c, MAIL_PASSWORD_RESET);

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
	if (c->api->logout_on_password_reset &&
	    (token_end(c->db, c->target->id) == -1 ||
	    refresh_end_all(c->db, c->target->id) == -1))
		return VERDICT_UNAVAILABLE;
	return VERDICT_DONE;
}

const struct op op_password_reset_confirm = {
	"password_reset_confirm", PERMISSION(permission_password_reset_confirm),
	OP_HASHES, fields, password_reset_confirm_run
};
