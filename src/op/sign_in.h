/*
 * sign_in: the one place where a name and a password become an account.
 */
#ifndef PORTRESS_OP_SIGN_IN_H
#define PORTRESS_OP_SIGN_IN_H

#include "op/op.h"
#include "op/refusal.h"

struct user;

/*
 * Sets call->target to the active account with FIELD_USERNAME and
 * FIELD_PASSWORD, held until the call ends; or refuses with the message, alike
 * for an unknown name, a wrong password and an inactive account, at the cost
 * of one hash. Then call->target is whom the log names, or NULL.
 */
enum verdict	sign_in(struct call *call, enum message refusal);
/*
 * The account was found to be who calls, by whatever was sent. If it is active
 * it waits for no activation any more, whoever has activated it: when it is
 * switched off later, it stays so.
 */
enum verdict	sign_in_seen(struct call *call, const struct user *user);

#endif
