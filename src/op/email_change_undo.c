/*
 * A change of address is undone by whoever has the link that was mailed to the
 * old one. Somebody else may have changed it, who is signed in and knows the
 * password: neither is good for anything any more.
 */

#include "auth/password.h"
#include "base/random.h"
#include "base/secret.h"
#include "mail/message.h"
#include "op/call.h"
#include "op/check.h"
#include "op/mailed_link.h"
#include "op/notice.h"
#include "op/readdress.h"
#include "store/email_change.h"
#include "store/pending.h"
#include "store/refresh.h"
#include "store/token.h"

#define RANDOM 32	/* bytes of a password that nobody knows */

static const struct field fields[] = {
	{ FIELD_UID, REQUIRED | VERBATIM, check_text },
	{ FIELD_TOKEN, REQUIRED | VERBATIM, check_text },
	{ 0 },
};

/* The hash of one, as an unusable password could not be reset. */
static int
forget_password(struct call *c, const struct user *user)
{
	char text[2 * RANDOM + 1], hash[PASSWORD_HASH_SIZE];
	int result;

	random_hex(text, RANDOM);
	result = password_hash(hash, sizeof(hash), text);
	secret_wipe(text, sizeof(text));
	return result == -1 ? -1 : user_set_hash(c->db, user->id, hash);
}

/* A session ends with the hash that is in it. */
static int
lock_out(struct call *c, const struct user *user)
{
	return forget_password(c, user) == -1 ||
	    token_end(c->db, user->id) == -1 ||
	    refresh_end_all(c->db, user->id) == -1 ? -1 : 0;
}

/* A change may have asked to be activated; the old address was. */
static int
unlock(struct call *c, struct user *user)
{
	int waits = user->is_active ? 0 : pending_find(c->db, user->id);

	if (waits != 1)
		return waits;
	user->is_active = true;
	return user_set_active(c->db, user->id, true) == -1 ||
	    pending_end(c->db, user->id) == -1 ? -1 : 0;
}

static enum verdict
email_change_undo_run(struct call *c)
{
	struct email_change change;
	enum verdict verdict = mailed_link_open_change(c, MAIL_EMAIL_CHANGED,
	    &change);

	if (verdict == VERDICT_DONE)
		verdict = readdress_restore(c, c->target, &change);
	if (verdict != VERDICT_DONE)
		return verdict;
	if (lock_out(c, c->target) == -1 || unlock(c, c->target) == -1)
		return VERDICT_UNAVAILABLE;
	return c->target->is_active ?
	    notice_queue(c, c->target, MAIL_EMAIL_RESTORED) : VERDICT_DONE;
}

const struct op op_email_change_undo = {
	"email_change_undo", PERMISSION(permission_activation), OP_HASHES,
	fields, email_change_undo_run,
	"Undoes a change of e-mail address by the mailed link",
	REFUSES(MAILED_LINK_REFUSES, { FIELD_EMAIL, MSG_EMAIL_TAKEN,
	    WHEN(email_unique) })
};
