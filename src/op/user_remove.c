/* An account is deleted by oneself or by staff, without a password. */

#include "op/call.h"
#include "op/discard.h"
#include "op/hold.h"

static enum verdict
user_remove_run(struct call *c)
{
	enum verdict verdict = c->user != NULL ? hold(c, c->user) :
	    VERDICT_DONE;

	if (verdict != VERDICT_DONE)
		return verdict;
	return discard(c);
}

const struct op op_user_remove = {
	"user_remove", PERMISSION(permission_user_delete), OP_ABOUT_ACCOUNT,
	NULL, user_remove_run,
	"Deletes an account",
	REFUSES({ FIELD_NONE, MSG_REFERENCED })
};
