#include "dialect/guard.h"

#include <string.h>
#include <strings.h>

#include "dialect/document.h"
#include "op/call.h"

/* One account, and another one that is looked at. */
static struct user somebody = { .id = "1" };
static const struct user another = { .id = "2" };

static bool
names_account(const struct route *route)
{
	return strstr(route->path, "{id}") != NULL;
}

static bool
is_about_account(const struct route *route)
{
	return (route->op->flags & OP_ABOUT_ACCOUNT) != 0;
}

/* Whether who calls (NULL: a stranger) is let in for certain. */
static bool
admits(const struct document *d, const struct route *route, struct user *user)
{
	struct request request = { .method = route->method };
	struct call call = { .api = d->api, .op = route->op,
	    .request = &request, .user = user };

	if (!permission_admits(&call))
		return false;
	if (is_about_account(route) && names_account(route))
		return permission_admits_to(&call, &another);
	return user != NULL || (!is_about_account(route) &&
	    (route->op->flags & OP_ABOUT_CALLER) == 0);
}

bool
guard_looks(const struct document *d, const struct route *route)
{
	(void)d;
	return (route->op->flags & (OP_BLIND | OP_RECOGNIZES)) != OP_BLIND;
}

static bool
takes_cookies(const struct document *d)
{
	return d->api->has_token_cookies && conf_list_has(
	    d->api->default_authentication_classes, "JWTCookieAuthentication");
}

static bool
is_unsafe(const struct route *route)
{
	return (route->method & (METHOD_GET | METHOD_OPTIONS)) == 0;
}

/*
 * Whether what is beside a cookie must prove that a page of ours asks: where
 * somebody has to be known, or by JWTs is to be signed out.
 */
static bool
wants_proof(const struct document *d, const struct route *route,
    const char *scheme)
{
	bool is_needed = guard_looks(d, route) && !admits(d, route, NULL);
	bool ends = (route->op->flags & OP_RECOGNIZES) != 0;

	if (!is_unsafe(route))
		return false;
	if (strcmp(scheme, "session") == 0)
		return is_needed;
	return strcmp(scheme, "cookie") == 0 && d->api->guards_tokens &&
	    (is_needed || ends);
}

static bool
begins_session(const struct document *d, const struct route *route)
{
	unsigned flags = OP_SETS_COOKIES |
	    (d->api->takes_sessions ? OP_BEGINS_SESSION : 0);

	return d->api->create_session_on_login &&
	    (route->op->flags & flags) != 0;
}

bool
guard_may_doubt(const struct document *d, const struct route *route)
{
	bool sets_cookies = (route->op->flags & OP_SETS_COOKIES) != 0 &&
	    d->api->guards_tokens;

	return (takes_cookies(d) && wants_proof(d, route, "cookie")) ||
	    (d->api->takes_sessions && wants_proof(d, route, "session")) ||
	    (is_unsafe(route) && (sets_cookies || begins_session(d, route)));
}

/* As call.c does: hide_users says of others that they are not there. */
static bool
hides(const struct document *d, const struct route *route)
{
	return d->api->hide_users &&
	    (route->op->flags & OP_SHOWS_ACCOUNTS) != 0 &&
	    (names_account(route) || !is_about_account(route));
}

bool
guard_may_forbid(const struct document *d, const struct route *route)
{
	return (route->op->flags & OP_BLIND) == 0 &&
	    !admits(d, route, &somebody) &&
	    !hides(d, route);
}

bool
guard_may_hide(const struct document *d, const struct route *route)
{
	return (is_about_account(route) && names_account(route)) ||
	    (hides(d, route) && !admits(d, route, &somebody));
}

/* --- schemes -------------------------------------------------------------- */

/* What OpenAPI calls a key, or a JWT behind the word that it knows. */
struct scheme {
	const char	*name;		/* NULL ends a list */
	const char	*in;		/* header, cookie */
	const char	*key;		/* the header's name, or the cookie's */
	const char	*word;		/* before what counts, or NULL */
	const char	*what;
};

struct schemes {
	struct scheme	*list;
	size_t		 count;
};

static void
add(struct schemes *schemes, struct scheme scheme)
{
	schemes->list[schemes->count++] = scheme;
}

/* Words are told apart by numbers. Two classes take JWTs: once is enough. */
static void
add_jwts(const struct document *d, struct schemes *schemes)
{
	const char *const *word = d->api->auth_header_types;
	size_t i;

	for (i = 0; i < schemes->count; i++)
		if (strcmp(schemes->list[i].name, "jwt") == 0)
			return;
	for (i = 0; word[i] != NULL; i++)
		add(schemes, (struct scheme){ i == 0 ? "jwt" :
		    arena_printf(d->arena, "jwt%zu", i + 1), "header",
		    request_header_name(d->arena, d->api->auth_header_name),
		    word[i], "a JWT" });
}

static void
add_cookies(const struct document *d, struct schemes *schemes)
{
	if (takes_cookies(d))
		add(schemes, (struct scheme){ "cookie", "cookie",
		    d->api->jwt_auth_cookie, NULL, "a JWT" });
	if ((takes_cookies(d) && d->api->guards_tokens) ||
	    d->api->takes_sessions)
		add(schemes, (struct scheme){ "csrf", "header",
		    request_header_name(d->arena, d->api->csrf_header_name),
		    NULL, arena_printf(d->arena, "what is in the cookie `%s`; "
		    "beside a cookie that lets somebody in, where something "
		    "is changed", d->api->csrf_cookie_name) });
}

static const struct scheme *
schemes_of(const struct document *d)
{
	const char *const *class = d->api->default_authentication_classes;
	struct schemes schemes = { .count = 0 };
	size_t words = 0;

	while (d->api->auth_header_types[words] != NULL)
		words++;
	schemes.list = arena_alloc(d->arena,
	    (words + 5) * sizeof(*schemes.list));
	for (; *class != NULL; class++)
		if (strcmp(*class, "TokenAuthentication") == 0)
			add(&schemes, (struct scheme){ "token", "header",
			    "Authorization", "Token", "an opaque token" });
		else if (strcmp(*class, "SessionAuthentication") == 0)
			add(&schemes, (struct scheme){ "session", "cookie",
			    d->api->session_cookie_name, NULL,
			    "the key of a session of Django's" });
		else
			add_jwts(d, &schemes);
	add_cookies(d, &schemes);
	return schemes.list;
}

static void
write_scheme(struct document *d, const struct scheme *scheme)
{
	bool is_bearer = scheme->word != NULL &&
	    strcasecmp(scheme->word, "Bearer") == 0 &&
	    strcmp(scheme->key, "Authorization") == 0;

	tree_open(&d->out, scheme->name, '{');
	tree_text(&d->out, "type", is_bearer ? "http" : "apiKey");
	if (is_bearer) {
		tree_text(&d->out, "scheme", "bearer");
		tree_text(&d->out, "bearerFormat", "JWT");
	} else {
		tree_text(&d->out, "in", scheme->in);
		tree_text(&d->out, "name", scheme->key);
	}
	if (scheme->word != NULL)
		tree_text(&d->out, "description", arena_printf(d->arena,
		    "`%s`, a blank and %s", scheme->word, scheme->what));
	else
		tree_text(&d->out, "description", scheme->what);
	tree_close(&d->out, '}');
}

void
guard_schemes(struct document *d)
{
	const struct scheme *scheme = schemes_of(d);

	tree_open(&d->out, "securitySchemes", '{');
	for (; scheme->name != NULL; scheme++)
		write_scheme(d, scheme);
	tree_close(&d->out, '}');
}

static void
write_scopes(struct document *d, const char *name)
{
	tree_open(&d->out, name, '[');
	tree_close(&d->out, ']');
}

/* Behind a cookie what proves that a page of ours asks is wanted, too. */
static void
write_requirement(struct document *d, const struct scheme *scheme,
    const struct route *route)
{
	if (strcmp(scheme->name, "csrf") == 0)
		return;
	tree_open(&d->out, NULL, '{');
	write_scopes(d, scheme->name);
	if (wants_proof(d, route, scheme->name))
		write_scopes(d, "csrf");
	tree_close(&d->out, '}');
}

void
guard_security(struct document *d, const struct route *route)
{
	const struct scheme *scheme = schemes_of(d);

	tree_open(&d->out, "security", '[');
	if (guard_looks(d, route) && admits(d, route, NULL)) {
		tree_open(&d->out, NULL, '{');
		tree_close(&d->out, '}');
	}
	for (; guard_looks(d, route) && scheme->name != NULL; scheme++)
		write_requirement(d, scheme, route);
	tree_close(&d->out, ']');
}
