/*
 * column: the columns of the user that the configuration declares, as fields
 * that an operation takes (its row FIELD_COLUMN) and as what it writes.
 *
 * Texts of refusals are those of Django REST framework's fields.
 */
#ifndef PORTRESS_OP_COLUMN_H
#define PORTRESS_OP_COLUMN_H

#include "op/op.h"

struct change;
struct conf_use;
struct user;

/* Reads and checks those that the api takes; all refusals are told. */
enum verdict	 column_read_all(struct call *call);
/* What was given for the column of that name; if nothing was, the other. */
const char	*column_text(const struct call *call, const char *name,
		    const char *otherwise);
/* What was given, as changes, CONF_COLUMNS of them; whether anything was. */
bool		 column_changes(const struct call *call,
		    struct change *changes_r);
/* Writes what was given for the account, if anything was; or refuses it. */
enum verdict	 column_write(struct call *call, const struct user *user);
/*
 * Shows the account; where the api shows columns, as it is in the database
 * now. If it is gone the call goes its road again.
 */
enum verdict	 column_show(struct call *call, const struct user *user);

#endif
