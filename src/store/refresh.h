/*
 * refresh: refresh and sliding tokens known by their jti, in simplejwt's
 * tables token_blacklist_outstandingtoken and
 * token_blacklist_blacklistedtoken.
 *
 * simplejwt keeps whole tokens there in clear. We keep a token without its
 * signature: the rows still tell what was issued, but nobody who reads the
 * table can sign in with them.
 */
#ifndef PORTRESS_STORE_REFRESH_H
#define PORTRESS_STORE_REFRESH_H

#include <stdint.h>

struct db;

struct refresh {
	const char	*user_id;	/* NULL: nobody's */
	const char	*jti;
	const char	*token;		/* its full text */
	int64_t		 issued;	/* in seconds since 1970 */
	int64_t		 expires;
};

/* Records a token that is about to be handed out. 0 or -1. */
int	refresh_record(struct db *db, const struct refresh *refresh)
	    __attribute__((warn_unused_result));
/*
 * Blacklists a token; one that was made elsewhere is recorded first, with its
 * user if there is such a one. Of several at the same time one only gets 1.
 * 1; 0 if it is blacklisted already; or -1.
 */
int	refresh_blacklist(struct db *db, const struct refresh *refresh)
	    __attribute__((warn_unused_result));
/* A recorded token goes on for longer. 0, also if it is unknown, or -1. */
int	refresh_prolong(struct db *db, const char *jti, int64_t expires)
	    __attribute__((warn_unused_result));
/* Whether the token is blacklisted: 1, 0, or -1. */
int	refresh_is_blacklisted(struct db *db, const char *jti)
	    __attribute__((warn_unused_result));
/* Blacklists all of an account's that are known but one. 0 or -1. */
int	refresh_end_others(struct db *db, const char *user_id, const char *jti)
	    __attribute__((warn_unused_result));
/* Blacklists all of an account's that are known. 0 or -1. */
int	refresh_end_all(struct db *db, const char *user_id)
	    __attribute__((warn_unused_result));

#endif
