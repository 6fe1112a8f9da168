/*
 * statement: a row of statements.def as this database has it: what tables and
 * columns are called, and which columns of the user the configuration declares.
 *
 * A part of db. Names were checked when the configuration was read
 * (conf/text_rule.c, conf/column.c); no text of a request gets here.
 *
 * {name}	a table or a column, by its setting in database { } or user { };
 *		{user} is the table of the accounts
 * {u.name}	the column of the account `u`, or what stands for it where the
 *		user's table has none
 * {, name = x}	sets it; nothing where the table has none, or where it is
 *		another's, too, and set already: then a parameter is not sent
 * {columns}	, each that is declared; * stands for their types in the result
 * {profile}	LEFT JOIN portress_profile, where one of them is there
 * {lengths}	+ each one's bytes as a member in JSON
 * {changes}	, each that users may set = IF(?, ?, itself); * stands for the
 *		parameters: whether it is to be set, and to what
 * {initials}	, each of the user's table = its initial value, or what is given
 *		if it has none; * stands for two parameters of each column:
 *		whether it is given, and what, or else its initial value
 *
 * An account's id, k, is a text outside of db (store/user.h); k remains where
 * it is a number in the database, u is written where it is a UUID.
 */
#ifndef PORTRESS_STORE_STATEMENT_H
#define PORTRESS_STORE_STATEMENT_H

#include <stdbool.h>

#include "store/prepared.h"

struct arena;
struct conf_database;

/*
 * In the arena. Who does not want columns gets accounts as if none were
 * declared, but for initial values.
 */
struct prepared_row	statement_fill_in(struct arena *arena,
			    const struct conf_database *conf,
			    bool wants_columns,
			    const struct prepared_row *row);

#endif
