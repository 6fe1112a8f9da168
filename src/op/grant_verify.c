/* A token of any type is looked at; the database is not asked. */

#include "auth/bearer.h"
#include "op/call.h"
#include "op/check.h"
#include "op/credential.h"

static const struct field fields[] = {
	{ FIELD_TOKEN, REQUIRED | SECRET, check_text },
	{ 0 },
};

static enum verdict
grant_verify_run(struct call *c)
{
	struct bearer bearer;
	enum bearer_fault fault;

	fault = bearer_read(c->arena, c->api, call_text(c, FIELD_TOKEN),
	    BEARER_ANY, &bearer);
	if (fault != BEARER_GOOD)
		return call_refuse(c, FIELD_NONE, credential_message(fault));
	return VERDICT_DONE;
}

const struct op op_grant_verify = {
	"grant_verify", 0, OP_BLIND, fields, grant_verify_run
};
