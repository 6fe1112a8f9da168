/*
 * rows: the settings of Django that concern accounts, and what becomes of each.
 */
#ifndef PORTRESS_ADOPT_ROWS_H
#define PORTRESS_ADOPT_ROWS_H

#include <stdbool.h>

#include "adopt/convert.h"
#include "adopt/plan.h"

struct dump;

/* A row of adopt/rows.def. */
struct row {
	const char	*path;		/* NULL ends the table */
	enum fate	 fate;
	const char	*where;		/* of FATE_TAKEN; or NULL: a group */
	converter	*convert;
	const char	*assumed;	/* Django's default, in JSON, or NULL */
	const char	*unless;	/* of FATE_LOST, or NULL */
	const char	*words;
};

extern const struct row rows[];

/* Whether there is a row for a path, or one for something within it. */
bool	rows_know(const char *path);
/* Goes through all of them: what the dump says, the plan sets or tells. */
void	rows_take(struct plan *plan, const struct dump *dump);

#endif
