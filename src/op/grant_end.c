/* A refresh token is ended: blacklisted. */

#include "op/call.h"
#include "op/check.h"
#include "op/grant.h"

static const struct field fields[] = {
	{ FIELD_REFRESH, REQUIRED, check_text },
	{ 0 },
};

static enum verdict
grant_end_run(struct call *c)
{
	struct bearer bearer;
	enum verdict verdict = grant_read(c, FIELD_REFRESH, BEARER_REFRESH,
	    &bearer);

	if (verdict != VERDICT_DONE)
		return verdict;
	return grant_blacklist(c, FIELD_REFRESH, &bearer);
}

const struct op op_grant_end = {
	"grant_end", 0, OP_BLIND, fields, grant_end_run
};
