/* A new user name is set by who knows the password. */

#include "op/call.h"
#include "op/check.h"
#include "op/hold.h"
#include "op/renew.h"

static const struct field fields[] = {
	{ FIELD_CURRENT_PASSWORD, REQUIRED, check_current_password },
	{ FIELD_NEW_USERNAME, REQUIRED, check_new_username, NULL,
	    WHEN_IS(username_field, "username") },
	{ FIELD_NEW_USERNAME, REQUIRED | ADDRESS, check_new_address, NULL,
	    WHEN_IS(username_field, "email") },
	{ FIELD_USERNAME_AGAIN, REQUIRED, check_text, check_same_username,
	    WHEN(set_username_retype) },
	{ 0 },
};

static enum verdict
username_change_run(struct call *c)
{
	struct user user = *c->user;
	enum verdict verdict = hold_username(c);

	if (verdict == VERDICT_DONE)
		verdict = hold(c, c->user);
	return verdict == VERDICT_DONE ? renew_username(c, &user) : verdict;
}

const struct op op_username_change = {
	"username_change", PERMISSION(permission_set_username),
	OP_ABOUT_CALLER | OP_HASHES, fields, username_change_run,
	"Sets a new user name"
};
