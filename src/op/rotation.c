#include "op/rotation.h"

#include "base/log.h"
#include "op/call.h"
#include "op/grant.h"
#include "op/hold.h"
#include "store/family.h"

static enum verdict
refuse(struct call *c)
{
	return call_refuse(c, FIELD_NONE, MSG_JWT_BLACKLISTED);
}

/* One of two who have it is not its owner. */
static enum verdict
end_family(struct call *c, const struct bearer *old)
{
	enum verdict verdict = grant_hold_owner(c, old);

	if (verdict != VERDICT_DONE)
		return verdict;
	if (family_end(c->db, old->jti) == -1)
		return VERDICT_UNAVAILABLE;
	c->keeps_writes = true;
	log_event(LOG_WARNING, "refresh_token_reused",
	    log_text("account", old->user_id), log_text("jti", old->jti));
	return refuse(c);
}

enum verdict
rotation_redo(struct call *c, const struct bearer *old)
{
	struct bearer again;
	struct family family;
	int found = !c->api->rotate_refresh_tokens ? 0 :
	    family_find(c->db, c->arena, old->jti, &family);

	if (found == -1)
		return VERDICT_UNAVAILABLE;
	if (found == 0 || family.is_ended)
		return refuse(c);
	if (family.age >= c->api->refresh_grace_period)
		return c->api->refresh_reuse_detection ? end_family(c, old) :
		    refuse(c);
	bearer_repeat(&again, c->api, old, family.jti, family.issued);
	c->refresh_token = bearer_sign(c->arena, c->api, &again);
	c->refresh_expires = again.expires;
	return VERDICT_DONE;
}

static enum verdict
issue(struct call *c, const struct bearer *old)
{
	struct bearer fresh;
	enum verdict verdict;

	bearer_derive(&fresh, c->arena, c->api, BEARER_REFRESH, old);
	c->refresh_expires = fresh.expires;
	verdict = grant_issue(c, &fresh, &c->refresh_token);
	if (verdict != VERDICT_DONE || !c->api->blacklist_after_rotation)
		return verdict;
	return family_rotate(c->db, old->jti, fresh.jti) == 0 ? VERDICT_DONE :
	    VERDICT_UNAVAILABLE;
}

/*
 * The new one is recorded in the transaction that blacklists the old one. A
 * token that names no account has none to hold.
 */
enum verdict
rotation_do(struct call *c, const struct bearer *old)
{
	enum verdict verdict = VERDICT_DONE;

	if (c->target != NULL && (verdict = hold(c, c->target)) !=
	    VERDICT_DONE)
		return verdict;
	if (!c->api->blacklist_after_rotation)
		return issue(c, old);
	if (old->jti == NULL)
		return call_refuse(c, FIELD_NONE, MSG_JWT_WITHOUT_ID);
	switch (grant_end(c, FIELD_REFRESH, old)) {
	case 1:
		return issue(c, old);
	case 0:		/* somebody was faster */
		return rotation_redo(c, old);
	default:
		return VERDICT_UNAVAILABLE;
	}
}
