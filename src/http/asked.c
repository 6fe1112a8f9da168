#include "http/asked.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/codec.h"
#include "http/request.h"

/* What each way of asking has its words in; NULL where it has none. */
static const struct way {
	const char	*by;
	const char	*uri[2];
	const char	*method;
	const char	*host, *scheme;		/* or NULL: the request's own */
} ways[] = {
	{ "parameters", { "PORTRESS_URI" }, "PORTRESS_METHOD" },
	/* ingress-nginx and Authelia call it the one, many recipes the other. */
	{ "original", { "HTTP_X_ORIGINAL_URI", "HTTP_X_ORIGINAL_URL" },
	    "HTTP_X_ORIGINAL_METHOD" },
	/* Traefik's and Caddy's. */
	{ "forwarded", { "HTTP_X_FORWARDED_URI" }, "HTTP_X_FORWARDED_METHOD",
	    "HTTP_X_FORWARDED_HOST", "HTTP_X_FORWARDED_PROTO" },
};

/* One of settings.def's choices. */
static const struct way *
way_by(const char *by)
{
	const struct way *way = ways;

	while (strcmp(way->by, by) != 0)
		way++;
	return way;
}

/*
 * What stands behind the gate may see another path than the gate does. To some
 * a program /a/../b is below /a; clients take such out before they ask. To some
 * a backslash is a slash, and behind a semicolon there are parameters ("..;");
 * and lighttpd may write _ for a control character.
 */
static bool
is_ambiguous(const char *path)
{
	const char *at;

	for (at = path; *at != '\0'; at++)
		if (*at == '\\' || iscntrl((unsigned char)*at) ||
		    strncmp(at, "/.;", 3) == 0 || strncmp(at, "/..;", 4) == 0)
			return true;
	return codec_has_dot_segment(path);
}

/* Writes / for //, in place. */
static void
fold_slashes(char *path)
{
	char *from, *to = path;

	for (from = path; *from != '\0'; from++)
		if (*from != '/' || from[1] != '/')
			*to++ = *from;
	*to = '\0';
}

static const char *
folded_path(struct arena *arena, const char *uri)
{
	size_t length = strcspn(uri, "?#");
	char *path = arena_copy(arena, uri, length);

	length = codec_percent_decode(path, length, false);
	if (uri[0] != '/' || strlen(path) != length || is_ambiguous(path))
		return "";
	fold_slashes(path);
	return path;
}

/* How much of a whole URL is scheme and host (RFC 9112 section 3.2.2); or 0. */
static size_t
origin_length(const char *uri)
{
	const char *host = uri + strcspn(uri, ":/?#");

	if (!isalpha((unsigned char)uri[0]) || strncmp(host, "://", 3) != 0)
		return 0;
	host += 3;
	return (size_t)(host - uri) + strcspn(host, "/?#");
}

/* Whom it names is who is asked, whatever Host says. */
static void
set_origin(struct request *asked, struct arena *arena, const char *origin)
{
	const char *host = strstr(origin, "://") + 3, *at = strrchr(host, '@');

	request_set_host(asked, arena, at != NULL ? at + 1 : host);
	asked->is_secure = asked->is_secure ||
	    strncasecmp(origin, "https:", 6) == 0;
}

static void
set_uri(struct request *asked, struct arena *arena, const char *uri)
{
	size_t length = origin_length(uri);
	const char *query;

	if (length > 0)
		set_origin(asked, arena, arena_copy(arena, uri, length));
	asked->uri = length == 0 || uri[length] == '/' ?
	    arena_text(arena, uri + length) :
	    arena_printf(arena, "/%s", uri + length);
	asked->path = folded_path(arena, asked->uri);
	query = strchr(asked->uri, '?');
	asked->query = query != NULL ? query + 1 : "";
}

/*
 * What a header says; one that came twice, "-" and "_" being the same to CGI,
 * may be the client's, also where the web server has joined the two (RFC 9110
 * section 5.3; nginx 1.23): no word has a blank. NULL: nothing.
 */
static const char *
word_of(const struct request *request, const char *name, bool *is_twice)
{
	char *const *parameter = request->parameters;
	size_t length = name != NULL ? strlen(name) : 0, count = 0;
	const char *word = name != NULL ? request_header(request, name) : NULL;

	if (word == NULL)
		return NULL;
	for (; *parameter != NULL; parameter++)
		count += strncmp(*parameter, name, length) == 0 &&
		    (*parameter)[length] == '=';
	*is_twice = *is_twice || (strncmp(name, "HTTP_", 5) == 0 &&
	    (count > 1 || strstr(word, ", ") != NULL));
	return *word != '\0' ? word : NULL;
}

/*
 * By either name: a proxy that sets the one passes a client's other one on, which
 * may name another host, too.
 */
static const char *
uri_of(const struct request *request, const char *const *names,
    bool *is_twice)
{
	const char *one = word_of(request, names[0], is_twice);
	const char *other = word_of(request, names[1], is_twice);

	*is_twice = *is_twice || (one != NULL && other != NULL &&
	    strcmp(one, other) != 0);
	return one != NULL ? one : other;
}

/* Of what has no comma, either. */
static const char *
single_of(const struct request *request, const char *name, bool *is_twice)
{
	const char *word = word_of(request, name, is_twice);

	*is_twice = *is_twice || (word != NULL && strchr(word, ',') != NULL);
	return word;
}

enum asked_told
asked_read(struct request *asked_r, struct arena *arena,
    const struct request *request, const char *by)
{
	const struct way *way = way_by(by);
	const char *uri, *method, *host, *scheme;
	bool is_twice = false;

	*asked_r = *request;
	if (request->role == ROLE_AUTHORIZER) {
		set_uri(asked_r, arena, request->uri ? request->uri : "");
		return request->uri != NULL ? ASKED : ASKED_NOTHING;
	}
	uri = uri_of(request, way->uri, &is_twice);
	set_uri(asked_r, arena, uri != NULL ? uri : "");
	method = single_of(request, way->method, &is_twice);
	request_set_method(asked_r, arena, method != NULL ? method : "");
	if ((host = single_of(request, way->host, &is_twice)) != NULL)
		request_set_host(asked_r, arena, host);
	if ((scheme = single_of(request, way->scheme, &is_twice)) != NULL)
		asked_r->is_secure = strcmp(scheme, "https") == 0;
	return is_twice ? ASKED_TWICE : uri != NULL ? ASKED : ASKED_NOTHING;
}
