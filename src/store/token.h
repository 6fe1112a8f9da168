/*
 * token: opaque tokens, in DRF's table authtoken_token; one an account.
 */
#ifndef PORTRESS_STORE_TOKEN_H
#define PORTRESS_STORE_TOKEN_H

#include <stdint.h>

struct arena;
struct db;

#define TOKEN_KEY_LENGTH 40	/* hex digits of 20 random bytes */

/*
 * The account's token, made if it has none. Two sign-ins at once get the same
 * one. 0 or -1; the key belongs to the arena.
 */
int	token_obtain(struct db *db, struct arena *arena, const char *user_id,
	    const char **key_r) __attribute__((warn_unused_result));
/* Ends the account's tokens. The number ended, or -1. */
int64_t	token_end(struct db *db, const char *user_id)
	    __attribute__((warn_unused_result));

#endif
