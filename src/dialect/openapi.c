#include "dialect/openapi.h"

#include <ctype.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "dialect/cors.h"
#include "dialect/document.h"
#include "dialect/guard.h"
#include "dialect/refused.h"
#include "dialect/schema.h"
#include "dialect/spelling.h"
#include "dialect/taking.h"

static const char about[] =
    "Bodies are JSON or forms; answers are JSON. The last slash of a path may "
    "be left out. HEAD is GET without its body. A method that a path does not "
    "have is answered with 405, a path that is not here with 404.";

static const char *const media_types[] = {
	"application/json",
	"application/x-www-form-urlencoded",
	"multipart/form-data",
};

static const struct {
	int		 status;
	const char	*text;
} successes[] = {
	{ 200, "It is done." },
	{ 201, "It was made." },
	{ 204, "It is done; there is no body." },
};

const struct route *
document_next(const struct document *d, const struct route *route)
{
	route = route == NULL ? d->dialect->routes : route + 1;
	while (route->method != METHOD_OTHER &&
	    !dialect_has_route(d->dialect, route, d->api))
		route++;
	return route->method != METHOD_OTHER ? route : NULL;
}

/* A path that may go on has its plain form. */
static const char *
path_of(const struct document *d, const struct route *route)
{
	const char *path = spelling_path(d->arena, d->api, route->path);
	size_t length = strcspn(path, "*");

	return arena_printf(d->arena, "/%.*s%s", (int)length, path,
	    path[length] == '*' ? "/" : "");
}

const char *
document_id(const struct document *d, const struct route *route)
{
	char *name = arena_printf(d->arena, "%s%s",
	    request_method_name(route->method), path_of(d, route));
	char *at, *end = name;

	for (at = name; *at != '\0'; at++)
		if (isalnum((unsigned char)*at))
			*end++ = (char)tolower((unsigned char)*at);
		else if (strchr("/_-", *at) != NULL && at[1] != '\0')
			*end++ = '_';
	*end = '\0';
	return name;
}

/* --- an operation --------------------------------------------------------- */

static void
write_body(struct document *d, const struct route *route)
{
	size_t i;

	if (route->op->fields == NULL)
		return;
	tree_open(&d->out, "requestBody", '{');
	tree_flag(&d->out, "required",
	    taking_first(d, route, REQUIRED | NEEDED) != NULL);
	tree_open(&d->out, "content", '{');
	for (i = 0; i < sizeof(media_types) / sizeof(media_types[0]); i++) {
		tree_open(&d->out, media_types[i], '{');
		schema_reference(d, "schema", document_id(d, route));
		tree_close(&d->out, '}');
	}
	tree_close(&d->out, '}');
	tree_close(&d->out, '}');
}

static const char *
success_text(int status)
{
	size_t i = 0;

	while (successes[i].status != status)
		i++;
	return successes[i].text;
}

static void
write_success(struct document *d, const struct route *route)
{
	tree_open(&d->out, arena_printf(d->arena, "%d", route->status), '{');
	tree_text(&d->out, "description", success_text(route->status));
	if (d->api->has_token_cookies &&
	    (route->op->flags & OP_SETS_COOKIES) != 0)
		schema_header(d, "Set-Cookie");
	if (route->shape != NULL) {
		tree_open(&d->out, "content", '{');
		tree_open(&d->out, "application/json", '{');
		schema_answer(d, route);
		tree_close(&d->out, '}');
		tree_close(&d->out, '}');
	}
	tree_close(&d->out, '}');
}

/* A browser asks so whether a page may. */
static void
write_preflight(struct document *d, const struct route *route)
{
	if (route->method != METHOD_OPTIONS || !cors_matters(d->api))
		return;
	tree_open(&d->out, "204", '{');
	tree_text(&d->out, "description",
	    "A page of a listed origin may ask (CORS).");
	tree_close(&d->out, '}');
}

static void
write_operation(struct document *d, const struct route *route)
{
	char *method = arena_text(d->arena, request_method_name(route->method));
	char *at;

	for (at = method; *at != '\0'; at++)
		*at = (char)tolower((unsigned char)*at);
	tree_open(&d->out, method, '{');
	tree_text(&d->out, "operationId", document_id(d, route));
	tree_text(&d->out, "summary", route->op->summary);
	guard_security(d, route);
	write_body(d, route);
	tree_open(&d->out, "responses", '{');
	write_success(d, route);
	write_preflight(d, route);
	refused_responses(d, route);
	tree_close(&d->out, '}');
	tree_close(&d->out, '}');
}

/* --- paths ---------------------------------------------------------------- */

static bool
is_same_path(const struct route *one, const struct route *other)
{
	return strcmp(one->path, other->path) == 0;
}

/* What OPTIONS calls it. */
static void
write_title(struct document *d, const struct route *route)
{
	const struct route *row = NULL;

	while ((row = document_next(d, row)) != NULL) {
		if (!is_same_path(row, route) || row->resource == NULL)
			continue;
		tree_text(&d->out, "summary", row->resource->title);
		if (*row->resource->description != '\0')
			tree_text(&d->out, "description",
			    row->resource->description);
	}
}

static void
write_parameters(struct document *d, const struct route *route)
{
	if (strstr(route->path, "{id}") == NULL)
		return;
	tree_open(&d->out, "parameters", '[');
	tree_open(&d->out, NULL, '{');
	tree_text(&d->out, "name", "id");
	tree_text(&d->out, "in", "path");
	tree_flag(&d->out, "required", true);
	tree_text(&d->out, "description", "What stands for an account.");
	schema_id(d, "schema");
	tree_close(&d->out, '}');
	tree_close(&d->out, ']');
}

/* The operations of a path; its rows stand together. */
static const struct route *
write_path(struct document *d, const struct route *route)
{
	const struct route *first = route;

	tree_open(&d->out, path_of(d, route), '{');
	write_title(d, route);
	write_parameters(d, route);
	for (; route != NULL && is_same_path(route, first);
	    route = document_next(d, route))
		write_operation(d, route);
	tree_close(&d->out, '}');
	return route;
}

/* --- the whole ------------------------------------------------------------ */

static void
write_info(struct document *d)
{
	tree_open(&d->out, "info", '{');
	tree_text(&d->out, "title", arena_printf(d->arena, "%s (%s)",
	    d->api->name, d->api->dialect));
	tree_text(&d->out, "description", about);
	tree_text(&d->out, "version", PACKAGE_VERSION);
	tree_close(&d->out, '}');
}

/* The prefix without its last slash, as paths begin with one. */
static void
write_server(struct document *d, const char *host, const char *port)
{
	const char *prefix = d->api->prefix;

	tree_open(&d->out, NULL, '{');
	tree_text(&d->out, "url", arena_printf(d->arena, "%s://%s%s%.*s",
	    d->conf->protocol, host, port, (int)strlen(prefix) - 1, prefix));
	tree_close(&d->out, '}');
}

/* Hosts of an api are names; the port is that of the site. */
static void
write_servers(struct document *d)
{
	const char *const *host = d->api->host;
	const char *port = strrchr(d->conf->domain, ':');

	tree_open(&d->out, "servers", '[');
	if (*host == NULL)
		write_server(d, d->conf->domain, "");
	for (; *host != NULL; host++)
		write_server(d, *host, port != NULL ? port : "");
	tree_close(&d->out, ']');
}

static void
write_paths(struct document *d)
{
	const struct route *route = document_next(d, NULL);

	tree_open(&d->out, "paths", '{');
	while (route != NULL)
		route = write_path(d, route);
	tree_close(&d->out, '}');
}

static void
write_components(struct document *d)
{
	tree_open(&d->out, "components", '{');
	tree_open(&d->out, "schemas", '{');
	schema_components(d);
	tree_close(&d->out, '}');
	refused_components(d);
	guard_schemes(d);
	tree_close(&d->out, '}');
}

const char *
openapi_document(struct arena *arena, const struct conf *conf,
    const struct conf_api *api)
{
	struct document d = { .arena = arena, .conf = conf, .api = api,
	    .dialect = dialect_find(api->dialect) };
	struct buf out;

	buf_open(&d.out, arena);
	tree_open(&d.out, NULL, '{');
	tree_text(&d.out, "openapi", "3.1.0");
	write_info(&d);
	write_servers(&d);
	write_paths(&d);
	write_components(&d);
	tree_close(&d.out, '}');
	buf_open(&out, arena);
	tree_pretty(&out, d.out.text);
	return out.text;
}
