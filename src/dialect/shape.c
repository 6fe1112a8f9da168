#include "dialect/shape.h"

#include <string.h>

#include "base/buf.h"
#include "dialect/dialect.h"
#include "op/call.h"

static void
write_text(struct buf *out, const char *text)
{
	buf_quoted(out, text, strlen(text));
}

static void
write_value(struct buf *out, enum shown shown, const struct route *route,
    const struct call *call, const struct user *user)
{
	switch (shown) {
	case SHOWN_ID:
		buf_integer(out, user->id);
		break;
	case SHOWN_USERNAME:
		write_text(out, user->username);
		break;
	case SHOWN_EMAIL:
		write_text(out, user->email);
		break;
	case SHOWN_AUTH_TOKEN:
		write_text(out, call->auth_token);
		break;
	case SHOWN_ACCESS_TOKEN:
		write_text(out, call->access_token);
		break;
	case SHOWN_REFRESH_TOKEN:
		write_text(out, call->refresh_token);
		break;
	case SHOWN_TITLE:
		write_text(out, route->title);
		break;
	case SHOWN_DESCRIPTION:
		write_text(out, "");
		break;
	case SHOWN_MEDIA_WRITTEN:
		buf_text(out, "[\"application/json\"]");
		break;
	case SHOWN_MEDIA_READ:
		buf_text(out, "[\"application/json\","
		    "\"application/x-www-form-urlencoded\","
		    "\"multipart/form-data\"]");
		break;
	case SHOWN_NOTHING:
		break;
	}
}

static void
write_object(struct buf *out, const struct route *route,
    const struct call *call, const struct user *user)
{
	const struct shape *row;

	buf_char(out, '{');
	for (row = route->shape; row->member != NULL; row++) {
		if (row != route->shape)
			buf_char(out, ',');
		write_text(out, row->member);
		buf_char(out, ':');
		write_value(out, row->shown, route, call, user);
	}
	buf_char(out, '}');
}

void
shape_result(struct buf *out, const struct route *route,
    const struct call *call)
{
	size_t i;

	if (route->shape == NULL)
		return;
	if (!call->shown_is_list) {
		write_object(out, route, call, call->shown.list);
		return;
	}
	buf_char(out, '[');
	for (i = 0; i < call->shown.count; i++) {
		if (i > 0)
			buf_char(out, ',');
		write_object(out, route, call, &call->shown.list[i]);
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
	write_text(out, refusal->text);
	if (message->code != NULL) {
		buf_text(out, ",\"code\":");
		write_text(out, message->code);
	}
	if (message->manner == REFUSAL_TOKEN) {
		buf_text(out, ",\"messages\":[{\"token_class\":\"AccessToken\","
		    "\"token_type\":\"access\",\"message\":");
		write_text(out, refusal->again);
		buf_text(out, "}]");
	}
	buf_char(out, '}');
}

/* All that was said of one field; others are left out. */
static void
write_messages(struct buf *out, const struct refusals *refusals,
    enum field_id field)
{
	const char *comma = "";
	size_t i;

	buf_char(out, '[');
	for (i = 0; i < refusals->count; i++) {
		if (refusals->list[i].field != field)
			continue;
		buf_text(out, comma);
		write_text(out, refusals->list[i].text);
		comma = ",";
	}
	buf_char(out, ']');
}

static bool
is_first_of_field(const struct refusals *refusals, size_t index)
{
	size_t i;

	for (i = 0; i < index; i++)
		if (refusals->list[i].field == refusals->list[index].field)
			return false;
	return true;
}

static void
write_fields(struct buf *out, const struct dialect *dialect,
    const struct call *call)
{
	const struct refusals *refusals = &call->refusals;
	const char *comma = "";
	size_t i;

	buf_char(out, '{');
	for (i = 0; i < refusals->count; i++) {
		enum field_id field = refusals->list[i].field;

		if (!is_first_of_field(refusals, i))
			continue;
		buf_text(out, comma);
		write_text(out, field == FIELD_NONE ?
		    dialect->object_errors : call->spelling[field]);
		buf_char(out, ':');
		write_messages(out, refusals, field);
		comma = ",";
	}
	buf_char(out, '}');
}

void
shape_refusals(struct buf *out, const struct dialect *dialect,
    const struct call *call)
{
	const struct refusal *first = &call->refusals.list[0];

	switch (refusal_messages[first->message].manner) {
	case REFUSAL_FIELD:
		write_fields(out, dialect, call);
		break;
	case REFUSAL_DETAIL:
	case REFUSAL_TOKEN:
		write_detail(out, first);
		break;
	case REFUSAL_BARE:
		write_messages(out, &call->refusals, first->field);
		break;
	case REFUSAL_EMPTY:
		break;
	}
}
