/* A refresh token is ended: blacklisted. */

#include "base/arena.h"
#include "op/call.h"
#include "op/check.h"
#include "op/grant.h"
#include "op/hold.h"
#include "op/sign_out.h"

static const struct field fields[] = {
	{ FIELD_REFRESH, REQUIRED, check_text },
	{ 0 },
};

/*
 * A token that was made elsewhere may name nobody. The account is held before
 * its tokens end, as by all who end them.
 */
static enum verdict
hold_account(struct call *c, int64_t id)
{
	struct user *user = arena_alloc(c->arena, sizeof(*user));
	int found = id == -1 || !c->api->logout_everywhere ? 0 :
	    user_find(c->db, c->arena, id, user);

	if (found != 1)
		return found == 0 ? VERDICT_DONE : VERDICT_UNAVAILABLE;
	c->target = user;
	return hold(c, user);
}

static enum verdict
grant_end_run(struct call *c)
{
	struct bearer bearer;
	enum verdict verdict = grant_read(c, FIELD_REFRESH, BEARER_REFRESH,
	    &bearer);

	if (verdict == VERDICT_DONE)
		verdict = hold_account(c, bearer.user_id);
	if (verdict == VERDICT_DONE)
		verdict = grant_blacklist(c, FIELD_REFRESH, &bearer);
	return verdict == VERDICT_DONE && c->target != NULL ?
	    sign_out(c, c->target) : verdict;
}

const struct op op_grant_end = {
	"grant_end", 0, OP_BLIND, fields, grant_end_run,
	"Ends a refresh token",
	REFUSES(GRANT_REFUSES)
};
