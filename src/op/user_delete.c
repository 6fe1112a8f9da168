/* An account is deleted, with the password of who asks for it. */

#include "op/call.h"
#include "op/check.h"
#include "op/discard.h"
#include "op/hold.h"
#include "op/session_cookie.h"

static const struct field fields[] = {
	{ FIELD_CURRENT_PASSWORD, REQUIRED, check_current_password },
	{ 0 },
};

static enum verdict
user_delete_run(struct call *c)
{
	enum verdict verdict = hold(c, c->user);

	if (verdict != VERDICT_DONE)
		return verdict;
	if ((verdict = discard(c)) != VERDICT_DONE)
		return verdict;
	return user_is(c->target, c->user) ? session_cookie_end(c) :
	    VERDICT_DONE;
}

const struct op op_user_delete = {
	"user_delete", PERMISSION(permission_user_delete),
	OP_ABOUT_CALLER | OP_ABOUT_ACCOUNT | OP_HASHES, fields,
	user_delete_run,
	"Deletes an account, with the password of who asks",
	REFUSES({ FIELD_NONE, MSG_REFERENCED })
};
