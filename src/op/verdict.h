/*
 * verdict: how an operation, or a step on the road to it, ends.
 */
#ifndef PORTRESS_OP_VERDICT_H
#define PORTRESS_OP_VERDICT_H

enum verdict {
	VERDICT_DONE,		/* commits; of a step: go on */
	VERDICT_REFUSED,	/* rolls back; call->refusals says why */
	VERDICT_UNAVAILABLE,	/* rolls back; the world failed, logged */
};

#endif
