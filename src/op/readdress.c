#include "op/readdress.h"

#include <string.h>

#include "conf/conf.h"
#include "mail/message.h"
#include "op/call.h"
#include "op/mailed_link.h"
#include "op/misfit.h"
#include "op/notice.h"
#include "store/email_change.h"

bool
readdress_must_be_confirmed(const struct call *c)
{
	return strcmp(c->api->email_change, "confirm") == 0;
}

/* --- what counts ---------------------------------------------------------- */

static enum verdict
set_name(struct call *c, struct user *user, enum field_id field,
    const char *address)
{
	user->username = address;
	return misfit_judge(c, user_set_name(c->db, user->id, address), field,
	    c->conf->database.accounts.username, MSG_EMAIL_TAKEN);
}

/* Where the address is the user name, that is it, too. */
static enum verdict
set(struct call *c, struct user *user, enum field_id field,
    const char *address)
{
	bool is_name = strcmp(c->api->username_field, "email") == 0;
	enum verdict verdict = is_name ? set_name(c, user, field, address) :
	    VERDICT_DONE;

	user->email = address;
	return verdict != VERDICT_DONE ? verdict : misfit_judge(c,
	    user_set_email(c->db, user->id, address), field,
	    c->conf->database.accounts.email, MSG_EMAIL_TAKEN);
}

/* The same, and who asked to be told of a new user name is. */
static enum verdict
settle(struct call *c, struct user *user, enum field_id field,
    const char *address)
{
	bool is_name = strcmp(c->api->username_field, "email") == 0;
	enum verdict verdict = set(c, user, field, address);

	return verdict == VERDICT_DONE && is_name &&
	    c->api->username_changed_email_confirmation ?
	    notice_queue(c, user, MAIL_USERNAME_CHANGED) : verdict;
}

/* --- a change ------------------------------------------------------------- */

/*
 * For how long a row can be of use: it may wait for its mail to go out, and
 * then for the link to be followed, and the same once more until it is undone,
 * and then for JWTs to expire.
 */
static int64_t
lifetime(const struct conf *conf)
{
	int64_t longest = 0;
	size_t i;

	for (i = 0; i < conf->api_count; i++) {
		const struct conf_api *api = &conf->apis[i];
		int64_t one = api->password_reset_timeout +
		    api->email_change_undo_timeout +
		    api->access_token_lifetime;

		if (one > longest)
			longest = one;
	}
	return 2 * conf->mail_lifetime + longest;
}

static enum verdict
begin(struct call *c, const struct user *user, const char *address,
    bool is_confirmed, int64_t *id_r)
{
	return email_change_purge(c->db, c->arena, lifetime(c->conf)) == -1 ||
	    email_change_begin(c->db, user->id, user->email, address,
	    is_confirmed, id_r) == -1 ? VERDICT_UNAVAILABLE : VERDICT_DONE;
}

/* What could never be confirmed is refused at once. */
static enum verdict
ask(struct call *c, const struct user *user, enum field_id field)
{
	const char *address = call_text(c, field);
	enum verdict verdict = misfit_refuse_long(c, field,
	    c->conf->database.accounts.email);
	int64_t id;

	if (verdict == VERDICT_DONE)
		verdict = begin(c, user, address, false, &id);
	return verdict == VERDICT_DONE ? notice_queue_about(c, user, address,
	    MAIL_EMAIL_CHANGE, id) : verdict;
}

/* Whether there is somebody to be told, at the old address. */
static bool
tells(const struct call *c, const char *old_address)
{
	return c->api->email_changed_email_confirmation &&
	    *old_address != '\0';
}

static enum verdict
tell(struct call *c, const struct user *before, const char *address)
{
	enum verdict verdict;
	int64_t id;

	if (!tells(c, before->email) || strcmp(before->email, address) == 0)
		return VERDICT_DONE;
	verdict = begin(c, before, address, true, &id);
	return verdict == VERDICT_DONE ? notice_queue_about(c, before,
	    before->email, MAIL_EMAIL_CHANGED, id) : verdict;
}

/* Whether the account waits for a mail that activates it: 1, 0, or -1. */
static int
waits(struct call *c, const struct user *user)
{
	return c->api->send_activation_email ?
	    mailed_link_may_activate(c, user) : 0;
}

static enum verdict
change_at_once(struct call *c, struct user *user, enum field_id field,
    bool is_waiting)
{
	const char *address = call_text_or_blank(c, field);
	const struct user before = *user;
	enum verdict verdict = settle(c, user, field, address);

	if (verdict != VERDICT_DONE)
		return verdict;
	if (!is_waiting)
		return tell(c, &before, address);
	return readdress_must_be_confirmed(c) ?
	    notice_queue(c, user, MAIL_ACTIVATION) : VERDICT_DONE;
}

enum verdict
readdress_keep(struct call *c, const struct user *user)
{
	return readdress_must_be_confirmed(c) &&
	    email_change_cancel(c->db, user->id) == -1 ?
	    VERDICT_UNAVAILABLE : VERDICT_DONE;
}

/* Whether it is the account's already, also as its name where it is that. */
static bool
has(const struct call *c, const struct user *user, const char *address)
{
	return strcmp(user->email, address) == 0 &&
	    (strcmp(c->api->username_field, "email") != 0 ||
	    strcmp(user->username, address) == 0);
}

/* Its own address can still become its name. */
static bool
asks(const struct call *c, const struct user *user, const char *address)
{
	return readdress_must_be_confirmed(c) && *address != '\0' &&
	    strcmp(user->email, address) != 0;
}

/*
 * A JWT outlives the undoing of a change, which is to end all that a thief has:
 * whether the account's own is from before one. 1, 0, or -1.
 */
static int
is_from_before(struct call *c, const struct user *user)
{
	if (c->jwt_issued == 0 || c->user == NULL || !user_is(c->user, user))
		return 0;
	return email_change_was_undone(c->db, user->id, c->jwt_issued);
}

/* Another change may have been confirmed between reading and holding it. */
static int
look_again(struct call *c, struct user *user)
{
	struct user now;
	int found = user_find_locked(c->db, c->arena, user->id, &now);

	if (found != 1)
		return -1;
	user->email = now.email;
	user->username = now.username;
	return 0;
}

enum verdict
readdress(struct call *c, struct user *user, enum field_id field)
{
	const char *address = call_text_or_blank(c, field);
	int is_waiting, is_old = is_from_before(c, user);

	if (is_old == 1)
		return call_refuse(c, FIELD_NONE, MSG_BEARER_PASSWORD_CHANGED);
	if (is_old == -1 || look_again(c, user) == -1 ||
	    email_change_cancel(c->db, user->id) == -1 ||
	    (is_waiting = waits(c, user)) == -1)
		return VERDICT_UNAVAILABLE;
	if (readdress_must_be_confirmed(c) && has(c, user, address))
		return VERDICT_DONE;
	return asks(c, user, address) && !is_waiting ? ask(c, user, field) :
	    change_at_once(c, user, field, is_waiting);
}

/* --- its links ------------------------------------------------------------ */

/* A row that nobody is told of is of no more use. */
static enum verdict
note(struct call *c, const struct user *before,
    const struct email_change *change)
{
	if (!tells(c, change->old_address))
		return email_change_drop(c->db, change->id) == -1 ?
		    VERDICT_UNAVAILABLE : VERDICT_DONE;
	if (email_change_confirm(c->db, change->id) == -1)
		return VERDICT_UNAVAILABLE;
	return notice_queue_about(c, before, change->old_address,
	    MAIL_EMAIL_CHANGED, change->id);
}

enum verdict
readdress_confirm(struct call *c, struct user *user,
    const struct email_change *change)
{
	const struct user before = *user;
	enum verdict verdict = settle(c, user, FIELD_EMAIL,
	    change->new_address);

	return verdict == VERDICT_DONE ? note(c, &before, change) : verdict;
}

enum verdict
readdress_restore(struct call *c, struct user *user,
    const struct email_change *change)
{
	enum verdict verdict = set(c, user, FIELD_EMAIL, change->old_address);

	if (verdict == VERDICT_DONE && email_change_undo(c->db,
	    change->user_id, change->id) == -1)
		verdict = VERDICT_UNAVAILABLE;
	return verdict;
}
