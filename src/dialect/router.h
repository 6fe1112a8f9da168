/*
 * router: from a request to its api, route and call, and from what came of
 * the call to an answer.
 */
#ifndef PORTRESS_DIALECT_ROUTER_H
#define PORTRESS_DIALECT_ROUTER_H

#include <stdbool.h>
#include <stdio.h>

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

/* True if every api names a known dialect; else says on `errors` what not. */
bool	router_is_ready(const struct conf *conf, FILE *errors);

#endif
