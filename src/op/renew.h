/*
 * renew: FIELD_NEW_PASSWORD becomes an account's password, FIELD_NEW_USERNAME
 * its user name. A mail tells of it, which is queued where the api says so.
 */
#ifndef PORTRESS_OP_RENEW_H
#define PORTRESS_OP_RENEW_H

#include "op/op.h"

struct user;

/* A change of address that is under way is called off: somebody else may have
 * asked for it. */
enum verdict	renew_password(struct call *call, const struct user *user);
/*
 * Refuses one that is taken: somebody was faster since it was checked. Where
 * the address is the user name, op/readdress.h says when it counts. In `user`
 * is afterwards what does.
 */
enum verdict	renew_username(struct call *call, struct user *user);

#endif
