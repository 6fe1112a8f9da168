/*
 * router: from a request to its api, route and call, and from what came of
 * the call to an answer.
 */
#ifndef PORTRESS_DIALECT_ROUTER_H
#define PORTRESS_DIALECT_ROUTER_H

struct arena;
struct conf;
struct db;
struct request;
struct response;
struct route;

/*
 * Answers a request; every request gets an answer. Memory of the answer comes
 * from the arena. Logs one line about it.
 */
void	router_answer(const struct conf *conf, struct db *db,
	    struct arena *arena, const struct request *request,
	    struct response *response);

#endif
