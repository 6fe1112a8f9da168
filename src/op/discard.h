/*
 * discard: an account is deleted, with all that hangs on it.
 */
#ifndef PORTRESS_OP_DISCARD_H
#define PORTRESS_OP_DISCARD_H

#include "op/op.h"

struct call;

/* Deletes call->target; refuses if rows of others hold on to it. */
enum verdict	discard(struct call *call);

#endif
