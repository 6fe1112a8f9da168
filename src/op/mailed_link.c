#include "op/mailed_link.h"

#include "auth/one_time.h"
#include "auth/password.h"
#include "base/arena.h"
#include "op/call.h"
#include "store/outbox.h"

enum verdict
mailed_link_send(struct call *c, const char *kind, bool to_active)
{
	struct users users;
	size_t i, sent = 0;

	if (user_list_by_email(c->db, c->arena, call_text(c, FIELD_EMAIL),
	    &users) == -1)
		return VERDICT_UNAVAILABLE;
	for (i = 0; i < users.count; i++) {
		const struct user *user = &users.list[i];

		if (user->is_active != to_active ||
		    !password_is_usable(user->hash))
			continue;
		if (outbox_queue(c->db, c->api->name, user, kind) == -1)
			return VERDICT_UNAVAILABLE;
		sent++;
	}
	if (sent == 0 && c->api->password_reset_show_email_not_found)
		return call_refuse(c, FIELD_NONE, MSG_EMAIL_NOT_FOUND);
	return VERDICT_DONE;
}

enum verdict
mailed_link_open(struct call *c)
{
	struct user *user = arena_alloc(c->arena, sizeof(*user));
	int64_t id;
	int found = 0;

	if (one_time_uid_read(call_text(c, FIELD_UID), &id) == 0)
		found = user_find_locked(c->db, c->arena, id, user);
	if (found == -1)
		return VERDICT_UNAVAILABLE;
	if (found == 0)
		return call_refuse(c, FIELD_UID, MSG_BAD_UID);
	if (!one_time_is_good(c->arena, c->conf->secret_key, user,
	    call_text(c, FIELD_TOKEN), c->api->password_reset_timeout))
		return call_refuse(c, FIELD_TOKEN, MSG_BAD_ONE_TIME_TOKEN);
	c->target = user;
	return VERDICT_DONE;
}
