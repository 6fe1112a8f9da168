/*
 * bearer: access and refresh tokens, JWTs as simplejwt makes them (RFC 7519).
 *
 * Claims: token_type, exp, iat, jti, user_id, and iss and aud where
 * configured. libjwt makes them. A token that was sent is believed only if its
 * header's alg is the api's one algorithm (RFC 8725 section 3.1) and its
 * signature is right; nothing behind the header is parsed before.
 */
#ifndef PORTRESS_AUTH_BEARER_H
#define PORTRESS_AUTH_BEARER_H

#include <stdint.h>

struct arena;
struct conf_api;

#define BEARER_JTI_SIZE 33	/* 32 hex digits and a NUL */

enum bearer_type { BEARER_ANY, BEARER_ACCESS, BEARER_REFRESH };

enum bearer_fault {
	BEARER_GOOD,
	BEARER_INVALID,		/* form, signature, alg, iss, aud, times */
	BEARER_EXPIRED,
	BEARER_WRONG_TYPE,
	BEARER_WITHOUT_EXPIRY,
	BEARER_WITHOUT_ID,
	BEARER_WITHOUT_TYPE,
};

struct bearer {
	enum bearer_type type;		/* BEARER_ANY: some other type */
	int64_t		 user_id;	/* -1: no claim; 0: nobody's */
	int64_t		 issued;	/* -1: none */
	int64_t		 expires;
	const char	*jti;
};

/*
 * A new signed token for the account; what stands in it is told in *made_r
 * unless that is NULL. In the arena.
 */
const char	*bearer_sign(struct arena *arena, const struct conf_api *api,
		    enum bearer_type type, int64_t user_id,
		    struct bearer *made_r);
/*
 * Reads a token that a client sent; checks form, algorithm, signature, times,
 * iss, aud, and the type unless BEARER_ANY is wanted, in simplejwt's order.
 */
enum bearer_fault bearer_read(struct arena *arena,
		    const struct conf_api *api, const char *token,
		    enum bearer_type wanted, struct bearer *bearer_r)
		    __attribute__((warn_unused_result));

#endif
