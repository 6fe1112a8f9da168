#include "op/renew.h"

#include <string.h>

#include "auth/password.h"
#include "conf/conf.h"
#include "mail/message.h"
#include "op/call.h"
#include "op/misfit.h"
#include "op/notice.h"
#include "store/db.h"

enum verdict
renew_password(struct call *c, const struct user *user)
{
	char hash[PASSWORD_HASH_SIZE];

	if (password_hash(hash, sizeof(hash),
	    call_text(c, FIELD_NEW_PASSWORD)) == -1 ||
	    user_set_hash(c->db, user->id, hash) == -1)
		return VERDICT_UNAVAILABLE;
	if (!c->api->password_changed_email_confirmation)
		return VERDICT_DONE;
	return notice_queue(c, user, MAIL_PASSWORD_CHANGED);
}

/* What the database says of a text that one account only may have. */
static enum verdict
judge(struct call *c, int result, enum field_id field, const char *column,
    enum message taken)
{
	switch (result) {
	case 0:
		return VERDICT_DONE;
	case DB_DUPLICATE:
		return call_refuse(c, field, taken);
	case DB_MISFIT:
		return misfit_refuse(c, field, column);
	default:
		return VERDICT_UNAVAILABLE;
	}
}

enum verdict
renew_email(struct call *c, const struct user *user, enum field_id field)
{
	return judge(c, user_set_email(c->db, user->id, call_text(c, field)),
	    field, c->conf->database.accounts.email, MSG_EMAIL_TAKEN);
}

enum verdict
renew_username(struct call *c, const struct user *user)
{
	const char *name = call_text(c, FIELD_NEW_USERNAME);
	bool is_address = strcmp(c->api->username_field, "email") == 0;
	struct user renamed = *user;
	enum verdict verdict = judge(c, user_set_name(c->db, user->id, name),
	    FIELD_NEW_USERNAME, c->conf->database.accounts.username,
	    is_address ? MSG_EMAIL_TAKEN : MSG_USERNAME_TAKEN);

	if (verdict == VERDICT_DONE && is_address) {
		renamed.email = name;
		verdict = renew_email(c, user, FIELD_NEW_USERNAME);
	}
	if (verdict != VERDICT_DONE ||
	    !c->api->username_changed_email_confirmation)
		return verdict;
	return notice_queue(c, &renamed, MAIL_USERNAME_CHANGED);
}
