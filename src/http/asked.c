#include "http/asked.h"

#include <ctype.h>
#include <string.h>

#include "base/arena.h"
#include "base/codec.h"
#include "http/request.h"

/* What each way of asking has its words in; NULL ends a list. */
static const struct way {
	const char	*by;
	const char	*uri[3];
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
 * What stands behind the gate may see another path than the gate does: to some
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
	return false;
}

/*
 * Writes the path without //, . and .. in place. False: it leads above the
 * root; or .. comes behind //, of which some servers take back but a slash.
 */
static bool
fold(char *path)
{
	char *from = path, *to = path;
	bool has_empty = false;

	while (*from != '\0') {
		size_t length = strspn(from, "/");

		has_empty = has_empty || length > 1;
		from += length;
		length = strcspn(from, "/");
		if (length == 2 && strncmp(from, "..", 2) == 0) {
			if (to == path || has_empty)
				return false;
			while (*--to != '/')
				continue;
		} else if (length != 1 || *from != '.') {
			*to++ = '/';
			memmove(to, from, length);
			to += length;
		}
		from += length;
	}
	*to = '\0';
	return true;
}

static const char *
folded_path(struct arena *arena, const char *uri)
{
	size_t length = strcspn(uri, "?#");
	char *path = arena_copy(arena, uri, length);

	length = codec_percent_decode(path, length, false);
	if (uri[0] != '/' || strlen(path) != length || is_ambiguous(path) ||
	    !fold(path))
		return "";
	/* All of it was "." and "..": that is the root. */
	return *path != '\0' ? path : "/";
}

/* Behind scheme and host, if it has them (RFC 9112 section 3.2.2). */
static const char *
without_origin(struct arena *arena, const char *uri)
{
	const char *host = uri + strcspn(uri, ":/?#"), *path;

	if (!isalpha((unsigned char)uri[0]) || strncmp(host, "://", 3) != 0)
		return uri;
	host += 3;
	path = host + strcspn(host, "/?#");
	return *path == '/' ? path : arena_printf(arena, "/%s", path);
}

static void
set_uri(struct request *asked, struct arena *arena, const char *uri)
{
	const char *query;

	asked->uri = arena_text(arena, without_origin(arena, uri));
	asked->path = folded_path(arena, asked->uri);
	query = strchr(asked->uri, '?');
	asked->query = query != NULL ? query + 1 : "";
}

static const char *
word_of(const struct request *request, const char *name)
{
	const char *word = name != NULL ? request_header(request, name) : NULL;

	return word != NULL && *word != '\0' ? word : NULL;
}

bool
asked_read(struct request *asked_r, struct arena *arena,
    const struct request *request, const char *by)
{
	const struct way *way = way_by(by);
	const char *uri, *method, *host, *scheme;

	*asked_r = *request;
	if (request->role == ROLE_AUTHORIZER) {
		set_uri(asked_r, arena, request->uri ? request->uri : "");
		return request->uri != NULL;
	}
	if ((uri = word_of(request, way->uri[0])) == NULL)
		uri = word_of(request, way->uri[1]);
	set_uri(asked_r, arena, uri != NULL ? uri : "");
	method = word_of(request, way->method);
	request_set_method(asked_r, arena, method != NULL ? method : "");
	if ((host = word_of(request, way->host)) != NULL)
		request_set_host(asked_r, arena, host);
	if ((scheme = word_of(request, way->scheme)) != NULL)
		asked_r->is_secure = strcmp(scheme, "https") == 0;
	return uri != NULL;
}
