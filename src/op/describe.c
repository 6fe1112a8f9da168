/*
 * A resource tells what it is (OPTIONS); the dialect has the words. What it
 * takes is told to those only who may send it.
 */

#include "op/call.h"
#include "store/user.h"

static enum verdict
describe_run(struct call *c)
{
	c->may_act = true;
	return VERDICT_DONE;
}

/* Of an account that is not there, or another's, no more is told than that
 * there is such a URL. */
static enum verdict
describe_account_run(struct call *c)
{
	if (c->account == NULL)
		return describe_run(c);
	switch (call_find_target(c)) {
	case 1:
		c->may_act = permission_admits_to(c, c->target);
		return VERDICT_DONE;
	case 0:
		return VERDICT_DONE;
	default:
		return VERDICT_UNAVAILABLE;
	}
}

const struct op op_describe_account = {
	"describe", PERMISSION(permission_user), 0, NULL, describe_account_run
};
const struct op op_describe_accounts = {
	"describe", PERMISSION(permission_user), 0, NULL, describe_run
};
const struct op op_describe_blind = {
	"describe", 0, OP_BLIND, NULL, describe_run
};
const struct op op_describe_root = {
	"describe", PERMISSION(default_permission_classes), 0, NULL,
	describe_run
};
const struct op op_describe_token_create = {
	"describe", PERMISSION(permission_token_create), 0, NULL, describe_run
};
const struct op op_describe_token_end = {
	"describe", PERMISSION(permission_token_destroy), 0, NULL,
	describe_run
};
