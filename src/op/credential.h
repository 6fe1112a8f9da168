/*
 * credential: who calls, by the header Authorization, or by a cookie.
 *
 * DRF's TokenAuthentication takes "Token KEY" (in any case), simplejwt's
 * JWTAuthentication a JWT behind each of the api's auth_header_types (as
 * spelled), which may stand in another header (auth_header_name), and an
 * opaque key, too, where these are taken at all. Of the two those that the api
 * names in default_authentication_classes are asked, in that order; the first
 * one for which something is sent decides. DRF's SessionAuthentication is one
 * of them, for which a session is sent that somebody active has signed in by
 * (op/session_cookie.h). dj-rest-auth's JWTCookieAuthentication is simplejwt's,
 * and where no such header is sent, the cookie with the access token. What is
 * in cookies counts if a page of ours sent it (op/forgery.h).
 */
#ifndef PORTRESS_OP_CREDENTIAL_H
#define PORTRESS_OP_CREDENTIAL_H

#include <stdbool.h>

#include "op/op.h"

struct call;

/*
 * Sets call->user to who calls; it stays NULL where nothing is sent or nobody
 * looks (OP_BLIND). Refuses what is sent but no good; but a cookie, which
 * browsers send of themselves for long, only where somebody must call; and a
 * session that no page of ours sent, only where nothing is sent beside it.
 */
enum verdict	credential_identify(struct call *call);
/* The same for OP_BLIND, but what is no good counts as nothing. */
enum verdict	credential_recognize(struct call *call);
/* Whether a header holds something of the kinds that the api takes. */
bool		credential_is_sent(const struct call *call);

#endif
