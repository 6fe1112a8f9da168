/* The api tells where its accounts are. */

#include "op/call.h"

static enum verdict
root_show_run(struct call *c)
{
	(void)c;
	return VERDICT_DONE;
}

const struct op op_root_show = {
	"root_show", PERMISSION(default_permission_classes), 0, NULL,
	root_show_run,
	"Tells where the accounts are"
};
