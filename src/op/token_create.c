/* A name and a password become an opaque token. */

#include "op/call.h"
#include "op/check.h"
#include "op/session_cookie.h"
#include "op/sign_in.h"
#include "store/token.h"

static const struct field fields[] = {
	{ FIELD_PASSWORD, NEEDED, check_text },
	{ FIELD_USERNAME, NEEDED, check_text },
	{ 0 },
};

static enum verdict
token_create_run(struct call *c)
{
	enum verdict verdict;

	if (call_text(c, FIELD_USERNAME) == NULL ||
	    call_text(c, FIELD_PASSWORD) == NULL)
		return call_refuse(c, FIELD_NONE, MSG_BAD_CREDENTIALS);
	if ((verdict = sign_in(c, MSG_BAD_CREDENTIALS)) != VERDICT_DONE)
		return verdict;
	if (token_obtain(c->db, c->arena, c->target->id, &c->auth_token)
	    == -1 || user_set_last_login(c->db, c->target->id) == -1)
		return VERDICT_UNAVAILABLE;
	return session_cookie_begin(c, c->target);
}

const struct op op_token_create = {
	"token_create", PERMISSION(permission_token_create),
	OP_HASHES | OP_BEGINS_SESSION, fields, token_create_run,
	"Signs in: a name and a password become an opaque token",
	REFUSES({ FIELD_NONE, MSG_BAD_CREDENTIALS })
};
