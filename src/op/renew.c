#include "op/renew.h"

#include "auth/password.h"
#include "mail/message.h"
#include "op/call.h"
#include "store/outbox.h"

enum verdict
renew_password(struct call *c, const struct user *user)
{
	char hash[PASSWORD_HASH_SIZE];

	if (password_hash(hash, sizeof(hash),
	    call_text(c, FIELD_NEW_PASSWORD)) == -1 ||
	    user_set_hash(c->db, user->id, hash) == -1)
		return VERDICT_UNAVAILABLE;
	if (c->api->password_changed_email_confirmation &&
	    *user->email != '\0' &&
	    outbox_queue(c->db, c->api->name, user, MAIL_PASSWORD_CHANGED)
	    == -1)
		return VERDICT_UNAVAILABLE;
	return VERDICT_DONE;
}
