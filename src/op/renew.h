/*
 * renew: FIELD_NEW_PASSWORD becomes an account's password.
 */
#ifndef PORTRESS_OP_RENEW_H
#define PORTRESS_OP_RENEW_H

#include "op/op.h"

struct user;

/* Sets the hash, and queues the mail that tells of it where the api says so. */
enum verdict	renew_password(struct call *call, const struct user *user);

#endif
