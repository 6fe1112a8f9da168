/*
 * device: a mail tells of a sign-in from a device that the account was not
 * signed in to from before, where new_device_email_confirmation says so.
 */
#ifndef PORTRESS_OP_DEVICE_H
#define PORTRESS_OP_DEVICE_H

#include "op/op.h"

struct user;

/* The account is signed in to, and held. VERDICT_DONE or _UNAVAILABLE. */
enum verdict	device_seen(struct call *call, const struct user *user);

#endif
