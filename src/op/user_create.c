/* An account is made. */

#include <string.h>

#include "auth/password.h"
#include "base/arena.h"
#include "conf/conf.h"
#include "mail/message.h"
#include "op/call.h"
#include "op/check.h"
#include "op/column.h"
#include "op/hand_out.h"
#include "op/hold.h"
#include "op/misfit.h"
#include "op/notice.h"
#include "store/db.h"
#include "store/pending.h"

static const struct field fields[] = {
	{ FIELD_EMAIL, AS_EMAIL | ADDRESS, check_new_email, NULL,
	    WHEN_IS(username_field, "username") },
	{ FIELD_USERNAME, REQUIRED, check_new_username, NULL,
	    WHEN_IS(username_field, "username") },
	{ FIELD_USERNAME, REQUIRED | ADDRESS, check_new_address, NULL,
	    WHEN_IS(username_field, "email") },
	{ FIELD_PASSWORD, REQUIRED, check_text, check_policy },
	{ FIELD_PASSWORD_AGAIN, REQUIRED, check_text,
	    check_same_password, WHEN(user_create_password_retype) },
	{ FIELD_COLUMN },
	{ 0 },
};

static enum verdict
check_first(struct call *c, enum field_id id)
{
	enum verdict verdict = check_password(c, id);

	if (verdict != VERDICT_DONE)
		return verdict;
	/* A name that is none is nothing to be similar to. */
	return c->refusals.count == 0 ? check_policy(c, id) :
	    check_policy_for(c, id, NULL);
}

static const struct field twice_fields[] = {
	{ FIELD_USERNAME, REQUIRED, check_new_username, NULL,
	    WHEN_IS(username_field, "username") },
	{ FIELD_EMAIL, AS_EMAIL | ADDRESS, check_new_email, NULL,
	    WHEN_IS(username_field, "username") },
	{ FIELD_USERNAME, REQUIRED | ADDRESS, check_new_address, NULL,
	    WHEN_IS(username_field, "email") },
	{ FIELD_COLUMN },
	{ FIELD_PASSWORD, REQUIRED, check_first },
	{ FIELD_PASSWORD_AGAIN, REQUIRED, check_text, check_same_password },
	{ 0 },
};

/* The mail that the api sends a new account, or NULL. */
static const char *
welcome(const struct conf_api *api)
{
	if (api->send_activation_email)
		return MAIL_ACTIVATION;
	return api->send_confirmation_email ? MAIL_CONFIRMATION : NULL;
}

/* Where the address is the user name, it is given once. */
static enum field_id
address_field(const struct call *c)
{
	return strcmp(c->api->username_field, "email") == 0 ?
	    FIELD_USERNAME : FIELD_EMAIL;
}

/* Now, and not when the field was checked: to hash takes its time. */
static enum verdict
insert(struct call *c, struct user *user)
{
	enum verdict verdict = hold_address(c, address_field(c));
	struct change changes[CONF_COLUMNS];

	if (verdict != VERDICT_DONE)
		return verdict;
	column_changes(c, changes);
	switch (user_create(c->db, c->arena, &c->conf->database, user,
	    changes)) {
	case 0:
		return column_write(c, user);
	case DB_DUPLICATE:	/* somebody was faster */
		return call_refuse(c, FIELD_NONE, MSG_CANNOT_CREATE);
	case DB_MISFIT:
		return misfit_refuse_new(c);
	default:
		return VERDICT_UNAVAILABLE;
	}
}

static enum verdict
user_create_run(struct call *c)
{
	const char *email = call_text_or_blank(c, address_field(c));
	char *hash = arena_alloc(c->arena, PASSWORD_HASH_SIZE);
	struct user user = {
		.username = call_text(c, FIELD_USERNAME),
		.email = email,
		.hash = hash,
		.is_active = !c->api->send_activation_email,
	};
	enum verdict verdict;

	if (password_hash(hash, PASSWORD_HASH_SIZE,
	    call_text(c, FIELD_PASSWORD)) == -1)
		return VERDICT_UNAVAILABLE;
	if ((verdict = insert(c, &user)) != VERDICT_DONE)
		return verdict;
	if (!user.is_active && pending_begin(c->db, user.id) == -1)
		return VERDICT_UNAVAILABLE;
	if (welcome(c->api) != NULL)
		verdict = notice_queue(c, &user, welcome(c->api));
	if (verdict == VERDICT_DONE)
		verdict = column_show(c, &user);
	c->target = c->shown.list;
	return verdict;
}

/* Who waits for activation is given nothing yet. */
static enum verdict
user_register_run(struct call *c)
{
	enum verdict verdict = user_create_run(c);

	if (verdict != VERDICT_DONE || !c->target->is_active)
		return verdict;
	return hand_out(c, c->target);
}

const struct op op_user_create = {
	"user_create", PERMISSION(permission_user_create), OP_HASHES, fields,
	user_create_run,
	"Signs somebody up",
	REFUSES({ FIELD_NONE, MSG_CANNOT_CREATE })
};
/* And is signed in at once. */
const struct op op_user_register = {
	"user_register", PERMISSION(permission_user_create),
	OP_HASHES | OP_SETS_COOKIES, fields, user_register_run,
	"Signs somebody up, and in",
	REFUSES({ FIELD_NONE, MSG_CANNOT_CREATE })
};
/* The same; the password is given twice. */
const struct op op_user_register_twice = {
	"user_register", PERMISSION(permission_user_create),
	OP_HASHES | OP_SETS_COOKIES, twice_fields, user_register_run,
	"Signs somebody up, and in",
	REFUSES({ FIELD_NONE, MSG_CANNOT_CREATE })
};
