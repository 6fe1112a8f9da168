#include "dialect/refused.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "dialect/complaint.h"
#include "dialect/document.h"
#include "dialect/guard.h"
#include "dialect/schema.h"
#include "dialect/spelling.h"
#include "dialect/taking.h"
#include "op/call.h"

static bool
always(const struct document *d, const struct route *route)
{
	(void)d;
	(void)route;
	return true;
}

static bool
takes_body(const struct document *d, const struct route *route)
{
	(void)d;
	return route->op->fields != NULL;
}

/*
 * What the road to an operation may refuse; "{}" stands for `with`. Of those
 * with one status, the first that is possible names the answer.
 */
static const struct refused {
	enum message	 message;
	const char	*with;
	const char	*name;		/* among components */
	const char	*text;
	const char	*header;	/* or NULL */
	bool		 (*is_possible)(const struct document *d,
			    const struct route *route);
} road[] = {
	{ MSG_BAD_REQUEST, "The Content-Length is no number.", "BadRequest",
	    "What was sent is refused.", NULL, always },
	{ MSG_NOT_AUTHENTICATED, NULL, "Unauthorized",
	    "Who asks is not known.", "WWW-Authenticate", guard_looks },
	{ MSG_FORBIDDEN, NULL, "Forbidden",
	    "Who asks may not do this.", NULL, guard_may_forbid },
	{ MSG_CSRF_TOKEN_MISSING, NULL, "Doubted",
	    "Nothing proves that a page of this site asks.", NULL,
	    guard_may_doubt },
	{ MSG_NOT_FOUND, NULL, "NotFound",
	    "There is no such account, or none to be seen.", NULL,
	    guard_may_hide },
	{ MSG_NOT_ACCEPTABLE, NULL, "NotAcceptable",
	    "The client does not accept JSON.", NULL, always },
	{ MSG_BODY_TOO_LARGE, NULL, "TooLarge",
	    "The body is too large.", NULL, always },
	{ MSG_UNSUPPORTED_MEDIA, "text/plain", "UnsupportedMediaType",
	    "The body is of no type that is read.", NULL, takes_body },
	{ MSG_UNAVAILABLE, NULL, "Unavailable",
	    "The database does not answer.", "Retry-After", always },
};

#define ROAD (sizeof(road) / sizeof(road[0]))

static int
status_of(const struct document *d, const struct route *route,
    enum message message)
{
	return complaint_status(d->api, route->op, message);
}

/* Whether this row of what an operation may refuse exists: each text once. */
static bool
counts(const struct document *d, const struct route *route,
    const struct refusable *row, int status)
{
	const struct refusable *other;

	if (status_of(d, route, row->message) != status ||
	    !condition_holds(&row->when, d->api))
		return false;
	for (other = route->op->refuses; other < row; other++)
		if (other->message == row->message &&
		    condition_holds(&other->when, d->api))
			return false;
	return true;
}

/* The first row with that status, or the one behind `row`; or NULL. */
static const struct refusable *
next(const struct document *d, const struct route *route,
    const struct refusable *row, int status)
{
	row = row == NULL ? route->op->refuses : row + 1;
	for (; row != NULL && row->message != MSG_COUNT; row++)
		if (counts(d, route, row, status))
			return row;
	return NULL;
}

/* Whether an operation's own refusals, with that status, are of a manner. */
static bool
has_manner(const struct document *d, const struct route *route, int status,
    enum refusal_manner manner)
{
	const struct refusable *row = NULL;

	while ((row = next(d, route, row, status)) != NULL)
		if (refusal_messages[row->message].manner == manner)
			return true;
	return false;
}

/* --- schemas -------------------------------------------------------------- */

/* Of all that a status may come with: an error, fields, or texts alone. */
static void
write_schema(struct document *d, const struct route *route, int status)
{
	bool fields = d->dialect->error_member == NULL &&
	    ((status == 400 && takes_body(d, route)) ||
	    has_manner(d, route, status, REFUSAL_FIELD));
	bool bare = d->dialect->error_member == NULL &&
	    has_manner(d, route, status, REFUSAL_BARE);

	if (!fields && !bare) {
		schema_reference(d, "schema", "Error");
		return;
	}
	tree_open(&d->out, "schema", '{');
	tree_open(&d->out, "anyOf", '[');
	if (fields)
		schema_fields_refused(d, route);
	if (bare)
		schema_reference(d, NULL, "Texts");
	schema_reference(d, NULL, "Error");
	tree_close(&d->out, ']');
	tree_close(&d->out, '}');
}

/* --- examples ------------------------------------------------------------- */

/* As the route itself would refuse, in the words that it has. */
static void
write_example(struct document *d, const struct route *route,
    enum field_id field, enum message message, const char *with)
{
	struct call call = { .arena = d->arena, .conf = d->conf,
	    .api = d->api, .op = route->op,
	    .wording = { route->wording, d->dialect->wording } };
	struct buf body;

	call.spelling = spelling_fields(d->arena, d->conf, d->api, d->dialect,
	    route);
	(void)call_refuse_with(&call, field, message, with);
	buf_open(&body, d->arena);
	complaint_write(&body, d->dialect, &call);
	if (body.length == 0)
		return;
	tree_open(&d->out, refusal_messages[message].name, '{');
	tree_json(&d->out, "value", body.text);
	tree_close(&d->out, '}');
}

static void
write_road_examples(struct document *d, const struct route *route, int status)
{
	const struct taking *field = status == 400 ?
	    taking_first(d, route, REQUIRED) : NULL;
	size_t i;

	if (field != NULL)
		write_example(d, route, field->id, MSG_REQUIRED, NULL);
	for (i = 0; i < ROAD && field == NULL; i++)
		if (status_of(d, route, road[i].message) == status &&
		    road[i].is_possible(d, route))
			write_example(d, route, FIELD_NONE, road[i].message,
			    road[i].with);
}

static void
write_examples(struct document *d, const struct route *route, int status)
{
	const struct refusable *own = NULL;

	tree_open(&d->out, "examples", '{');
	write_road_examples(d, route, status);
	while ((own = next(d, route, own, status)) != NULL)
		write_example(d, route, own->field, own->message, "...");
	tree_close(&d->out, '}');
}

/* --- responses ------------------------------------------------------------ */

/* What can be without a body is told so: there is no schema for that. */
static void
write_response(struct document *d, const char *key, const struct route *route,
    const struct refused *row)
{
	bool may_be_empty = d->dialect->error_member == NULL &&
	    has_manner(d, route, status_of(d, route, row->message), REFUSAL_EMPTY);

	tree_open(&d->out, key, '{');
	tree_text(&d->out, "description", arena_printf(d->arena, "%s%s",
	    row->text, may_be_empty ? " There may be no body." : ""));
	/* A 401 that became a 403 asks for nothing. */
	if (row->header != NULL && status_of(d, route, row->message) ==
	    refusal_messages[row->message].status)
		schema_header(d, row->header);
	tree_open(&d->out, "content", '{');
	tree_open(&d->out, "application/json", '{');
	write_schema(d, route, status_of(d, route, row->message));
	write_examples(d, route, status_of(d, route, row->message));
	tree_close(&d->out, '}');
	tree_close(&d->out, '}');
	tree_close(&d->out, '}');
}

/* How many rows with a status are possible, and the first of them. */
static size_t
possible(const struct document *d, const struct route *route, int status,
    const struct refused **first_r)
{
	size_t count = 0, i;

	for (i = ROAD; i-- > 0;)
		if (status_of(d, route, road[i].message) == status &&
		    road[i].is_possible(d, route)) {
			*first_r = &road[i];
			count++;
		}
	return count;
}

/* Whether the route's answer is that of other routes, too. */
static bool
is_common(const struct document *d, const struct route *route,
    const struct refused *row)
{
	int status = status_of(d, route, row->message);
	const struct refused *first = NULL;

	return possible(d, route, status, &first) == 1 && first == row &&
	    !(status == 400 && takes_body(d, route)) &&
	    next(d, route, NULL, status) == NULL;
}

/* Whether the row stands for its status: it is the first that is possible, or
 * the first where none is, and the operation itself refuses so. */
static bool
stands(const struct document *d, const struct route *route, size_t i)
{
	int status = status_of(d, route, road[i].message);
	const struct refused *first = NULL;

	if (possible(d, route, status, &first) > 0)
		return first == &road[i];
	return next(d, route, NULL, status) != NULL &&
	    (i == 0 || status_of(d, route, road[i - 1].message) != status);
}

static void
write_reference(struct document *d, const char *key, const char *name)
{
	tree_open(&d->out, key, '{');
	tree_text(&d->out, "$ref", arena_printf(d->arena,
	    "#/components/responses/%s", name));
	tree_close(&d->out, '}');
}

void
refused_responses(struct document *d, const struct route *route)
{
	size_t i;

	for (i = 0; i < ROAD; i++) {
		const char *key = arena_printf(d->arena, "%d",
		    status_of(d, route, road[i].message));

		if (is_common(d, route, &road[i]))
			write_reference(d, key, road[i].name);
		else if (stands(d, route, i))
			write_response(d, key, route, &road[i]);
	}
}

/* The first route that refers to it, or NULL. */
static const struct route *
user_of(const struct document *d, const struct refused *row)
{
	const struct route *route = NULL;

	while ((route = document_next(d, route)) != NULL)
		if (is_common(d, route, row))
			return route;
	return NULL;
}

void
refused_components(struct document *d)
{
	size_t i;

	tree_open(&d->out, "responses", '{');
	for (i = 0; i < ROAD; i++) {
		const struct route *route = user_of(d, &road[i]);

		if (route != NULL)
			write_response(d, road[i].name, route, &road[i]);
	}
	tree_close(&d->out, '}');
}
