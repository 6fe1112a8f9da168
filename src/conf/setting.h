/*
 * setting: what can be done with a row of settings.def. Within conf/ only, but
 * for setting_distance.
 */
#ifndef PORTRESS_CONF_SETTING_H
#define PORTRESS_CONF_SETTING_H

#include <stdbool.h>
#include <stddef.h>

#include "conf/conf.h"

struct arena;

/* The row, or NULL. */
const struct conf_setting *setting_find(enum conf_section section,
		    const char *name);
/* The row of any other section with that name, or NULL. */
const struct conf_setting *setting_elsewhere(enum conf_section section,
		    const char *name);
/* The row that a misspelled name may mean, or NULL. */
const struct conf_setting *setting_nearest(enum conf_section section,
		    const char *name);
/* "at the top of the file", "in a lane block". */
const char	*setting_section(enum conf_section section);

/* How many edits make one word of the other; for "did you mean". */
size_t		 setting_distance(const char *one, const char *other);

/* The member of the section's struct. */
const void	*setting_member(const struct conf_setting *setting,
		    const void *base);
/* Whether it takes any number of values. */
bool		 setting_is_list(const struct conf_setting *setting);
/* Whether it is never shown. */
bool		 setting_is_secret(const struct conf_setting *setting);
/* Whether the word is one of a CHOICE, or of CHOICES. */
bool		 setting_has_choice(const struct conf_setting *setting,
		    const char *word);
/* 1, 0, or -1 if the word is neither. */
int		 setting_flag(const char *word);
/*
 * Sets the member from checked values, which are kept. An empty text stands
 * for none where the setting has no default and no minimum.
 */
void		 setting_store(const struct conf_setting *setting, void *base,
		    const char *const *values);
/*
 * A text of settings.def as values: a list's words stand apart by blanks. NULL
 * gives no values.
 */
const char *const *setting_values(struct arena *arena,
		    const struct conf_setting *setting, const char *text);
/* Sets every member of a section's struct to its default. */
void		 setting_defaults(struct arena *arena,
		    enum conf_section section, void *base);

#endif
