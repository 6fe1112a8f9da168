/* The activation mail is sent again. */

#include "mail/message.h"
#include "op/call.h"
#include "op/check.h"
#include "op/mailed_link.h"

static const struct field fields[] = {
	{ FIELD_EMAIL, REQUIRED | ADDRESS, check_email },
	{ 0 },
};

static enum verdict
activation_resend_run(struct call *c)
{
	enum verdict verdict = mailed_link_send(c, MAIL_ACTIVATION);

	if (verdict != VERDICT_DONE)
		return verdict;
	if (!c->api->send_activation_email)
		return call_refuse(c, FIELD_NONE, MSG_SWITCHED_OFF);
	return VERDICT_DONE;
}

const struct op op_activation_resend = {
	"activation_resend", PERMISSION(permission_password_reset), 0,
	fields, activation_resend_run,
	"Mails the link for activation again",
	REFUSES(EMAIL_REFUSES, { FIELD_NONE, MSG_SWITCHED_OFF })
};

static enum verdict
activation_offer_run(struct call *c)
{
	return mailed_link_send(c, MAIL_ACTIVATION);
}

/* Where nobody is told that no mail goes out. */
const struct op op_activation_offer = {
	"activation_resend", PERMISSION(permission_password_reset), 0,
	fields, activation_offer_run,
	"Mails the link for activation again",
	REFUSES(EMAIL_REFUSES)
};
