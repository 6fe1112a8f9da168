#include "op/call.h"

#include <assert.h>
#include <string.h>

#include "base/arena.h"
#include "base/codec.h"
#include "base/unicode.h"
#include "http/request.h"
#include "op/column.h"
#include "op/credential.h"
#include "op/forgery.h"
#include "store/db.h"

#define ATTEMPTS 3

const char *
call_text(const struct call *call, enum field_id id)
{
	return call->values[id].text;
}

const char *
call_text_or_blank(const struct call *call, enum field_id id)
{
	const char *text = call_text(call, id);

	return text != NULL ? text : "";
}

void
call_set(struct call *call, enum field_id id, const char *text)
{
	call->values[id] = (struct field_value){ .text = text,
	    .length = strlen(text) };
}

static const char *
text_of(const struct call *call, enum message message)
{
	const struct wording *row;
	size_t i;

	for (i = 0; i < sizeof(call->wording) / sizeof(call->wording[0]); i++)
		for (row = call->wording[i]; row != NULL && row->text != NULL;
		    row++)
			if (row->message == message)
				return row->text;
	return refusal_messages[message].text;
}

enum verdict
call_refuse_with(struct call *call, enum field_id field, enum message message,
    const char *what)
{
	const char *text = text_of(call, message);
	bool is_worded = text != refusal_messages[message].text;
	const char *gap = what != NULL ? strstr(text, "{}") : NULL;

	if (call->refusals.list == NULL)
		call->refusals.list = arena_alloc(call->arena,
		    REFUSALS * sizeof(struct refusal));
	assert(call->refusals.count < REFUSALS);
	if (gap != NULL)
		text = arena_printf(call->arena, "%.*s%s%s",
		    (int)(gap - text), text, what, gap + 2);
	call->refusals.list[call->refusals.count++] = (struct refusal){
		.field = field, .message = message, .text = text,
		.is_worded = is_worded };
	return VERDICT_REFUSED;
}

enum verdict
call_refuse(struct call *call, enum field_id field, enum message message)
{
	return call_refuse_with(call, field, message, NULL);
}

void
call_add_cookie(struct call *call, const char *text)
{
	assert(call->cookie_count < CALL_COOKIES);
	call->cookies[call->cookie_count++] = text;
}

void
call_tell(struct call *call, const char *name, const char *value)
{
	assert(call->told_count < CALL_TOLD);
	call->told[call->told_count].name = name;
	call->told[call->told_count].value = value;
	call->told_count++;
}

void
call_show_list(struct call *call, const struct users *users)
{
	call->shown = *users;
	call->shown_is_list = true;
}

void
call_show(struct call *call, const struct user *user)
{
	struct user *copy = arena_alloc(call->arena, sizeof(*copy));

	*copy = *user;
	call->shown = (struct users){ copy, 1 };
}

int
call_find_target(struct call *call)
{
	struct user *account = arena_alloc(call->arena, sizeof(*account));
	bool by_name = strcmp(call->api->user_id_field, "username") == 0;
	int found;

	if (!by_name && call->user != NULL &&
	    strcmp(call->user->id, call->account) == 0) {
		call->target = call->user;
		return 1;
	}
	found = by_name ? user_find_by_name(call->db, call->arena,
	    call->account, account) :
	    user_find(call->db, call->arena, call->account, account);
	if (found == 1)
		call->target = account;
	return found;
}

/*
 * A stranger is asked who it is. Whose accounts are hidden from one is told
 * that there are none; but oneself is no secret (account == NULL).
 */
static enum verdict
refuse_entry(struct call *call)
{
	bool is_me = (call->op->flags & OP_ABOUT_ACCOUNT) != 0 &&
	    call->account == NULL;

	if (call->user == NULL)
		return call_refuse(call, FIELD_NONE, MSG_NOT_AUTHENTICATED);
	if (call->api->hide_users && !is_me && call->method_is_mapped &&
	    (call->op->flags & OP_SHOWS_ACCOUNTS) != 0)
		return call_refuse(call, FIELD_NONE, MSG_NOT_FOUND);
	return call_refuse(call, FIELD_NONE, MSG_FORBIDDEN);
}

static enum verdict
admit_to_account(struct call *call)
{
	if (call->account == NULL) {
		call->target = call->user;
		return call->user != NULL ? VERDICT_DONE : refuse_entry(call);
	}
	switch (call_find_target(call)) {
	case 1:
		break;
	case 0:
		return call_refuse(call, FIELD_NONE, MSG_NOT_FOUND);
	default:
		return VERDICT_UNAVAILABLE;
	}
	if (!permission_admits_to(call, call->target))
		return refuse_entry(call);
	return VERDICT_DONE;
}

static enum verdict
admit(struct call *call)
{
	unsigned flags = call->op->flags;

	if (!permission_admits(call))
		return refuse_entry(call);
	if (!call->method_is_mapped)
		return call_refuse_with(call, FIELD_NONE,
		    MSG_METHOD_NOT_ALLOWED, call->request->method_name);
	if ((flags & OP_ABOUT_CALLER) != 0 && call->user == NULL)
		return refuse_entry(call);
	if ((flags & OP_ABOUT_ACCOUNT) != 0)
		return admit_to_account(call);
	return VERDICT_DONE;
}

/* The form's way of saying nothing: an empty text (DRF's get_value). */
static bool
is_missing(const struct call *call, const struct field *field,
    const struct body_member *member)
{
	if (member == NULL)
		return true;
	return call->body.is_form && member->type == BODY_TEXT &&
	    member->length == 0 && (field->flags & (REQUIRED | MAY_BE_BLANK))
	    == 0;
}

static bool
is_text(const struct body_member *member)
{
	return member->type == BODY_TEXT || member->type == BODY_NUMBER;
}

static enum verdict
refuse_type(struct call *call, const struct field *field,
    const struct body_member *member)
{
	if (member->type == BODY_NULL)
		return call_refuse(call, field->id, MSG_IS_NULL);
	return call_refuse(call, field->id,
	    (field->flags & ADDRESS) != 0 ? MSG_BAD_EMAIL : MSG_NOT_TEXT);
}

static enum verdict
read_field(struct call *call, const struct field *field)
{
	const struct body_member *member =
	    body_find(&call->body, call->spelling[field->id]);
	struct field_value *value = &call->values[field->id];

	if (is_missing(call, field, member))
		return (field->flags & REQUIRED) == 0 ? VERDICT_DONE :
		    call_refuse(call, field->id, MSG_REQUIRED);
	if (!is_text(member))
		return (field->flags & UNJUDGED) != 0 ? VERDICT_DONE :
		    refuse_type(call, field, member);
	*value = (struct field_value){ .text = member->text,
	    .length = member->length };
	unicode_trim(&value->text, &value->length);
	if (value->length > 0 && (field->flags & VERBATIM) != 0)
		*value = (struct field_value){ .text = member->text,
		    .length = member->length };
	value->text = arena_copy(call->arena, value->text, value->length);
	if (value->length == 0)
		return (field->flags & (MAY_BE_BLANK | UNJUDGED)) != 0 ?
		    VERDICT_DONE :
		    call_refuse(call, field->id, MSG_BLANK);
	return field->check(call, field->id);
}

static enum verdict
read_body(struct call *call)
{
	const char *text;

	switch (body_read(&call->body, call->arena, call->conf, call->request,
	    &text)) {
	case BODY_UNSUPPORTED:
		return call_refuse_with(call, FIELD_NONE,
		    MSG_UNSUPPORTED_MEDIA, call->request->content_type);
	case BODY_MALFORMED:
		return call_refuse_with(call, FIELD_NONE, MSG_PARSE_ERROR,
		    text);
	case BODY_NOT_OBJECT:
		if (strcmp(text, "NoneType") == 0)
			return call_refuse(call, FIELD_NONE, MSG_NO_DATA);
		return call_refuse_with(call, FIELD_NONE, MSG_NOT_OBJECT,
		    text);
	default:
		return VERDICT_DONE;
	}
}

/* What changes a part may leave out the rest. */
unsigned
call_field_flags(const struct conf_api *api, enum method method,
    const struct field *field)
{
	unsigned flags = field->flags;

	if ((flags & AS_EMAIL) != 0)
		flags |= api->email_required ? REQUIRED : MAY_BE_BLANK;
	return method == METHOD_PATCH ? flags & ~(unsigned)REQUIRED : flags;
}

static enum verdict
read_row(struct call *call, const struct field *row)
{
	struct field field = *row;

	field.flags = call_field_flags(call->api, call->request->method, row);
	if (!condition_holds(&field.when, call->api))
		return VERDICT_DONE;
	return field.id == FIELD_COLUMN ? column_read_all(call) :
	    read_field(call, &field);
}

/* All refusals of fields alone are told at once. */
static enum verdict
read_fields(struct call *call)
{
	enum verdict all = VERDICT_DONE;
	const struct field *field;

	if (call->op->fields == NULL)
		return VERDICT_DONE;
	if ((all = read_body(call)) != VERDICT_DONE)
		return all;
	for (field = call->op->fields; field->id != FIELD_NONE; field++) {
		enum verdict one = read_row(call, field);

		if (one == VERDICT_UNAVAILABLE)
			return one;
		if (one == VERDICT_REFUSED)
			all = one;
	}
	return all;
}

/* Of fields together the first refusal is told. */
static enum verdict
compare_fields(struct call *call)
{
	const struct field *field = call->op->fields;
	enum verdict verdict = VERDICT_DONE;

	for (; field != NULL && field->id != FIELD_NONE &&
	    verdict == VERDICT_DONE; field++)
		if (field->agree != NULL &&
		    condition_holds(&field->when, call->api))
			verdict = field->agree(call, field->id);
	return verdict;
}

static enum verdict
run(struct call *call)
{
	return call->op->run(call);
}

/* The road that every call goes. */
static enum verdict (*const steps[])(struct call *) = {
	credential_identify,
	forgery_guard,
	admit,
	read_fields,
	compare_fields,
	run,
};

static enum verdict
attempt(struct call *call)
{
	enum verdict verdict = VERDICT_DONE;
	size_t i;

	for (i = 0; i < sizeof(steps) / sizeof(steps[0]) &&
	    verdict == VERDICT_DONE; i++)
		verdict = steps[i](call);
	if ((verdict == VERDICT_DONE ||
	    (verdict == VERDICT_REFUSED && call->keeps_writes)) &&
	    db_commit(call->db) == -1)
		verdict = VERDICT_UNAVAILABLE;
	db_rollback(call->db);
	/* What they stand for is not there. */
	if (verdict != VERDICT_DONE)
		call->cookie_count = call->told_count = 0;
	return verdict;
}

enum verdict
call_run(struct call *call)
{
	const struct call fresh = *call;
	enum verdict verdict;
	int attempts = 0;

	db_use_columns(call->db, call->api->use_count > 0);
	do {
		*call = fresh;
		verdict = attempt(call);
	} while (verdict == VERDICT_UNAVAILABLE &&
	    db_may_retry(call->db) && ++attempts < ATTEMPTS);
	if (verdict == VERDICT_UNAVAILABLE) {
		call->refusals.count = 0;
		call_refuse(call, FIELD_NONE, MSG_UNAVAILABLE);
	}
	return verdict;
}
