#include "dialect/router.h"

#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/log.h"
#include "conf/conf.h"
#include "dialect/complaint.h"
#include "dialect/common.h"
#include "dialect/cors.h"
#include "dialect/gate.h"
#include "dialect/shape.h"
#include "dialect/spelling.h"
#include "http/accept.h"
#include "http/request.h"
#include "http/response.h"
#include "op/call.h"

/* Where a request was found to lead. */
struct way {
	const struct conf_api	*api;
	const struct dialect	*dialect;
	const struct route	*route;		/* of the method, or NULL */
	const struct route	*options;	/* of the path, or NULL */
	unsigned		 methods;	/* that the path has */
	const char		*account;	/* what stands for {id}, or NULL */
	const char		*format;	/* for {.format}, or NULL */
};

static bool
api_answers_to(const struct conf_api *api, const struct request *request)
{
	return strncmp(request->path, api->prefix, strlen(api->prefix)) == 0 &&
	    (api->host[0] == NULL || conf_list_has(api->host, request->host));
}

/* Who names the host comes first, then who has the longer prefix. */
static bool
api_is_nearer(const struct conf_api *api, const struct conf_api *other)
{
	bool is_named = api->host[0] != NULL;

	if (other == NULL || is_named != (other->host[0] != NULL))
		return other == NULL || is_named;
	return strlen(api->prefix) > strlen(other->prefix);
}

static const struct conf_api *
find_api(const struct conf *conf, const struct request *request)
{
	const struct conf_api *found = NULL;
	size_t i;

	for (i = 0; i < conf->api_count; i++)
		if (api_answers_to(&conf->apis[i], request) &&
		    api_is_nearer(&conf->apis[i], found))
			found = &conf->apis[i];
	return found;
}

/* Whether *at begins with the text; then it is moved behind it. */
static bool
takes(const char **at, const char *text)
{
	size_t length = strlen(text);

	if (strncmp(*at, text, length) != 0)
		return false;
	*at += length;
	return true;
}

/* What {id} stands for: as DRF's router has it, without dots. */
static bool
takes_account(struct way *way, struct arena *arena, const char **path)
{
	size_t length = strcspn(*path, "/.");

	way->account = arena_copy(arena, *path, length);
	*path += length;
	return length > 0;
}

/* Nothing, or a dot and a word. */
static bool
takes_format(struct way *way, struct arena *arena, const char **path)
{
	static const char word[] = "abcdefghijklmnopqrstuvwxyz0123456789";
	size_t length;

	if (**path != '.')
		return true;
	length = strspn(++*path, word);
	way->format = arena_copy(arena, *path, length);
	*path += length;
	return length > 0;
}

/* One piece of the pattern, which is moved behind it. */
static bool
takes_piece(struct way *way, struct arena *arena, const char **pattern,
    const char **path)
{
	const char *setting;

	if (**pattern != '{')
		return *(*pattern)++ == *(*path)++;
	if (takes(pattern, "{id}"))
		return takes_account(way, arena, path);
	if (takes(pattern, "{.format}"))
		return takes_format(way, arena, path);
	setting = spelling_setting(way->api, pattern);
	return setting != NULL && takes(path, setting);
}

/*
 * Whether the path is the pattern's, with or without its last slash. What its
 * placeholders stand for is kept in the way.
 */
static bool
path_matches(struct way *way, struct arena *arena, const char *pattern,
    const char *path)
{
	way->account = way->format = NULL;
	while (*pattern != '\0' && *pattern != '*') {
		if (*path == '\0' && strcmp(pattern, "/") == 0)
			return true;
		if (!takes_piece(way, arena, &pattern, &path))
			return false;
	}
	/* Behind a format a slash may stand, too. */
	return *pattern == '*' || *path == '\0' ||
	    (way->format != NULL && strcmp(path, "/") == 0);
}

/* HEAD is asked of GET's row. */
static enum method
row_method(const struct request *request)
{
	return request->method == METHOD_HEAD ? METHOD_GET : request->method;
}

/* A path that was found stays the way's; of its rows, what they say is. */
static void
note_row(struct way *way, const struct route *route, enum method method)
{
	if (route->method == METHOD_ANY) {
		way->route = way->options = route;
		return;
	}
	way->methods |= route->method;
	if (route->method == METHOD_OPTIONS)
		way->options = route;
	if (route->method == method && way->route == NULL)
		way->route = route;
}

/* The rows of a path stand together; the first path that matches counts. */
static void
find_route(struct way *way, const struct route *route, struct arena *arena,
    const struct request *request)
{
	const char *path = request->path + strlen(way->api->prefix) - 1;
	const char *found;

	while (route->method != METHOD_OTHER &&
	    !(condition_holds(&route->when, way->api) &&
	    path_matches(way, arena, route->path, path)))
		route++;
	if ((found = route->path) == NULL)
		return;
	for (; route->path != NULL && strcmp(route->path, found) == 0; route++)
		if (condition_holds(&route->when, way->api))
			note_row(way, route, row_method(request));
	if ((way->methods & METHOD_GET) != 0)
		way->methods |= METHOD_HEAD;
}

/* The path is that of the request which waits. */
static void
find_gate(struct way *way, const struct conf *conf,
    const struct request *request)
{
	if ((way->api = gate_api(conf, request)) == NULL)
		return;
	way->dialect = dialect_find(way->api->dialect);
	way->route = way->options = common_gate;
}

static void
find_way(struct way *way, const struct conf *conf, struct arena *arena,
    const struct request *request)
{
	memset(way, 0, sizeof(*way));
	if (request->role == ROLE_AUTHORIZER) {
		find_gate(way, conf, request);
		return;
	}
	if ((way->api = find_api(conf, request)) == NULL)
		return;
	way->dialect = dialect_find(way->api->dialect);
	find_route(way, common_routes, arena, request);
	if (way->route == NULL)
		find_route(way, way->dialect->routes, arena, request);
}

static bool
guards(const struct way *way)
{
	return way->route != NULL && (way->route->op->flags & OP_GUARDS) != 0;
}

static enum verdict
run_call(struct call *call, const struct way *way)
{
	const struct route *route = way->route ? way->route : way->options;

	call->api = way->api;
	call->op = route->op;
	call->spelling = spelling_fields(call->arena, call->conf, way->api,
	    way->dialect, route);
	call->wording[0] = route->wording;
	call->wording[1] = way->dialect->wording;
	call->account = way->account;
	call->format = way->format;
	call->method_is_mapped = way->route != NULL;
	if (guards(way) && gate_ask(call) != VERDICT_DONE)
		return VERDICT_REFUSED;
	return call_run(call);
}

/* As DRF's content negotiation, which comes before all else. */
static enum verdict
negotiate(struct call *call, const struct way *way)
{
	const char *format = way->format;

	call->query_format = accept_format(call->arena, call->request->query);
	if (format == NULL && call->query_format != NULL &&
	    *call->query_format != '\0')
		format = call->query_format;
	if (format != NULL && strcmp(format, "json") != 0)
		return call_refuse(call, FIELD_NONE, MSG_NOT_FOUND);
	if (!accept_takes_json(call->request->accept))
		return call_refuse(call, FIELD_NONE, MSG_NOT_ACCEPTABLE);
	return VERDICT_DONE;
}

/* However it was asked, as it is asked by web servers. */
static bool
answers_all(const struct way *way)
{
	return way->route != NULL && way->route->method == METHOD_ANY;
}

/* Refuses what needs no call: a broken request, an unknown path. */
static enum verdict
refuse_request(struct call *call, const struct way *way)
{
	const struct request *request = call->request;

	if (answers_all(way))
		return VERDICT_DONE;
	if (request->fault == REQUEST_TOO_LARGE)
		return call_refuse(call, FIELD_NONE, MSG_BODY_TOO_LARGE);
	if (request->fault == REQUEST_BAD)
		return call_refuse_with(call, FIELD_NONE, MSG_BAD_REQUEST,
		    request->fault_text);
	if (way->options == NULL)
		return call_refuse(call, FIELD_NONE, MSG_NOT_FOUND);
	return negotiate(call, way);
}

static const char *
allowed(struct arena *arena, unsigned methods)
{
	struct buf list;
	unsigned bit;

	buf_open(&list, arena);
	for (bit = METHOD_GET; bit <= METHOD_OPTIONS; bit <<= 1) {
		if ((methods & bit) == 0)
			continue;
		if (list.length > 0)
			buf_text(&list, ", ");
		buf_text(&list, request_method_name(bit));
	}
	return list.text;
}

/* Of the first authenticator; simplejwt's own endpoints know only one. */
static const char *
challenge(struct arena *arena, const struct way *way)
{
	bool is_blind = (way->options->op->flags & OP_BLIND) != 0;

	if (!is_blind && strcmp(way->api->default_authentication_classes[0],
	    "TokenAuthentication") == 0)
		return "Token";
	return arena_printf(arena, "%s realm=\"api\"",
	    way->api->auth_header_types[0]);
}

/* What caches must know that it counts. */
static const char *
vary(const struct call *call, const struct way *way)
{
	return arena_printf(call->arena, "Accept%s%s",
	    call->cookie_counts ? ", Cookie" : "",
	    cors_matters(way->api) ? ", Origin" : "");
}

static void
write_headers(struct response *response, const struct call *call,
    const struct way *way)
{
	const char *methods = allowed(call->arena, way->methods);
	size_t i;

	if (response->body.length > 0)
		response_header(response, "Content-Type", "application/json");
	if (way->methods != 0)
		response_header(response, "Allow", methods);
	response_header(response, "Vary", vary(call, way));
	cors_headers(response, call->arena, way->api, call->request, methods);
	for (i = 0; i < call->cookie_count; i++)
		response_header(response, "Set-Cookie", call->cookies[i]);
	response_header(response, "Cache-Control", "no-store");
	response_header(response, "X-Content-Type-Options", "nosniff");
	if (response->status == 401)
		response_header(response, "WWW-Authenticate",
		    challenge(call->arena, way));
	if (response->status == 503)
		response_header(response, "Retry-After", "1");
}

/* One line a request; plain reads only where one looks closely. */
static void
log_answer(const struct call *call, const struct response *response,
    int64_t began)
{
	const struct user *user = call->target ? call->target : call->user;
	const struct request *request = call->request;
	bool is_read = (request->method & (METHOD_GET | METHOD_HEAD |
	    METHOD_OPTIONS)) != 0 && response->status < 400;

	log_event(is_read ? LOG_DEBUG : LOG_INFO, "answered",
	    log_text("operation", call->op ? call->op->name : "none"),
	    log_int("status", response->status),
	    log_text("account", user ? user->id : ""),
	    log_text("client", request->remote_address),
	    log_text("method", request->method_name),
	    log_text("path", request->path),
	    log_int("microseconds", clock_monotonic() - began));
}

/* Runs the operation that the way leads to, and tells what became of it. */
static void
answer(struct response *response, struct call *call, const struct way *way)
{
	static const struct dialect plain = { .object_errors = "detail" };
	enum verdict verdict = refuse_request(call, way);

	if (verdict == VERDICT_DONE)
		verdict = run_call(call, way);
	if (verdict == VERDICT_DONE) {
		response_open(response, call->arena, way->route->status);
		shape_result(&response->body, way->route, call);
		return;
	}
	response_open(response, call->arena, complaint_status(call->api,
	    call->op, call->refusals.list[0].message));
	complaint_write(&response->body, way->dialect ? way->dialect : &plain,
	    call);
}

void
router_answer(const struct conf *conf, struct db *db, struct arena *arena,
    const struct request *request, struct response *response)
{
	struct call call = {
		.arena = arena, .db = db, .conf = conf, .request = request };
	int64_t began = clock_monotonic();
	struct way way;

	log_request(request->id);
	find_way(&way, conf, arena, request);
	if (way.options != NULL && !answers_all(&way) &&
	    cors_is_preflight(way.api, request))
		response_open(response, arena, 204);
	else
		answer(response, &call, &way);
	if (guards(&way))
		gate_write(response, &call);
	response->without_body = request->method == METHOD_HEAD;
	write_headers(response, &call, &way);
	log_answer(&call, response, began);
	log_request(NULL);
}
