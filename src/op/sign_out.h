/*
 * sign_out: the one place that says what signing out ends.
 */
#ifndef PORTRESS_OP_SIGN_OUT_H
#define PORTRESS_OP_SIGN_OUT_H

#include "op/op.h"

struct user;

/*
 * Ends the account's opaque tokens, where the api issues them, and where it
 * makes sessions, that of the cookie (Djoser's logout_user). With
 * logout_everywhere its refresh tokens end, too, the account being held
 * (op/hold.h); access tokens go on until they expire.
 */
enum verdict	sign_out(struct call *call, const struct user *user);
/*
 * The account is held, and its password was changed by who knew it: what else
 * is signed in ends as the api's settings say. A refresh token of
 * FIELD_REFRESH, or of the cookie, is one's own, and stays.
 */
enum verdict	sign_out_others(struct call *call, const struct user *user);

#endif
