#include "op/grant.h"

#include "auth/mark.h"
#include "base/arena.h"
#include "base/clock.h"
#include "op/call.h"
#include "op/hold.h"
#include "op/sign_in.h"

static enum message
message_of(enum bearer_fault fault)
{
	static const enum message messages[] = {
		[BEARER_INVALID]	= MSG_JWT_INVALID,
		[BEARER_EXPIRED]	= MSG_JWT_EXPIRED,
		[BEARER_WITHOUT_EXPIRY]	= MSG_JWT_WITHOUT_EXPIRY,
		[BEARER_WITHOUT_ID]	= MSG_JWT_WITHOUT_ID,
		[BEARER_WITHOUT_TYPE]	= MSG_JWT_WITHOUT_TYPE,
		[BEARER_WRONG_TYPE]	= MSG_JWT_WRONG_TYPE,
	};

	return messages[fault];
}

int
grant_judge(struct call *call, const char *text, enum bearer_type type,
    struct bearer *bearer_r, enum message *wrong_r)
{
	enum bearer_fault fault = bearer_read(call->arena, call->api, text,
	    type, bearer_r);
	int found = 0;

	*wrong_r = message_of(fault);
	if (fault == BEARER_INVALID || fault == BEARER_EXPIRED)
		return 0;
	/* As simplejwt has it, before all else that may be wrong. */
	if ((type == BEARER_REFRESH || type == BEARER_SLIDING) &&
	    bearer_r->jti != NULL)
		found = refresh_is_blacklisted(call->db, bearer_r->jti);
	if (found == -1)
		return -1;
	if (found == 1)
		*wrong_r = MSG_JWT_BLACKLISTED;
	return found == 0 && fault == BEARER_GOOD;
}

enum verdict
grant_read(struct call *call, enum field_id field, enum bearer_type type,
    struct bearer *bearer_r)
{
	enum message wrong;

	switch (grant_judge(call, call_text(call, field), type, bearer_r,
	    &wrong)) {
	case 1:
		return VERDICT_DONE;
	case 0:
		return call_refuse(call, FIELD_NONE, wrong);
	default:
		return VERDICT_UNAVAILABLE;
	}
}

enum verdict
grant_read_refresh(struct call *call, struct bearer *bearer_r,
    bool *was_used_r)
{
	enum message wrong;
	int good = grant_judge(call, call_text(call, FIELD_REFRESH),
	    BEARER_REFRESH, bearer_r, &wrong);

	*was_used_r = good == 0 && wrong == MSG_JWT_BLACKLISTED;
	if (good == -1)
		return VERDICT_UNAVAILABLE;
	return good == 1 || *was_used_r ? VERDICT_DONE :
	    call_refuse(call, FIELD_NONE, wrong);
}

bool
grant_fits_password(const struct call *call, const struct bearer *bearer,
    const struct user *user)
{
	return !call->api->check_revoke_token ||
	    mark_fits(bearer->mark, user->hash);
}

/* Refused, and blacklisted for good. */
static enum verdict
refuse_password(struct call *call, enum field_id field,
    const struct bearer *bearer)
{
	if (bearer->jti != NULL &&
	    grant_blacklist(call, field, bearer) == VERDICT_UNAVAILABLE)
		return VERDICT_UNAVAILABLE;
	call->refusals.count = 0;
	call->keeps_writes = true;
	return call_refuse(call, FIELD_NONE, MSG_JWT_PASSWORD_CHANGED);
}

enum verdict
grant_find_account(struct call *call, enum field_id field,
    const struct bearer *bearer)
{
	struct user *user = arena_alloc(call->arena, sizeof(*user));
	int found;

	if (bearer->user_id == NULL)
		return VERDICT_DONE;
	found = user_find(call->db, call->arena, bearer->user_id, user);
	if (found == -1)
		return VERDICT_UNAVAILABLE;
	if (found == 0 ||
	    (!user->is_active && call->api->check_user_is_active))
		return call_refuse(call, FIELD_NONE,
		    MSG_NO_ACTIVE_ACCOUNT_FOR_TOKEN);
	call->target = user;
	if (!grant_fits_password(call, bearer, user))
		return refuse_password(call, field, bearer);
	return sign_in_seen(call, user);
}

enum verdict
grant_hold_owner(struct call *call, const struct bearer *bearer)
{
	struct user *user = arena_alloc(call->arena, sizeof(*user));
	int found = bearer->user_id == NULL ? 0 :
	    user_find(call->db, call->arena, bearer->user_id, user);

	if (found != 1)
		return found == 0 ? VERDICT_DONE : VERDICT_UNAVAILABLE;
	call->target = user;
	return hold(call, user);
}

/* What the database is told. */
static struct refresh
refresh_of(const struct bearer *bearer, const char *token)
{
	return (struct refresh){
		.user_id = bearer->user_id,
		.jti = bearer->jti,
		.token = token,
		.issued = bearer->issued != -1 ? bearer->issued : clock_now(),
		.expires = bearer->expires,
	};
}

int
grant_end(struct call *call, enum field_id field, const struct bearer *bearer)
{
	struct refresh refresh = refresh_of(bearer, call_text(call, field));

	return refresh_blacklist(call->db, &refresh);
}

enum verdict
grant_blacklist(struct call *call, enum field_id field,
    const struct bearer *bearer)
{
	if (bearer->jti == NULL)
		return call_refuse(call, FIELD_NONE, MSG_JWT_WITHOUT_ID);
	switch (grant_end(call, field, bearer)) {
	case 1:
		return VERDICT_DONE;
	case 0:
		return call_refuse(call, FIELD_NONE, MSG_JWT_BLACKLISTED);
	default:
		return VERDICT_UNAVAILABLE;
	}
}

enum verdict
grant_issue(struct call *call, const struct bearer *bearer,
    const char **token_r)
{
	struct refresh refresh;

	*token_r = bearer_sign(call->arena, call->api, bearer);
	refresh = refresh_of(bearer, *token_r);
	if (refresh_record(call->db, &refresh) == -1)
		return VERDICT_UNAVAILABLE;
	return VERDICT_DONE;
}

enum verdict
grant_pair(struct call *call, const struct user *user)
{
	struct bearer refresh, access;

	bearer_make(&refresh, call->arena, call->api, BEARER_REFRESH, user);
	bearer_derive(&access, call->arena, call->api, BEARER_ACCESS,
	    &refresh);
	call->access_token = bearer_sign(call->arena, call->api, &access);
	call->access_expires = access.expires;
	call->refresh_expires = refresh.expires;
	return grant_issue(call, &refresh, &call->refresh_token);
}
