/*
 * forgery: requests that a page of another site has a visitor's browser send
 * (CSRF). Browsers add cookies of themselves, and keep those that an answer
 * sets; so both wants proof that a page of ours asks.
 *
 * The proof is Django's double submit: the secret of the cookie
 * csrf_cookie_name, or a token of it (auth/csrf_token.h), in the header
 * csrf_header_name; and that Origin is ours, or where there is none and the
 * request came by https, Sec-Fetch-Site or Referer. What signs somebody in, or
 * out, needs less, as the first sign-in of a page has no token yet: an Origin
 * or Sec-Fetch-Site that says that it is ours will do.
 *
 * Ours is the host that was asked, and the origins that the api lists with
 * cors_allow_credentials. A request whose Authorization has been found to be
 * somebody's is nobody's forgery: browsers send no such thing of themselves.
 * What changes nothing (GET) is admitted, and without jwt_auth_cookie or
 * jwt_auth_cookie_use_csrf all is; but a session always wants the whole proof,
 * and where sessions are made, who signs in or out must not say that it is of
 * a site that is neither ours nor listed (Origin, Sec-Fetch-Site). Before a gate
 * that is asked of whoever comes by any cookie, where it changes something or
 * begins a WebSocket; a token of ours it is not asked for.
 */
#ifndef PORTRESS_OP_FORGERY_H
#define PORTRESS_OP_FORGERY_H

#include "op/op.h"

/* A step of the road: what sets cookies (OP_SETS_COOKIES) is asked for the
 * lesser proof; what recognizes who calls (OP_RECOGNIZES) asks itself, then.
 * What begins a session (OP_BEGINS_SESSION) must not be another site's where
 * sessions let somebody in. */
enum verdict	forgery_guard(struct call *call);
/* The lesser proof, or a refusal. */
enum verdict	forgery_check_origin(struct call *call);
/* Before a cookie has any effect: the whole proof, or a refusal. */
enum verdict	forgery_check(struct call *call);
enum verdict	forgery_check_session(struct call *call);

/* Sets the cookie, with a new secret: who signs in leaves the old one behind
 * (Django's rotate_token). */
void		forgery_new_token(struct call *call);
/* The same, but a secret that was sent goes on. */
void		forgery_keep_token(struct call *call);
/* forgery_keep_token where none was sent. */
void		forgery_offer_token(struct call *call);

#endif
