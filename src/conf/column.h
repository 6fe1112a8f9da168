/*
 * column: which columns of the user a configuration declares, and which of
 * them an api shows and takes. Within conf/ only, but for what asks about one.
 */
#ifndef PORTRESS_CONF_COLUMN_H
#define PORTRESS_CONF_COLUMN_H

#include <stdbool.h>

struct arena;
struct conf;
struct conf_column;
struct conf_database;
struct reading;

/* Whether it needs no declaration, as Django's table has it. */
bool			 column_is_known(const char *name);
/* Whether it is in our table portress_profile, or in the user's own. */
bool			 column_is_in_profile(const struct conf_column *column);
/*
 * Adds one, with defaults. Of more than CONF_COLUMNS it gives one that does
 * not count; column_agree complains of them.
 */
struct conf_column	*column_add(struct arena *arena,
			    struct conf_database *database, const char *name);
/* Checks declarations and lists, and fills in each api's uses. */
void			 column_agree(struct reading *reading,
			    struct conf *conf);

#endif
