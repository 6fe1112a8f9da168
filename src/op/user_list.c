/* Accounts are listed: all for staff, oneself for others (hide_users). */

#include "op/call.h"

static enum verdict
user_list_run(struct call *c)
{
	struct users users = { c->user, 1 };

	if ((c->user->is_staff || !c->api->hide_users) &&
	    user_list(c->db, c->arena, &users) == -1)
		return VERDICT_UNAVAILABLE;
	call_show_list(c, &users);
	return VERDICT_DONE;
}

const struct op op_user_list = {
	"user_list", ACCESS_SIGNED_IN, 0, NULL, user_list_run
};
