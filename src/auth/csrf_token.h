/*
 * csrf_token: what a page of ours knows and one of another site does not, in
 * Django's format (django.middleware.csrf).
 *
 * A secret is 32 letters and digits. A token is 32 more of them, a mask, and
 * the secret with the mask added letter by letter: the same secret looks
 * different each time (BREACH). Either may stand in the cookie and in the
 * header: Django's cookie held a token up to 4.0, and since then the secret.
 */
#ifndef PORTRESS_AUTH_CSRF_TOKEN_H
#define PORTRESS_AUTH_CSRF_TOKEN_H

#define CSRF_TOKEN_SECRET_SIZE	33
#define CSRF_TOKEN_SIZE		65

enum csrf_token_fault {
	CSRF_TOKEN_GOOD,
	CSRF_TOKEN_WRONG_LENGTH,
	CSRF_TOKEN_WRONG_CHARACTERS,
};

/* A new secret. */
void	csrf_token_make_secret(char secret[CSRF_TOKEN_SECRET_SIZE]);
/* A token of the secret, under a new mask. */
void	csrf_token_mask(char token[CSRF_TOKEN_SIZE], const char *secret);
/*
 * The secret of what was sent, a token or the secret itself. Whether it is the
 * right one is for secret_equal to say.
 */
enum csrf_token_fault csrf_token_read(const char *text,
	    char secret_r[CSRF_TOKEN_SECRET_SIZE])
	    __attribute__((warn_unused_result));

#endif
