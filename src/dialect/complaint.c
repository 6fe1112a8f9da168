#include "dialect/complaint.h"

#include <string.h>

#include "base/buf.h"
#include "dialect/dialect.h"
#include "op/call.h"

/* Simplejwt's own endpoints have a class of their own. */
int
complaint_status(const struct conf_api *api, const struct op *op,
    enum message message)
{
	int status = refusal_messages[message].status;

	return status == 401 && op != NULL &&
	    (op->flags & (OP_BLIND | OP_GUARDS)) == 0 &&
	    strcmp(api->default_authentication_classes[0],
	    "SessionAuthentication") == 0 ? 403 : status;
}

/* As what a JWT was tried, a list. */
static void
write_tried(struct buf *out, const struct tried *tried)
{
	const char *comma = "";

	buf_text(out, ",\"messages\":[");
	for (; tried->class != NULL; tried++) {
		buf_text(out, comma);
		buf_text(out, "{\"token_class\":");
		buf_string(out, tried->class);
		buf_text(out, ",\"token_type\":");
		buf_string(out, tried->type);
		buf_text(out, ",\"message\":");
		buf_string(out, tried->text);
		buf_char(out, '}');
		comma = ",";
	}
	buf_char(out, ']');
}

/* {"detail": text, "code": code}, and for TOKEN what was tried. */
static void
write_detail(struct buf *out, const struct refusal *refusal)
{
	const struct refusal_message *message =
	    &refusal_messages[refusal->message];

	buf_text(out, "{\"detail\":");
	buf_string(out, refusal->text);
	if (message->code != NULL) {
		buf_text(out, ",\"code\":");
		buf_string(out, message->code);
	}
	if (message->manner == REFUSAL_TOKEN)
		write_tried(out, refusal->tried);
	buf_char(out, '}');
}

/* The member that a refusal is told under. Two fields may share one. */
static const char *
member_of(const struct dialect *dialect, const struct call *call,
    const struct refusal *refusal)
{
	return refusal->field == FIELD_NONE ? dialect->object_errors :
	    call->spelling[refusal->field];
}

/* All that was said under one member. */
static void
write_messages(struct buf *out, const struct dialect *dialect,
    const struct call *call, const char *member)
{
	const struct refusals *refusals = &call->refusals;
	const char *comma = "";
	size_t i;

	buf_char(out, '[');
	for (i = 0; i < refusals->count; i++) {
		if (strcmp(member_of(dialect, call, &refusals->list[i]),
		    member) != 0)
			continue;
		buf_text(out, comma);
		buf_string(out, refusals->list[i].text);
		comma = ",";
	}
	buf_char(out, ']');
}

/* Whether an earlier refusal was told under the same member. */
static bool
was_told(const struct dialect *dialect, const struct call *call, size_t count,
    const char *member)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (strcmp(member_of(dialect, call,
		    &call->refusals.list[i]), member) == 0)
			return true;
	return false;
}

static void
write_fields(struct buf *out, const struct dialect *dialect,
    const struct call *call)
{
	const struct refusals *refusals = &call->refusals;
	size_t i;

	buf_char(out, '{');
	for (i = 0; i < refusals->count; i++) {
		const char *member = member_of(dialect, call,
		    &refusals->list[i]);

		if (was_told(dialect, call, i, member))
			continue;
		if (i > 0)
			buf_char(out, ',');
		buf_string(out, member);
		buf_char(out, ':');
		write_messages(out, dialect, call, member);
	}
	buf_char(out, '}');
}

/* {"error": text}: all that was said, each of a field behind its name. */
static void
write_error(struct buf *out, const struct dialect *dialect,
    const struct call *call)
{
	const struct refusals *refusals = &call->refusals;
	struct buf text;
	size_t i;

	buf_open(&text, call->arena);
	for (i = 0; i < refusals->count; i++) {
		const struct refusal *one = &refusals->list[i];

		if (i > 0)
			buf_char(&text, ' ');
		if (one->field != FIELD_NONE && !one->is_worded)
			buf_printf(&text, "%s: ", call->spelling[one->field]);
		buf_text(&text, one->text);
	}
	buf_char(out, '{');
	buf_string(out, dialect->error_member);
	buf_char(out, ':');
	buf_string(out, text.text);
	buf_char(out, '}');
}

void
complaint_write(struct buf *out, const struct dialect *dialect,
    const struct call *call)
{
	const struct refusal *first = &call->refusals.list[0];

	if (dialect->error_member != NULL) {
		write_error(out, dialect, call);
		return;
	}
	switch (refusal_messages[first->message].manner) {
	case REFUSAL_FIELD:
		write_fields(out, dialect, call);
		break;
	case REFUSAL_DETAIL:
	case REFUSAL_TOKEN:
		write_detail(out, first);
		break;
	case REFUSAL_BARE:
		write_messages(out, dialect, call,
		    member_of(dialect, call, first));
		break;
	case REFUSAL_EMPTY:
		break;
	}
}
