/*
 * refused: with which answers a route may refuse, for the api's document.
 */
#ifndef PORTRESS_DIALECT_REFUSED_H
#define PORTRESS_DIALECT_REFUSED_H

struct document;
struct route;

/* The members of "responses" of an operation, in the order of statuses. */
void	refused_responses(struct document *d, const struct route *route);
/* The member "responses" of components. */
void	refused_components(struct document *d);

#endif
