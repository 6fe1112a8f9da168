/*
 * refresh: refresh tokens known by their jti, in simplejwt's tables
 * token_blacklist_outstandingtoken and token_blacklist_blacklistedtoken.
 *
 * simplejwt keeps whole refresh tokens there in clear. We keep a token without
 * its signature: the rows still tell what was issued, but nobody who reads
 * the table can sign in with them.
 */
#ifndef PORTRESS_STORE_REFRESH_H
#define PORTRESS_STORE_REFRESH_H

#include <stdint.h>

struct db;

/*
 * Records a token that is about to be handed out; `token` is its full text,
 * times are in seconds since 1970. 0 or -1.
 */
int	refresh_record(struct db *db, int64_t user_id, const char *jti,
	    const char *token, int64_t issued, int64_t expires)
	    __attribute__((warn_unused_result));
/* Whether the token is blacklisted: 1, 0, or -1. */
int	refresh_is_blacklisted(struct db *db, const char *jti)
	    __attribute__((warn_unused_result));
/* Blacklists all of an account's that are known. 0 or -1. */
int	refresh_end_all(struct db *db, int64_t user_id)
	    __attribute__((warn_unused_result));

#endif
