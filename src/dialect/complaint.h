/*
 * complaint: what was refused, as a dialect tells it.
 */
#ifndef PORTRESS_DIALECT_COMPLAINT_H
#define PORTRESS_DIALECT_COMPLAINT_H

#include "op/refusal.h"

struct buf;
struct call;
struct conf_api;
struct dialect;
struct op;

/*
 * In the manner of the first refusal (op/messages.def); fields stand in the
 * order in which they were first refused. Or all of it in the dialect's
 * error_member, if it has one.
 */
void	complaint_write(struct buf *out, const struct dialect *dialect,
	    const struct call *call);
/*
 * The status of an answer that refuses: the message's, but as in DRF 403 is
 * said for 401 where the first of default_authentication_classes has nothing
 * that WWW-Authenticate could ask for. The op is NULL where none was found.
 */
int	complaint_status(const struct conf_api *api, const struct op *op,
	    enum message message);

#endif
