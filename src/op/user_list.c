/* Accounts are listed: all for staff, oneself for others (hide_users). */

#include "op/call.h"

/* What fits into the memory of a request (proc/worker.c), written as JSON. */
#define MOST		50000
#define MOST_BYTES	(16 * 1024 * 1024)

static enum verdict
list_all(struct call *c)
{
	struct users users;
	int fits = user_list_fits(c->db, MOST, MOST_BYTES);

	if (fits == 0)
		return call_refuse(c, FIELD_NONE, MSG_TOO_MANY_USERS);
	if (fits == -1 || user_list(c->db, c->arena, MOST, &users) == -1)
		return VERDICT_UNAVAILABLE;
	call_show_list(c, &users);
	return VERDICT_DONE;
}

static enum verdict
user_list_run(struct call *c)
{
	const struct users oneself = { c->user, c->user != NULL };

	if (!c->api->hide_users || (c->user != NULL && c->user->is_staff))
		return list_all(c);
	call_show_list(c, &oneself);
	return VERDICT_DONE;
}

const struct op op_user_list = {
	"user_list", PERMISSION(permission_user_list),
	OP_SHOWS_ACCOUNTS | OP_SHOWS_LIST, NULL, user_list_run,
	"Lists the accounts that one may see",
	REFUSES({ FIELD_NONE, MSG_TOO_MANY_USERS })
};
