/*
 * taking: what the body of a route may have, field by field, by the settings
 * of the api; for its document.
 */
#ifndef PORTRESS_DIALECT_TAKING_H
#define PORTRESS_DIALECT_TAKING_H

#include "op/field.h"

struct check_bounds;
struct document;
struct route;

/* A member: a field, or one of the api's columns. */
struct taking {
	const char	*name;		/* NULL ends a list */
	enum field_id	 id;
	unsigned	 flags;		/* as they are in this api */
	const struct check_bounds *bounds;	/* or NULL */
	const struct conf_column *column;	/* or NULL */
};

/* Each name once; those of columns, too. The arena owns them. */
const struct taking *taking_list(const struct document *d,
		    const struct route *route);
/* Whether nothing is done without it. */
bool		taking_is_needed(const struct taking *taking);
/* The first one with any of the flags, or NULL. */
const struct taking *taking_first(const struct document *d,
		    const struct route *route, unsigned flags);

#endif
