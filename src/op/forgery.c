#include "op/forgery.h"

#include <string.h>
#include <strings.h>

#include "auth/csrf_token.h"
#include "base/arena.h"
#include "base/secret.h"
#include "http/cookie.h"
#include "http/request.h"
#include "op/call.h"
#include "op/credential.h"

#define COOKIE_AGE	31449600	/* a year of 52 weeks, Django's */
#define SECRET_LENGTH	(CSRF_TOKEN_SECRET_SIZE - 1)

static bool
changes_nothing(const struct call *c)
{
	return (c->request->method &
	    (METHOD_GET | METHOD_HEAD | METHOD_OPTIONS)) != 0;
}

/* Whatever else is sent there may have been added by whom it passed. */
static bool
is_known_by_header(const struct call *c)
{
	return c->user != NULL && credential_is_sent(c);
}

/* Whoever came by https is not to believe in a page that did not. */
static bool
is_own_origin(const struct call *c, const char *origin)
{
	const struct request *request = c->request;
	const char *host = NULL;

	if (c->api->cors_allow_credentials &&
	    conf_list_has(c->api->cors_allowed_origins, origin))
		return true;
	if (strncmp(origin, "https://", 8) == 0)
		host = origin + 8;
	else if (!request->is_secure && strncmp(origin, "http://", 7) == 0)
		host = origin + 7;
	return host != NULL && *host != '\0' &&
	    strcasecmp(host, request->authority) == 0;
}

static const char *
header(const struct call *c, const char *name)
{
	return request_header(c->request, name);
}

static bool
is_same_site(const struct call *c)
{
	const char *site = header(c, "HTTP_SEC_FETCH_SITE");

	return site != NULL && strcmp(site, "same-origin") == 0;
}

/* The Referer's origin; NULL if it has none. */
static const char *
origin_of(const struct call *c, const char *referer)
{
	const char *host = strstr(referer, "://");
	size_t length;

	if (host == NULL || host == referer)
		return NULL;
	host += 3;
	length = strcspn(host, "/?#");
	return length == 0 ? NULL : arena_copy(c->arena, referer,
	    (size_t)(host - referer) + length);
}

static enum verdict
check_referer(struct call *c)
{
	const char *referer = header(c, "HTTP_REFERER"), *origin;

	if (referer == NULL)
		return call_refuse(c, FIELD_NONE, MSG_CSRF_REFERER_MISSING);
	if ((origin = origin_of(c, referer)) == NULL)
		return call_refuse(c, FIELD_NONE, MSG_CSRF_REFERER_MALFORMED);
	if (strncmp(origin, "https:", 6) != 0)
		return call_refuse(c, FIELD_NONE, MSG_CSRF_REFERER_INSECURE);
	if (!is_own_origin(c, origin))
		return call_refuse_with(c, FIELD_NONE, MSG_CSRF_REFERER,
		    referer);
	return VERDICT_DONE;
}

static enum verdict
check_origin(struct call *c)
{
	const char *origin = header(c, "HTTP_ORIGIN");

	if (origin != NULL)
		return is_own_origin(c, origin) ? VERDICT_DONE :
		    call_refuse_with(c, FIELD_NONE, MSG_CSRF_ORIGIN, origin);
	if (!c->request->is_secure || is_same_site(c))
		return VERDICT_DONE;
	return check_referer(c);
}

static const char *
sent_cookie(const struct call *c)
{
	return cookie_find(c->arena, c->request->cookies,
	    c->api->csrf_cookie_name);
}

static const char *
header_name(const struct call *c)
{
	return request_header_name(c->arena, c->api->csrf_header_name);
}

/* The secret of the cookie, or a refusal. */
static enum verdict
read_cookie(struct call *c, char secret_r[CSRF_TOKEN_SECRET_SIZE])
{
	static const enum message wrong[] = {
		[CSRF_TOKEN_WRONG_LENGTH]	= MSG_CSRF_COOKIE_LENGTH,
		[CSRF_TOKEN_WRONG_CHARACTERS]	= MSG_CSRF_COOKIE_CHARACTERS,
	};
	const char *sent = sent_cookie(c);
	enum csrf_token_fault fault;

	if (sent == NULL)
		return call_refuse(c, FIELD_NONE, MSG_CSRF_COOKIE_MISSING);
	fault = csrf_token_read(sent, secret_r);
	return fault == CSRF_TOKEN_GOOD ? VERDICT_DONE :
	    call_refuse(c, FIELD_NONE, wrong[fault]);
}

static enum verdict
read_header(struct call *c, char secret_r[CSRF_TOKEN_SECRET_SIZE])
{
	static const enum message wrong[] = {
		[CSRF_TOKEN_WRONG_LENGTH]	= MSG_CSRF_TOKEN_LENGTH,
		[CSRF_TOKEN_WRONG_CHARACTERS]	= MSG_CSRF_TOKEN_CHARACTERS,
	};
	const char *sent = header(c, c->api->csrf_header_name);
	enum csrf_token_fault fault;

	if (sent == NULL)
		return call_refuse(c, FIELD_NONE, MSG_CSRF_TOKEN_MISSING);
	fault = csrf_token_read(sent, secret_r);
	return fault == CSRF_TOKEN_GOOD ? VERDICT_DONE :
	    call_refuse_with(c, FIELD_NONE, wrong[fault], header_name(c));
}

static enum verdict
check_token(struct call *c)
{
	char expected[CSRF_TOKEN_SECRET_SIZE], shown[CSRF_TOKEN_SECRET_SIZE];
	enum verdict verdict = read_cookie(c, expected);

	if (verdict == VERDICT_DONE)
		verdict = read_header(c, shown);
	if (verdict != VERDICT_DONE)
		return verdict;
	if (!secret_equal(shown, expected, SECRET_LENGTH))
		return call_refuse_with(c, FIELD_NONE, MSG_CSRF_TOKEN_WRONG,
		    header_name(c));
	return VERDICT_DONE;
}

/* What says that another site asks; NULL: nothing does. Who types an address
 * in is of none. A listed page may ask, as for a token, with cookies or not. */
static const char *
foreign_origin(const struct call *c)
{
	const char *origin = header(c, "HTTP_ORIGIN");
	const char *site = header(c, "HTTP_SEC_FETCH_SITE");

	if (origin == NULL)
		return site == NULL || is_same_site(c) ||
		    strcmp(site, "none") == 0 ? NULL : site;
	return is_own_origin(c, origin) || conf_list_has(
	    c->api->cors_allowed_origins, origin) ? NULL : origin;
}

/* With GET, and without Upgrade, where a proxy asks about it (RFC 6455). */
static bool
begins_websocket(const struct call *c)
{
	return header(c, "HTTP_UPGRADE") != NULL ||
	    header(c, "HTTP_SEC_WEBSOCKET_KEY") != NULL;
}

/*
 * Forms of another program have no token of ours: so it is asked no more than
 * that another site did not send them.
 */
static enum verdict
check_passing(struct call *c)
{
	const char *origin = foreign_origin(c);

	if (origin == NULL || (changes_nothing(c) && !begins_websocket(c)))
		return VERDICT_DONE;
	return call_refuse_with(c, FIELD_NONE, MSG_CSRF_ORIGIN, origin);
}

static enum verdict
check_proof(struct call *c)
{
	enum verdict verdict;

	if (is_known_by_header(c))
		return VERDICT_DONE;
	if ((c->op->flags & OP_GUARDS) != 0)
		return check_passing(c);
	if (changes_nothing(c))
		return VERDICT_DONE;
	verdict = check_origin(c);
	return verdict == VERDICT_DONE ? check_token(c) : verdict;
}

enum verdict
forgery_check(struct call *c)
{
	/* What is behind a gate is not what the setting is about. */
	return c->api->guards_tokens || (c->op->flags & OP_GUARDS) != 0 ?
	    check_proof(c) : VERDICT_DONE;
}

enum verdict
forgery_check_session(struct call *c)
{
	return check_proof(c);
}

static bool
names_own_origin(const struct call *c)
{
	const char *origin = header(c, "HTTP_ORIGIN");

	return origin != NULL ? is_own_origin(c, origin) : is_same_site(c);
}

/*
 * A session begins or ends: programs say nothing of where they come from, and
 * have no token, but browsers do, so that is asked for no more.
 */
static enum verdict
check_not_foreign(struct call *c)
{
	const char *origin = foreign_origin(c);

	if (!c->api->create_session_on_login || origin == NULL ||
	    is_known_by_header(c))
		return VERDICT_DONE;
	return call_refuse_with(c, FIELD_NONE, MSG_CSRF_ORIGIN, origin);
}

enum verdict
forgery_check_origin(struct call *c)
{
	if (!c->api->guards_tokens)
		return check_not_foreign(c);
	return names_own_origin(c) ? VERDICT_DONE : forgery_check(c);
}

enum verdict
forgery_guard(struct call *c)
{
	unsigned flags = c->op->flags & (OP_SETS_COOKIES | OP_RECOGNIZES);

	if (flags == OP_SETS_COOKIES)
		return forgery_check_origin(c);
	return (c->op->flags & OP_BEGINS_SESSION) != 0 &&
	    c->api->takes_sessions ? check_not_foreign(c) : VERDICT_DONE;
}

static void
set_cookie(struct call *c, const char *secret)
{
	bool is_of_tokens = c->api->has_token_cookies;
	const struct cookie cookie = {
		.name = c->api->csrf_cookie_name,
		.value = secret,
		.age = COOKIE_AGE,
		.path = "/",
		.domain = c->api->csrf_cookie_domain,
		.same_site = is_of_tokens ? c->api->jwt_auth_samesite :
		    c->api->session_cookie_samesite,
		.is_secure = is_of_tokens ? c->api->jwt_auth_secure :
		    c->api->session_cookie_secure,
		.is_readable = true,
	};
	char token[CSRF_TOKEN_SIZE];

	c->cookie_counts = true;
	csrf_token_mask(token, secret);
	c->csrf_token = arena_text(c->arena, token);
	call_add_cookie(c, cookie_set(c->arena, &cookie));
}

void
forgery_new_token(struct call *c)
{
	char secret[CSRF_TOKEN_SECRET_SIZE];

	if (!c->api->has_csrf_token || c->csrf_token != NULL)
		return;
	csrf_token_make_secret(secret);
	set_cookie(c, secret);
}

/* Whether a secret was sent; what is none is as good as nothing. */
static bool
was_sent(const struct call *c, char secret_r[CSRF_TOKEN_SECRET_SIZE])
{
	const char *sent = sent_cookie(c);

	return sent != NULL &&
	    csrf_token_read(sent, secret_r) == CSRF_TOKEN_GOOD;
}

void
forgery_keep_token(struct call *c)
{
	char secret[CSRF_TOKEN_SECRET_SIZE];

	if (!c->api->has_csrf_token)
		return;
	if (was_sent(c, secret))
		set_cookie(c, secret);
	else
		forgery_new_token(c);
}

void
forgery_offer_token(struct call *c)
{
	char secret[CSRF_TOKEN_SECRET_SIZE];

	if (c->api->has_csrf_token && changes_nothing(c) &&
	    (c->op->flags & OP_GUARDS) == 0 && !was_sent(c, secret))
		forgery_new_token(c);
}
