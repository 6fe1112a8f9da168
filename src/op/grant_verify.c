/* A token of any type is looked at. */

#include "op/call.h"
#include "op/check.h"
#include "op/grant.h"

static const struct field fields[] = {
	{ FIELD_TOKEN, REQUIRED, check_text },
	{ 0 },
};

static enum verdict
grant_verify_run(struct call *c)
{
	struct bearer bearer;
	enum verdict verdict = grant_read(c, FIELD_TOKEN, BEARER_ANY, &bearer);

	if (verdict != VERDICT_DONE || bearer.jti == NULL ||
	    !c->api->blacklist_after_rotation)
		return verdict;
	switch (refresh_is_blacklisted(c->db, bearer.jti)) {
	case 0:
		return VERDICT_DONE;
	case 1:
		return call_refuse(c, FIELD_NONE, MSG_JWT_VERIFIED_BLACKLISTED);
	default:
		return VERDICT_UNAVAILABLE;
	}
}

const struct op op_grant_verify = {
	"grant_verify", 0, OP_BLIND, fields, grant_verify_run,
	"Tells whether a token is good",
	REFUSES({ FIELD_NONE, MSG_JWT_INVALID },
	    { FIELD_NONE, MSG_JWT_EXPIRED },
	    { FIELD_NONE, MSG_JWT_WITHOUT_EXPIRY },
	    { FIELD_NONE, MSG_JWT_WITHOUT_ID },
	    { FIELD_NONE, MSG_JWT_WITHOUT_TYPE }, { FIELD_NONE, MSG_JWT_VERIFIED_BLACKLISTED,
	    WHEN(blacklist_after_rotation) })
};
