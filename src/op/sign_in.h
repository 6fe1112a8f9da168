/*
 * sign_in: the one place where a name and a password become an account.
 */
#ifndef PORTRESS_OP_SIGN_IN_H
#define PORTRESS_OP_SIGN_IN_H

#include "op/op.h"
#include "op/refusal.h"

/*
 * Sets call->target to the active account with FIELD_USERNAME and
 * FIELD_PASSWORD, held until the call ends; or refuses with the message, alike
 * for an unknown name, a wrong password and an inactive account, at the cost
 * of one hash. Then call->target is whom the log names, or NULL.
 */
enum verdict	sign_in(struct call *call, enum message refusal);

#endif
