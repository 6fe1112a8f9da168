#include "op/mailed_link.h"

#include <string.h>

#include "auth/one_time.h"
#include "auth/password.h"
#include "base/arena.h"
#include "mail/message.h"
#include "op/call.h"
#include "op/hold.h"
#include "op/notice.h"
#include "store/email_change.h"
#include "store/pending.h"

int
mailed_link_may_activate(struct call *c, const struct user *user)
{
	if (user->is_active)
		return 0;
	if (c->api->activate_any_inactive)
		return 1;
	return pending_find(c->db, user->id);
}

/* 1, 0, or -1. */
static int
may_be_sent(struct call *c, const struct user *user, const char *kind)
{
	if (!password_is_usable(user->hash))
		return 0;
	if (strcmp(kind, MAIL_ACTIVATION) == 0)
		return mailed_link_may_activate(c, user);
	return user->is_active;
}

/* To how many it was sent, or -1. */
static int
send_to(struct call *c, const struct users *users, const char *kind)
{
	int sent = 0;
	size_t i;

	for (i = 0; i < users->count; i++) {
		const struct user *user = &users->list[i];
		int may = may_be_sent(c, user, kind);

		if (may == -1 || (may == 1 &&
		    notice_queue_unseen(c, user, kind) != VERDICT_DONE))
			return -1;
		sent += may;
	}
	return sent;
}

/* What is asked of the database about an account that may be activated. */
static int
ask_as_much(struct call *c, const struct users *users, const char *kind)
{
	size_t i;

	if (strcmp(kind, MAIL_ACTIVATION) != 0 || c->api->activate_any_inactive)
		return 0;
	for (i = 0; i < users->count; i++)
		if (!users->list[i].is_active &&
		    password_is_usable(users->list[i].hash))
			return 0;
	return pending_find(c->db, NULL);
}

enum verdict
mailed_link_send(struct call *c, const char *kind)
{
	const char *address = call_text(c, FIELD_EMAIL);
	bool tells = c->api->password_reset_show_email_not_found ||
	    c->api->username_reset_show_email_not_found;
	struct users users;
	int sent;

	if (user_list_by_email(c->db, c->arena, address, &users) == -1 ||
	    (sent = send_to(c, &users, kind)) == -1)
		return VERDICT_UNAVAILABLE;
	if (sent > 0)
		return VERDICT_DONE;
	if (tells)
		return call_refuse(c, FIELD_NONE, MSG_EMAIL_NOT_FOUND);
	if (ask_as_much(c, &users, kind) == -1)
		return VERDICT_UNAVAILABLE;
	return notice_queue_nothing(c, address, kind);
}

/* The account of FIELD_UID becomes call->target. */
static enum verdict
find_account(struct call *c, int (*find)(struct db *, struct arena *,
    const char *, struct user *))
{
	const char *uid = call_text(c, FIELD_UID);
	struct user *user = arena_alloc(c->arena, sizeof(*user));
	const char *id = one_time_uid_read(c->arena, uid != NULL ? uid : "");
	int found = 0;

	if (id != NULL)
		found = find(c->db, c->arena, id, user);
	if (found == -1)
		return VERDICT_UNAVAILABLE;
	/* One id, one text: "007" is nobody. */
	if (found == 0 || strcmp(user->id, id) != 0)
		return call_refuse(c, FIELD_UID, MSG_BAD_UID);
	c->target = user;
	return VERDICT_DONE;
}

enum verdict
mailed_link_open(struct call *c, const char *kind)
{
	const char *token = call_text(c, FIELD_TOKEN);
	enum verdict verdict = find_account(c, user_find_locked);

	if (verdict != VERDICT_DONE)
		return verdict;
	if (token == NULL || !one_time_is_good(c->arena, c->conf, c->api,
	    kind, c->target, NULL, token))
		return call_refuse(c, FIELD_TOKEN, MSG_BAD_ONE_TIME_TOKEN);
	return VERDICT_DONE;
}

static enum verdict
find_change(struct call *c, const char *kind, int (*find)(struct db *,
    struct arena *, int64_t, struct email_change *),
    struct email_change *change_r)
{
	const char *token = call_text(c, FIELD_TOKEN);
	int found = find(c->db, c->arena, one_time_change_id(token), change_r);

	if (found == -1)
		return VERDICT_UNAVAILABLE;
	if (found == 0 || !one_time_serves(kind, c->target, change_r) ||
	    !one_time_is_good(c->arena, c->conf, c->api, kind, c->target,
	    change_r, token))
		return call_refuse(c, FIELD_TOKEN, MSG_BAD_ONE_TIME_TOKEN);
	return VERDICT_DONE;
}

/* Addresses are locked before accounts; but for nobody whose link is none. */
enum verdict
mailed_link_open_change(struct call *c, const char *kind,
    struct email_change *change_r)
{
	bool undoes = strcmp(kind, MAIL_EMAIL_CHANGED) == 0;
	enum verdict verdict = find_account(c, user_find);

	if (verdict == VERDICT_DONE)
		verdict = find_change(c, kind, email_change_find, change_r);
	if (verdict != VERDICT_DONE)
		return verdict;
	call_set(c, FIELD_EMAIL, undoes ? change_r->old_address :
	    change_r->new_address);
	verdict = hold_address(c, FIELD_EMAIL);
	if (verdict == VERDICT_DONE)
		verdict = find_account(c, user_find_locked);
	if (verdict == VERDICT_DONE)
		verdict = find_change(c, kind, email_change_find_locked,
		    change_r);
	return verdict;
}
