/*
 * dialect: an API is data: routes, spellings of members, shapes of answers.
 *
 * A dialect knows no database. Its exceptions are columns of its tables, which
 * all dialects may use.
 */
#ifndef PORTRESS_DIALECT_DIALECT_H
#define PORTRESS_DIALECT_DIALECT_H

#include <stddef.h>

#include "http/request.h"
#include "op/op.h"

/* What an answer can show. */
enum shown {
	SHOWN_NOTHING,		/* ends a shape */
	SHOWN_ID,
	SHOWN_USERNAME,
	SHOWN_EMAIL,
	SHOWN_AUTH_TOKEN,
	SHOWN_ACCESS_TOKEN,
	SHOWN_REFRESH_TOKEN,
	SHOWN_TITLE,		/* of OPTIONS */
	SHOWN_DESCRIPTION,	/* an empty one */
	SHOWN_MEDIA_WRITTEN,
	SHOWN_MEDIA_READ,
};

/* A member of an answer; a table of them is an object. */
struct shape {
	const char	*member;	/* NULL ends a shape */
	enum shown	 shown;
};

/* How a field is spelled on this route, beside the dialect's own table. */
struct spelling {
	enum field_id	 field;		/* FIELD_NONE ends a table */
	const char	*name;
};

struct route {
	enum method		 method;	/* METHOD_OTHER ends a table */
	const char		*path;		/* {id} stands for one segment */
	const struct op		*op;
	const struct spelling	*spelling;	/* or NULL */
	int			 status;	/* when it is done */
	const struct shape	*shape;		/* NULL: no body */
	/*
	 * OPTIONS rows only: what the resource is called. The access of their
	 * op also decides whether an unknown method is told so (405).
	 */
	const char		*title;
};

struct dialect {
	const char		*name;
	const struct route	*routes;
	const struct spelling	*spelling;
	const char		*object_errors;	/* member for FIELD_NONE */
};

/* All dialects; a NULL ends the list. */
extern const struct dialect *const dialects[];

/* The dialect of that name, or NULL. */
const struct dialect	*dialect_find(const char *name);

#endif
