/*
 * grant: what all that takes a JWT has in common.
 */
#ifndef PORTRESS_OP_GRANT_H
#define PORTRESS_OP_GRANT_H

#include "auth/bearer.h"
#include "op/op.h"
#include "op/refusal.h"
#include "store/refresh.h"

struct user;

/*
 * Reads a token as one of the type; whether it is blacklisted is asked where
 * simplejwt asks: of refresh and sliding tokens. 1 if it is good; 0, and what
 * is wrong; or -1.
 */
int		grant_judge(struct call *call, const char *text,
		    enum bearer_type type, struct bearer *bearer_r,
		    enum message *wrong_r) __attribute__((warn_unused_result));
/* The same of a field; refuses what is wrong. */
enum verdict	grant_read(struct call *call, enum field_id field,
		    enum bearer_type type, struct bearer *bearer_r);
/* FIELD_REFRESH as a refresh token, also one that is blacklisted: was used. */
enum verdict	grant_read_refresh(struct call *call,
		    struct bearer *bearer_r, bool *was_used_r);
#define GRANT_REFUSES_WHEN(...) \
	{ FIELD_NONE, MSG_JWT_INVALID, __VA_ARGS__ }, \
	{ FIELD_NONE, MSG_JWT_EXPIRED, __VA_ARGS__ }, \
	{ FIELD_NONE, MSG_JWT_WRONG_TYPE, __VA_ARGS__ }, \
	{ FIELD_NONE, MSG_JWT_WITHOUT_EXPIRY, __VA_ARGS__ }, \
	{ FIELD_NONE, MSG_JWT_WITHOUT_ID, __VA_ARGS__ }, \
	{ FIELD_NONE, MSG_JWT_WITHOUT_TYPE, __VA_ARGS__ }, \
	{ FIELD_NONE, MSG_JWT_BLACKLISTED, __VA_ARGS__ }
#define GRANT_REFUSES	GRANT_REFUSES_WHEN({ 0 })
/*
 * Sets call->target to whose the token is, if that may have another one. As in
 * simplejwt, a token that names nobody needs nobody.
 */
enum verdict	grant_find_account(struct call *call, enum field_id field,
		    const struct bearer *bearer);
/*
 * Sets call->target to whose the token is, if it is anybody's who is there, and
 * holds the account (op/hold.h): before other tokens than this one end. Else
 * what somebody rotates meanwhile would not be seen, and two who do so at once
 * would wait for one another's rows.
 */
enum verdict	grant_hold_owner(struct call *call,
		    const struct bearer *bearer);
/* Blacklists the token: 1; 0 if it is already; or -1. It must have an id. */
int		grant_end(struct call *call, enum field_id field,
		    const struct bearer *bearer)
		    __attribute__((warn_unused_result));
/* The same; refuses one that has been meanwhile, or has no id. */
enum verdict	grant_blacklist(struct call *call, enum field_id field,
		    const struct bearer *bearer);
/* Signs a token and records it. */
enum verdict	grant_issue(struct call *call, const struct bearer *bearer,
		    const char **token_r);
/* Whether a JWT still is of the account's present password, if it must. */
bool		grant_fits_password(const struct call *call,
		    const struct bearer *bearer, const struct user *user);

/* The account gets a refresh token, recorded, and an access token; the call
 * knows when they expire. */
enum verdict	grant_pair(struct call *call, const struct user *user);

#endif
