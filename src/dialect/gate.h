/*
 * gate: the road of a question about another request (op/gate.c): what is asked
 * about, which block gate "..." { } it is before, and how the answer is told to
 * whom asks.
 */
#ifndef PORTRESS_DIALECT_GATE_H
#define PORTRESS_DIALECT_GATE_H

#include "op/op.h"

struct call;
struct conf;
struct conf_api;
struct request;
struct response;

/* The first api with a gate that names that host, or else any, to whom asks as
 * by the role Authorizer, which names none; or NULL. */
const struct conf_api *gate_api(const struct conf *conf,
		    const struct request *request);
/*
 * From here on call->request is the one that waits, and call->permission says
 * who may pass. Refuses what cannot be judged.
 */
enum verdict	 gate_ask(struct call *call);
/*
 * Of a call that has gone its road: what is told of who calls, as headers of a
 * subrequest or as an Authorizer's variables; and for a page that somebody must
 * sign in for, where to do so.
 */
void		 gate_write(struct response *response,
		    const struct call *call);

#endif
