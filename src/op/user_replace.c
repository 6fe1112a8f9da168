/* All that an account says of itself is set anew: PUT, with all fields. */

#include <string.h>

#include "auth/password.h"
#include "op/call.h"
#include "op/check.h"
#include "op/column.h"
#include "op/hold.h"
#include "op/readdress.h"
#include "op/renew.h"
#include "op/sign_out.h"

static enum verdict
check_its_policy(struct call *c, enum field_id id)
{
	struct user renamed = *c->target;

	renamed.username = renamed.email = call_text(c, FIELD_NEW_USERNAME);
	renamed.first_name = column_text(c, "first_name",
	    renamed.first_name);
	renamed.last_name = column_text(c, "last_name",
	    renamed.last_name);
	return check_policy_for(c, id, &renamed);
}

static const struct field fields[] = {
	{ FIELD_NEW_USERNAME, REQUIRED | ADDRESS, check_address },
	{ FIELD_NEW_PASSWORD, REQUIRED, check_text, check_its_policy },
	{ FIELD_COLUMN },
	{ FIELD_REFRESH, UNJUDGED, check_nothing, NULL,
	    WHEN(logout_others_on_password_change) },
	{ 0 },
};

/* Who sends the password that it has anyway stays signed in. */
static enum verdict
change_password(struct call *c)
{
	enum verdict verdict;

	if (password_matches(c->target->id, c->target->hash,
	    call_text(c, FIELD_NEW_PASSWORD)))
		return VERDICT_DONE;
	verdict = renew_password(c, c->target);
	return verdict == VERDICT_DONE ? sign_out_others(c, c->target) :
	    verdict;
}

static enum verdict
user_replace_run(struct call *c)
{
	struct user user = *c->target;
	enum verdict verdict = hold_username(c);

	if (verdict == VERDICT_DONE)
		verdict = hold(c, c->target);
	if (verdict == VERDICT_DONE)
		verdict = change_password(c);
	if (verdict == VERDICT_DONE)
		verdict = strcmp(call_text(c, FIELD_NEW_USERNAME),
		    user.username) != 0 ? renew_username(c, &user) :
		    readdress_keep(c, &user);
	if (verdict == VERDICT_DONE)
		verdict = column_write(c, &user);
	return verdict == VERDICT_DONE ? column_show(c, &user) : verdict;
}

const struct op op_user_replace = {
	"user_replace", PERMISSION(permission_user),
	OP_ABOUT_ACCOUNT | OP_SHOWS_ACCOUNTS | OP_HASHES, fields,
	user_replace_run,
	"Sets all of an account anew"
};
