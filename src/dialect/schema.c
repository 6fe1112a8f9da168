#include "dialect/schema.h"

#include <stddef.h>
#include <string.h>

#include "conf/column.h"
#include "dialect/common.h"
#include "dialect/document.h"
#include "dialect/shape.h"
#include "dialect/spelling.h"
#include "dialect/taking.h"
#include "op/check.h"
#include "op/op.h"

/* What is worth to be told of a field, wherever it is taken. */
static const struct {
	bool		 is_secret;
	const char	*text;		/* or NULL */
} told[FIELD_COUNT] = {
	[FIELD_PASSWORD]	 = { true, NULL },
	[FIELD_CURRENT_PASSWORD] = { true, "Of who asks." },
	[FIELD_NEW_PASSWORD]	 = { true, NULL },
	[FIELD_PASSWORD_AGAIN]	 = { true, "The same password again." },
	[FIELD_USERNAME_AGAIN]	 = { false, "The same again." },
	[FIELD_UID]		 = { false, "Of the mailed link." },
	[FIELD_REFRESH]		 = { false, "A refresh token." },
};

static void
write_type(struct document *d, const char *type)
{
	tree_text(&d->out, "type", type);
}

/* A schema that is but a type, with a format or NULL. */
static void
write_plain(struct document *d, const char *key, const char *type,
    const char *format)
{
	tree_open(&d->out, key, '{');
	write_type(d, type);
	if (format != NULL)
		tree_text(&d->out, "format", format);
	tree_close(&d->out, '}');
}

static void
write_texts(struct document *d, const char *key)
{
	tree_open(&d->out, key, '{');
	write_type(d, "array");
	write_plain(d, "items", "string", NULL);
	tree_close(&d->out, '}');
}

void
schema_reference(struct document *d, const char *key, const char *name)
{
	tree_open(&d->out, key, '{');
	tree_text(&d->out, "$ref", arena_printf(d->arena,
	    "#/components/schemas/%s", name));
	tree_close(&d->out, '}');
}

void
schema_header(struct document *d, const char *name)
{
	tree_open(&d->out, "headers", '{');
	tree_open(&d->out, name, '{');
	write_plain(d, "schema", "string", NULL);
	tree_close(&d->out, '}');
	tree_close(&d->out, '}');
}

void
schema_id(struct document *d, const char *key)
{
	if (strcmp(d->api->user_id_field, "username") == 0)
		write_plain(d, key, "string", NULL);
	else if (d->api->has_uuids)
		write_plain(d, key, "string", "uuid");
	else
		write_plain(d, key, "integer", NULL);
}

/* By a column's type; what has not been set may be null. */
static void
write_column(struct document *d, const struct conf_column *column,
    bool or_null)
{
	const struct shape_type *type = shape_column_type(column);

	if (!or_null) {
		write_type(d, type->json);
		return;
	}
	tree_open(&d->out, "type", '[');
	tree_text(&d->out, NULL, type->json);
	tree_text(&d->out, NULL, "null");
	tree_close(&d->out, ']');
}

/* --- what is taken -------------------------------------------------------- */

/* What may be left blank need not be of a format then. */
static void
write_format(struct document *d, const char *format, bool may_be_blank)
{
	if (format == NULL)
		return;
	if (!may_be_blank) {
		tree_text(&d->out, "format", format);
		return;
	}
	tree_open(&d->out, "anyOf", '[');
	tree_open(&d->out, NULL, '{');
	tree_text(&d->out, "format", format);
	tree_close(&d->out, '}');
	tree_open(&d->out, NULL, '{');
	tree_text(&d->out, "const", "");
	tree_close(&d->out, '}');
	tree_close(&d->out, ']');
}

static void
write_bounds(struct document *d, const char *format, int64_t maximum,
    bool may_be_blank)
{
	write_format(d, format, may_be_blank);
	if (!may_be_blank)
		tree_number(&d->out, "minLength", 1);
	if (maximum > 0)
		tree_number(&d->out, "maxLength", maximum);
}

/* What is worth to be told of it, or NULL. */
static const char *
text_of(const struct document *d, const struct route *route,
    const struct taking *taking)
{
	if (taking->id == FIELD_EMAIL && (route->op == &op_user_update ||
	    route->op == &op_user_update_name ||
	    route->op == &op_user_replace) &&
	    strcmp(d->api->email_change, "confirm") == 0)
		return "A new one counts when the link that is mailed to it "
		    "was followed. Until then the old one is shown, in the "
		    "answer, too.";
	return told[taking->id].text;
}

static void
write_field(struct document *d, const struct route *route,
    const struct taking *taking)
{
	const struct check_bounds *bounds = taking->bounds;
	const char *text = text_of(d, route, taking);

	write_type(d, "string");
	if (text != NULL)
		tree_text(&d->out, "description", text);
	if (told[taking->id].is_secret) {
		tree_text(&d->out, "format", "password");
		tree_flag(&d->out, "writeOnly", true);
	}
	write_bounds(d, bounds != NULL ? bounds->format : NULL,
	    bounds != NULL ? bounds->maximum : 0,
	    (taking->flags & (MAY_BE_BLANK | UNJUDGED)) != 0 &&
	    !taking_is_needed(taking));
}

static void
write_column_taken(struct document *d, const struct taking *taking)
{
	const struct shape_type *type = shape_column_type(taking->column);
	bool may_be_blank = (taking->flags & MAY_BE_BLANK) != 0;

	write_column(d, taking->column, may_be_blank &&
	    strcmp(taking->column->table, "portress_profile") == 0);
	if (type->is_text)
		write_bounds(d, type->format, taking->column->length,
		    may_be_blank);
	else
		write_format(d, type->format, false);
}

void
schema_body(struct document *d, const struct route *route)
{
	const struct taking *takings = taking_list(d, route), *taking;

	write_type(d, "object");
	tree_open(&d->out, "properties", '{');
	for (taking = takings; taking->name != NULL; taking++) {
		tree_open(&d->out, taking->name, '{');
		if (taking->column != NULL)
			write_column_taken(d, taking);
		else
			write_field(d, route, taking);
		tree_close(&d->out, '}');
	}
	tree_close(&d->out, '}');
	tree_open(&d->out, "required", '[');
	for (taking = takings; taking->name != NULL; taking++)
		if (taking_is_needed(taking))
			tree_text(&d->out, NULL, taking->name);
	tree_close(&d->out, ']');
}

/* --- what is shown -------------------------------------------------------- */

/* The name of a shape that several routes may show, or NULL. */
static const char *
name_of(const struct document *d, const struct shape *shape)
{
	const struct shape_name *row;

	for (row = common_names; row->name != NULL; row++)
		if (row->shape == shape)
			return row->name;
	for (row = d->dialect->names; row != NULL && row->name != NULL; row++)
		if (row->shape == shape)
			return row->name;
	return NULL;
}

static void	write_member(struct document *d,
		    const struct shape_member *member);

/* All that is configured is there, but what a resource takes: not all may. */
static bool
is_sure(const struct shape *row)
{
	return !row->is_optional && (row->inside != NULL ||
	    row->text != NULL ||
	    shown_kinds[row->shown].type != SHOWN_AS_ACTIONS);
}

static void
write_object(struct document *d, const struct shape *shape)
{
	const struct shape_member *members = shape_members(d->arena, d->conf,
	    d->api, shape), *member;

	write_type(d, "object");
	tree_open(&d->out, "properties", '{');
	for (member = members; member->name != NULL; member++)
		write_member(d, member);
	tree_close(&d->out, '}');
	tree_open(&d->out, "required", '[');
	for (member = members; member->name != NULL; member++)
		if (is_sure(member->row))
			tree_text(&d->out, NULL, member->name);
	tree_close(&d->out, ']');
	tree_flag(&d->out, "additionalProperties", false);
}

static void
write_shape(struct document *d, const char *key, const struct shape *shape)
{
	const char *name = name_of(d, shape);

	if (name != NULL) {
		schema_reference(d, key, name);
		return;
	}
	tree_open(&d->out, key, '{');
	write_object(d, shape);
	tree_close(&d->out, '}');
}

/* {"POST": {"member": {...}}} */
static void
write_actions(struct document *d, const char *key)
{
	tree_open(&d->out, key, '{');
	write_type(d, "object");
	tree_open(&d->out, "additionalProperties", '{');
	write_type(d, "object");
	write_plain(d, "additionalProperties", "object", NULL);
	tree_close(&d->out, '}');
	tree_close(&d->out, '}');
}

static void
write_constant(struct document *d, const char *key, const char *text)
{
	tree_open(&d->out, key, '{');
	write_type(d, "string");
	tree_text(&d->out, "const", text);
	tree_close(&d->out, '}');
}

/* Of a table that is Django's we know which columns never are. */
static bool
may_be_null(const struct conf_column *column)
{
	return !column_is_known(column->name) ||
	    strcmp(column->table, "portress_profile") == 0 ||
	    strcmp(column->name, "last_login") == 0;
}

static void
write_column_shown(struct document *d, const char *key,
    const struct conf_column *column)
{
	const struct shape_type *type = shape_column_type(column);

	tree_open(&d->out, key, '{');
	write_column(d, column, may_be_null(column));
	write_format(d, type->format, type->is_text);
	tree_close(&d->out, '}');
}

static void
write_shown(struct document *d, const char *key, enum shown shown)
{
	switch (shown_kinds[shown].type) {
	case SHOWN_AS_NOTHING:
		write_plain(d, key, "null", NULL);
		break;
	case SHOWN_AS_ID:
		schema_id(d, key);
		break;
	case SHOWN_AS_TEXT:
		write_plain(d, key, "string", shown_kinds[shown].format);
		break;
	case SHOWN_AS_TEXTS:
		write_texts(d, key);
		break;
	case SHOWN_AS_COLUMNS:	/* they are members of their own */
		break;
	case SHOWN_AS_ACTIONS:
		write_actions(d, key);
		break;
	}
}

static void
write_member(struct document *d, const struct shape_member *member)
{
	const struct shape *row = member->row;

	if (row->inside != NULL)
		write_shape(d, member->name, row->inside);
	else if (row->text != NULL)
		write_constant(d, member->name, row->text);
	else if (member->use != NULL)
		write_column_shown(d, member->name, &d->conf->database.columns[
		    member->use->column]);
	else
		write_shown(d, member->name, row->shown);
}

void
schema_answer(struct document *d, const struct route *route)
{
	if ((route->op->flags & OP_SHOWS_LIST) == 0) {
		write_shape(d, "schema", route->shape);
		return;
	}
	tree_open(&d->out, "schema", '{');
	write_type(d, "array");
	write_shape(d, "items", route->shape);
	tree_close(&d->out, '}');
}

/* --- what is refused ------------------------------------------------------ */

static bool
is_taken(const struct taking *taking, enum field_id field)
{
	while (taking->name != NULL && taking->id != field)
		taking++;
	return taking->name != NULL;
}

/* Fields that nobody sends, but what a link stands for: one row each. */
static void
write_others_refused(struct document *d, const struct route *route)
{
	const char *const *names = spelling_fields(d->arena, d->conf, d->api,
	    d->dialect, route);
	const struct refusable *row = route->op->refuses;

	for (; row != NULL && row->message != MSG_COUNT; row++)
		if (row->field != FIELD_NONE &&
		    condition_holds(&row->when, d->api) &&
		    !is_taken(taking_list(d, route), row->field))
			schema_reference(d, names[row->field], "Texts");
}

void
schema_fields_refused(struct document *d, const struct route *route)
{
	const struct taking *taking = taking_list(d, route);

	tree_open(&d->out, NULL, '{');
	write_type(d, "object");
	tree_open(&d->out, "properties", '{');
	for (; taking->name != NULL; taking++)
		schema_reference(d, taking->name, "Texts");
	write_others_refused(d, route);
	schema_reference(d, d->dialect->object_errors, "Texts");
	tree_close(&d->out, '}');
	tree_number(&d->out, "minProperties", 1);
	tree_flag(&d->out, "additionalProperties", false);
	tree_close(&d->out, '}');
}

/* As what a JWT was tried (REFUSAL_TOKEN). */
static void
write_tried(struct document *d)
{
	static const char *const members[] = {
		"token_class", "token_type", "message"
	};
	size_t i;

	tree_open(&d->out, "messages", '{');
	write_type(d, "array");
	tree_open(&d->out, "items", '{');
	write_type(d, "object");
	tree_open(&d->out, "properties", '{');
	for (i = 0; i < sizeof(members) / sizeof(members[0]); i++)
		write_plain(d, members[i], "string", NULL);
	tree_close(&d->out, '}');
	tree_close(&d->out, '}');
	tree_close(&d->out, '}');
}

/* {"detail": text}, or what the dialect has instead of all refusals. */
static void
write_error(struct document *d)
{
	const char *member = d->dialect->error_member;
	const char *name = member != NULL ? member : "detail";

	tree_open(&d->out, "Error", '{');
	write_type(d, "object");
	tree_open(&d->out, "properties", '{');
	write_plain(d, name, "string", NULL);
	if (member == NULL) {
		write_plain(d, "code", "string", NULL);
		write_tried(d);
	}
	tree_close(&d->out, '}');
	tree_open(&d->out, "required", '[');
	tree_text(&d->out, NULL, name);
	tree_close(&d->out, ']');
	tree_flag(&d->out, "additionalProperties", false);
	tree_close(&d->out, '}');
}

/* --- all of them ---------------------------------------------------------- */

/* Whether a shape is another one, or has it inside. */
static bool
shape_has(const struct document *d, const struct shape *shape,
    const struct shape *wanted)
{
	const struct shape_member *member;

	if (shape == NULL || shape == wanted)
		return shape == wanted;
	member = shape_members(d->arena, d->conf, d->api, shape);
	for (; member->name != NULL; member++)
		if (member->row->inside != NULL &&
		    shape_has(d, member->row->inside, wanted))
			return true;
	return false;
}

static bool
is_shown(const struct document *d, const struct shape *shape)
{
	const struct route *route = NULL;

	while ((route = document_next(d, route)) != NULL)
		if (shape_has(d, route->shape, shape))
			return true;
	return false;
}

static void
write_named(struct document *d, const struct shape_name *row)
{
	for (; row != NULL && row->name != NULL; row++) {
		if (!is_shown(d, row->shape))
			continue;
		tree_open(&d->out, row->name, '{');
		write_object(d, row->shape);
		tree_close(&d->out, '}');
	}
}

void
schema_components(struct document *d)
{
	const struct route *route = NULL;

	write_named(d, d->dialect->names);
	write_named(d, common_names);
	write_error(d);
	if (d->dialect->error_member == NULL)
		write_texts(d, "Texts");
	while ((route = document_next(d, route)) != NULL) {
		if (route->op->fields == NULL)
			continue;
		tree_open(&d->out, document_id(d, route), '{');
		schema_body(d, route);
		tree_close(&d->out, '}');
	}
}
