/* One's opaque tokens are ended. */

#include "op/call.h"
#include "op/hold.h"
#include "op/sign_out.h"

static enum verdict
token_end_run(struct call *c)
{
	enum verdict verdict = c->api->logout_everywhere ?
	    hold(c, c->user) : VERDICT_DONE;

	return verdict == VERDICT_DONE ? sign_out(c, c->user) : verdict;
}

const struct op op_token_end = {
	"token_end", PERMISSION(permission_token_destroy), OP_ABOUT_CALLER,
	NULL, token_end_run,
	"Signs out: one's opaque tokens are ended"
};
