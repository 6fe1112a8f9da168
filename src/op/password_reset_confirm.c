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

static const struct field twice_fields[] = {
	{ FIELD_NEW_PASSWORD, REQUIRED, check_password },
	{ FIELD_PASSWORD_AGAIN, REQUIRED, check_password },
	{ FIELD_UID, REQUIRED | VERBATIM, check_text },
	{ FIELD_TOKEN, REQUIRED | VERBATIM, check_text },
	{ 0 },
};

static enum verdict
set_password(struct call *c)
{
	enum verdict verdict = renew_password(c, c->target);

	if (verdict != VERDICT_DONE)
		return verdict;
	if (user_set_last_login(c->db, c->target->id) == -1)
		return VERDICT_UNAVAILABLE;
	if (c->api->logout_on_password_reset &&
	    (token_end(c->db, c->target->id) == -1 ||
	    refresh_end_all(c->db, c->target->id) == -1))
		return VERDICT_UNAVAILABLE;
	return VERDICT_DONE;
}

/*
 * Only when the link is open is it known whose password it will be; before,
 * an answer would tell of the account.
 */
static enum verdict
password_reset_confirm_run(struct call *c)
{
	enum verdict verdict = mailed_link_open(c, MAIL_PASSWORD_RESET);

	if (verdict == VERDICT_DONE)
		verdict = check_policy_for(c, FIELD_NEW_PASSWORD, c->target);
	return verdict == VERDICT_DONE ? set_password(c) : verdict;
}

static enum verdict
password_reset_confirm_twice_run(struct call *c)
{
	enum verdict verdict = mailed_link_open(c, MAIL_PASSWORD_RESET);

	if (verdict == VERDICT_DONE)
		verdict = check_again_for(c, FIELD_PASSWORD_AGAIN, c->target);
	return verdict == VERDICT_DONE ? set_password(c) : verdict;
}

const struct op op_password_reset_confirm = {
	"password_reset_confirm", PERMISSION(permission_password_reset_confirm),
	OP_HASHES, fields, password_reset_confirm_run,
	"Sets a new password by the mailed link",
	REFUSES(MAILED_LINK_REFUSES)
};
/* What is wrong is told of the second, and of the link first. */
const struct op op_password_reset_confirm_twice = {
	"password_reset_confirm", PERMISSION(permission_password_reset_confirm),
	OP_HASHES, twice_fields, password_reset_confirm_twice_run,
	"Sets a new password by the mailed link", REFUSES(MAILED_LINK_REFUSES)
};
