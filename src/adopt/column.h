/*
 * column: fields of a user model that are none of what Portress is about.
 * Within adopt/ only.
 */
#ifndef PORTRESS_ADOPT_COLUMN_H
#define PORTRESS_ADOPT_COLUMN_H

#include <stdbool.h>

struct dump;
struct node;
struct plan;

/*
 * A block for what must be shown (REQUIRED_FIELDS), or must be written when an
 * account is made as the database has no default of its own.
 */
void	column_take(struct plan *plan, const struct node *field,
	    bool is_required);
/* The apis' lists, of REQUIRED_FIELDS. */
void	column_take_lists(struct plan *plan, const struct dump *dump);

#endif
