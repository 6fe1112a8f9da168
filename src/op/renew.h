/*
 * renew: FIELD_NEW_PASSWORD becomes an account's password, FIELD_NEW_USERNAME
 * its user name, a field its address. Of the first two a mail tells, which is
 * queued where the api says so.
 */
#ifndef PORTRESS_OP_RENEW_H
#define PORTRESS_OP_RENEW_H

#include "op/op.h"

struct user;

enum verdict	renew_password(struct call *call, const struct user *user);
/* Refuses one that is taken, where the database has been told that they are
 * unique (in Django's table they are not). */
enum verdict	renew_email(struct call *call, const struct user *user,
		    enum field_id field);
/* Refuses one that is taken: somebody was faster since it was checked.
 * Where the address is the user name, it is changed, too. */
enum verdict	renew_username(struct call *call, const struct user *user);

#endif
