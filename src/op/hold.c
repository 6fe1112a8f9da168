#include "op/hold.h"

#include <string.h>

#include "op/call.h"
#include "op/check.h"
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

enum verdict
hold_address(struct call *c, enum field_id field)
{
	if (!c->api->email_unique || *call_text_or_blank(c, field) == '\0')
		return VERDICT_DONE;
	if (user_lock_addresses(c->db) == -1)
		return VERDICT_UNAVAILABLE;
	return check_address_is_free(c, field);
}

enum verdict
hold_username(struct call *c)
{
	return strcmp(c->api->username_field, "email") == 0 ?
	    hold_address(c, FIELD_NEW_USERNAME) : VERDICT_DONE;
}
