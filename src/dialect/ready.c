#include "dialect/ready.h"

#include <stdarg.h>
#include <string.h>

#include "auth/signature.h"
#include "conf/conf.h"
#include "dialect/dialect.h"
#include "mail/message.h"

/* An api that is looked at, and where to say what is wrong with it. */
struct look {
	const struct conf	*conf;
	const struct conf_api	*api;
	const struct dialect	*dialect;
	FILE			*errors;
};

/* Always false. */
static bool __attribute__((format(printf, 2, 3)))
complain(const struct look *look, const char *format, ...)
{
	va_list arguments;

	fprintf(look->errors, "%s: api \"%s\": ", look->conf->file,
	    look->api->name);
	va_start(arguments, format);
	vfprintf(look->errors, format, arguments);
	va_end(arguments);
	fputc('\n', look->errors);
	return false;
}

static bool
has_dialect(const struct look *look)
{
	const struct dialect *const *one;

	if (look->dialect != NULL)
		return true;
	fprintf(look->errors, "%s: api \"%s\": there is no dialect \"%s\"; "
	    "there are", look->conf->file, look->api->name,
	    look->api->dialect);
	for (one = dialects; *one != NULL; one++)
		fprintf(look->errors, " %s", (*one)->name);
	fputc('\n', look->errors);
	return false;
}

/* A password would be kept and shown, a token not be. */
static bool
has_columns_apart(const struct look *look)
{
	const struct conf_column *columns = look->conf->database.columns;
	bool apart = true;
	size_t i;

	for (i = 0; i < look->api->use_count; i++) {
		const char *name = columns[look->api->uses[i].column].name;

		if (dialect_has_member(look->dialect, name))
			apart = complain(look, "columns: \"%s\" is a member "
			    "of dialect \"%s\" already", name,
			    look->dialect->name);
	}
	return apart;
}

static bool
is_spelled(const struct spelling *row, enum field_id field)
{
	while (row != NULL && row->field != FIELD_NONE && row->field != field)
		row++;
	return row != NULL && row->field == field;
}

/* Each field that exists with these settings has a name on the route. */
static bool
has_names(const struct look *look, const struct route *route)
{
	const struct field *field = route->op->fields;

	for (; field != NULL && field->id != FIELD_NONE; field++)
		if (field->id != FIELD_COLUMN &&
		    condition_holds(&field->when, look->api) &&
		    !is_spelled(route->spelling, field->id) &&
		    !is_spelled(look->dialect->spelling, field->id))
			return complain(look, "%s %s of dialect \"%s\" does "
			    "not go with these settings; it is made for those "
			    "that it presets, such as username_field",
			    request_method_name(route->method), route->path,
			    look->dialect->name);
	return true;
}

static bool
has_all_names(const struct look *look)
{
	const struct route *route = look->dialect->routes;

	for (; route->method != METHOD_OTHER; route++)
		if (condition_holds(&route->when, look->api) &&
		    !has_names(look, route))
			return false;
	return true;
}

/* Cookies that are set and never looked at let nobody in. */
static bool
has_use_for_cookies(const struct look *look)
{
	const struct route *route = look->dialect->routes;

	if (!look->api->has_token_cookies)
		return true;
	while (route->method != METHOD_OTHER &&
	    route->op != &op_grant_refresh_cookie)
		route++;
	return route->method != METHOD_OTHER || complain(look,
	    "jwt_auth_cookie: dialect \"%s\" has no cookies; dj-rest-auth has",
	    look->dialect->name);
}

static bool
is_ready(const struct look *look)
{
	bool apart, names, cookies;

	if (!has_dialect(look))
		return false;
	apart = has_columns_apart(look);
	names = has_all_names(look);
	cookies = has_use_for_cookies(look);
	return apart && names && cookies;
}

bool
ready_for(const struct conf *conf, FILE *errors)
{
	bool ready = true;
	size_t i;

	for (i = 0; i < conf->api_count; i++) {
		const struct look look = { conf, &conf->apis[i],
			dialect_find(conf->apis[i].dialect), errors };

		ready = is_ready(&look) && ready;
	}
	ready = signature_is_ready(conf, errors) && ready;
	return message_is_ready(conf, errors) && ready;
}
