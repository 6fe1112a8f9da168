/*
 * What came of a request on its way through the web server, for whoever set
 * that up. Or, where the query says so, a refusal, to be looked at by itself;
 * or one where there is no account to be looked for.
 */

#include <string.h>

#include "http/arrival.h"
#include "op/call.h"
#include "store/user.h"

static enum verdict
selfcheck_run(struct call *c)
{
	struct user nobody;

	if (strcmp(c->request->query, "answer=401") == 0)
		return call_refuse(c, FIELD_NONE, MSG_NOT_AUTHENTICATED);
	if (strcmp(c->request->query, "answer=accounts") == 0 &&
	    user_find_by_name(c->db, c->arena, "", &nobody) == -1)
		return VERDICT_UNAVAILABLE;
	if (c->request->fault == REQUEST_TOO_LARGE)
		return call_refuse(c, FIELD_NONE, MSG_BODY_TOO_LARGE);
	c->json = arrival_json(c->arena, c->request);
	return VERDICT_DONE;
}

const struct op op_selfcheck = {
	"selfcheck", 0, OP_BLIND, NULL, selfcheck_run,
	"Tells what came of a request on its way through the web server"
};
