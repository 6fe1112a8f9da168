/*
 * bearer: access, refresh and sliding tokens, JWTs as simplejwt makes them
 * (RFC 7519).
 *
 * Claims, in this order: token_type, exp, iat, jti, of a sliding token
 * refresh_exp, user_id, what else the token has, and iss and aud where
 * configured; some of them are called as the api says. A token that was sent
 * is believed only if its header's alg is the api's one algorithm (RFC 8725
 * section 3.1) and its signature is right; nothing behind the header is parsed
 * before.
 */
#ifndef PORTRESS_AUTH_BEARER_H
#define PORTRESS_AUTH_BEARER_H

#include <stdint.h>

struct arena;
struct conf_api;
struct user;

#define BEARER_JTI_MAXIMUM 255	/* bytes, as its column has */

enum bearer_type { BEARER_ANY, BEARER_ACCESS, BEARER_REFRESH, BEARER_SLIDING };

enum bearer_fault {
	BEARER_GOOD,
	BEARER_INVALID,		/* form, signature, alg, iss, aud, times */
	BEARER_EXPIRED,
	/* Of a token that is genuine, so that it can be asked for its id: */
	BEARER_WITHOUT_EXPIRY,
	BEARER_WITHOUT_ID,
	BEARER_WITHOUT_TYPE,
	BEARER_WRONG_TYPE,
};

struct bearer {
	enum bearer_type type;		/* BEARER_ANY: some other type */
	const char	*user_id;	/* NULL: no claim; "": nobody's */
	int64_t		 issued;	/* -1: none */
	int64_t		 expires;	/* -1: never */
	int64_t		 refreshable;	/* a sliding token's last; -1: none */
	const char	*jti;		/* or NULL: none that is one */
	const char	*mark;		/* of the password (auth/mark.h), or NULL */
	/*
	 * All other claims, as members of a JSON object with a comma before
	 * each. Not told of access tokens, nor where any type will do.
	 */
	const char	*others;
};

/* A new token for the account, with an id of its own. Not yet signed. */
void		 bearer_make(struct bearer *bearer_r, struct arena *arena,
		    const struct conf_api *api, enum bearer_type type,
		    const struct user *user);
/* The same of another token's claims; type and times are new, and the id. */
void		 bearer_derive(struct bearer *bearer_r, struct arena *arena,
		    const struct conf_api *api, enum bearer_type type,
		    const struct bearer *from);
/*
 * The refresh token that bearer_derive made of the same one at that time; it
 * had that id. What bearer_sign makes of it is the same text again, unless the
 * algorithm's signatures differ each time.
 */
void		 bearer_repeat(struct bearer *bearer_r,
		    const struct conf_api *api, const struct bearer *from,
		    const char *jti, int64_t issued);
/* A sliding token goes on with its id: only iat and exp are new. */
void		 bearer_prolong(struct bearer *bearer,
		    const struct conf_api *api);
/* The token as it is sent, in the arena. The api must have a signing key. */
const char	*bearer_sign(struct arena *arena, const struct conf_api *api,
		    const struct bearer *bearer);

/*
 * Reads a token that a client sent; checks form, algorithm, signature, times,
 * iss, aud, and the type unless BEARER_ANY is wanted, in simplejwt's order.
 * *bearer_r is told of every genuine token, whatever else is wrong with it.
 */
enum bearer_fault bearer_read(struct arena *arena,
		    const struct conf_api *api, const char *token,
		    enum bearer_type wanted, struct bearer *bearer_r)
		    __attribute__((warn_unused_result));

#endif
