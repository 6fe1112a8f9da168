/*
 * arrival: what came of a request on its way through a web server, for whoever
 * wants to know what that does.
 */
#ifndef PORTRESS_HTTP_ARRIVAL_H
#define PORTRESS_HTTP_ARRIVAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "http/ailment.h"

struct arena;
struct request;

/* The cookies that the doctor sends, in headers of their own; their value. */
#define ARRIVAL_COOKIE_ONE	"portress_doctor_one"
#define ARRIVAL_COOKIE_TWO	"portress_doctor_two"
#define ARRIVAL_COOKIE_VALUE	"here"

#define ARRIVAL_TEXT_MAXIMUM	256	/* bytes of what a client has sent */
#define ARRIVAL_NAME_MAXIMUM	64	/* bytes of a name in a list */
#define ARRIVAL_NAMES		16	/* in a list */

enum arrival_type {
	ARRIVAL_TEXT,
	ARRIVAL_FLAG,
	ARRIVAL_NUMBER,
	ARRIVAL_TEXTS,		/* ended by NULL */
	ARRIVAL_AILMENTS,	/* ended by AILMENT_COUNT */
};

#define MEMBER_TEXT	const char *
#define MEMBER_FLAG	bool
#define MEMBER_NUMBER	int64_t
#define MEMBER_TEXTS	const char *const *
#define MEMBER_AILMENTS	const enum ailment *

struct arrival {
#define ARRIVAL(type, name) MEMBER_##type name;
#include "http/arrival.def"
#undef ARRIVAL
};

#undef MEMBER_TEXT
#undef MEMBER_FLAG
#undef MEMBER_NUMBER
#undef MEMBER_TEXTS
#undef MEMBER_AILMENTS

/* A row of the table. */
struct arrival_fact {
	const char		*name;	/* NULL ends it */
	enum arrival_type	 type;
	size_t			 offset; /* in struct arrival */
};

extern const struct arrival_fact arrival_facts[];

/* In the arena. The findings are those that one request tells by itself. */
const struct arrival	*arrival_read(struct arena *arena,
			    const struct request *request);

#endif
