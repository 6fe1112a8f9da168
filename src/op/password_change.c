/* A new password is set by who is signed in and knows the present one. */

#include "op/call.h"
#include "op/check.h"
#include "op/hand_out.h"
#include "op/hold.h"
#include "op/renew.h"
#include "op/session_cookie.h"
#include "op/sign_out.h"
#include "op/token_cookie.h"

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
check_old(struct call *c, enum field_id id)
{
	enum verdict verdict = check_password(c, id);

	return verdict == VERDICT_DONE ? check_current_password(c, id) :
	    verdict;
}

static enum verdict
check_again(struct call *c, enum field_id id)
{
	return check_again_for(c, id, c->user);
}

static const struct field twice_fields[] = {
	{ FIELD_CURRENT_PASSWORD, REQUIRED, check_old, NULL,
	    WHEN(old_password_field_enabled) },
	{ FIELD_NEW_PASSWORD, REQUIRED, check_password },
	{ FIELD_PASSWORD_AGAIN, REQUIRED, check_password, check_again },
	{ FIELD_REFRESH, UNJUDGED, check_nothing, NULL,
	    WHEN(logout_others_on_password_change) },
	{ 0 },
};

/* Whose JWTs were tied to the old password is given new ones in cookies. */
static enum verdict
renew_cookies(struct call *c)
{
	struct user changed;

	if (!c->api->check_revoke_token || token_cookie_access(c) == NULL)
		return VERDICT_DONE;
	if (user_find(c->db, c->arena, c->user->id, &changed) != 1)
		return VERDICT_UNAVAILABLE;
	return hand_out(c, &changed);
}

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
	verdict = session_cookie_renew(c);
	return verdict == VERDICT_DONE ? renew_cookies(c) : verdict;
}

const struct op op_password_change = {
	"password_change", PERMISSION(permission_set_password),
	OP_ABOUT_CALLER | OP_HASHES, fields, password_change_run,
	"Sets a new password"
};
/* It is given twice; what is wrong is told of the second. */
const struct op op_password_change_twice = {
	"password_change", PERMISSION(permission_set_password),
	OP_ABOUT_CALLER | OP_HASHES, twice_fields, password_change_run,
	"Sets a new password"
};
