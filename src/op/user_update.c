/* An account is changed; where a change of address counts at once and
 * activation is asked for, it must be activated again. */

#include <string.h>

#include "mail/message.h"
#include "op/call.h"
#include "op/check.h"
#include "op/column.h"
#include "op/hold.h"
#include "op/mailed_link.h"
#include "op/notice.h"
#include "op/readdress.h"
#include "op/renew.h"
#include "store/pending.h"

static const struct field fields[] = {
	{ FIELD_EMAIL, AS_EMAIL | ADDRESS, check_own_email, NULL,
	    WHEN(has_email) },
	{ FIELD_NEW_USERNAME, REQUIRED, check_other_username, NULL,
	    WHEN(username_changeable) },
	{ FIELD_COLUMN },
	{ 0 },
};

/* All but the address, which is not changed without a mail. */
static const struct field name_fields[] = {
	{ FIELD_NEW_USERNAME, REQUIRED, check_other_username, NULL,
	    WHEN_IS(username_field, "username") },
	{ FIELD_COLUMN },
	{ 0 },
};

static enum verdict
change_email(struct call *c, struct user *user)
{
	enum verdict verdict = readdress(c, user, FIELD_EMAIL);

	if (verdict != VERDICT_DONE || !c->api->send_activation_email ||
	    !user->is_active || readdress_must_be_confirmed(c))
		return verdict;
	user->is_active = false;
	if (user_set_active(c->db, user->id, false) == -1 ||
	    pending_begin(c->db, user->id) == -1)
		return VERDICT_UNAVAILABLE;
	return VERDICT_DONE;
}

/* Whoever waits to be activated is sent the link anew, once. */
static enum verdict
ask_to_activate(struct call *c, const struct user *user)
{
	bool was_asked = readdress_must_be_confirmed(c) &&
	    strcmp(user->email, c->target->email) != 0;
	int may = !was_asked && *user->email != '\0' &&
	    c->api->send_activation_email ?
	    mailed_link_may_activate(c, user) : 0;

	if (may == -1)
		return VERDICT_UNAVAILABLE;
	return may == 1 ? notice_queue(c, user, MAIL_ACTIVATION) :
	    VERDICT_DONE;
}

/* What was given becomes the user's. Nothing is locked for nothing. */
static enum verdict
change(struct call *c, struct user *user)
{
	const char *email = call_text(c, FIELD_EMAIL);
	const char *name = call_text(c, FIELD_NEW_USERNAME);
	bool is_moved = email != NULL && strcmp(email, user->email) != 0;
	bool is_renamed = name != NULL && strcmp(name, user->username) != 0;
	enum verdict verdict = is_moved ? hold_address(c, FIELD_EMAIL) :
	    VERDICT_DONE;

	if (verdict == VERDICT_DONE && (is_moved || is_renamed))
		verdict = hold(c, c->target);
	if (verdict == VERDICT_DONE && is_renamed)
		verdict = renew_username(c, user);
	if (verdict == VERDICT_DONE && email != NULL)
		verdict = is_moved ? change_email(c, user) :
		    readdress_keep(c, user);
	return verdict == VERDICT_DONE ? column_write(c, user) : verdict;
}

static enum verdict
user_update_run(struct call *c)
{
	struct user user = *c->target;
	enum verdict verdict = change(c, &user);

	if (verdict == VERDICT_DONE)
		verdict = ask_to_activate(c, &user);
	return verdict == VERDICT_DONE ? column_show(c, &user) : verdict;
}

const struct op op_user_update = {
	"user_update", PERMISSION(permission_user),
	OP_ABOUT_ACCOUNT | OP_SHOWS_ACCOUNTS, fields, user_update_run,
	"Changes an account"
};
const struct op op_user_update_name = {
	"user_update", PERMISSION(permission_user),
	OP_ABOUT_ACCOUNT | OP_SHOWS_ACCOUNTS, name_fields, user_update_run,
	"Changes an account"
};
