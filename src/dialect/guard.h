/*
 * guard: who may use a route, for the api's document: the same tables and
 * functions are asked that admit a call.
 */
#ifndef PORTRESS_DIALECT_GUARD_H
#define PORTRESS_DIALECT_GUARD_H

#include <stdbool.h>

struct document;
struct route;

/* Whether it looks at credentials. */
bool	guard_looks(const struct document *d, const struct route *route);
/* Whether somebody who has signed in may be refused. */
bool	guard_may_forbid(const struct document *d, const struct route *route);
/* Whether it may be asked by a page that is not ours (op/forgery.h). */
bool	guard_may_doubt(const struct document *d, const struct route *route);
/* Whether an account can be unknown, or is said to be so. */
bool	guard_may_hide(const struct document *d, const struct route *route);

/* The member "security" of an operation. */
void	guard_security(struct document *d, const struct route *route);
/* The member "securitySchemes" of components. */
void	guard_schemes(struct document *d);

#endif
