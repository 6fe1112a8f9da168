/*
 * mailed_link: mailed links, from the address that asks for one to the uid and token
 * that come back.
 */
#ifndef PORTRESS_OP_MAILED_LINK_H
#define PORTRESS_OP_MAILED_LINK_H

#include <stdbool.h>

#include "op/op.h"

/*
 * Queues a mail of that kind to each account with FIELD_EMAIL that is active
 * (or is not) and has a usable password. Refuses unknown addresses only where
 * the api says that this may be told.
 */
enum verdict	mailed_link_send(struct call *call, const char *kind,
		    bool to_active);
/*
 * Sets call->target to the account of FIELD_UID, locked until the call ends
 * so that one link is not used twice at once, if FIELD_TOKEN is good for it.
 */
enum verdict	mailed_link_open(struct call *call);

#endif
