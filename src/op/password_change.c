/* A new password is set by who knows the present one. */

#include "op/call.h"
#include "op/check.h"
#include "op/hold.h"
#include "op/renew.h"
#include "op/session_cookie.h"
#include "op/sign_out.h"

static const struct field fields[] = {
	{ FIELD_NEW_PASSWORD, REQUIRED, check_text, check_policy },
	{ FIELD_PASSWORD_AGAIN, REQUIRED, check_text,
	    check_same_password, WHEN(set_password_retype) },
	{ FIELD_CURRENT_PASSWORD, REQUIRED, check_current_password },
	{ FIELD_REFRESH, UNJUDGED, check_nothing, NULL,
	    WHEN(logout_others_on_password_change) },
	{ 0 },
};

static enum verdict
password_change_run(struct call *c)
{
	enum verdict verdict = hold(c, c->user);

	if (verdict == VERDICT_DONE)
		verdict = renew_password(c, c->user);
	if (verdict == VERDICT_DONE)
		verdict = sign_out_others(c, c->user);
	if (verdict != VERDICT_DONE || c->api->logout_on_password_change)
		return verdict;
	return session_cookie_renew(c);
}

const struct op op_password_change = {
	"password_change", PERMISSION(permission_set_password),
	OP_ABOUT_CALLER | OP_HASHES, fields, password_change_run,
	"Sets a new password"
};
