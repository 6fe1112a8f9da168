/*
 * plan: what a configuration is going to be, and what is to be said about it.
 *
 * Filled in by adopt's other modules, from the settings of a Django project and
 * its database; written by adopt/paper.h. Lives in one arena.
 */
#ifndef PORTRESS_ADOPT_PLAN_H
#define PORTRESS_ADOPT_PLAN_H

#include <stdbool.h>
#include <stddef.h>

#include "conf/conf.h"

struct arena;

/* What becomes of a setting of Django's. */
enum fate {
	FATE_TAKEN,
	FATE_MOOT,	/* does not matter here */
	FATE_ASSUMED,	/* nothing said so: to be looked at */
	FATE_LOST,	/* cannot be honoured */
	FATE_COUNT
};

/* One line of the file. */
struct plan_line {
	const struct conf_setting *setting;
	const char		*block;	/* NULL: that section has no names */
	const char		*dialect; /* of apis: only of that; or NULL */
	const char *const	*values;
	const char		*origin; /* where from, or NULL */
	int			 line;	/* in the file, as last written */
	bool			 is_dropped;
	struct plan_line	*next;
};

struct plan_block {
	enum conf_section	 section;
	const char		*name;
	const char		*dialect; /* of an api, or NULL */
	const char		*origin; /* where from, or NULL */
	int			 line, last_line;
	bool			 is_dropped;
	struct plan_block	*next;
};

struct plan_remark {
	enum fate		 fate;
	const char		*about;	/* a setting of Django's, ... */
	const char		*words;
	struct plan_remark	*next;
};

/* A file beside the configuration. */
struct plan_key {
	const char		*path;
	const char		*text;
	struct plan_key		*next;
};

struct plan {
	struct arena		*arena;
	const char		*directory; /* for keys in files, or NULL */
	struct plan_line	*lines;
	struct plan_block	*blocks; /* lanes, columns and apis */
	struct plan_remark	*remarks;
	struct plan_key		*keys;
	bool			 is_in_vain; /* no such database is read */
	struct plan_line	**lines_end;
	struct plan_remark	**remarks_end;
};

/* An empty one, in the arena. */
struct plan		*plan_open(struct arena *arena);

/* A list with these values, ended by NULL. In the arena. */
const char *const	*plan_values(struct plan *plan, const char *value);

/*
 * Sets what stands in "SETTING", "database.SETTING", "user.SETTING",
 * "api.SETTING" (all apis), "djoser.SETTING" or "dj-rest-auth.SETTING" (those
 * of that dialect). Who comes first, counts. Texts are kept; what has control
 * characters in it is told as lost. False if it was set already.
 */
bool			 plan_set(struct plan *plan, const char *where,
			    const char *const *values, const char *origin);
/* The same with one value. */
bool			 plan_text(struct plan *plan, const char *where,
			    const char *value, const char *origin);
/* Sets what stands in a block that has a name, which plan_block has made. */
void			 plan_put(struct plan *plan,
			    const struct plan_block *block, const char *setting,
			    const char *value, const char *origin);
/* What it is set to (a list's first), or NULL. */
const char		*plan_get(const struct plan *plan, const char *where);
/* Takes out what was set, to be set anew. */
void			 plan_forget(struct plan *plan, const char *where);

/* A new block, behind the others. Texts are kept. */
struct plan_block	*plan_block(struct plan *plan,
			    enum conf_section section, const char *name);

/*
 * A file with that text, to be written beside the configuration. Its path; or
 * NULL where there is no such place.
 */
const char		*plan_key(struct plan *plan, const char *name,
			    const char *text);

/* Something to be said. `about` is kept. */
void			 plan_remark(struct plan *plan, enum fate fate,
			    const char *about, const char *format, ...)
			    __attribute__((format(printf, 4, 5)));
/* How many of that kind there are. */
size_t			 plan_count(const struct plan *plan, enum fate fate);

#endif
