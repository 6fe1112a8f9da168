/* A mail with a link to set a new password is asked for. */

#include "mail/message.h"
#include "op/call.h"
#include "op/check.h"
#include "op/mailed_link.h"

static const struct field fields[] = {
	{ FIELD_EMAIL, REQUIRED | ADDRESS, check_email },
	{ 0 },
};

static enum verdict
password_reset_run(struct call *c)
{
	return mailed_link_send(c, MAIL_PASSWORD_RESET);
}

const struct op op_password_reset = {
	"password_reset", PERMISSION(permission_password_reset), 0, fields,
	password_reset_run,
	"Mails a link to set a new password",
	REFUSES(EMAIL_REFUSES)
};
