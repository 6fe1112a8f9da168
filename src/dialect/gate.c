#include "dialect/gate.h"

#include <ctype.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/codec.h"
#include "base/log.h"
#include "base/unicode.h"
#include "conf/conf.h"
#include "http/accept.h"
#include "http/asked.h"
#include "http/request.h"
#include "http/response.h"
#include "op/call.h"

/* nginx takes 4 KB of headers from what it asks, all told; Apache 8. */
#define PAGE_MAXIMUM	3072

static const char *const nobody[] = { "Nobody", NULL };

static bool
list_admits(const char *const *list, const char *word)
{
	return list[0] == NULL || conf_list_has(list, word);
}

const struct conf_api *
gate_api(const struct conf *conf, const struct request *request)
{
	const struct conf_api *found = NULL;
	size_t i;

	for (i = 0; i < conf->api_count; i++) {
		const struct conf_api *api = &conf->apis[i];

		if (api->gate && list_admits(api->host, request->host) &&
		    (found == NULL ||
		    (found->host[0] == NULL && api->host[0] != NULL)))
			found = api;
	}
	return found;
}

/* --- who may pass --------------------------------------------------------- */

static bool
is_about(const struct conf_gate *gate, const struct call *call)
{
	return list_admits(gate->api, call->api->name) &&
	    list_admits(gate->host, call->request->host);
}

/* How much of the path the prefix is, its last slash counted; or 0. */
static size_t
reach(const char *prefix, const char *path)
{
	size_t length = strlen(prefix);

	while (length > 0 && prefix[length - 1] == '/')
		length--;
	if (strncmp(path, prefix, length) != 0 ||
	    (path[length] != '/' && path[length] != '\0'))
		return 0;
	return length + 1;
}

static size_t
longest_reach(const struct conf_gate *gate, const char *path)
{
	const char *const *prefix;
	size_t longest = 0;

	for (prefix = gate->prefix; *prefix != NULL; prefix++) {
		size_t length = reach(*prefix, path);

		if (length > longest)
			longest = length;
	}
	return longest;
}

/* What may be read may be asked for with HEAD. */
static bool
takes_method(const struct conf_gate *gate, const struct request *request)
{
	return list_admits(gate->methods, request->method_name) ||
	    (request->method == METHOD_HEAD &&
	    conf_list_has(gate->methods, "GET"));
}

/* Where there are gates with the path, and none takes the method, nobody. */
static const char *const *
who_may_pass_to(const struct call *call, const char *path)
{
	const char *const *classes = call->api->gate_permission;
	const struct request *request = call->request;
	size_t longest = 0, i;

	for (i = 0; i < call->conf->gate_count; i++) {
		const struct conf_gate *gate = &call->conf->gates[i];
		size_t length = longest_reach(gate, path);

		if (!is_about(gate, call) || length == 0 || length < longest)
			continue;
		if (length > longest)
			classes = nobody;
		longest = length;
		if (classes == nobody && takes_method(gate, request))
			classes = gate->permission;
	}
	return classes;
}

/* Without what follows a semicolon in each segment (RFC 3986, section 3.3). */
static const char *
without_parameters(struct arena *arena, const char *path)
{
	struct buf bare;

	buf_open(&bare, arena);
	for (; *path != '\0'; path += strcspn(path, "/")) {
		size_t length = strcspn(++path, ";/");

		if (length == 0)
			continue;
		buf_char(&bare, '/');
		buf_add(&bare, path, length);
	}
	return bare.text;
}

static const char *
lower(struct arena *arena, const char *path)
{
	char *small, *at;

	if (codec_is_utf8(path, strlen(path)))
		return unicode_lower(arena, path);
	small = arena_text(arena, path);
	for (at = small; *at != '\0'; at++)
		*at = (char)tolower((unsigned char)*at);
	return small;
}

/* Whether it is below a gate in other letters, and below none so far in these:
 * to Caddy, and to some programs, /Admin is /admin. */
static bool
is_hidden_by_letters(const struct call *call, const char *path)
{
	const char *small = lower(call->arena, path), *const *prefix;
	bool is_hidden = false;
	size_t longest = 0, i;

	for (i = 0; i < call->conf->gate_count; i++) {
		const struct conf_gate *gate = &call->conf->gates[i];

		for (prefix = gate->prefix; is_about(gate, call) &&
		    *prefix != NULL; prefix++) {
			size_t length = reach(lower(call->arena, *prefix),
			    small);

			if (length < longest || length == 0)
				continue;
			is_hidden = (length > longest || is_hidden) &&
			    reach(*prefix, path) == 0;
			longest = length;
		}
	}
	return is_hidden;
}

static const char *const *
who_may_pass_by(const struct call *call, const char *path)
{
	return is_hidden_by_letters(call, path) ? nobody :
	    who_may_pass_to(call, path);
}

/* Servlets see no parameters, others do: whom both ways of reading let pass. */
static const char *const *
who_may_pass(const struct call *call)
{
	const char *path = call->request->path;
	const char *const *classes = who_may_pass_by(call, path);

	return strchr(path, ';') == NULL || who_may_pass_by(call,
	    without_parameters(call->arena, path)) == classes ?
	    classes : nobody;
}

static bool
path_matters(const struct call *call)
{
	size_t i;

	for (i = 0; i < call->conf->gate_count; i++)
		if (is_about(&call->conf->gates[i], call))
			return true;
	return false;
}

enum verdict
gate_ask(struct call *call)
{
	struct request *asked = arena_alloc(call->arena, sizeof(*asked));
	enum asked_told told = asked_read(asked, call->arena, call->request,
	    call->api->gate_asked_by);

	call->request = asked;
	if (told == ASKED_TWICE ||
	    (told == ASKED_NOTHING && path_matters(call))) {
		log_event(LOG_WARNING, "gate_not_told",
		    log_text("gate_asked_by", call->api->gate_asked_by));
		return call_refuse(call, FIELD_NONE, MSG_GATE_NOT_TOLD);
	}
	call->permission = *asked->path == '\0' && path_matters(call) ?
	    nobody : who_may_pass(call);
	return VERDICT_DONE;
}

/* --- what is told --------------------------------------------------------- */

/* FastCGI Specification 1.0, section 6.3: it becomes a variable. */
static const char *
variable(struct arena *arena, const char *name)
{
	char *text = arena_printf(arena, "Variable-%s", name), *at;

	for (at = text + strlen("Variable-"); *at != '\0'; at++)
		*at = *at == '-' ? '_' : (char)toupper((unsigned char)*at);
	return text;
}

static const char *
url_of(const struct call *call, const char *uri)
{
	const struct request *request = call->request;

	return *request->authority == '\0' ? uri :
	    arena_printf(call->arena, "%s://%s%s",
	    request->is_secure ? "https" : "http", request->authority, uri);
}

/* With one slash at its beginning: to browsers //host is another site, \ is a
 * slash, and a tab or a line's end is nothing. */
static const char *
asked_uri(const struct call *call)
{
	const char *uri = call->request->uri;
	size_t slashes = strspn(uri, "/\\\t\r\n");

	return slashes > 0 && uri[0] == '/' ? arena_printf(call->arena, "/%s",
	    uri + slashes) : uri;
}

/* gate_sign_in_url, with that way back. */
static struct buf
page_with(const struct call *call, const char *uri)
{
	const char *at = call->api->gate_sign_in_url, *brace;
	struct buf page;

	buf_open(&page, call->arena);
	for (; (brace = strchr(at, '{')) != NULL;
	    at = strchr(brace, '}') + 1) {
		buf_add(&page, at, (size_t)(brace - at));
		buf_percent(&page, brace[1] == 'u' ? url_of(call, uri) : uri);
	}
	buf_text(&page, at);
	return page;
}

/* Without the query, or to the first page, where the way back is too long. */
static const char *
sign_in_page(const struct call *call)
{
	const char *uri = asked_uri(call);
	struct buf page = page_with(call, uri);

	if (page.length > PAGE_MAXIMUM)
		page = page_with(call, arena_copy(call->arena, uri,
		    strcspn(uri, "?")));
	if (page.length > PAGE_MAXIMUM)
		page = page_with(call, "/");
	return page.text;
}

/* Who looks at pages, and would come back to one: by no other method, as far as
 * that was told. */
static bool
is_browser(const struct request *request)
{
	return ((request->method & (METHOD_GET | METHOD_HEAD)) != 0 ||
	    *request->method_name == '\0') &&
	    request->accept != NULL && accept_names_html(request->accept);
}

/*
 * nginx takes no 302 from a subrequest: it is given the page with the 401, for
 * a redirect of its own. Proxies pass on what is no 2xx, and so does lighttpd.
 */
static void
write_sign_in(struct response *response, const struct call *call)
{
	bool is_passed_on = call->request->role == ROLE_AUTHORIZER ||
	    strcmp(call->api->gate_asked_by, "forwarded") == 0;

	if (call->api->gate_sign_in_url == NULL || !is_browser(call->request))
		return;
	response_header(response, "Location", sign_in_page(call));
	if (is_passed_on)
		response->status = 302;
}

void
gate_write(struct response *response, const struct call *call)
{
	bool is_authorizer = call->request->role == ROLE_AUTHORIZER;
	size_t i;

	for (i = 0; i < call->told_count; i++)
		response_header(response, is_authorizer ?
		    variable(call->arena, call->told[i].name) :
		    call->told[i].name, call->told[i].value);
	/* The only status that lets pass, by the specification. */
	if (is_authorizer && response->status == 204)
		response->status = 200;
	if (response->status == 401)
		write_sign_in(response, call);
}
