#include "dialect/taking.h"

#include <string.h>

#include "dialect/document.h"
#include "dialect/spelling.h"
#include "op/call.h"
#include "op/check.h"

struct takings {
	struct taking	 list[2 * FIELD_COUNT + 1];
	size_t		 count;
};

/* Two fields of a name are one member: what either asks for is asked for. */
static void
add(struct takings *takings, struct taking taking)
{
	struct taking *other;

	for (other = takings->list; other->name != NULL; other++)
		if (strcmp(other->name, taking.name) == 0) {
			other->flags |= taking.flags & (REQUIRED | NEEDED);
			return;
		}
	takings->list[takings->count++] = taking;
}

static void
add_columns(const struct document *d, struct takings *takings,
    enum method method)
{
	size_t i;

	for (i = 0; i < d->api->use_count; i++) {
		const struct conf_use *use = &d->api->uses[i];
		const struct conf_column *column =
		    &d->conf->database.columns[use->column];
		bool is_required = use->is_required && method != METHOD_PATCH;

		if (use->is_read_only)
			continue;
		add(takings, (struct taking){
		    .name = column->name,
		    .id = FIELD_COLUMN + (enum field_id)use->column,
		    .flags = (is_required ? REQUIRED : 0U) |
			(use->is_required ? 0U : MAY_BE_BLANK),
		    .column = column });
	}
}

const struct taking *
taking_list(const struct document *d, const struct route *route)
{
	const char *const *names = spelling_fields(d->arena, d->conf, d->api,
	    d->dialect, route);
	struct takings *takings = arena_alloc(d->arena, sizeof(*takings));
	const struct field *field = route->op->fields;

	for (; field != NULL && field->id != FIELD_NONE; field++)
		if (!condition_holds(&field->when, d->api))
			continue;
		else if (field->id == FIELD_COLUMN)
			add_columns(d, takings, route->method);
		else
			add(takings, (struct taking){
			    .name = names[field->id], .id = field->id,
			    .flags = call_field_flags(d->api, route->method,
				field),
			    .bounds = check_bounds(field->check) });
	return takings->list;
}

bool
taking_is_needed(const struct taking *taking)
{
	return (taking->flags & (REQUIRED | NEEDED)) != 0;
}

const struct taking *
taking_first(const struct document *d, const struct route *route,
    unsigned flags)
{
	const struct taking *taking = taking_list(d, route);

	while (taking->name != NULL && (taking->flags & flags) == 0)
		taking++;
	return taking->name != NULL ? taking : NULL;
}
