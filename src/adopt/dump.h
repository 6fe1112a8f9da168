/*
 * dump: what a Django project has said of itself: the output of `portress
 * adopt --script`, or a plain JSON object of its settings.
 *
 * Whatever a project prints while it starts may stand before it: it begins with
 * the first line that begins with {"portress", or else with {.
 */
#ifndef PORTRESS_ADOPT_DUMP_H
#define PORTRESS_ADOPT_DUMP_H

#include <stdbool.h>

struct arena;
struct node;

#define DUMP_MAXIMUM	(1024 * 1024)
/* Room for a dump of that size, whatever is in it. */
#define DUMP_ARENA	((size_t)512 * 1024 * 1024)

struct dump {
	const struct node	*settings;	/* an object */
	/* Of a plain one these are NULL. */
	const struct node	*user;		/* the user model */
	const struct node	*hashers;
	const struct node	*views;
	const struct node	*site;
	const char		*django;	/* its version */
};

/* The program in Python that prints one: its lines, ended by NULL. */
extern const char *const dump_script[];

/* Reads a file, or standard input for "-". In the arena; NULL, and why. */
const struct dump	*dump_read(struct arena *arena, const char *file,
			    const char **why_r);
/* What stands at a path as adopt/rows.def has them, or NULL. */
const struct node	*dump_at(const struct dump *dump, const char *path);
/* The user model's field of that name, or NULL. */
const struct node	*dump_field(const struct dump *dump,
			    const char *name);
/* Whether INSTALLED_APPS has an app, by its name or that of its class. */
bool			 dump_has_app(const struct dump *dump,
			    const char *name);

#endif
