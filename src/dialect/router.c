#include "dialect/router.h"

#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/log.h"
#include "conf/conf.h"
#include "dialect/dialect.h"
#include "dialect/shape.h"
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
	const char		*account;	/* what stands for {id} */
};

static bool
api_answers_to(const struct conf_api *api, const struct request *request)
{
	return strncmp(request->path, api->prefix, strlen(api->prefix)) == 0 &&
	    (api->host[0] == NULL || conf_list_has(api->host, request->host));
}

/* An api that names the host comes before one that takes any. */
static const struct conf_api *
find_api(const struct conf *conf, const struct request *request)
{
	const struct conf_api *any = NULL;
	size_t i;

	for (i = 0; i < conf->api_count; i++) {
		const struct conf_api *api = &conf->apis[i];

		if (!api_answers_to(api, request))
			continue;
		if (api->host[0] != NULL)
			return api;
		if (any == NULL)
			any = api;
	}
	return any;
}

/*
 * Whether the path is the pattern's, with or without its last slash. What
 * stands for {id} is copied.
 */
static bool
path_matches(struct arena *arena, const char *pattern, const char *path,
    const char **account_r)
{
	static const char id[] = "{id}";

	while (*pattern != '\0' && *path != '\0') {
		size_t length;

		if (strncmp(pattern, id, sizeof(id) - 1) != 0) {
			if (*pattern++ != *path++)
				return false;
			continue;
		}
		if ((length = strcspn(path, "/.")) == 0)
			return false;
		*account_r = arena_copy(arena, path, length);
		pattern += sizeof(id) - 1;
		path += length;
	}
	return *path == '\0' && (*pattern == '\0' ||
	    strcmp(pattern, "/") == 0);
}

/* HEAD is asked of GET's row. */
static enum method
row_method(const struct request *request)
{
	return request->method == METHOD_HEAD ? METHOD_GET : request->method;
}

/* The rows of a path stand together; the first path that matches counts. */
static void
find_route(struct way *way, struct arena *arena, const struct request *request)
{
	const char *path = request->path + strlen(way->api->prefix) - 1;
	const struct route *route;
	const char *found = NULL;

	for (route = way->dialect->routes; route->method != METHOD_OTHER;
	    route++) {
		if (found == NULL && path_matches(arena, route->path, path,
		    &way->account))
			found = route->path;
		if (found == NULL || strcmp(route->path, found) != 0)
			continue;
		way->methods |= route->method;
		if (route->method == METHOD_OPTIONS)
			way->options = route;
		if (route->method == row_method(request))
			way->route = route;
	}
	if ((way->methods & METHOD_GET) != 0)
		way->methods |= METHOD_HEAD;
}

static void
find_way(struct way *way, const struct conf *conf, struct arena *arena,
    const struct request *request)
{
	memset(way, 0, sizeof(*way));
	if ((way->api = find_api(conf, request)) == NULL)
		return;
	way->dialect = dialect_find(way->api->dialect);
	find_route(way, arena, request);
}

static void
spell(const char **spelling, const struct spelling *rows)
{
	for (; rows != NULL && rows->field != FIELD_NONE; rows++)
		spelling[rows->field] = rows->name;
}

static enum verdict
run_call(struct call *call, const struct way *way)
{
	const struct route *route = way->route ? way->route : way->options;
	const char **spelling = arena_alloc(call->arena,
	    FIELD_COUNT * sizeof(*spelling));

	spell(spelling, way->dialect->spelling);
	spell(spelling, route->spelling);
	call->api = way->api;
	call->op = route->op;
	call->spelling = spelling;
	call->account = way->account;
	call->method_is_mapped = way->route != NULL;
	return call_run(call);
}

/* Refuses what needs no call: a broken request, an unknown path. */
static enum verdict
refuse_request(struct call *call, const struct way *way)
{
	const struct request *request = call->request;

	if (request->fault == REQUEST_TOO_LARGE)
		return call_refuse(call, FIELD_NONE, MSG_BODY_TOO_LARGE);
	if (request->fault == REQUEST_BAD)
		return call_refuse_with(call, FIELD_NONE, MSG_BAD_REQUEST,
		    request->fault_text);
	if (way->options == NULL)
		return call_refuse(call, FIELD_NONE, MSG_NOT_FOUND);
	return VERDICT_DONE;
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

static void
write_headers(struct response *response, struct arena *arena,
    const struct way *way)
{
	if (response->body.length > 0)
		response_header(response, "Content-Type", "application/json");
	if (way->methods != 0)
		response_header(response, "Allow",
		    allowed(arena, way->methods));
	response_header(response, "Vary", "Accept");
	response_header(response, "Cache-Control", "no-store");
	response_header(response, "X-Content-Type-Options", "nosniff");
	if (response->status == 401)
		response_header(response, "WWW-Authenticate",
		    arena_printf(arena, "%s realm=\"api\"",
		    way->api->auth_header_types[0]));
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
	    log_int("account", user ? user->id : 0),
	    log_text("client", request->remote_address),
	    log_text("method", request->method_name),
	    log_text("path", request->path),
	    log_int("microseconds", clock_monotonic() - began));
}

void
router_answer(const struct conf *conf, struct db *db, struct arena *arena,
    const struct request *request, struct response *response)
{
	static const struct dialect plain = { .object_errors = "detail" };
	struct call call = {
		.arena = arena, .db = db, .conf = conf, .request = request };
	int64_t began = clock_monotonic();
	enum verdict verdict;
	struct way way;

	log_request(request->id);
	find_way(&way, conf, arena, request);
	verdict = refuse_request(&call, &way);
	if (verdict == VERDICT_DONE)
		verdict = run_call(&call, &way);
	if (verdict == VERDICT_DONE) {
		response_open(response, arena, way.route->status);
		shape_result(&response->body, way.route, &call);
	} else {
		response_open(response, arena, refusal_messages[
		    call.refusals.list[0].message].status);
		shape_refusals(&response->body,
		    way.dialect ? way.dialect : &plain, &call);
	}
	response->without_body = request->method == METHOD_HEAD;
	write_headers(response, arena, &way);
	log_answer(&call, response, began);
	log_request(NULL);
}

bool
router_is_ready(const struct conf *conf, FILE *errors)
{
	bool ready = true;
	size_t i;

	for (i = 0; i < conf->api_count; i++) {
		const struct conf_api *api = &conf->apis[i];

		if (dialect_find(api->dialect) != NULL)
			continue;
		fprintf(errors, "%s: api \"%s\": there is no dialect \"%s\"\n",
		    conf->file, api->name, api->dialect);
		ready = false;
	}
	return ready;
}
