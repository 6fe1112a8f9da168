#include "op/column.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/codec.h"
#include "base/unicode.h"
#include "conf/column.h"
#include "http/request.h"
#include "op/call.h"
#include "op/check.h"
#include "op/misfit.h"
#include "store/db.h"

/* A column that is read: what it is, and what was sent for it. */
struct reading {
	struct call		*call;
	const struct conf_column *column;
	enum field_id		 id;
	bool			 is_required;
};

static enum verdict
refuse(const struct reading *reading, enum message message)
{
	return call_refuse(reading->call, reading->id, message);
}

static enum verdict
check_length(const struct reading *reading, const char *text)
{
	size_t maximum = (size_t)reading->column->length;

	if (codec_utf8_length(text, strlen(text)) <= maximum)
		return VERDICT_DONE;
	return call_refuse_with(reading->call, reading->id, MSG_TOO_LONG,
	    arena_printf(reading->call->arena, "%zu", maximum));
}

static enum verdict
take_address(const struct reading *reading, const char *text)
{
	return check_is_email(text) ? check_length(reading, text) :
	    refuse(reading, MSG_BAD_EMAIL);
}

/* Of the web only: a page may make a link or an image of it. */
static enum verdict
take_url(const struct reading *reading, const char *text)
{
	static const char host[] = "abcdefghijklmnopqrstuvwxyz"
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-:[]";
	size_t scheme = strncasecmp(text, "https://", 8) == 0 ? 8 :
	    strncasecmp(text, "http://", 7) == 0 ? 7 : 0;
	size_t length = strspn(text + scheme, host);
	const char *at;

	for (at = text; *at != '\0'; at++)
		if ((unsigned char)*at <= ' ' || strchr("\"<>\\", *at) != NULL)
			return refuse(reading, MSG_BAD_URL);
	if (scheme == 0 || length == 0 ||
	    strchr("/?#", text[scheme + length]) == NULL)
		return refuse(reading, MSG_BAD_URL);
	return check_length(reading, text);
}

static enum verdict
take_integer(const struct reading *reading, const char *text)
{
	int64_t number;

	if (codec_decimal_read(&number, text + (*text == '-')) == -1)
		return refuse(reading, MSG_BAD_INTEGER);
	return VERDICT_DONE;
}

static enum verdict
take_flag(const struct reading *reading, const char *text)
{
	static const char *const words[] = {
		"0", "1", "false", "true", "f", "t", "no", "yes", "n", "y",
		"off", "on", NULL
	};
	int i;

	for (i = 0; words[i] != NULL; i++)
		if (strcasecmp(words[i], text) == 0) {
			call_set(reading->call, reading->id, words[i & 1]);
			return VERDICT_DONE;
		}
	return refuse(reading, MSG_BAD_BOOLEAN);
}

static int
days_in(int year, int month)
{
	static const int days[] = {
		31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31
	};
	bool is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);

	return days[month - 1] + (month == 2 && is_leap);
}

static enum verdict
take_date(const struct reading *reading, const char *text)
{
	int year, month, day, length = 0;

	if (sscanf(text, "%4d-%2d-%2d%n", &year, &month, &day, &length) != 3 ||
	    length != 10 || text[10] != '\0' || year < 1 || month < 1 ||
	    month > 12 || day < 1 || day > days_in(year, month) ||
	    strspn(text, "0123456789-") != 10)
		return refuse(reading, MSG_BAD_DATE);
	return VERDICT_DONE;
}

#define SENT(type) (1U << BODY_##type)

/* clang-format off */
static const struct kind {
	const char	*type;
	bool		 is_text;	/* may be blank; never null in Django's table */
	unsigned	 sent;		/* as what it may be sent */
	enum message	 wrong;		/* when it is sent as anything else */
	enum verdict	(*take)(const struct reading *reading, const char *text);
} kinds[] = {
	{ "text",    true,  SENT(TEXT) | SENT(NUMBER), MSG_NOT_TEXT,    check_length },
	{ "email",   true,  SENT(TEXT) | SENT(NUMBER), MSG_NOT_TEXT,    take_address },
	{ "url",     true,  SENT(TEXT) | SENT(NUMBER), MSG_NOT_TEXT,    take_url },
	{ "integer", false, SENT(TEXT) | SENT(NUMBER), MSG_BAD_INTEGER, take_integer },
	{ "boolean", false, SENT(TEXT) | SENT(NUMBER) | SENT(FLAG), MSG_BAD_BOOLEAN, take_flag },
	{ "date",    false, SENT(TEXT),		       MSG_BAD_DATE,    take_date },
};
/* clang-format on */

static const struct kind *
kind_of(const struct conf_column *column)
{
	const struct kind *kind = kinds;

	while (strcmp(kind->type, column->type) != 0)
		kind++;
	return kind;
}

/*
 * What Portress has made can hold NULL, and Django's names cannot; of a column
 * that a site has made its database knows.
 */
static enum verdict
take_null(const struct reading *reading)
{
	bool is_djangos = !column_is_in_profile(reading->column) &&
	    column_is_known(reading->column->name);

	if (reading->is_required || is_djangos)
		return refuse(reading, MSG_IS_NULL);
	reading->call->values[reading->id].is_null = true;
	return VERDICT_DONE;
}

static enum verdict
take_text(const struct reading *reading, const struct kind *kind,
    const struct body_member *member)
{
	struct field_value *value = &reading->call->values[reading->id];

	*value = (struct field_value){ .text = member->text,
	    .length = member->length };
	unicode_trim(&value->text, &value->length);
	value->text = arena_copy(reading->call->arena, value->text,
	    value->length);
	if (value->length == 0 && !kind->is_text)
		return reading->call->body.is_form ? take_null(reading) :
		    refuse(reading, kind->wrong);
	if (value->length == 0)
		return reading->is_required ? refuse(reading, MSG_BLANK) :
		    VERDICT_DONE;
	if (strlen(value->text) != value->length ||
	    !codec_is_utf8(value->text, value->length))
		return check_text(reading->call, reading->id);
	return kind->take(reading, value->text);
}

/* PATCH asks for nothing. */
static enum verdict
read_column(const struct reading *reading)
{
	const struct call *call = reading->call;
	const struct kind *kind = kind_of(reading->column);
	const struct body_member *member =
	    body_find(&call->body, call->spelling[reading->id]);

	if (member == NULL)
		return reading->is_required &&
		    call->request->method != METHOD_PATCH ?
		    refuse(reading, MSG_REQUIRED) : VERDICT_DONE;
	if (member->type == BODY_NULL)
		return take_null(reading);
	if ((kind->sent & 1U << member->type) == 0)
		return refuse(reading, kind->wrong);
	return take_text(reading, kind, member);
}

enum verdict
column_read_all(struct call *call)
{
	enum verdict verdict = VERDICT_DONE;
	size_t i;

	for (i = 0; i < call->api->use_count; i++) {
		const struct conf_use *use = &call->api->uses[i];
		const struct reading reading = { call,
			&call->conf->database.columns[use->column],
			FIELD_COLUMN + use->column, use->is_required };

		if (!use->is_read_only &&
		    read_column(&reading) != VERDICT_DONE)
			verdict = VERDICT_REFUSED;
	}
	return verdict;
}

const char *
column_text(const struct call *call, const char *name, const char *otherwise)
{
	const struct conf_database *database = &call->conf->database;
	size_t i;

	for (i = 0; i < database->column_count; i++)
		if (strcmp(database->columns[i].name, name) == 0 &&
		    call_text(call, FIELD_COLUMN + i) != NULL)
			return call_text(call, FIELD_COLUMN + i);
	return otherwise;
}

bool
column_changes(const struct call *call, struct change *changes_r)
{
	bool any = false;
	size_t i;

	for (i = 0; i < CONF_COLUMNS; i++) {
		const struct field_value *value =
		    &call->values[FIELD_COLUMN + i];

		changes_r[i].text = value->is_null ? NULL : value->text;
		changes_r[i].is_given = value->is_null || value->text != NULL;
		any = any || changes_r[i].is_given;
	}
	return any;
}

/* As Django calls a field that has no other name. */
static const char *
name_of(struct arena *arena, const struct conf_column *column)
{
	char *name = arena_text(arena, column->name), *at;

	while ((at = strchr(name, '_')) != NULL)
		*at = ' ';
	return name;
}

static enum verdict
judge(struct call *call, int result, size_t i)
{
	const struct conf_column *column = &call->conf->database.columns[i];

	switch (result) {
	case 0:
		return VERDICT_DONE;
	case DB_DUPLICATE:
		return call_refuse_with(call, FIELD_COLUMN + i,
		    MSG_COLUMN_TAKEN, name_of(call->arena, column));
	case DB_MISFIT:
		return call->values[FIELD_COLUMN + i].is_null ?
		    call_refuse(call, FIELD_COLUMN + i, MSG_IS_NULL) :
		    misfit_refuse(call, FIELD_COLUMN + i, column->sql);
	default:
		return VERDICT_UNAVAILABLE;
	}
}

static int
set(struct call *call, const struct user *user, const struct change *changes)
{
	return user_set_columns(call->db, &call->conf->database, user->id,
	    changes);
}

/* One by one, as errors name keys and not columns; or both are wrong. */
static enum verdict
refuse_one(struct call *call, const struct user *user,
    const struct change *changes)
{
	enum verdict verdict = VERDICT_DONE;
	size_t i;

	for (i = 0; i < CONF_COLUMNS && verdict == VERDICT_DONE; i++) {
		struct change one[CONF_COLUMNS] = { 0 };

		one[i] = changes[i];
		if (one[i].is_given)
			verdict = judge(call, set(call, user, one), i);
	}
	return verdict == VERDICT_DONE ?
	    call_refuse(call, FIELD_NONE, MSG_MISFIT) : verdict;
}

enum verdict
column_write(struct call *call, const struct user *user)
{
	struct change changes[CONF_COLUMNS];
	int result = column_changes(call, changes) ?
	    set(call, user, changes) : 0;

	if (result == -1)
		return VERDICT_UNAVAILABLE;
	return result == 0 ? VERDICT_DONE : refuse_one(call, user, changes);
}

enum verdict
column_show(struct call *call, const struct user *user)
{
	struct user now = *user;
	int found = call->api->use_count == 0 ? 1 :
	    user_find(call->db, call->arena, user->id, &now);

	if (found == 0)
		(void)db_overtaken(call->db);
	if (found != 1)
		return VERDICT_UNAVAILABLE;
	call_show(call, &now);
	return VERDICT_DONE;
}
