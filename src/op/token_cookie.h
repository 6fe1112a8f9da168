/*
 * token_cookie: access and refresh token as cookies that scripts of a page
 * cannot read (dj-rest-auth's JWT_AUTH_COOKIE and JWT_AUTH_REFRESH_COOKIE).
 * Unless the api has them, all of this does nothing.
 */
#ifndef PORTRESS_OP_TOKEN_COOKIE_H
#define PORTRESS_OP_TOKEN_COOKIE_H

#include "op/op.h"

/* What was sent; NULL: nothing, or the api has no such cookie. */
const char	*token_cookie_access(struct call *call);
const char	*token_cookie_refresh(struct call *call);

/*
 * The tokens that the call made go out as cookies, and from now on the refresh
 * token is "": no answer shows it.
 */
void		 token_cookie_set(struct call *call);
/* Both cookies end, sent or not. */
void		 token_cookie_end(struct call *call);

#endif
