/*
 * credential: who calls, by the header Authorization.
 *
 * Takes "Token KEY" (in any case), and behind each of the api's
 * auth_header_types (as spelled) a JWT or an opaque key; as DRF's
 * TokenAuthentication and simplejwt's JWTAuthentication together, in that
 * order: JWT first.
 */
#ifndef PORTRESS_OP_CREDENTIAL_H
#define PORTRESS_OP_CREDENTIAL_H

#include "auth/bearer.h"
#include "op/op.h"
#include "op/refusal.h"

struct call;

/*
 * Sets call->user to who calls; it stays NULL where nothing is sent or nobody
 * looks (OP_BLIND). Refuses what is sent but no good.
 */
enum verdict	credential_identify(struct call *call);
/* What is said of a JWT with that fault. */
enum message	credential_message(enum bearer_fault fault);

#endif
