/*
 * sign_out: the one place that says what signing out ends.
 */
#ifndef PORTRESS_OP_SIGN_OUT_H
#define PORTRESS_OP_SIGN_OUT_H

#include "op/op.h"

struct user;

/*
 * Ends the account's opaque tokens, where the api issues them, and where it
 * makes sessions, that of the cookie (Djoser's logout_user). JWTs go on until
 * they expire.
 */
enum verdict	sign_out(struct call *call, const struct user *user);

#endif
