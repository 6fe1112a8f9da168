/*
 * dialect: an API is data: routes, spellings of members, shapes of answers.
 *
 * A dialect knows no database. Its exceptions are columns of its tables, which
 * all dialects may use. Rows of all tables can be bound to a setting of the
 * api (WHEN, WHEN_IS). A name may hold one of {username_field}, {login_field}
 * and {user_id_field}, which stand for those settings.
 */
#ifndef PORTRESS_DIALECT_DIALECT_H
#define PORTRESS_DIALECT_DIALECT_H

#include <stdbool.h>
#include <stddef.h>

#include "conf/preset.h"
#include "http/request.h"
#include "op/op.h"
#include "op/refusal.h"

/* What an answer can show; what the call did not make is left out. */
enum shown {
#define SHOWN(name, type, format) SHOWN_##name,
#include "dialect/shown.def"
#undef SHOWN
	SHOWN_COUNT
};

enum shown_type {
	SHOWN_AS_NOTHING,
	SHOWN_AS_ID,
	SHOWN_AS_TEXT,
	SHOWN_AS_TEXTS,
	SHOWN_AS_COLUMNS,
	SHOWN_AS_ACTIONS,
};

/* How it is shown; by this both answers and their schemas are written. */
struct shown_kind {
	enum shown_type	 type;
	const char	*format;	/* of a text, or NULL */
};

extern const struct shown_kind shown_kinds[SHOWN_COUNT];

/* A member of an answer; a table of them is an object. */
struct shape {
	const char	*member;	/* NULL ends a shape; the first of a
					 * name counts */
	enum shown	 shown;
	struct condition when;
	const struct shape *inside;	/* an object instead, or NULL */
	const char	*text;		/* always this instead, or NULL */
	bool		 is_optional;	/* left out if the call did not make it */
};

/* What documents call a shape that several routes show. */
struct shape_name {
	const char	*name;		/* NULL ends a table */
	const struct shape *shape;
};

/* How a field is spelled on this route, beside the dialect's own table. */
struct spelling {
	enum field_id	 field;		/* FIELD_NONE ends a table */
	const char	*name;
};

#define READ_ONLY (1 << 16)	/* beside enum field_flags */
#define COLUMNS_TAKEN "*"	/* a row's member: the api's columns */

/* What OPTIONS tells of a member that a resource takes or shows. */
struct taken {
	const char	*member;	/* NULL ends a table */
	const char	*type;		/* "id": by the user's table */
	unsigned	 flags;		/* REQUIRED, READ_ONLY */
	const char	*label;
	const char	*help;		/* or NULL */
	int		 maximum;	/* of characters, or 0 */
	struct condition when;
};

/* What OPTIONS tells of a resource. */
struct resource {
	const char	*title;
	const char	*description;
	enum method	 action;	/* the method that takes something */
	const struct taken *takes;	/* or NULL */
};

struct route {
	enum method		 method;	/* METHOD_OTHER ends a table */
	/*
	 * The last slash may be left out. {id} stands for one segment,
	 * {.format} for nothing or for ".json", * for anything.
	 */
	const char		*path;
	const struct op		*op;
	const struct spelling	*spelling;	/* or NULL */
	int			 status;	/* when it is done */
	const struct shape	*shape;		/* NULL: no body */
	/*
	 * OPTIONS rows only, one for each path. The permission of their op
	 * also decides whether an unknown method is told so (405).
	 */
	const struct resource	*resource;
	struct condition	 when;		/* the first row that exists counts */
	const struct wording	*wording;	/* or NULL */
};

struct dialect {
	const char		*name;
	const struct route	*routes;
	const struct spelling	*spelling;
	const char		*object_errors;	/* member for FIELD_NONE */
	/* The only member of each refusal, with all of its texts; or NULL. */
	const char		*error_member;
	const struct wording	*wording;	/* where a route has none; or NULL */
	const struct conf_preset *presets;	/* or NULL */
	const struct shape_name	*names;		/* or NULL */
};

/* All dialects; a NULL ends the list. */
extern const struct dialect *const dialects[];

/* The dialect of that name, or NULL. */
const struct dialect	*dialect_find(const char *name);
/* Whether the row counts for the api: it exists, and is the first one that
 * does of its path and method. */
bool	dialect_has_route(const struct dialect *dialect,
	    const struct route *route, const struct conf_api *api);
/* Whether a column of that name would stand in the way of a member. */
bool	dialect_has_member(const struct dialect *dialect, const char *name);
/* What it presets, for conf_use_presets; NULL also if there is none. */
const struct conf_preset *dialect_presets(const char *name);

#endif
