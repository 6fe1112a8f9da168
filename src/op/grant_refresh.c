/*
 * A refresh token gives a new access token and, where they rotate, a new
 * refresh token. Or a sliding token is made good for longer.
 */

#include <string.h>

#include "base/clock.h"
#include "op/call.h"
#include "op/check.h"
#include "op/forgery.h"
#include "op/grant.h"
#include "op/rotation.h"
#include "op/token_cookie.h"

#define SLIDES \
	WHEN_IS(token_refresh_serializer, "TokenRefreshSlidingSerializer")

static const struct field fields[] = {
	{ FIELD_REFRESH, REQUIRED, check_text, NULL,
	    WHEN_IS(token_refresh_serializer, "TokenRefreshSerializer") },
	{ FIELD_TOKEN, REQUIRED, check_text, NULL, SLIDES },
	{ 0 },
};

static const struct field cookie_fields[] = {
	{ FIELD_REFRESH, MAY_BE_BLANK | UNJUDGED, check_text },
	{ 0 },
};

static enum verdict
refresh(struct call *c)
{
	struct bearer bearer, access;
	bool was_used;
	enum verdict verdict = grant_read_refresh(c, &bearer, &was_used);

	if (verdict == VERDICT_DONE && was_used)
		verdict = rotation_redo(c, &bearer);
	if (verdict != VERDICT_DONE || (verdict = grant_find_account(c,
	    FIELD_REFRESH, &bearer)) != VERDICT_DONE)
		return verdict;
	bearer_derive(&access, c->arena, c->api, BEARER_ACCESS, &bearer);
	c->access_token = bearer_sign(c->arena, c->api, &access);
	c->access_expires = access.expires;
	if (c->api->rotate_refresh_tokens && !was_used)
		return rotation_do(c, &bearer);
	return VERDICT_DONE;
}

static enum verdict
check_refreshable(struct call *c, const struct bearer *bearer)
{
	const char *claim = c->api->sliding_token_refresh_exp_claim;

	if (bearer->refreshable == -1)
		return call_refuse_with(c, FIELD_NONE, MSG_JWT_WITHOUT_CLAIM,
		    claim);
	if (bearer->refreshable <= clock_now() - c->api->leeway)
		return call_refuse_with(c, FIELD_NONE, MSG_JWT_CLAIM_EXPIRED,
		    claim);
	return VERDICT_DONE;
}

static enum verdict
slide(struct call *c)
{
	struct bearer bearer;
	enum verdict verdict = grant_read(c, FIELD_TOKEN, BEARER_SLIDING,
	    &bearer);

	if (verdict != VERDICT_DONE ||
	    (verdict = check_refreshable(c, &bearer)) != VERDICT_DONE ||
	    (verdict = grant_find_account(c, FIELD_TOKEN, &bearer)) !=
	    VERDICT_DONE)
		return verdict;
	if (bearer.jti == NULL)
		return call_refuse(c, FIELD_NONE, MSG_JWT_WITHOUT_ID);
	bearer_prolong(&bearer, c->api);
	c->sliding_token = bearer_sign(c->arena, c->api, &bearer);
	/* Or what is recorded would be gone before the token is. */
	if (refresh_prolong(c->db, bearer.jti, bearer.expires) == -1)
		return VERDICT_UNAVAILABLE;
	return VERDICT_DONE;
}

static enum verdict
grant_refresh_run(struct call *c)
{
	return strcmp(c->api->token_refresh_serializer,
	    "TokenRefreshSlidingSerializer") == 0 ? slide(c) : refresh(c);
}

const struct op op_grant_refresh = {
	"grant_refresh", 0, OP_BLIND, fields, grant_refresh_run,
	"Gives a new token for one that can be refreshed",
	REFUSES(GRANT_REFUSES,
	    { FIELD_NONE, MSG_NO_ACTIVE_ACCOUNT_FOR_TOKEN },
	    { FIELD_NONE, MSG_JWT_PASSWORD_CHANGED, WHEN(check_revoke_token) },
	    { FIELD_NONE, MSG_JWT_WITHOUT_CLAIM, SLIDES },
	    { FIELD_NONE, MSG_JWT_CLAIM_EXPIRED, SLIDES })
};

/* What is sent in the body goes before the cookie. */
static enum verdict
take_refresh(struct call *c)
{
	const char *cookie;

	if (*call_text_or_blank(c, FIELD_REFRESH) != '\0')
		return VERDICT_DONE;
	if ((cookie = token_cookie_refresh(c)) == NULL)
		return call_refuse(c, FIELD_NONE, MSG_NO_REFRESH_TOKEN);
	call_set(c, FIELD_REFRESH, cookie);
	return forgery_check(c);
}

static enum verdict
grant_refresh_cookie_run(struct call *c)
{
	enum verdict verdict = take_refresh(c);

	if (verdict == VERDICT_DONE)
		verdict = refresh(c);
	if (verdict != VERDICT_DONE || !c->api->has_token_cookies)
		return verdict;
	token_cookie_set(c);
	forgery_keep_token(c);
	c->refresh_token = NULL;	/* not even "" */
	c->refresh_expires = 0;
	return VERDICT_DONE;
}

/* Whose refresh token may come as a cookie. */
const struct op op_grant_refresh_cookie = {
	"grant_refresh", 0, OP_BLIND | OP_SETS_COOKIES, cookie_fields,
	grant_refresh_cookie_run,
	"Gives a new token for one that can be refreshed",
	REFUSES({ FIELD_NONE, MSG_NO_REFRESH_TOKEN }, GRANT_REFUSES,
	    { FIELD_NONE, MSG_NO_ACTIVE_ACCOUNT_FOR_TOKEN },
	    { FIELD_NONE, MSG_JWT_PASSWORD_CHANGED, WHEN(check_revoke_token) })
};
