#include "op/sign_out.h"

#include <string.h>

#include "op/call.h"
#include "op/grant.h"
#include "op/hold.h"
#include "op/session_cookie.h"
#include "op/token_cookie.h"
#include "store/refresh.h"
#include "store/token.h"

static enum verdict
end(struct call *c, const struct user *user)
{
	if (strcmp(c->api->token_model, "none") != 0 &&
	    token_end(c->db, user->id) == -1)
		return VERDICT_UNAVAILABLE;
	if (c->api->logout_everywhere &&
	    refresh_end_all(c->db, user->id) == -1)
		return VERDICT_UNAVAILABLE;
	return session_cookie_end(c);
}

enum verdict
sign_out(struct call *c, const struct user *user)
{
	enum verdict verdict = c->api->logout_everywhere ? hold(c, user) :
	    VERDICT_DONE;

	return verdict == VERDICT_DONE ? end(c, user) : verdict;
}

/* The id of the refresh token that was sent along; "" if none was. */
static int
own_token(struct call *c, const struct user *user, const char **jti_r)
{
	const char *sent = call_text_or_blank(c, FIELD_REFRESH);
	const char *text = *sent != '\0' ? sent : token_cookie_refresh(c);
	struct bearer bearer;
	enum message wrong;
	int good = text == NULL ? 0 : grant_judge(c, text, BEARER_REFRESH,
	    &bearer, &wrong);

	*jti_r = good == 1 && bearer.user_id != NULL &&
	    strcmp(bearer.user_id, user->id) == 0 &&
	    bearer.jti != NULL ? bearer.jti : "";
	return good;
}

/* One's own ends, too. */
static enum verdict
end_all(struct call *c, const struct user *user)
{
	if (c->api->use_jwt && refresh_end_all(c->db, user->id) == -1)
		return VERDICT_UNAVAILABLE;
	if (c->api->has_token_cookies)
		token_cookie_end(c);
	return end(c, user);
}

enum verdict
sign_out_others(struct call *c, const struct user *user)
{
	const char *jti;

	if (c->api->logout_others_on_password_change &&
	    (own_token(c, user, &jti) == -1 ||
	    refresh_end_others(c->db, user->id, jti) == -1))
		return VERDICT_UNAVAILABLE;
	return c->api->logout_on_password_change ? end_all(c, user) :
	    VERDICT_DONE;
}
