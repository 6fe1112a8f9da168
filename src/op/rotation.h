/*
 * rotation: a refresh token becomes another one.
 *
 * Beyond simplejwt: where what was rotated is blacklisted, who shows it again
 * within refresh_grace_period gets the same successor again, and who does so
 * later, with refresh_reuse_detection, ends all that came of the same sign-in
 * (store/family.h).
 */
#ifndef PORTRESS_OP_ROTATION_H
#define PORTRESS_OP_ROTATION_H

#include "auth/bearer.h"
#include "op/op.h"

/* FIELD_REFRESH, read as `old`, becomes call->refresh_token. */
enum verdict	rotation_do(struct call *call, const struct bearer *old);
/* The same of one that is blacklisted already; refuses it, or does it again. */
enum verdict	rotation_redo(struct call *call, const struct bearer *old);

#endif
