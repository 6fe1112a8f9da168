/*
 * shape: from what came of a call to the JSON of the answer.
 */
#ifndef PORTRESS_DIALECT_SHAPE_H
#define PORTRESS_DIALECT_SHAPE_H

#include <stdbool.h>

struct arena;
struct buf;
struct call;
struct conf;
struct conf_api;
struct conf_column;
struct conf_use;
struct route;
struct shape;

/* A row of a shape that exists by the api's settings, and its name. */
struct shape_member {
	const char	*name;		/* NULL ends a list */
	const struct shape *row;
	const struct conf_use *use;	/* of SHOWN_COLUMNS: which, or NULL */
};

/* The members of a shape, the first of each name. The arena owns them. */
const struct shape_member *shape_members(struct arena *arena,
	    const struct conf *conf, const struct conf_api *api,
	    const struct shape *shape);

/* How columns of a type are shown, and sent. */
struct shape_type {
	const char	*name;		/* as the configuration has it */
	const char	*json, *format;	/* as JSON Schema has it; or NULL */
	bool		 is_text;	/* of a bounded length; may be blank */
};

const struct shape_type *shape_column_type(const struct conf_column *column);

/* What the route shows of a call that is done; nothing if it has no shape. */
void	shape_result(struct buf *out, const struct route *route,
	    const struct call *call);

#endif
