/* An account is activated by its mailed link. */

#include "mail/message.h"
#include "op/call.h"
#include "op/check.h"
#include "op/mailed_link.h"
#include "op/notice.h"
#include "store/pending.h"

static const struct field fields[] = {
	{ FIELD_UID, REQUIRED | VERBATIM, check_text },
	{ FIELD_TOKEN, REQUIRED | VERBATIM, check_text },
	{ 0 },
};

static enum verdict
activate_run(struct call *c)
{
	enum verdict verdict = mailed_link_open(c, MAIL_ACTIVATION);

	if (verdict != VERDICT_DONE)
		return verdict;
	if (c->target->is_active)
		return call_refuse(c, FIELD_NONE, MSG_STALE_TOKEN);
	switch (mailed_link_may_activate(c, c->target)) {
	case 1:
		break;
	case 0:
		return call_refuse(c, FIELD_TOKEN, MSG_BAD_ONE_TIME_TOKEN);
	default:
		return VERDICT_UNAVAILABLE;
	}
	if (user_set_active(c->db, c->target->id, true) == -1 ||
	    pending_end(c->db, c->target->id) == -1)
		return VERDICT_UNAVAILABLE;
	return c->api->send_confirmation_email ?
	    notice_queue(c, c->target, MAIL_CONFIRMATION) : VERDICT_DONE;
}

const struct op op_activate = {
	"activate", PERMISSION(permission_activation), 0, fields,
	activate_run,
	"Activates the account of the mailed link",
	REFUSES(MAILED_LINK_REFUSES, { FIELD_NONE, MSG_STALE_TOKEN })
};
