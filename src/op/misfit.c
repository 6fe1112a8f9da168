#include "op/misfit.h"

#include <inttypes.h>
#include <string.h>

#include "base/arena.h"
#include "base/codec.h"
#include "conf/column.h"
#include "conf/conf.h"
#include "op/call.h"
#include "store/db.h"

enum verdict
misfit_refuse_long(struct call *c, enum field_id field, const char *column)
{
	const char *text = call_text(c, field);
	int64_t room;

	if (text == NULL || column[0] == '\0')
		return VERDICT_DONE;
	if (user_room(c->db, c->arena, &c->conf->database.accounts, column,
	    &room) == -1)
		return VERDICT_UNAVAILABLE;
	if (room == 0 ||
	    codec_utf8_length(text, strlen(text)) <= (size_t)room)
		return VERDICT_DONE;
	return call_refuse_with(c, field, MSG_TOO_LONG,
	    arena_printf(c->arena, "%" PRId64, room));
}

enum verdict
misfit_refuse(struct call *c, enum field_id field, const char *column)
{
	enum verdict verdict = misfit_refuse_long(c, field, column);

	return verdict == VERDICT_DONE ? call_refuse(c, field, MSG_MISFIT) :
	    verdict;
}

enum verdict
misfit_judge(struct call *c, int result, enum field_id field,
    const char *column, enum message taken)
{
	switch (result) {
	case 0:
		return VERDICT_DONE;
	case DB_DUPLICATE:
		return call_refuse(c, field, taken);
	case DB_MISFIT:
		return misfit_refuse(c, field, column);
	default:
		return VERDICT_UNAVAILABLE;
	}
}

/* Where it stands there, or "". */
static const char *
column_of(const struct call *c, enum field_id field)
{
	const struct conf_database *database = &c->conf->database;
	const struct conf_column *column;

	if (field == FIELD_USERNAME)
		return database->accounts.username;
	if (field == FIELD_EMAIL)
		return database->accounts.email;
	if (field < FIELD_COLUMN ||
	    (size_t)(field - FIELD_COLUMN) >= database->column_count)
		return "";
	column = &database->columns[field - FIELD_COLUMN];
	return column_is_in_profile(column) ? "" : column->sql;
}

enum verdict
misfit_refuse_new(struct call *c)
{
	enum verdict verdict = VERDICT_DONE;
	enum field_id field;

	for (field = 0; field < FIELD_COUNT && verdict == VERDICT_DONE;
	    field++)
		verdict = misfit_refuse_long(c, field, column_of(c, field));
	return verdict == VERDICT_DONE ?
	    call_refuse(c, FIELD_NONE, MSG_CANNOT_CREATE) : verdict;
}
