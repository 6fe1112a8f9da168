#include "dialect/shape.h"

#include <assert.h>
#include <ctype.h>
#include <string.h>
#include <time.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/codec.h"
#include "dialect/dialect.h"
#include "dialect/spelling.h"
#include "http/request.h"
#include "op/call.h"
#include "store/db.h"

#define NAMES (16 + CONF_COLUMNS)	/* of members of an object */

/* Names that an object has already. */
struct names {
	const char	*list[NAMES];
	size_t		 count;
};

const struct shown_kind shown_kinds[SHOWN_COUNT] = {
#define SHOWN(name, type, format) \
	[SHOWN_##name] = { SHOWN_AS_##type, format },
#include "dialect/shown.def"
#undef SHOWN
};

const struct shape_type *
shape_column_type(const struct conf_column *column)
{
	static const struct shape_type types[] = {
		{ "text",	"string",	NULL,		true },
		{ "email",	"string",	"email",	true },
		{ "url",	"string",	"uri",		true },
		{ "integer",	"integer",	NULL,		false },
		{ "boolean",	"boolean",	NULL,		false },
		{ "date",	"string",	"date",		false },
		{ "datetime",	"string",	"date-time",	false },
	};
	const struct shape_type *type = types;

	while (strcmp(type->name, column->type) != 0)
		type++;
	return type;
}

/* Notes a name; false if it is there already. */
static bool
is_new(struct names *names, const char *name)
{
	size_t i;

	for (i = 0; i < names->count; i++)
		if (strcmp(names->list[i], name) == 0)
			return false;
	assert(names->count < NAMES);
	names->list[names->count++] = name;
	return true;
}

/* Absolute, as the client called us, and in the format that it asked for. */
static const char *
accounts_url(const struct call *call)
{
	const struct request *request = call->request;
	struct buf url;

	buf_open(&url, call->arena);
	if (*request->authority != '\0')
		buf_printf(&url, "%s://%s",
		    request->is_secure ? "https" : "http", request->authority);
	buf_printf(&url, "%susers", call->api->prefix);
	if (call->format != NULL)
		buf_printf(&url, ".%s", call->format);
	else
		buf_char(&url, '/');
	if (call->query_format != NULL) {
		buf_text(&url, "?format=");
		buf_percent(&url, call->query_format);
	}
	return url.text;
}

static void
write_id(struct buf *out, const struct call *call, const struct user *user)
{
	if (strcmp(call->api->user_id_field, "username") == 0)
		buf_string(out, user->username);
	else if (call->api->has_uuids)
		buf_string(out, user->id);
	else
		buf_text(out, user->id);
}

static void
write_flag(struct buf *out, const char *name, bool flag)
{
	buf_printf(out, ",\"%s\":%s", name, flag ? "true" : "false");
}

/* An id is a number of the database's, or a field of no kind that DRF names. */
static struct taken
id_taken(const struct conf_api *api, const struct taken *row)
{
	struct taken id = *row;

	id.type = api->has_uuids ? "field" : "integer";
	id.label = api->has_uuids ? "Id" : row->label;
	return id;
}

/* As DRF's SimpleMetadata tells of a serializer's field. */
static void
write_taken(struct buf *out, const struct taken *row, const char *name)
{
	buf_string(out, name);
	buf_text(out, ":{\"type\":");
	buf_string(out, row->type);
	write_flag(out, "required", (row->flags & REQUIRED) != 0);
	write_flag(out, "read_only", (row->flags & READ_ONLY) != 0);
	buf_text(out, ",\"label\":");
	buf_string(out, row->label);
	if (row->help != NULL) {
		buf_text(out, ",\"help_text\":");
		buf_string(out, row->help);
	}
	if (row->maximum > 0)
		buf_printf(out, ",\"max_length\":%d", row->maximum);
	buf_char(out, '}');
}

static void
add_taken(struct buf *out, struct names *seen, const struct taken *row,
    const char *name)
{
	if (!is_new(seen, name))
		return;
	if (seen->count > 1)
		buf_char(out, ',');
	write_taken(out, row, name);
}

/* As a model's field is called: "first_name" is "First name". */
static const char *
label_of(struct arena *arena, const char *name)
{
	char *label = arena_text(arena, name), *at;

	label[0] = (char)toupper((unsigned char)label[0]);
	while ((at = strchr(label, '_')) != NULL)
		*at = ' ';
	return label;
}

static void
add_columns_taken(struct buf *out, struct names *seen,
    const struct call *call)
{
	size_t i;

	for (i = 0; i < call->api->use_count; i++) {
		const struct conf_use *use = &call->api->uses[i];
		const struct conf_column *column =
		    &call->conf->database.columns[use->column];
		const struct taken row = {
			.type = strcmp(column->type, "text") == 0 ? "string" :
			    column->type,
			.flags = (use->is_required ? REQUIRED : 0U) |
			    (use->is_read_only ? READ_ONLY : 0U),
			.label = label_of(call->arena, column->name),
			.maximum = shape_column_type(column)->is_text
			    ? (int)column->length : 0,
		};

		add_taken(out, seen, &row, column->name);
	}
}

static void
add_row_taken(struct buf *out, struct names *seen, const struct call *call,
    const struct taken *row)
{
	const char *name = spelling_expand(call->arena, call->api,
	    row->member);
	struct taken id = id_taken(call->api, row);

	add_taken(out, seen, strcmp(row->type, "id") == 0 ? &id : row, name);
}

static void
write_actions(struct buf *out, const struct resource *resource,
    const struct call *call)
{
	struct names seen = { .count = 0 };
	const struct taken *row;

	buf_printf(out, "{\"%s\":{", request_method_name(resource->action));
	for (row = resource->takes; row->member != NULL; row++)
		if (!condition_holds(&row->when, call->api))
			continue;
		else if (strcmp(row->member, COLUMNS_TAKEN) == 0)
			add_columns_taken(out, &seen, call);
		else
			add_row_taken(out, &seen, call, row);
	buf_text(out, "}}");
}

/* A time of the database as DRF writes it: ISO 8601, without a zero second's
 * fraction. */
static const char *
instant(struct arena *arena, const char *text)
{
	const char *fraction = strchr(text, '.');
	size_t length = fraction != NULL &&
	    strspn(fraction, ".0") == strlen(fraction) ?
	    (size_t)(fraction - text) : strlen(text);
	char *written = arena_printf(arena, "%.*sZ", (int)length, text);
	char *blank = strchr(written, ' ');

	if (blank != NULL)
		*blank = 'T';
	return written;
}

/* Seconds since 1970, the same way. */
static const char *
moment(struct arena *arena, int64_t seconds)
{
	time_t at = (time_t)seconds;
	struct tm parts;

	gmtime_r(&at, &parts);
	return arena_printf(arena, "%04d-%02d-%02dT%02d:%02d:%02dZ",
	    parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday,
	    parts.tm_hour, parts.tm_min, parts.tm_sec);
}

/* What is shown as a text, or NULL. */
static const char *
text_of(enum shown shown, const struct route *route, const struct call *call,
    const struct user *user)
{
	switch (shown) {
	case SHOWN_USERNAME:
		return user->username;
	case SHOWN_EMAIL:
		return user->email;
	case SHOWN_AUTH_TOKEN:
		return call->auth_token;
	case SHOWN_ACCESS_TOKEN:
		return call->access_token;
	case SHOWN_REFRESH_TOKEN:
		return call->refresh_token;
	case SHOWN_SLIDING_TOKEN:
		return call->sliding_token;
	case SHOWN_ACCESS_EXPIRATION:
		return moment(call->arena, call->access_expires);
	case SHOWN_REFRESH_EXPIRATION:
		return moment(call->arena, call->refresh_expires);
	case SHOWN_CSRF_TOKEN:
		return call->csrf_token;
	case SHOWN_ACCOUNTS_URL:
		return accounts_url(call);
	case SHOWN_TITLE:
		return route->resource->title;
	case SHOWN_DESCRIPTION:
		return route->resource->description;
	default:
		return NULL;
	}
}

static void
write_text_of(struct buf *out, const char *text)
{
	if (text != NULL)
		buf_string(out, text);
	else
		buf_text(out, "null");
}

static void
write_media(struct buf *out, enum shown shown)
{
	buf_text(out, "[\"application/json\"");
	if (shown == SHOWN_MEDIA_READ)
		buf_text(out, ",\"application/x-www-form-urlencoded\","
		    "\"multipart/form-data\"");
	buf_char(out, ']');
}

static void
write_shown(struct buf *out, enum shown shown, const struct route *route,
    const struct call *call, const struct user *user)
{
	switch (shown_kinds[shown].type) {
	case SHOWN_AS_NOTHING:
		buf_text(out, "null");
		break;
	case SHOWN_AS_ID:
		write_id(out, call, user);
		break;
	case SHOWN_AS_TEXT:
		write_text_of(out, text_of(shown, route, call, user));
		break;
	case SHOWN_AS_TEXTS:
		write_media(out, shown);
		break;
	case SHOWN_AS_COLUMNS:	/* they are members of their own */
		break;
	case SHOWN_AS_ACTIONS:
		write_actions(out, route->resource, call);
		break;
	}
}

/* What the call did not make is not shown. */
static bool
is_there(enum shown shown, const struct route *route, const struct call *call)
{
	switch (shown) {
	case SHOWN_ACCESS_TOKEN:
		return call->access_token != NULL;
	case SHOWN_REFRESH_TOKEN:
		return call->refresh_token != NULL;
	case SHOWN_SLIDING_TOKEN:
		return call->sliding_token != NULL;
	case SHOWN_REFRESH_EXPIRATION:
		return call->refresh_expires != 0;
	case SHOWN_ACTIONS:
		return call->may_act && route->resource->takes != NULL;
	default:
		return true;
	}
}

/* A table that was not migrated may hold anything. */
static bool
is_integer(const char *text)
{
	const char *digits = text + (*text == '-');

	return *digits != '\0' &&
	    digits[strspn(digits, "0123456789")] == '\0';
}

/* JSON has no zeros before a number, but a ZEROFILL has. */
static void
write_integer(struct buf *out, const char *text)
{
	const char *digits = text + (*text == '-');

	while (digits[0] == '0' && digits[1] != '\0')
		digits++;
	buf_text(out, *text == '-' ? "-" : "");
	buf_text(out, digits);
}

/* Of a BIT, it is a byte: a NUL is no text. */
static bool
is_false(const char *text)
{
	return text[0] == '\0' || strcmp(text, "0") == 0;
}

/* By its type: numbers and flags are kept as texts. */
static void
write_column(struct buf *out, const struct call *call,
    const struct conf_column *column, const char *text)
{
	const struct shape_type *type = shape_column_type(column);

	if (text == NULL || (strcmp(type->json, "integer") == 0 &&
	    !is_integer(text)))
		buf_text(out, "null");
	else if (strcmp(type->json, "integer") == 0)
		write_integer(out, text);
	else if (strcmp(type->json, "boolean") == 0)
		buf_text(out, is_false(text) ? "false" : "true");
	else if (strcmp(type->name, "datetime") == 0)
		buf_string(out, instant(call->arena, text));
	else
		buf_string(out, text);
}

/* A table of members, with room for all that a shape may have. */
struct members {
	struct names	 seen;
	struct shape_member *list;	/* ends with one without a name */
};

static void
add_member(struct members *members, struct shape_member member)
{
	if (is_new(&members->seen, member.name))
		members->list[members->seen.count - 1] = member;
}

static void
add_columns(struct members *members, const struct conf *conf,
    const struct conf_api *api, const struct shape *row)
{
	const struct conf_use *use = api->uses;
	size_t i;

	for (i = 0; i < api->use_count; i++, use++)
		add_member(members, (struct shape_member){
		    conf->database.columns[use->column].name, row, use });
}

const struct shape_member *
shape_members(struct arena *arena, const struct conf *conf,
    const struct conf_api *api, const struct shape *row)
{
	struct members members = { .list = arena_alloc(arena,
	    (NAMES + 1) * sizeof(*members.list)) };

	for (; row->member != NULL; row++)
		if (!condition_holds(&row->when, api))
			continue;
		else if (row->shown == SHOWN_COLUMNS)
			add_columns(&members, conf, api, row);
		else
			add_member(&members, (struct shape_member){
			    spelling_expand(arena, api, row->member), row,
			    NULL });
	return members.list;
}

static const struct shape_member *
members_of(const struct shape *shape, const struct call *call)
{
	return shape_members(call->arena, call->conf, call->api, shape);
}

static void
write_object(struct buf *out, const struct shape_member *member,
    const struct route *route, const struct call *call,
    const struct user *user);

static void
write_value(struct buf *out, const struct shape_member *member,
    const struct route *route, const struct call *call,
    const struct user *user)
{
	const struct shape *row = member->row;

	if (row->inside != NULL)
		write_object(out, members_of(row->inside, call), route, call,
		    user);
	else if (row->text != NULL)
		buf_string(out, row->text);
	else if (member->use != NULL)
		write_column(out, call, &call->conf->database.columns[
		    member->use->column], user->columns == NULL ? NULL :
		    user->columns[member->use->column].text);
	else
		write_shown(out, row->shown, route, call, user);
}

static void
write_object(struct buf *out, const struct shape_member *member,
    const struct route *route, const struct call *call,
    const struct user *user)
{
	const char *comma = "";

	buf_char(out, '{');
	for (; member->name != NULL; member++) {
		if (!is_there(member->row->shown, route, call))
			continue;
		buf_text(out, comma);
		buf_string(out, member->name);
		buf_char(out, ':');
		write_value(out, member, route, call, user);
		comma = ",";
	}
	buf_char(out, '}');
}

void
shape_result(struct buf *out, const struct route *route,
    const struct call *call)
{
	const struct shape_member *members;
	size_t i;

	if (call->json != NULL)
		buf_text(out, call->json);
	if (route->shape == NULL)
		return;
	members = members_of(route->shape, call);
	if (!call->shown_is_list) {
		write_object(out, members, route, call, call->shown.list);
		return;
	}
	buf_char(out, '[');
	for (i = 0; i < call->shown.count; i++) {
		if (i > 0)
			buf_char(out, ',');
		write_object(out, members, route, call, &call->shown.list[i]);
	}
	buf_char(out, ']');
}
