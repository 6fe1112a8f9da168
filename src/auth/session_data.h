/*
 * session_data: what a row of Django's table django_session holds, so that
 * either side honours the other's.
 *
 * Source: signing.dumps and loads of django.core.signing with the salt of
 * django.contrib.sessions.backends.db, get_session_auth_hash of
 * django.contrib.auth.base_user (3.1 and later). A JSON object, compressed by
 * zlib if a dot comes first, in base64url; a time in base 62; an HMAC of both.
 * `secret` is Django's SECRET_KEY, `secrets` that and SECRET_KEY_FALLBACKS,
 * ended by NULL, any of which will do (get_session_auth_fallback_hash of 4.2).
 */
#ifndef PORTRESS_AUTH_SESSION_DATA_H
#define PORTRESS_AUTH_SESSION_DATA_H

#include <stdbool.h>
#include <stdint.h>

struct arena;
struct user;

/* Longer ones count as none: of a row's text, and of the object in it. */
#define SESSION_DATA_MAXIMUM	100000
#define SESSION_DATA_INFLATED	65536

struct session_data {
	const char	*user_id;	/* NULL: nobody has signed in */
	const char	*user_hash;	/* bound to a password; or NULL */
	const char	*backend;	/* NULL: Django's usual one */
	const char	*expiry;	/* _session_expiry as JSON, or NULL */
	const char	*others;	/* all other members as they are written,
					 * and _session_expiry; or "" */
};

/*
 * Reads a row's text. Nothing is parsed before the signature was found good.
 * False, and the data are those of an empty session, if anything is odd.
 */
bool		 session_data_read(struct arena *arena,
		    const char *const *secrets, const char *text,
		    struct session_data *data_r);
/* Whether it is the session of that account with its present password. */
bool		 session_data_is_of(struct arena *arena,
		    const char *const *secrets,
		    const struct session_data *data, const struct user *user);
/* A row's text: of that account, with the other members of the data. */
const char	*session_data_write(struct arena *arena, const char *secret,
		    const struct session_data *data, const struct user *user);
/*
 * How many seconds the row and the cookie are to last, by the data or else as
 * usual; a cookie's 0 stands for the end of the browser. An expiry that is no
 * number is a date: such a row goes on for the `left` seconds that it has.
 */
void		 session_data_ages(const struct session_data *data,
		    int64_t usual, int64_t left, int64_t *row_r,
		    int64_t *cookie_r);

/* A new session's key, of 32 letters and digits; whether a text is one. */
const char	*session_data_key(struct arena *arena);
bool		 session_data_is_key(const char *text);

#endif
