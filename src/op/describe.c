/*
 * A resource tells what it is (OPTIONS); the dialect has the words. What it
 * takes is told to those only who may send it.
 */

#include "op/call.h"

#define DESCRIBES	"Tells what the URL is and takes"

static enum verdict
describe_run(struct call *c)
{
	c->asks_to_write = true;
	c->may_act = permission_admits(c);
	return VERDICT_DONE;
}

/* Of an account that is not there, or another's, no more is told than that
 * there is such a URL. */
static enum verdict
describe_account_run(struct call *c)
{
	int found = call_find_target(c);

	if (found == -1)
		return VERDICT_UNAVAILABLE;
	c->asks_to_write = true;
	c->may_act = found == 1 && permission_admits(c) &&
	    permission_admits_to(c, c->target);
	return VERDICT_DONE;
}

const struct op op_describe_account = {
	"describe", PERMISSION(permission_user), 0, NULL, describe_account_run,
	DESCRIBES
};
const struct op op_describe_accounts = {
	"describe", PERMISSION(permission_user), 0, NULL, describe_run,
	DESCRIBES
};
const struct op op_describe_blind = {
	"describe", 0, OP_BLIND, NULL, describe_run, DESCRIBES
};
const struct op op_describe_root = {
	"describe", PERMISSION(default_permission_classes), 0, NULL,
	describe_run, DESCRIBES
};
const struct op op_describe_token_create = {
	"describe", PERMISSION(permission_token_create), 0, NULL,
	describe_run, DESCRIBES
};
const struct op op_describe_token_end = {
	"describe", PERMISSION(permission_token_destroy), 0, NULL,
	describe_run, DESCRIBES
};
const struct op op_describe_user_create = {
	"describe", PERMISSION(permission_user_create), 0, NULL,
	describe_run, DESCRIBES
};
