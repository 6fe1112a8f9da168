#include "dialect/cors.h"

#include <ctype.h>
#include <inttypes.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "conf/conf.h"
#include "http/request.h"
#include "http/response.h"

/* That front ends send; with these a browser asks first. */
#define HEADERS "Accept, Accept-Language, Authorization, Content-Type, " \
	"X-CSRFToken, X-Requested-With"

bool
cors_matters(const struct conf_api *api)
{
	return api != NULL && api->cors_allowed_origins[0] != NULL;
}

/* The origin that asks, if it is listed; or NULL. */
static const char *
listed_origin(const struct conf_api *api, const struct request *request)
{
	const char *origin = request_header(request, "HTTP_ORIGIN");

	if (!cors_matters(api) || origin == NULL ||
	    !conf_list_has(api->cors_allowed_origins, origin))
		return NULL;
	return origin;
}

bool
cors_is_preflight(const struct conf_api *api, const struct request *request)
{
	return request->method == METHOD_OPTIONS &&
	    listed_origin(api, request) != NULL && request_header(request,
	    "HTTP_ACCESS_CONTROL_REQUEST_METHOD") != NULL;
}

/* "HTTP_X_ACCESS_TOKEN" as it is sent, in lower case. */
static const char *
header_name(struct arena *arena, const char *cgi_name)
{
	char *name = arena_text(arena, cgi_name + strlen("HTTP_")), *at;

	for (at = name; *at != '\0'; at++)
		*at = *at == '_' ? '-' : (char)tolower((unsigned char)*at);
	return name;
}

static const char *
allowed_headers(struct arena *arena, const struct conf_api *api)
{
	struct buf names;

	buf_open(&names, arena);
	buf_text(&names, HEADERS);
	if (strcmp(api->auth_header_name, "HTTP_AUTHORIZATION") != 0)
		buf_printf(&names, ", %s",
		    header_name(arena, api->auth_header_name));
	if (api->has_csrf_token &&
	    strcmp(api->csrf_header_name, "HTTP_X_CSRFTOKEN") != 0)
		buf_printf(&names, ", %s",
		    header_name(arena, api->csrf_header_name));
	return names.text;
}

void
cors_headers(struct response *response, struct arena *arena,
    const struct conf_api *api, const struct request *request,
    const char *methods)
{
	const char *origin = listed_origin(api, request);

	if (origin == NULL)
		return;
	response_header(response, "Access-Control-Allow-Origin", origin);
	if (api->cors_allow_credentials)
		response_header(response, "Access-Control-Allow-Credentials",
		    "true");
	response_header(response, "Access-Control-Expose-Headers",
	    "Retry-After, WWW-Authenticate");
	if (*methods == '\0' || !cors_is_preflight(api, request))
		return;
	response_header(response, "Access-Control-Allow-Methods", methods);
	response_header(response, "Access-Control-Allow-Headers",
	    allowed_headers(arena, api));
	response_header(response, "Access-Control-Max-Age", arena_printf(arena,
	    "%" PRId64, api->cors_preflight_max_age));
}
