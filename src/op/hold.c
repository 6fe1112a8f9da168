#include "op/hold.h"

#include <string.h>

#include "op/call.h"
#include "store/db.h"

enum verdict
hold(struct call *c, const struct user *user)
{
	struct user now;
	int found = user_find_locked(c->db, c->arena, user->id, &now);

	if (found == -1)
		return VERDICT_UNAVAILABLE;
	if (found == 1 && strcmp(now.hash, user->hash) == 0 &&
	    now.is_active == user->is_active)
		return VERDICT_DONE;
	(void)db_overtaken(c->db);
	return VERDICT_UNAVAILABLE;
}
