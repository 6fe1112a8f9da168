/*
 * hold: an account is held still while something is done for whom it was found
 * to be.
 *
 * Between reading an account and writing for it time passes, most of all while
 * a password is hashed; meanwhile it may be reset, switched off or deleted.
 */
#ifndef PORTRESS_OP_HOLD_H
#define PORTRESS_OP_HOLD_H

#include "op/op.h"

struct user;

/*
 * Locks the account until the call ends. If its password or whether it is
 * active have changed since it was read, or it is gone, the call goes its road
 * again (VERDICT_UNAVAILABLE, may be retried).
 */
enum verdict	hold(struct call *call, const struct user *user);
/*
 * Where addresses are unique: until the call ends nobody else can get the one
 * in the field, which is refused if somebody has it. Comes before hold.
 */
enum verdict	hold_address(struct call *call, enum field_id field);
/* The same of FIELD_NEW_USERNAME, where an address is the user name. */
enum verdict	hold_username(struct call *call);

#endif
