/* Accounts are listed: all for staff, oneself for others (hide_users). */

#include "op/call.h"

#define MOST 50000		/* fit into the memory of a request */

static enum verdict
user_list_run(struct call *c)
{
	struct users users = { c->user, 1 };

	if ((c->user->is_staff || !c->api->hide_users) &&
	    user_list(c->db, c->arena, MOST + 1, &users) == -1)
		return VERDICT_UNAVAILABLE;
	if (users.count > MOST)
		return call_refuse(c, FIELD_NONE, MSG_TOO_MANY_USERS);
	call_show_list(c, &users);
	return VERDICT_DONE;
}

const struct op op_user_list = {
	"user_list", ACCESS_SIGNED_IN, 0, NULL, user_list_run
};
