/*
 * credential: who calls, by the header Authorization.
 *
 * DRF's TokenAuthentication takes "Token KEY" (in any case), simplejwt's
 * JWTAuthentication a JWT behind each of the api's auth_header_types (as
 * spelled), which may stand in another header (auth_header_name), and an
 * opaque key, too, where these are taken at all. Of the two those that the api
 * names in default_authentication_classes are asked, in that order; the first
 * one for which something is sent decides.
 */
#ifndef PORTRESS_OP_CREDENTIAL_H
#define PORTRESS_OP_CREDENTIAL_H

#include "op/op.h"

struct call;

/*
 * Sets call->user to who calls; it stays NULL where nothing is sent or nobody
 * looks (OP_BLIND). Refuses what is sent but no good.
 */
enum verdict	credential_identify(struct call *call);

#endif
