#include "http/request.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/codec.h"
#include "base/random.h"

/* The parameters that count, as far as they were sent. */
struct parameters {
	const char	*method;
	const char	*uri;
	const char	*query;
	const char	*script_name;
	const char	*script_filename;
	const char	*path_info;
	const char	*host;
	const char	*served_host;
	const char	*server_name;
	const char	*scheme;
	const char	*https;
	const char	*accept;
	const char	*redirected_authorization;
	const char	*content_type;
	const char	*content_length;
	const char	*remote_address;
};

#define NAME(text) (text), sizeof(text) - 1

static const struct {
	const char	*name;
	size_t		 length;
	size_t		 offset;
} wanted[] = {
	{ NAME("REQUEST_METHOD"),	offsetof(struct parameters, method) },
	{ NAME("REQUEST_URI"),	offsetof(struct parameters, uri) },
	{ NAME("QUERY_STRING"),	offsetof(struct parameters, query) },
	{ NAME("SCRIPT_NAME"),	offsetof(struct parameters, script_name) },
	{ NAME("SCRIPT_FILENAME"),	offsetof(struct parameters, script_filename) },
	{ NAME("PATH_INFO"),		offsetof(struct parameters, path_info) },
	{ NAME("HTTP_HOST"),		offsetof(struct parameters, host) },
	{ NAME("PORTRESS_HOST"),	offsetof(struct parameters, served_host) },
	{ NAME("SERVER_NAME"),	offsetof(struct parameters, server_name) },
	{ NAME("REQUEST_SCHEME"),	offsetof(struct parameters, scheme) },
	{ NAME("HTTPS"),		offsetof(struct parameters, https) },
	{ NAME("HTTP_ACCEPT"),	offsetof(struct parameters, accept) },
	/* Apache, behind a rewrite; once more for each further one. */
	{ NAME("REDIRECT_HTTP_AUTHORIZATION"),
	    offsetof(struct parameters, redirected_authorization) },
	{ NAME("REDIRECT_REDIRECT_HTTP_AUTHORIZATION"),
	    offsetof(struct parameters, redirected_authorization) },
	{ NAME("CONTENT_TYPE"),	offsetof(struct parameters, content_type) },
	{ NAME("CONTENT_LENGTH"),	offsetof(struct parameters, content_length) },
	{ NAME("REMOTE_ADDR"),	offsetof(struct parameters, remote_address) },
};

#define WANTED (sizeof(wanted) / sizeof(wanted[0]))

static const struct {
	enum method	 method;
	const char	*name;
} methods[] = {
	{ METHOD_GET,	  "GET" },
	{ METHOD_POST,	  "POST" },
	{ METHOD_PUT,	  "PUT" },
	{ METHOD_PATCH,	  "PATCH" },
	{ METHOD_DELETE,  "DELETE" },
	{ METHOD_HEAD,	  "HEAD" },
	{ METHOD_OPTIONS, "OPTIONS" },
};

#define METHODS (sizeof(methods) / sizeof(methods[0]))

const char *
request_header_name(struct arena *arena, const char *name)
{
	char *written = arena_text(arena, name + strlen("HTTP_")), *at;

	for (at = written; *at != '\0'; at++)
		*at = *at == '_' ? '-' : at == written || at[-1] == '-' ?
		    *at : (char)tolower((unsigned char)*at);
	return written;
}

const char *
request_method_name(enum method method)
{
	size_t i;

	for (i = 0; i < METHODS; i++)
		if (methods[i].method == method)
			return methods[i].name;
	return "";
}

static enum method
method_of(const char *name)
{
	size_t i;

	for (i = 0; i < METHODS; i++)
		if (strcmp(methods[i].name, name) == 0)
			return methods[i].method;
	return METHOD_OTHER;
}

/* Unlike any other's, and no secret: a random start, counted on. */
static void
make_id(char id[REQUEST_ID_SIZE])
{
	static uint64_t next;
	unsigned char bytes[sizeof(next)];

	while (next == 0)
		random_bytes(&next, sizeof(next));
	memcpy(bytes, &next, sizeof(bytes));
	codec_hex(id, bytes, sizeof(bytes));
	next++;
}

/* nginx sends a parameter that is set twice twice: the last one counts. */
static void
collect(struct parameters *found, char *const *parameters)
{
	for (; *parameters != NULL; parameters++) {
		const char *value = strchr(*parameters, '=');
		size_t length, i;

		if (value == NULL)
			continue;
		length = (size_t)(value - *parameters);
		for (i = 0; i < WANTED; i++)
			if (wanted[i].length == length && memcmp(
			    wanted[i].name, *parameters, length) == 0)
				*(const char **)((char *)found +
				    wanted[i].offset) = value + 1;
	}
}

/*
 * Only REQUEST_URI is right behind every server. Without it the decoded path
 * is SCRIPT_NAME and PATH_INFO together, unless SCRIPT_NAME is the script's
 * own file, as under mod_fcgid.
 */
static char *
raw_path(struct arena *arena, const struct parameters *found,
    bool *is_decoded_r)
{
	const char *script = found->script_name ? found->script_name : "";
	const char *rest = found->path_info ? found->path_info : "";
	const char *file = found->script_filename ? found->script_filename : "";
	size_t length = strlen(script);

	*is_decoded_r = found->uri == NULL || found->uri[0] != '/';
	if (!*is_decoded_r)
		return arena_copy(arena, found->uri,
		    strcspn(found->uri, "?#"));
	if (*rest != '\0' && length > 0 && strlen(file) >= length &&
	    strcmp(file + strlen(file) - length, script) == 0)
		script = "";
	return arena_printf(arena, "%s%s", script, rest);
}

/* What was found first counts. */
static void
refuse(struct request *request, enum request_fault fault, const char *text)
{
	if (request->fault != REQUEST_GOOD)
		return;
	request->fault = fault;
	request->fault_text = text;
}

static void
read_path(struct request *request, struct arena *arena,
    const struct parameters *found)
{
	bool is_decoded;
	char *path = raw_path(arena, found, &is_decoded);
	size_t length = strlen(path);

	if (!is_decoded)
		length = codec_percent_decode(path, length, false);
	request->path = "";
	if (path[0] == '/' && strlen(path) == length &&
	    codec_is_utf8(path, length) && !codec_has_dot_segment(path))
		request->path = path;
}

/* In lower case, without its port and the root's dot; [::1]:80 keeps the
 * brackets. */
static const char *
host_name(struct arena *arena, const char *host)
{
	size_t length = strcspn(host, host[0] == '[' ? "]" : ":");
	char *name;
	size_t i;

	if (host[length] == ']')
		length++;
	else if (length > 0 && host[length - 1] == '.')
		length--;
	name = arena_copy(arena, host, length);
	for (i = 0; i < length; i++)
		name[i] = (char)tolower((unsigned char)name[i]);
	return name;
}

/* A name or an address with a port at most: what a URL may be made of. */
static const char *
authority(struct arena *arena, const char *host)
{
	static const char characters[] = "abcdefghijklmnopqrstuvwxyz"
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_:[]";

	return arena_text(arena,
	    host[strspn(host, characters)] == '\0' ? host : "");
}

void
request_set_host(struct request *request, struct arena *arena,
    const char *host)
{
	request->host = host_name(arena, host);
	request->authority = authority(arena, host);
}

void
request_set_method(struct request *request, struct arena *arena,
    const char *name)
{
	request->method_name = arena_text(arena, name);
	request->method = method_of(name);
}

/*
 * Host may be another than that by which the web server has chosen what it
 * serves: it is, where the request's target is a whole URL. Without either it
 * has chosen the server by nothing.
 */
static void
read_host(struct request *request, struct arena *arena,
    const struct parameters *found)
{
	request_set_host(request, arena, found->host ? found->host : "");
	if (found->served_host != NULL && *found->served_host != '\0' &&
	    strcmp(host_name(arena, found->served_host), request->host) != 0)
		request_set_host(request, arena, found->served_host);
	else if (*request->host == '\0' && found->server_name != NULL)
		request->host = host_name(arena, found->server_name);
}

static bool
is_secure(const struct parameters *found)
{
	return (found->scheme != NULL &&
	    strcmp(found->scheme, "https") == 0) ||
	    (found->https != NULL && strcasecmp(found->https, "on") == 0);
}

static void
read_length(struct request *request, const char *text)
{
	request->content_length = -1;
	/* Caddy says so of a chunked body. */
	if (text == NULL || *text == '\0' || strcmp(text, "-1") == 0)
		return;
	if (codec_decimal_read(&request->content_length, text) == -1)
		refuse(request, REQUEST_BAD,
		    "The Content-Length is no number.");
}

/* All that came under a name, in its order; "" if nothing did. */
static const char *
joined(struct arena *arena, char *const *parameters, const char *name,
    const char *separator)
{
	size_t length = strlen(name);
	struct buf all;

	buf_open(&all, arena);
	for (; *parameters != NULL; parameters++) {
		const char *value = *parameters + length + 1;

		if (strncmp(*parameters, name, length) != 0 ||
		    (*parameters)[length] != '=' || *value == '\0')
			continue;
		buf_text(&all, all.length > 0 ? separator : "");
		buf_text(&all, value);
	}
	return all.text;
}

/*
 * Two are none, as each may be another's: where the web server has not joined
 * them (RFC 9110 section 5.3), that is done here.
 */
static void
read_authorization(struct request *request, struct arena *arena,
    const struct parameters *found, char *const *parameters)
{
	const char *value = joined(arena, parameters, "HTTP_AUTHORIZATION",
	    ", ");

	if (*value == '\0')
		value = found->redirected_authorization;
	if (value != NULL && *value != '\0')
		request->authorization = arena_text(arena, value);
}

static const char *
or_empty(struct arena *arena, const char *text)
{
	return text != NULL ? arena_text(arena, text) : "";
}

void
request_read(struct request *request, struct arena *arena,
    char *const *parameters)
{
	struct parameters found = { 0 };

	collect(&found, parameters);
	memset(request, 0, sizeof(*request));
	request->parameters = parameters;
	make_id(request->id);
	request_set_method(request, arena, found.method ? found.method : "");
	request->query = or_empty(arena, found.query);
	read_host(request, arena, &found);
	request->is_secure = is_secure(&found);
	if (found.accept != NULL)
		request->accept = arena_text(arena, found.accept);
	request->content_type = or_empty(arena, found.content_type);
	request->remote_address = or_empty(arena, found.remote_address);
	read_authorization(request, arena, &found, parameters);
	/*
	 * HTTP/2 lets a client send its cookies in several headers (RFC 9113
	 * section 8.2.3), which not every server joins.
	 */
	request->cookies = joined(arena, parameters, "HTTP_COOKIE", "; ");
	if (found.uri != NULL)
		request->uri = arena_text(arena, found.uri);
	read_path(request, arena, &found);
	read_length(request, found.content_length);
}

void
request_set_body(struct request *request, const char *body, size_t length,
    size_t limit)
{
	int64_t declared = request->content_length, came = (int64_t)length;

	request->body = length > 0 ? body : NULL;
	request->body_length = length;
	if ((declared == -1 ? came : declared) > (int64_t)limit)
		refuse(request, REQUEST_TOO_LARGE,
		    "Request body is too large.");
	else if (declared != -1 && came == 0 && declared > 0)
		refuse(request, REQUEST_BAD, "Request body is missing.");
	else if (declared != -1 && came < declared)
		refuse(request, REQUEST_BAD, "Request body is shorter than "
		    "its Content-Length.");
	else if (declared != -1 && came > declared)
		refuse(request, REQUEST_BAD, "Request body is longer than "
		    "its Content-Length.");
}

const char *
request_header(const struct request *request, const char *name)
{
	char *const *parameter = request->parameters;
	size_t length = strlen(name);
	const char *found = NULL;

	if (strcmp(name, "HTTP_AUTHORIZATION") == 0)
		return request->authorization;
	for (; *parameter != NULL; parameter++)
		if (strncmp(*parameter, name, length) == 0 &&
		    (*parameter)[length] == '=')
			found = *parameter + length + 1;
	return found;
}
