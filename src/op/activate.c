/* An account is activated by its mailed link. */

#include "mail/message.h"
#include "op/call.h"
#include "op/check.h"
#include "op/mailed_link.h"
#include "store/outbox.h"

static const struct field fields[] = {
	{ FIELD_UID, REQUIRED, check_text, NULL, 0 },
	{ FIELD_TOKEN, REQUIRED | SECRET, check_text, NULL, 0 },
	{ 0 },
};

static enum verdict
activate_run(struct call *c)
{
	enum verdict verdict = mailed_link_open(c);

	if (verdict != VERDICT_DONE)
		return verdict;
	if (c->target->is_active)
		return call_refuse(c, FIELD_NONE, MSG_STALE_TOKEN);
	if (user_set_active(c->db, c->target->id, true) == -1)
		return VERDICT_UNAVAILABLE;
	if (c->api->send_confirmation_email && *c->target->email != '\0' &&
	    outbox_queue(c->db, c->api->name, c->target, MAIL_CONFIRMATION)
	    == -1)
		return VERDICT_UNAVAILABLE;
	return VERDICT_DONE;
}

const struct op op_activate = {
	"activate", ACCESS_ANYBODY, 0, fields, activate_run
};
