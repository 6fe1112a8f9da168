/*
 * statement: a row of statements.def as this database has it, with the columns
 * of the user that the configuration declares.
 *
 * A part of db. Names of columns were checked when the configuration was read
 * (conf/column.h); no text of a request gets here.
 *
 * {columns}	, each of them; stands in a list of columns, and * stands for
 *		their types
 * {profile}	LEFT JOIN portress_profile, where one of them is there
 * {lengths}	+ each one's bytes as a member in JSON
 * {changes}	, each that users may set = IF(?, ?, itself); * stands for the
 *		parameters: whether it is to be set, and to what
 */
#ifndef PORTRESS_STORE_STATEMENT_H
#define PORTRESS_STORE_STATEMENT_H

#include "store/prepared.h"

struct arena;
struct conf_database;

/* In the arena, or as it was where nothing is to be filled in. */
struct prepared_row	statement_fill_in(struct arena *arena,
			    const struct conf_database *conf,
			    const struct prepared_row *row);

#endif
