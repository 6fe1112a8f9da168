/* A name or an address, and a password, become what the api hands out. */

#include <string.h>

#include "base/arena.h"
#include "op/call.h"
#include "op/check.h"
#include "op/column.h"
#include "op/hand_out.h"
#include "op/session_cookie.h"
#include "op/sign_in.h"

static const struct field fields[] = {
	{ FIELD_USERNAME, MAY_BE_BLANK, check_text, NULL,
	    WHEN_IS(username_field, "username") },
	{ FIELD_EMAIL, MAY_BE_BLANK | ADDRESS, check_email },
	{ FIELD_PASSWORD, REQUIRED, check_text },
	{ 0 },
};

static bool
names_are_addresses(const struct call *c)
{
	return strcmp(c->api->username_field, "email") == 0;
}

/* "" where it is not given, or addresses sign nobody in. */
static const char *
email_of(const struct call *c)
{
	return names_are_addresses(c) ||
	    strcmp(c->api->login_by, "username") != 0 ?
	    call_text_or_blank(c, FIELD_EMAIL) : "";
}

static const char *
name_of(const struct call *c)
{
	return strcmp(c->api->login_by, "email") != 0 ?
	    call_text_or_blank(c, FIELD_USERNAME) : "";
}

/* An address that is somebody's goes before a name, which may be one, too. */
static int
find(struct call *c, struct user *user_r)
{
	const char *email = email_of(c), *name = name_of(c);
	int found = 0;

	if (names_are_addresses(c))
		return user_find_by_name(c->db, c->arena, email, user_r);
	if (*email != '\0')
		found = sign_in_find_address(c, email, user_r);
	if (found == 0 && *name != '\0')
		found = sign_in_find(c, name, user_r);
	return found;
}

static const char *
what_names(const struct call *c)
{
	if (names_are_addresses(c) || strcmp(c->api->login_by, "email") == 0)
		return "\"email\"";
	return strcmp(c->api->login_by, "username") == 0 ? "\"username\"" :
	    "either \"username\" or \"email\"";
}

static enum verdict
login_run(struct call *c)
{
	static const struct sign_in_words words = {
		MSG_BAD_CREDENTIALS, MSG_ACCOUNT_DISABLED,
		MSG_EMAIL_NOT_VERIFIED };
	struct user *user = arena_alloc(c->arena, sizeof(*user));
	enum verdict verdict;

	if (*email_of(c) == '\0' && *name_of(c) == '\0')
		return call_refuse_with(c, FIELD_NONE, MSG_LOGIN_WITHOUT_NAME,
		    what_names(c));
	verdict = sign_in_as(c, find(c, user), user, &words);
	if (verdict != VERDICT_DONE ||
	    (verdict = hand_out(c, user)) != VERDICT_DONE)
		return verdict;
	if (user_set_last_login(c->db, user->id) == -1)
		return VERDICT_UNAVAILABLE;
	verdict = column_show(c, user);
	return verdict == VERDICT_DONE ? session_cookie_begin(c, user) :
	    verdict;
}

const struct op op_login = {
	"login", 0, OP_BLIND | OP_HASHES | OP_SETS_COOKIES, fields, login_run,
	"Signs in, by a name or an address and a password",
	REFUSES({ FIELD_NONE, MSG_LOGIN_WITHOUT_NAME },
	    { FIELD_NONE, MSG_BAD_CREDENTIALS },
	    { FIELD_NONE, MSG_ACCOUNT_DISABLED },
	    { FIELD_NONE, MSG_EMAIL_NOT_VERIFIED })
};
