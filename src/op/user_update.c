/* An account is changed; where activation is asked for, a new address must be
 * activated again. */

#include <string.h>

#include "mail/message.h"
#include "op/call.h"
#include "op/check.h"
#include "store/outbox.h"

static const struct field fields[] = {
	{ FIELD_EMAIL, MAY_BE_BLANK, check_own_email, NULL, 0 },
	{ 0 },
};

static enum verdict
change_email(struct call *c, struct user *user)
{
	if (user_set_email(c->db, user->id, user->email) == -1)
		return VERDICT_UNAVAILABLE;
	if (!c->api->send_activation_email)
		return VERDICT_DONE;
	if (user_set_active(c->db, user->id, false) == -1)
		return VERDICT_UNAVAILABLE;
	if (*user->email != '\0' && outbox_queue(c->db, c->api->name, user,
	    MAIL_ACTIVATION) == -1)
		return VERDICT_UNAVAILABLE;
	return VERDICT_DONE;
}

static enum verdict
user_update_run(struct call *c)
{
	const char *email = call_text(c, FIELD_EMAIL);
	struct user user = *c->target;

	if (email != NULL && strcmp(email, user.email) != 0) {
		enum verdict verdict;

		user.email = email;
		if ((verdict = change_email(c, &user)) != VERDICT_DONE)
			return verdict;
	}
	call_show(c, &user);
	return VERDICT_DONE;
}

const struct op op_user_update = {
	"user_update", ACCESS_ACCOUNT, OP_SHOWS_ACCOUNT, fields,
	user_update_run
};
