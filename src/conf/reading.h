/*
 * reading: from the text of configuration files to notes of what they say.
 *
 * Within conf/ only. libConfuse parses; every setting becomes a note with its
 * file and line, and nothing that is wrong ends the reading but a broken
 * syntax, so that all of it can be told at once.
 *
 * A file that is included is read after the whole of the one that includes
 * it, and what it says overrides.
 */
#ifndef PORTRESS_CONF_READING_H
#define PORTRESS_CONF_READING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "conf/conf.h"

struct arena;

struct place {
	const struct source	*source;
	int			 line;	/* 0: the file as a whole */
};

struct source {
	const char	*name;		/* of the file */
	size_t		 number;	/* in the order of reading */
	bool		 is_broken;	/* not read to its end */
	struct place	 from;		/* of the include */
	struct source	*next;
};

/* One setting, or with no name: one block. */
struct note {
	struct place		 place;
	enum conf_section	 section;
	const char		*block;		/* name of a lane or api, or "" */
	const char		*name;		/* of the setting, or NULL */
	const char *const	*values;	/* ended by NULL */
	size_t			 count;
	struct note		*next;
};

struct reading {
	struct arena	*arena;
	struct source	*sources, **sources_end;
	size_t		 source_count;
	struct note	*notes, **notes_end;
	struct trouble	*troubles;
};

/* Whether a section's blocks have names. */
bool		 reading_is_named(enum conf_section section);
/* Reads the file and what it includes; troubles are noted too. */
void		 reading_run(struct reading *reading, struct arena *arena,
		    const char *file);
/* Says what is wrong there. */
void		 reading_trouble(struct reading *reading, struct place place,
		    const char *format, ...)
		    __attribute__((format(printf, 3, 4)));
/* The note that is in force; name NULL: the block's. NULL if there is none. */
const struct note *reading_find(const struct reading *reading,
		    enum conf_section section, const char *block,
		    const char *name);
/* Where that is, or failing it the block, or the file. */
struct place	 reading_place(const struct reading *reading,
		    enum conf_section section, const char *block,
		    const char *name);
/* Writes all troubles in the order of files and lines; how many there were. */
size_t		 reading_report(const struct reading *reading, FILE *errors);

#endif
