#include "op/sign_out.h"

#include <string.h>

#include "op/call.h"
#include "store/token.h"

enum verdict
sign_out(struct call *c, const struct user *user)
{
	if (strcmp(c->api->token_model, "none") == 0)
		return VERDICT_DONE;
	return token_end(c->db, user->id) == -1 ? VERDICT_UNAVAILABLE :
	    VERDICT_DONE;
}
