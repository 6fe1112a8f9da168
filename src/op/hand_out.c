#include "op/hand_out.h"

#include <string.h>

#include "op/call.h"
#include "op/forgery.h"
#include "op/grant.h"
#include "op/token_cookie.h"
#include "store/token.h"

static enum verdict
hand_out_pair(struct call *c, const struct user *user)
{
	enum verdict verdict = grant_pair(c, user);

	if (verdict != VERDICT_DONE)
		return verdict;
	token_cookie_set(c);
	if (c->api->has_token_cookies)
		forgery_new_token(c);
	return VERDICT_DONE;
}

enum verdict
hand_out(struct call *c, const struct user *user)
{
	if (c->api->use_jwt)
		return hand_out_pair(c, user);
	if (strcmp(c->api->token_model, "none") != 0 &&
	    token_obtain(c->db, c->arena, user->id, &c->auth_token) == -1)
		return VERDICT_UNAVAILABLE;
	return VERDICT_DONE;
}
