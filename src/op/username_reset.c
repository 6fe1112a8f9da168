/* A mail with a link to set a new user name is asked for. */

#include "mail/message.h"
#include "op/call.h"
#include "op/check.h"
#include "op/mailed_link.h"

static const struct field fields[] = {
	{ FIELD_EMAIL, REQUIRED | ADDRESS, check_email },
	{ 0 },
};

static enum verdict
username_reset_run(struct call *c)
{
	return mailed_link_send(c, MAIL_USERNAME_RESET);
}

const struct op op_username_reset = {
	"username_reset", PERMISSION(permission_username_reset), 0, fields,
	username_reset_run,
	"Mails a link to set a new user name",
	REFUSES(EMAIL_REFUSES)
};
