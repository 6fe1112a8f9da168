#include "op/sign_out.h"

#include <string.h>

#include "op/call.h"
#include "op/session_cookie.h"
#include "store/token.h"

enum verdict
sign_out(struct call *c, const struct user *user)
{
	if (strcmp(c->api->token_model, "none") != 0 &&
	    token_end(c->db, user->id) == -1)
		return VERDICT_UNAVAILABLE;
	return session_cookie_end(c);
}
