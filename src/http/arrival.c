#include "http/arrival.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/tree.h"
#include "http/ailment.h"
#include "http/cookie.h"
#include "http/request.h"

#define TEXT_MAXIMUM	256	/* bytes of what a client has sent */
#define NAME_MAXIMUM	64	/* bytes of a name in a list */
#define NAMES		16	/* in a list */
#define LOOKED_AT	256	/* parameters, of those that came twice */

#define MEMBER_TEXT	const char *
#define MEMBER_FLAG	bool
#define MEMBER_NUMBER	int64_t
#define MEMBER_TEXTS	const char *const *	/* ended by NULL */

struct arrival {
	const struct request *from;
#define ARRIVAL(type, name) MEMBER_##type name;
#include "http/arrival.def"
#undef ARRIVAL
};

/* A list of names, each once. */
struct names {
	struct arena	*arena;
	const char	**list;		/* has room for all, and a NULL */
	size_t		 count;
};

static void
names_open(struct names *names, struct arena *arena)
{
	names->arena = arena;
	names->count = 0;
	names->list = arena_alloc(arena,
	    (NAMES + 1) * sizeof(*names->list));
}

static void
add(struct names *names, const char *name, size_t length)
{
	size_t i;

	if (length > NAME_MAXIMUM)
		length = NAME_MAXIMUM;
	for (i = 0; i < names->count; i++)
		if (strlen(names->list[i]) == length &&
		    memcmp(names->list[i], name, length) == 0)
			return;
	if (names->count < NAMES)
		names->list[names->count++] = arena_copy(names->arena, name,
		    length);
}

static const char *
cut(struct arena *arena, const char *text)
{
	return arena_copy(arena, text, strnlen(text, TEXT_MAXIMUM));
}

static const char *
parameter(const struct request *request, const char *name)
{
	const char *value = request_header(request, name);

	return value != NULL ? value : "";
}

/* --- what is told --------------------------------------------------------- */

static bool
is_path_of_uri(const struct request *request)
{
	return *parameter(request, "REQUEST_URI") == '/';
}

/* Names of parameters that begin so, or end so, and are not empty. */
static const char *const *
filled(struct arena *arena, const struct request *request, const char *first,
    const char *last)
{
	char *const *at = request->parameters;
	struct names names;

	names_open(&names, arena);
	for (; *at != NULL; at++) {
		size_t length = strcspn(*at, "=");

		if (strncmp(*at, first, strlen(first)) == 0 &&
		    length >= strlen(last) &&
		    strncmp(*at + length - strlen(last), last,
		    strlen(last)) == 0 &&
		    (*at)[length] == '=' && (*at)[length + 1] != '\0')
			add(&names, *at, length);
	}
	return names.list;
}

static bool
is_same_name(const char *one, const char *other)
{
	size_t length = strcspn(one, "=");

	return length == strcspn(other, "=") &&
	    strncmp(one, other, length) == 0;
}

/* A client may send a header twice; anything else the web server does. */
static const char *const *
repeated(struct arena *arena, const struct request *request)
{
	char *const *parameters = request->parameters;
	struct names names;
	size_t i, j;

	names_open(&names, arena);
	for (i = 0; parameters[i] != NULL && i < LOOKED_AT; i++)
		for (j = 0; j < i; j++)
			if (strncmp(parameters[i], "HTTP_", 5) != 0 &&
			    is_same_name(parameters[i], parameters[j]))
				add(&names, parameters[i],
				    strcspn(parameters[i], "="));
	return names.list;
}

static const char *const *
cookies(struct arena *arena, const struct request *request)
{
	static const char *const sent[] = {
		ARRIVAL_COOKIE_ONE, ARRIVAL_COOKIE_TWO
	};
	struct names names;
	size_t i;

	names_open(&names, arena);
	for (i = 0; i < sizeof(sent) / sizeof(sent[0]); i++) {
		const char *value = cookie_find(arena, request->cookies,
		    sent[i]);

		if (value != NULL && strcmp(value, ARRIVAL_COOKIE_VALUE) == 0)
			add(&names, sent[i], strlen(sent[i]));
	}
	return names.list;
}

static const char *
gateway(const struct request *request)
{
	return server_name(server_of(parameter(request, "SERVER_SOFTWARE"),
	    parameter(request, "SCRIPT_FILENAME")));
}

/* --- what is wrong with it ------------------------------------------------ */

static bool
lacks_method(const struct arrival *arrival)
{
	return *arrival->method == '\0';
}

static bool
lacks_uri(const struct arrival *arrival)
{
	return !is_path_of_uri(arrival->from);
}

static bool
lacks_query(const struct arrival *arrival)
{
	const char *mark = strchr(parameter(arrival->from, "REQUEST_URI"), '?');

	return mark != NULL && mark[1] != '\0' && *arrival->from->query == '\0';
}

/* nginx passes these headers on beside the parameters of CGI. */
static bool
lacks_type(const struct arrival *arrival)
{
	return *arrival->from->content_type == '\0' &&
	    *parameter(arrival->from, "HTTP_CONTENT_TYPE") != '\0';
}

static bool
lacks_length(const struct arrival *arrival)
{
	return arrival->content_length == -1 &&
	    *parameter(arrival->from, "HTTP_CONTENT_LENGTH") != '\0';
}

static bool
is_unbuffered(const struct arrival *arrival)
{
	return arrival->is_chunked && arrival->content_length == -1 &&
	    arrival->from->body != NULL;
}

static bool
lacks_address(const struct arrival *arrival)
{
	return !arrival->has_client_address;
}

static bool
lacks_host(const struct arrival *arrival)
{
	return *parameter(arrival->from, "HTTP_HOST") == '\0';
}

static bool
repeats(const struct arrival *arrival)
{
	return *arrival->repeated != NULL;
}

static bool
has_proxy(const struct arrival *arrival)
{
	return arrival->has_proxy;
}

static const struct {
	enum ailment	 ailment;
	bool		 (*is_there)(const struct arrival *arrival);
} signs[] = {
	{ AILMENT_METHOD_MISSING,	  lacks_method },
	{ AILMENT_REQUEST_URI_MISSING,	  lacks_uri },
	{ AILMENT_QUERY_MISSING,	  lacks_query },
	{ AILMENT_CONTENT_TYPE_MISSING,	  lacks_type },
	{ AILMENT_CONTENT_LENGTH_MISSING, lacks_length },
	{ AILMENT_BODY_UNBUFFERED,	  is_unbuffered },
	{ AILMENT_CLIENT_ADDRESS_MISSING, lacks_address },
	{ AILMENT_HOST_MISSING,		  lacks_host },
	{ AILMENT_PARAMETER_REPEATED,	  repeats },
	{ AILMENT_PROXY_HEADER,		  has_proxy },
};

#define SIGNS (sizeof(signs) / sizeof(signs[0]))

static void
write_ailment(struct buf *out, enum ailment ailment, enum server server)
{
	const struct ailment_row *row = &ailments[ailment];
	const struct remedy *remedy = NULL;

	tree_open(out, NULL, '{');
	tree_text(out, "code", row->code);
	tree_flag(out, "is_grave", row->is_grave);
	tree_text(out, "what", row->what);
	tree_text(out, "leads_to", row->leads_to);
	tree_open(out, "mend", '[');
	while ((remedy = ailment_remedy(ailment, server, remedy)) != NULL) {
		tree_open(out, NULL, '{');
		tree_text(out, "server", server_name(remedy->servers));
		tree_text(out, "line", remedy->line);
		tree_close(out, '}');
	}
	tree_close(out, ']');
	tree_close(out, '}');
}

static void
write_findings(struct buf *out, const struct arrival *arrival)
{
	enum server server = server_named(arrival->gateway);
	size_t i;

	tree_open(out, "findings", '[');
	for (i = 0; i < SIGNS; i++)
		if (signs[i].is_there(arrival))
			write_ailment(out, signs[i].ailment, server);
	tree_close(out, ']');
}

/* --- the whole ------------------------------------------------------------ */

static void
read_authorization(struct arrival *arrival, struct arena *arena,
    const struct request *request)
{
	const char *value = request->authorization;
	size_t length = value != NULL ? strcspn(value, " ") : 0;

	arrival->authorization = filled(arena, request, "",
	    "HTTP_AUTHORIZATION");
	arrival->authorization_length = value != NULL ?
	    (int64_t)strlen(value) : -1;
	/* A value without a blank may be all secret. */
	arrival->authorization_word = value == NULL || value[length] == '\0' ?
	    "" : arena_copy(arena, value,
	    length < NAME_MAXIMUM ? length : NAME_MAXIMUM);
}

static void
read_all(struct arrival *arrival, struct arena *arena,
    const struct request *request)
{
	arrival->from = request;
	arrival->portress = PACKAGE_VERSION;
	arrival->request = request->id;
	arrival->time = clock_now();
	arrival->software = cut(arena, parameter(request, "SERVER_SOFTWARE"));
	arrival->gateway = gateway(request);
	arrival->fault = request->fault == REQUEST_GOOD ? "" :
	    request->fault_text;
	arrival->method = cut(arena, request->method_name);
	arrival->path = cut(arena, request->path);
	arrival->path_from = is_path_of_uri(request) ? "REQUEST_URI" :
	    "SCRIPT_NAME and PATH_INFO";
	arrival->query = cut(arena, request->query);
	arrival->host = cut(arena, request->host);
	arrival->scheme = request->is_secure ? "https" : "http";
	arrival->content_type = cut(arena, request->content_type);
	arrival->content_length = request->content_length;
	arrival->body_length = (int64_t)request->body_length;
	arrival->is_chunked = strcasestr(parameter(request,
	    "HTTP_TRANSFER_ENCODING"), "chunked") != NULL;
	read_authorization(arrival, arena, request);
	arrival->cookies = cookies(arena, request);
	arrival->repeated = repeated(arena, request);
	arrival->identity = filled(arena, request, "HTTP_X_AUTH_", "");
	arrival->has_proxy = *parameter(request, "HTTP_PROXY") != '\0';
	arrival->has_client_address = *request->remote_address != '\0';
	arrival->is_kept = request->is_kept;
}

static void
write_number(struct buf *out, const char *name, int64_t number)
{
	if (number == -1)
		tree_json(out, name, "null");
	else
		tree_number(out, name, number);
}

static void
write_texts(struct buf *out, const char *name, const char *const *texts)
{
	tree_open(out, name, '[');
	for (; *texts != NULL; texts++)
		tree_text(out, NULL, *texts);
	tree_close(out, ']');
}

#define WRITE_TEXT	tree_text
#define WRITE_FLAG	tree_flag
#define WRITE_NUMBER	write_number
#define WRITE_TEXTS	write_texts

const char *
arrival_json(struct arena *arena, const struct request *request)
{
	struct arrival arrival;
	struct buf out;

	read_all(&arrival, arena, request);
	buf_open(&out, arena);
	tree_open(&out, NULL, '{');
#define ARRIVAL(type, name) WRITE_##type(&out, #name, arrival.name);
#include "http/arrival.def"
#undef ARRIVAL
	write_findings(&out, &arrival);
	tree_close(&out, '}');
	return out.text;
}
