/* A page is told the CSRF token, and its cookie is set. */

#include "op/call.h"
#include "op/forgery.h"

static enum verdict
csrf_show_run(struct call *c)
{
	forgery_keep_token(c);
	return VERDICT_DONE;
}

const struct op op_csrf_show = {
	"csrf_show", 0, OP_BLIND, NULL, csrf_show_run,
	"Tells a page the CSRF token, and sets its cookie"
};
