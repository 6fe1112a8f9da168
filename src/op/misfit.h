/*
 * misfit: what was given passed our checks, but the user's table, which others
 * have made, does not take it: its columns may be shorter than Django's own, or
 * have keys and checks that nobody has told us of.
 */
#ifndef PORTRESS_OP_MISFIT_H
#define PORTRESS_OP_MISFIT_H

#include "op/op.h"

struct call;

/*
 * What user_set_name and the like have said of a field for that column of the
 * user's table: refuses what is taken, or a misfit.
 */
enum verdict	misfit_judge(struct call *call, int result,
		    enum field_id field, const char *column,
		    enum message taken);
/* After DB_MISFIT of that column of the user's table: refuses the field. */
enum verdict	misfit_refuse(struct call *call, enum field_id field,
		    const char *column);
/* Refuses what that column has no room for, before it is written. */
enum verdict	misfit_refuse_long(struct call *call, enum field_id field,
		    const char *column);
/* After DB_MISFIT of a new account: refuses what is too long, or all of it. */
enum verdict	misfit_refuse_new(struct call *call);

#endif
