/*
 * credential: who calls, by the header Authorization.
 *
 * Takes "Token KEY" (in any case), and behind each of the api's
 * auth_header_types (as spelled) a JWT or an opaque key; as DRF's
 * TokenAuthentication and simplejwt's JWTAuthentication together, in that
 * order: JWT first. A JWT may stand in another header (auth_header_name).
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
