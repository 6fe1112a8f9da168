/*
 * What signs somebody in ends: the opaque token, the refresh token, cookies.
 * Who asks for it is signed out of whatever is left, however stale the rest.
 */

#include "op/call.h"
#include "op/check.h"
#include "op/credential.h"
#include "op/forgery.h"
#include "op/grant.h"
#include "op/session_cookie.h"
#include "op/sign_out.h"
#include "op/token_cookie.h"
#include "store/family.h"

static const struct field fields[] = {
	{ FIELD_REFRESH, MAY_BE_BLANK | UNJUDGED, check_text, NULL,
	    WHEN(use_jwt) },
	{ 0 },
};

/*
 * All that came of the same sign-in, as one token of it may be on its way.
 * Whose access token has ended is known by the refresh token, unless that has,
 * too.
 */
static enum verdict
end_token(struct call *c, const struct bearer *bearer, bool is_good)
{
	enum verdict verdict = grant_hold_owner(c, bearer);

	if (c->user == NULL && is_good)
		c->user = c->target;
	if (verdict != VERDICT_DONE || bearer->jti == NULL)
		return verdict;
	return grant_end(c, FIELD_REFRESH, bearer) == -1 ||
	    family_end(c->db, bearer->jti) == -1 ? VERDICT_UNAVAILABLE :
	    VERDICT_DONE;
}

/* What is no good needs no ending. */
static enum verdict
end_if_good(struct call *c, const char *token)
{
	struct bearer bearer;
	enum message wrong;
	int good;

	if (token == NULL || *token == '\0')
		return VERDICT_DONE;
	call_set(c, FIELD_REFRESH, token);
	good = grant_judge(c, token, BEARER_REFRESH, &bearer, &wrong);
	if (good == -1)
		return VERDICT_UNAVAILABLE;
	return good == 1 || wrong == MSG_JWT_BLACKLISTED ?
	    end_token(c, &bearer, good == 1) : VERDICT_DONE;
}

static enum verdict
end_cookies(struct call *c)
{
	const char *access = token_cookie_access(c);
	const char *refresh = token_cookie_refresh(c);
	enum verdict verdict = access != NULL || refresh != NULL ?
	    forgery_check(c) : VERDICT_DONE;

	if (verdict == VERDICT_DONE)
		verdict = end_if_good(c, call_text(c, FIELD_REFRESH));
	if (verdict == VERDICT_DONE)
		verdict = end_if_good(c, refresh);
	token_cookie_end(c);
	return verdict;
}

static enum verdict
end_sent_token(struct call *c)
{
	struct bearer bearer;
	enum verdict verdict;

	if (*call_text_or_blank(c, FIELD_REFRESH) == '\0')
		return call_refuse(c, FIELD_NONE, MSG_NO_REFRESH_IN_BODY);
	verdict = grant_read(c, FIELD_REFRESH, BEARER_REFRESH, &bearer);
	return verdict == VERDICT_DONE ? end_token(c, &bearer, true) :
	    verdict;
}

static enum verdict
end_jwts(struct call *c)
{
	return c->api->has_token_cookies ? end_cookies(c) : end_sent_token(c);
}

static enum verdict
logout_run(struct call *c)
{
	enum verdict verdict = credential_recognize(c);

	if (verdict == VERDICT_DONE)
		verdict = forgery_check_origin(c);
	if (verdict != VERDICT_DONE)
		return verdict;
	if (c->user == NULL && !c->api->use_jwt &&
	    !c->api->create_session_on_login)
		return call_refuse(c, FIELD_NONE, MSG_NOT_LOGGED_IN);
	if (c->api->use_jwt && (verdict = end_jwts(c)) != VERDICT_DONE)
		return verdict;
	return c->user != NULL ? sign_out(c, c->user) : session_cookie_end(c);
}

const struct op op_logout = {
	"logout", 0, OP_BLIND | OP_RECOGNIZES | OP_SETS_COOKIES, fields,
	logout_run,
	"Signs out: tokens and cookies are ended",
	REFUSES({ FIELD_NONE, MSG_NOT_LOGGED_IN },
	    { FIELD_NONE, MSG_NO_REFRESH_IN_BODY, WHEN(use_jwt) },
	    GRANT_REFUSES_WHEN(WHEN(use_jwt)))
};
