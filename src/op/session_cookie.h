/*
 * session_cookie: the session whose key a browser sends as a cookie, in
 * Django's way (Djoser's CREATE_SESSION_ON_LOGIN). Unless the api makes
 * sessions, nothing begins, goes on or ends here; whose one is, is told anyhow.
 *
 * That somebody has a session is no proof that they ask for anything: a page of
 * another site can have a browser send what comes with its cookie, or what
 * begins one of its own choice (op/forgery.h).
 */
#ifndef PORTRESS_OP_SESSION_COOKIE_H
#define PORTRESS_OP_SESSION_COOKIE_H

#include "op/op.h"

struct user;

/*
 * Whose session the cookie's is, as get_user of django.contrib.auth has it
 * (4.2): an active account's, with its present password. 1, 0 if nobody has
 * signed in by it, or -1. What an earlier secret has signed is written anew
 * with the present one, under the same key.
 */
int		session_cookie_user(struct call *call, struct user *user_r)
		    __attribute__((warn_unused_result));
/*
 * The account has signed in (login of django.contrib.auth): a session of its
 * own goes on, one in which nobody has signed in is taken over under another
 * key, with all that is in it; instead of anybody else's there is a new one.
 */
enum verdict	session_cookie_begin(struct call *call,
		    const struct user *user);
/*
 * The password of who calls was changed: call->user still has the old one. A
 * session of their own goes on, under another key (update_session_auth_hash).
 */
enum verdict	session_cookie_renew(struct call *call);
/* The session of the cookie ends, and the cookie (logout). */
enum verdict	session_cookie_end(struct call *call);

#endif
