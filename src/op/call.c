#include "op/call.h"

#include <assert.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/codec.h"
#include "base/unicode.h"
#include "http/request.h"
#include "op/credential.h"
#include "store/db.h"

#define ATTEMPTS 3

const char *
call_text(const struct call *call, enum field_id id)
{
	return call->values[id].text;
}

void
call_set(struct call *call, enum field_id id, const char *text)
{
	call->values[id] = (struct field_value){ text, strlen(text) };
}

enum verdict
call_refuse_with(struct call *call, enum field_id field, enum message message,
    const char *what)
{
	const char *text = refusal_messages[message].text;
	const char *gap = what != NULL ? strstr(text, "{}") : NULL;

	assert(call->refusals.count < REFUSALS);
	if (gap != NULL)
		text = arena_printf(call->arena, "%.*s%s%s",
		    (int)(gap - text), text, what, gap + 2);
	call->refusals.list[call->refusals.count++] = (struct refusal){
		.field = field, .message = message, .text = text };
	return VERDICT_REFUSED;
}

enum verdict
call_refuse(struct call *call, enum field_id field, enum message message)
{
	return call_refuse_with(call, field, message, NULL);
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

/* Finds the account that the path names; only staff see others than oneself. */
static enum verdict
admit_to_account(struct call *call)
{
	bool hidden = call->api->hide_users &&
	    (call->op->flags & OP_SHOWS_ACCOUNT) != 0;
	struct user *account;
	int64_t id;

	call->target = call->user;
	if (call->account == NULL)
		return VERDICT_DONE;
	if (codec_decimal_read(&id, call->account) == -1)
		return call_refuse(call, FIELD_NONE, MSG_NOT_FOUND);
	if (id == call->user->id)
		return VERDICT_DONE;
	if (hidden && !call->user->is_staff)
		return call_refuse(call, FIELD_NONE, MSG_NOT_FOUND);
	call->target = account = arena_alloc(call->arena, sizeof(*account));
	switch (user_find(call->db, call->arena, id, account)) {
	case 1:
		break;
	case 0:
		return call_refuse(call, FIELD_NONE, MSG_NOT_FOUND);
	default:
		return VERDICT_UNAVAILABLE;
	}
	if (!call->user->is_staff)
		return call_refuse(call, FIELD_NONE, MSG_FORBIDDEN);
	return VERDICT_DONE;
}

static enum verdict
admit(struct call *call)
{
	enum verdict verdict = VERDICT_DONE;

	if (call->op->access >= ACCESS_SIGNED_IN && call->user == NULL)
		return call_refuse(call, FIELD_NONE, MSG_NOT_AUTHENTICATED);
	if (!call->method_is_mapped)
		return call_refuse_with(call, FIELD_NONE,
		    MSG_METHOD_NOT_ALLOWED, call->request->method_name);
	if (call->op->access == ACCESS_ACCOUNT)
		verdict = admit_to_account(call);
	return verdict;
}

static bool
field_exists(const struct call *call, const struct field *field)
{
	return field->when == 0 ||
	    *(const bool *)((const char *)call->api + field->when);
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

static enum verdict
read_field(struct call *call, const struct field *field)
{
	const struct body_member *member =
	    body_find(&call->body, call->spelling[field->id]);
	struct field_value *value = &call->values[field->id];

	if (is_missing(call, field, member))
		return (field->flags & REQUIRED) == 0 ? VERDICT_DONE :
		    call_refuse(call, field->id, MSG_REQUIRED);
	if (member->type == BODY_NULL)
		return call_refuse(call, field->id, MSG_IS_NULL);
	if (member->type != BODY_TEXT && member->type != BODY_NUMBER)
		return call_refuse(call, field->id, field->id == FIELD_EMAIL ?
		    MSG_BAD_EMAIL : MSG_NOT_TEXT);
	value->text = member->text;
	value->length = member->length;
	unicode_trim(&value->text, &value->length);
	value->text = arena_copy(call->arena, value->text, value->length);
	if (value->length == 0)
		return (field->flags & MAY_BE_BLANK) != 0 ? VERDICT_DONE :
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
		enum verdict one = field_exists(call, field) ?
		    read_field(call, field) : VERDICT_DONE;

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
		if (field->agree != NULL && field_exists(call, field))
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
	if (verdict == VERDICT_DONE && db_commit(call->db) == -1)
		verdict = VERDICT_UNAVAILABLE;
	if (verdict != VERDICT_DONE)
		db_rollback(call->db);
	return verdict;
}

enum verdict
call_run(struct call *call)
{
	const struct call fresh = *call;
	enum verdict verdict;
	int attempts = 0;

	do {
		*call = fresh;
		verdict = attempt(call);
	} while (verdict == VERDICT_UNAVAILABLE &&
	    db_may_retry(call->db) && ++attempts < ATTEMPTS);
	if (verdict == VERDICT_UNAVAILABLE)
		call_refuse(call, FIELD_NONE, MSG_UNAVAILABLE);
	return verdict;
}
