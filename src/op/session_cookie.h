/*
 * session_cookie: the session whose key a browser sends as a cookie, in
 * Django's way (Djoser's CREATE_SESSION_ON_LOGIN). Unless the api makes
 * sessions, all of this does nothing.
 *
 * The cookie tells nobody who calls: that is credential's business, which
 * does not look at it. Before anything is let in by it, mind that a page of
 * another site can have a browser send what begins a session (token/login
 * takes forms and asks for no CSRF token, as in Djoser), and what comes with
 * its cookie.
 */
#ifndef PORTRESS_OP_SESSION_COOKIE_H
#define PORTRESS_OP_SESSION_COOKIE_H

#include "op/op.h"

struct user;

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
