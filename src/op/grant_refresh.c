/* A refresh token gives a new access token. */

#include "auth/bearer.h"
#include "base/arena.h"
#include "op/call.h"
#include "op/check.h"
#include "op/credential.h"
#include "store/refresh.h"

static const struct field fields[] = {
	{ FIELD_REFRESH, REQUIRED | SECRET, check_text },
	{ 0 },
};

static enum verdict
grant_refresh_run(struct call *c)
{
	struct user *user = arena_alloc(c->arena, sizeof(*user));
	struct bearer bearer;
	enum bearer_fault fault;
	int found;

	fault = bearer_read(c->arena, c->api, call_text(c, FIELD_REFRESH),
	    BEARER_REFRESH, &bearer);
	if (fault != BEARER_GOOD)
		return call_refuse(c, FIELD_NONE, credential_message(fault));
	if ((found = refresh_is_blacklisted(c->db, bearer.jti)) == -1)
		return VERDICT_UNAVAILABLE;
	if (found == 1)
		return call_refuse(c, FIELD_NONE, MSG_JWT_BLACKLISTED);
	if ((found = user_find(c->db, c->arena, bearer.user_id, user)) == -1)
		return VERDICT_UNAVAILABLE;
	if (found == 0 || !user->is_active)
		return call_refuse(c, FIELD_NONE,
		    MSG_NO_ACTIVE_ACCOUNT_FOR_TOKEN);
	c->target = user;
	c->access_token = bearer_sign(c->arena, c->api, BEARER_ACCESS,
	    user->id, NULL);
	return VERDICT_DONE;
}

const struct op op_grant_refresh = {
	"grant_refresh", 0, OP_BLIND, fields, grant_refresh_run
};
