/*
 * An account is activated by its mailed link, in one piece: the link's uid and
 * token with a colon between them.
 */

#include <string.h>

#include "base/arena.h"
#include "op/call.h"
#include "op/check.h"

static const struct field fields[] = {
	{ FIELD_TOKEN, REQUIRED | VERBATIM, check_text },
	{ 0 },
};

static enum verdict
email_verify_run(struct call *c)
{
	const char *key = call_text(c, FIELD_TOKEN);
	const char *colon = strchr(key, ':');
	enum verdict verdict;

	if (colon == NULL)
		return call_refuse(c, FIELD_NONE, MSG_NOT_FOUND);
	call_set(c, FIELD_UID, arena_copy(c->arena, key,
	    (size_t)(colon - key)));
	call_set(c, FIELD_TOKEN, colon + 1);
	verdict = op_activate.run(c);
	if (verdict != VERDICT_REFUSED)
		return verdict;
	c->refusals.count = 0;
	return call_refuse(c, FIELD_NONE, MSG_NOT_FOUND);
}

const struct op op_email_verify = {
	"email_verify", PERMISSION(permission_activation), 0, fields,
	email_verify_run,
	"Activates the account of the mailed link",
	REFUSES({ FIELD_NONE, MSG_NOT_FOUND })
};
