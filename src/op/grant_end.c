/* A refresh token is ended: blacklisted. */

#include "op/call.h"
#include "op/check.h"
#include "op/grant.h"
#include "op/sign_out.h"
#include "store/family.h"

static const struct field fields[] = {
	{ FIELD_REFRESH, REQUIRED, check_text },
	{ 0 },
};

/*
 * A refresh may have been faster, and would give the one that it gave to
 * whoever asks within its grace period; so that one ends. 1, 0 if there is
 * none, or -1.
 */
static int
end_successor(struct call *c, const struct bearer *bearer)
{
	struct family family;
	int found = family_find(c->db, c->arena, bearer->jti, &family);

	if (found != 1)
		return found;
	if (family.is_ended || family.age >= c->api->refresh_grace_period)
		return 0;
	return family_end(c->db, bearer->jti) == -1 ? -1 : 1;
}

static enum verdict
end(struct call *c, const struct bearer *bearer, bool was_used)
{
	int ended = 0;

	if (bearer->jti == NULL)
		return call_refuse(c, FIELD_NONE, MSG_JWT_WITHOUT_ID);
	if (!was_used)
		ended = grant_end(c, FIELD_REFRESH, bearer);
	if (ended == 0)
		ended = end_successor(c, bearer);
	switch (ended) {
	case 1:
		return VERDICT_DONE;
	case 0:
		return call_refuse(c, FIELD_NONE, MSG_JWT_BLACKLISTED);
	default:
		return VERDICT_UNAVAILABLE;
	}
}

static enum verdict
grant_end_run(struct call *c)
{
	struct bearer bearer;
	bool was_used;
	enum verdict verdict = grant_read_refresh(c, &bearer, &was_used);

	if (verdict == VERDICT_DONE)
		verdict = grant_hold_owner(c, &bearer);
	if (verdict == VERDICT_DONE)
		verdict = end(c, &bearer, was_used);
	return verdict == VERDICT_DONE && c->api->logout_everywhere &&
	    c->target != NULL ? sign_out(c, c->target) : verdict;
}

const struct op op_grant_end = {
	"grant_end", 0, OP_BLIND, fields, grant_end_run,
	"Ends a refresh token",
	REFUSES(GRANT_REFUSES)
};
