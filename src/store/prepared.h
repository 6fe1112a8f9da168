/*
 * prepared: a row of statements.def, prepared on one connection.
 *
 * A part of db. Running one costs a single round trip: no cursor, no storing
 * of results, no reset.
 */
#ifndef PORTRESS_STORE_PREPARED_H
#define PORTRESS_STORE_PREPARED_H

#include <stdint.h>

#include "store/link.h"

struct arena;
struct prepared;
struct value;

enum prepared_kind { READ, WRITE, ENTRY, REMOVAL, LOCK };

/* A row of statements.def. */
struct prepared_row {
	const char		*name;
	const char		*parameters;	/* a letter each: i, t, k, u; or -,
						 * which is not sent */
	const char		*columns;	/* likewise; k and u are ids */
	enum prepared_kind	 kind;
	const char		*sql;
};

#define PREPARED_PARAMETERS	60	/* at most, in a statement */
#define PREPARED_COLUMNS	40
#define PREPARED_IDS		2	/* among the parameters */

/*
 * Prepares on the server. NULL: see the fault, also if an id is not of the type
 * that its letter says. The caller owns it.
 */
struct prepared	*prepared_open(MYSQL *link, const struct prepared_row *row,
		    struct fault *fault_r) __attribute__((warn_unused_result));
/* Also after its connection was closed; then it talks to nobody. */
void		 prepared_close(struct prepared **prepared);

/* Runs it. 0, or -1: see the fault. */
int		 prepared_run(struct prepared *prepared,
		    const struct value *values, struct fault *fault_r)
		    __attribute__((warn_unused_result));
/*
 * The next row of the result, in the arena.
 * 1, 0 after the last, or -1: see the fault.
 */
int		 prepared_fetch(struct prepared *prepared, struct arena *arena,
		    struct value *columns_r, struct fault *fault_r)
		    __attribute__((warn_unused_result));
/* Ends the result, read to its end or not. */
void		 prepared_finish(struct prepared *prepared);

int64_t		 prepared_changed(const struct prepared *prepared);
int64_t		 prepared_last_id(const struct prepared *prepared);

#endif
