/* An account is shown. */

#include "op/call.h"

static enum verdict
user_show_run(struct call *c)
{
	call_show(c, c->target);
	return VERDICT_DONE;
}

const struct op op_user_show = {
	"user_show", PERMISSION(permission_user),
	OP_ABOUT_ACCOUNT | OP_SHOWS_ACCOUNTS, NULL, user_show_run,
	"Shows an account"
};
