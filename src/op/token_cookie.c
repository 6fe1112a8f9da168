#include "op/token_cookie.h"

#include "base/clock.h"
#include "http/cookie.h"
#include "http/request.h"
#include "op/call.h"

/* One that has ended may be sent all the same, empty. */
static const char *
find(struct call *c, const char *name)
{
	const char *value;

	if (name == NULL)
		return NULL;
	c->cookie_counts = true;
	value = cookie_find(c->arena, c->request->cookies, name);
	return value != NULL && *value != '\0' ? value : NULL;
}

const char *
token_cookie_access(struct call *c)
{
	return find(c, c->api->jwt_auth_cookie);
}

const char *
token_cookie_refresh(struct call *c)
{
	return find(c, c->api->jwt_auth_refresh_cookie);
}

static struct cookie
cookie_of(const struct call *c, const char *name, const char *path)
{
	return (struct cookie){
		.name = name,
		.path = path,
		.domain = c->api->jwt_auth_cookie_domain,
		.same_site = c->api->jwt_auth_samesite,
		.is_secure = c->api->jwt_auth_secure,
	};
}

static struct cookie
access_cookie(const struct call *c)
{
	return cookie_of(c, c->api->jwt_auth_cookie, "/");
}

static struct cookie
refresh_cookie(const struct call *c)
{
	return cookie_of(c, c->api->jwt_auth_refresh_cookie,
	    c->api->jwt_auth_refresh_cookie_path);
}

/* It lasts as long as what is in it. */
static void
set(struct call *c, struct cookie cookie, const char *token, int64_t expires)
{
	int64_t age = expires - clock_now();

	if (token == NULL || cookie.name == NULL)
		return;
	cookie.value = token;
	cookie.age = age > 0 ? age : 1;
	call_add_cookie(c, cookie_set(c->arena, &cookie));
}

void
token_cookie_set(struct call *c)
{
	if (!c->api->has_token_cookies)
		return;
	set(c, access_cookie(c), c->access_token, c->access_expires);
	set(c, refresh_cookie(c), c->refresh_token, c->refresh_expires);
	if (c->refresh_token != NULL)
		c->refresh_token = "";
}

static void
end(struct call *c, struct cookie cookie)
{
	if (cookie.name != NULL)
		call_add_cookie(c, cookie_end(c->arena, &cookie));
}

void
token_cookie_end(struct call *c)
{
	if (!c->api->has_token_cookies)
		return;
	end(c, access_cookie(c));
	end(c, refresh_cookie(c));
}
