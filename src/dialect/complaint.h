/*
 * complaint: what was refused, as a dialect tells it.
 */
#ifndef PORTRESS_DIALECT_COMPLAINT_H
#define PORTRESS_DIALECT_COMPLAINT_H

struct buf;
struct call;
struct dialect;

/*
 * In the manner of the first refusal (op/messages.def); fields stand in the
 * order in which they were first refused. Or all of it in the dialect's
 * error_member, if it has one.
 */
void	complaint_write(struct buf *out, const struct dialect *dialect,
	    const struct call *call);

#endif
