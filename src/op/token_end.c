/* One's opaque tokens are ended. */

#include "op/call.h"
#include "store/token.h"

static enum verdict
token_end_run(struct call *c)
{
	if (token_end(c->db, c->user->id) == -1)
		return VERDICT_UNAVAILABLE;
	return VERDICT_DONE;
}

const struct op op_token_end = {
	"token_end", PERMISSION(permission_token_destroy), OP_ABOUT_CALLER,
	NULL, token_end_run
};
