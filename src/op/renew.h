/*
 * renew: FIELD_NEW_PASSWORD becomes an account's password, FIELD_NEW_USERNAME
 * its user name. Either queues the mail that tells of it where the api says so.
 */
#ifndef PORTRESS_OP_RENEW_H
#define PORTRESS_OP_RENEW_H

#include "op/op.h"

struct user;

enum verdict	renew_password(struct call *call, const struct user *user);
/* Where the address is the user name, it is changed, too. */
enum verdict	renew_username(struct call *call, const struct user *user);

#endif
