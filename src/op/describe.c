/* A resource tells what it is (OPTIONS); the dialect has the words. */

#include "op/call.h"

static enum verdict
describe_run(struct call *c)
{
	(void)c;
	return VERDICT_DONE;
}

const struct op op_describe = {
	"describe", ACCESS_SIGNED_IN, 0, NULL, describe_run
};
const struct op op_describe_open = {
	"describe", ACCESS_ANYBODY, 0, NULL, describe_run
};
const struct op op_describe_blind = {
	"describe", ACCESS_BLIND, 0, NULL, describe_run
};
