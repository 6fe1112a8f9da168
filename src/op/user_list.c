/* Accounts are listed: all for staff, oneself for others (hide_users). */

#include "op/call.h"

#define MOST 50000		/* fit into the memory of a request */

static enum verdict
user_list_run(struct call *c)
{
	bool sees_all = !c->api->hide_users ||
	    (c->user != NULL && c->user->is_staff);
	struct users users = { c->user, c->user != NULL };

	if (sees_all &&
	    user_list(c->db, c->arena, MOST + 1, &users) == -1)
		return VERDICT_UNAVAILABLE;
	if (users.count > MOST)
		return call_refuse(c, FIELD_NONE, MSG_TOO_MANY_USERS);
	call_show_list(c, &users);
	return VERDICT_DONE;
}

const struct op op_user_list = {
	"user_list", PERMISSION(permission_user_list), OP_SHOWS_ACCOUNTS, NULL,
	user_list_run
};
