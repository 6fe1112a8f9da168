/* A name and a password become an access and a refresh token. */

#include "auth/bearer.h"
#include "op/call.h"
#include "op/check.h"
#include "op/sign_in.h"
#include "store/refresh.h"

static const struct field fields[] = {
	{ FIELD_USERNAME, REQUIRED, check_text },
	{ FIELD_PASSWORD, REQUIRED | SECRET, check_text },
	{ 0 },
};

static enum verdict
grant_create_run(struct call *c)
{
	enum verdict verdict = sign_in(c, MSG_NO_ACTIVE_ACCOUNT);
	struct bearer made;
	int64_t id;

	if (verdict != VERDICT_DONE)
		return verdict;
	id = c->target->id;
	c->refresh_token = bearer_sign(c->arena, c->api, BEARER_REFRESH, id,
	    &made);
	c->access_token = bearer_sign(c->arena, c->api, BEARER_ACCESS, id,
	    NULL);
	if (refresh_record(c->db, id, made.jti, c->refresh_token, made.issued,
	    made.expires) == -1)
		return VERDICT_UNAVAILABLE;
	if (c->api->update_last_login && user_set_last_login(c->db, id) == -1)
		return VERDICT_UNAVAILABLE;
	return VERDICT_DONE;
}

const struct op op_grant_create = {
	"grant_create", 0, OP_BLIND | OP_HASHES, fields, grant_create_run
};
