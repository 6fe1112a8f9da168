/* One's opaque tokens are ended. */

#include "op/call.h"
#include "op/sign_out.h"

static enum verdict
token_end_run(struct call *c)
{
	return sign_out(c, c->user);
}

const struct op op_token_end = {
	"token_end", PERMISSION(permission_token_destroy), OP_ABOUT_CALLER,
	NULL, token_end_run,
	"Signs out: one's opaque tokens are ended"
};
