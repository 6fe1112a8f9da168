/*
 * A name and a password become a refresh and an access token, or a sliding
 * one.
 */

#include <string.h>

#include "op/call.h"
#include "op/check.h"
#include "op/grant.h"
#include "op/sign_in.h"

static const struct field fields[] = {
	{ FIELD_USERNAME, REQUIRED, check_text },
	{ FIELD_PASSWORD, REQUIRED, check_text },
	{ 0 },
};

static enum verdict
issue_sliding(struct call *c)
{
	struct bearer sliding;

	bearer_make(&sliding, c->arena, c->api, BEARER_SLIDING, c->target);
	return grant_issue(c, &sliding, &c->sliding_token);
}

static enum verdict
grant_create_run(struct call *c)
{
	enum verdict verdict = sign_in(c, MSG_NO_ACTIVE_ACCOUNT);

	if (verdict != VERDICT_DONE)
		return verdict;
	verdict = strcmp(c->api->token_obtain_serializer,
	    "TokenObtainSlidingSerializer") == 0 ?
	    issue_sliding(c) : grant_pair(c, c->target);
	if (verdict != VERDICT_DONE)
		return verdict;
	if (c->api->update_last_login &&
	    user_set_last_login(c->db, c->target->id) == -1)
		return VERDICT_UNAVAILABLE;
	return VERDICT_DONE;
}

const struct op op_grant_create = {
	"grant_create", 0, OP_BLIND | OP_HASHES, fields, grant_create_run,
	"Signs in: a name and a password become tokens",
	REFUSES({ FIELD_NONE, MSG_NO_ACTIVE_ACCOUNT })
};
