#include "op/renew.h"

#include <string.h>

#include "auth/password.h"
#include "conf/conf.h"
#include "mail/message.h"
#include "op/call.h"
#include "op/misfit.h"
#include "op/notice.h"
#include "op/readdress.h"
#include "store/db.h"

enum verdict
renew_password(struct call *c, const struct user *user)
{
	char hash[PASSWORD_HASH_SIZE];
	enum verdict verdict = readdress_keep(c, user);

	if (verdict != VERDICT_DONE)
		return verdict;
	if (password_hash(hash, sizeof(hash),
	    call_text(c, FIELD_NEW_PASSWORD)) == -1 ||
	    user_set_hash(c->db, user->id, hash) == -1)
		return VERDICT_UNAVAILABLE;
	if (!c->api->password_changed_email_confirmation)
		return VERDICT_DONE;
	return notice_queue(c, user, MAIL_PASSWORD_CHANGED);
}

enum verdict
renew_username(struct call *c, struct user *user)
{
	enum verdict verdict;

	if (strcmp(c->api->username_field, "email") == 0)
		return readdress(c, user, FIELD_NEW_USERNAME);
	user->username = call_text(c, FIELD_NEW_USERNAME);
	verdict = misfit_judge(c, user_set_name(c->db, user->id,
	    user->username), FIELD_NEW_USERNAME,
	    c->conf->database.accounts.username, MSG_USERNAME_TAKEN);
	return verdict == VERDICT_DONE &&
	    c->api->username_changed_email_confirmation ?
	    notice_queue(c, user, MAIL_USERNAME_CHANGED) : verdict;
}
