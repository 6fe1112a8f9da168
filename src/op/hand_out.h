/*
 * hand_out: what an account is given that has signed in (or up).
 */
#ifndef PORTRESS_OP_HAND_OUT_H
#define PORTRESS_OP_HAND_OUT_H

#include "op/op.h"

struct user;

/*
 * With use_jwt a pair of JWTs, as cookies where the api has them, and then a
 * new CSRF token; else the opaque token, where the api issues them.
 */
enum verdict	hand_out(struct call *call, const struct user *user);

#endif
