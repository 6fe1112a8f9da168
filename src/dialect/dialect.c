#include "dialect/dialect.h"

#include <string.h>

#include "dialect/dj_rest_auth.h"
#include "dialect/djoser.h"
#include "dialect/drftoken.h"
#include "dialect/envelope.h"
#include "dialect/reactdj.h"
#include "dialect/usercrud.h"

const struct dialect *const dialects[] = {
	&dialect_dj_rest_auth,
	&dialect_djoser,
	&dialect_drftoken,
	&dialect_envelope,
	&dialect_reactdj,
	&dialect_usercrud,
	NULL,
};

const struct dialect *
dialect_find(const char *name)
{
	const struct dialect *const *dialect;

	for (dialect = dialects; *dialect != NULL; dialect++)
		if (strcmp((*dialect)->name, name) == 0)
			return *dialect;
	return NULL;
}

bool
dialect_has_route(const struct dialect *dialect, const struct route *route,
    const struct conf_api *api)
{
	const struct route *row = dialect->routes;

	while (row != route && !(condition_holds(&row->when, api) &&
	    row->method == route->method &&
	    strcmp(row->path, route->path) == 0))
		row++;
	return row == route && condition_holds(&route->when, api);
}

static bool
is_spelled(const struct spelling *row, const char *name)
{
	for (; row != NULL && row->field != FIELD_NONE; row++)
		if (strcmp(row->name, name) == 0)
			return true;
	return false;
}

static bool
is_in_shape(const struct shape *row, const char *name)
{
	for (; row != NULL && row->member != NULL; row++)
		if (strcmp(row->member, name) == 0 ||
		    is_in_shape(row->inside, name))
			return true;
	return false;
}

bool
dialect_has_member(const struct dialect *dialect, const char *name)
{
	const struct route *route;

	if (is_spelled(dialect->spelling, name) ||
	    strcmp(dialect->object_errors, name) == 0 ||
	    (dialect->error_member != NULL &&
	    strcmp(dialect->error_member, name) == 0))
		return true;
	for (route = dialect->routes; route->method != METHOD_OTHER; route++)
		if (route->method != METHOD_OPTIONS &&
		    (is_spelled(route->spelling, name) ||
		    is_in_shape(route->shape, name)))
			return true;
	return false;
}

const struct conf_preset *
dialect_presets(const char *name)
{
	const struct dialect *dialect = dialect_find(name);

	return dialect != NULL ? dialect->presets : NULL;
}
