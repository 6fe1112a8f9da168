/*
 * shape: from what came of a call to the JSON of the answer.
 */
#ifndef PORTRESS_DIALECT_SHAPE_H
#define PORTRESS_DIALECT_SHAPE_H

struct buf;
struct call;
struct dialect;
struct route;

/* What the route shows of a call that is done; nothing if it has no shape. */
void	shape_result(struct buf *out, const struct route *route,
	    const struct call *call);
/*
 * What was refused, in the manner of the first refusal. Fields stand in the
 * order in which they were first refused.
 */
void	shape_refusals(struct buf *out, const struct dialect *dialect,
	    const struct call *call);

#endif
