/* A refresh token is ended: blacklisted. */

#include "op/call.h"
#include "op/check.h"
#include "op/grant.h"
#include "op/sign_out.h"

static const struct field fields[] = {
	{ FIELD_REFRESH, REQUIRED, check_text },
	{ 0 },
};

/* A token that was made elsewhere may name nobody. */
static enum verdict
end_account(struct call *c, int64_t id)
{
	struct user user;
	int found = id == -1 ? 0 : user_find(c->db, c->arena, id, &user);

	if (found == -1)
		return VERDICT_UNAVAILABLE;
	return found == 1 ? sign_out(c, &user) : VERDICT_DONE;
}

static enum verdict
grant_end_run(struct call *c)
{
	struct bearer bearer;
	enum verdict verdict = grant_read(c, FIELD_REFRESH, BEARER_REFRESH,
	    &bearer);

	if (verdict != VERDICT_DONE)
		return verdict;
	verdict = grant_blacklist(c, FIELD_REFRESH, &bearer);
	if (verdict != VERDICT_DONE || !c->api->logout_everywhere)
		return verdict;
	return end_account(c, bearer.user_id);
}

const struct op op_grant_end = {
	"grant_end", 0, OP_BLIND, fields, grant_end_run,
	"Ends a refresh token",
	REFUSES(GRANT_REFUSES)
};
