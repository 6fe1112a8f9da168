/*
 * A name and a password become an opaque token, as authtoken's own view has
 * it: both are asked for, the password counts with the blanks around it, and
 * last_login stays as it is.
 */

#include "op/call.h"
#include "op/check.h"
#include "op/sign_in.h"
#include "store/token.h"

static const struct field fields[] = {
	{ FIELD_USERNAME, REQUIRED, check_text },
	{ FIELD_PASSWORD, REQUIRED | VERBATIM, check_text },
	{ 0 },
};

static enum verdict
token_obtain_run(struct call *c)
{
	enum verdict verdict = sign_in(c, MSG_BAD_CREDENTIALS);

	if (verdict == VERDICT_DONE &&
	    token_obtain(c->db, c->arena, c->target->id, &c->auth_token) == -1)
		verdict = VERDICT_UNAVAILABLE;
	return verdict;
}

const struct op op_token_obtain = {
	"token_obtain", PERMISSION(permission_token_create), OP_HASHES, fields,
	token_obtain_run,
	"Signs in: a name and a password become an opaque token",
	REFUSES({ FIELD_NONE, MSG_BAD_CREDENTIALS })
};
