/* A new address counts from when its link was followed. */

#include "mail/message.h"
#include "op/call.h"
#include "op/check.h"
#include "op/mailed_link.h"
#include "op/readdress.h"
#include "store/email_change.h"

static const struct field fields[] = {
	{ FIELD_UID, REQUIRED | VERBATIM, check_text },
	{ FIELD_TOKEN, REQUIRED | VERBATIM, check_text },
	{ 0 },
};

static enum verdict
email_change_confirm_run(struct call *c)
{
	struct email_change change;
	enum verdict verdict = mailed_link_open_change(c, MAIL_EMAIL_CHANGE,
	    &change);

	return verdict == VERDICT_DONE ?
	    readdress_confirm(c, c->target, &change) : verdict;
}

const struct op op_email_change_confirm = {
	"email_change_confirm", PERMISSION(permission_activation), 0, fields,
	email_change_confirm_run,
	"Confirms a new e-mail address by the mailed link",
	REFUSES(MAILED_LINK_REFUSES, { FIELD_EMAIL, MSG_EMAIL_TAKEN,
	    WHEN(email_unique) })
};
