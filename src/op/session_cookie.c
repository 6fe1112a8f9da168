#include "op/session_cookie.h"

#include "auth/session_data.h"
#include "http/cookie.h"
#include "http/request.h"
#include "op/call.h"
#include "op/forgery.h"
#include "store/session.h"

/* What the cookie's session is, if there is one. */
struct found {
	const char		*key;		/* NULL: there is none */
	int64_t			 age;
	struct session_data	 data;
};

/* False: there are no sessions here. */
static bool
has_sessions(struct call *c)
{
	c->cookie_counts |= c->api->create_session_on_login;
	return c->api->create_session_on_login;
}

static const char *
sent_value(const struct call *c)
{
	return cookie_find(c->arena, c->request->cookies,
	    c->api->session_cookie_name);
}

static struct cookie
cookie_with(const struct call *c, const char *value, int64_t age)
{
	return (struct cookie){
		.name = c->api->session_cookie_name,
		.value = value,
		.age = age,
		.path = c->api->session_cookie_path,
		.domain = c->api->session_cookie_domain,
		.same_site = c->api->session_cookie_samesite,
		.is_secure = c->api->session_cookie_secure,
	};
}

typedef int session_finder(struct db *db, struct arena *arena,
    const char *key, int64_t limit, struct session *session_r);

static int
find_by(struct call *c, session_finder *finder, struct found *found_r)
{
	const char *key = sent_value(c);
	struct session session;
	int found;

	*found_r = (struct found){ .data.others = "" };
	if (key == NULL || !session_data_is_key(key))
		return 0;
	found = finder(c->db, c->arena, key, SESSION_DATA_MAXIMUM, &session);
	if (found != 1)
		return found;
	found_r->key = key;
	found_r->age = session.age;
	/* What cannot be read is empty, and the row is written anew. */
	session_data_read(c->arena, c->conf->secret_keys, session.data,
	    &found_r->data);
	return 1;
}

/* Locked. */
static int
find(struct call *c, struct found *found_r)
{
	return find_by(c, session_find, found_r);
}

static bool
is_of(const struct call *c, const struct found *found,
    const struct user *user)
{
	return session_data_is_of(c->arena, c->conf->secret_keys, &found->data,
	    user);
}

/* The session becomes the account's, or a new one is made. */
static enum verdict
save(struct call *c, const struct found *found, const char *key,
    const struct user *user)
{
	struct session session = { .key = key };
	struct cookie cookie;
	int64_t age;

	session_data_ages(&found->data, c->api->session_cookie_age,
	    found->age, &session.age, &age);
	session.data = session_data_write(c->arena, c->conf->secret_key,
	    &found->data, user);
	if ((found->key != NULL ?
	    session_replace(c->db, found->key, &session) :
	    session_create(c->db, &session)) == -1)
		return VERDICT_UNAVAILABLE;
	cookie = cookie_with(c, key, age);
	call_add_cookie(c, cookie_set(c->arena, &cookie));
	return VERDICT_DONE;
}

static bool
is_of_present_secret(const struct call *c, const struct found *found,
    const struct user *user)
{
	const char *const present[] = { c->conf->secret_key, NULL };

	return session_data_is_of(c->arena, present, &found->data, user);
}

/* Its key stays, as others of the page's requests are on their way with it. */
static int
write_anew(struct call *c, const struct user *user)
{
	struct session session;
	struct found found;
	int known = find(c, &found);

	if (known != 1 || !is_of(c, &found, user))
		return known == -1 ? -1 : 0;
	session = (struct session){ found.key, session_data_write(c->arena,
	    c->conf->secret_key, &found.data, user), found.age };
	return session_replace(c->db, found.key, &session) == -1 ? -1 : 1;
}

/* Django writes all three of them, or none. */
static int
find_owner(struct call *c, const struct session_data *data,
    struct user *user_r)
{
	if (data->user_id == NULL || data->backend == NULL)
		return 0;
	return user_find(c->db, c->arena, data->user_id, user_r);
}

int
session_cookie_user(struct call *c, struct user *user_r)
{
	struct found found;
	int known;

	c->cookie_counts = true;
	if ((known = find_by(c, session_look, &found)) != 1 ||
	    (known = find_owner(c, &found.data, user_r)) != 1)
		return known;
	if (!user_r->is_active || !is_of(c, &found, user_r))
		return 0;
	return is_of_present_secret(c, &found, user_r) ? 1 :
	    write_anew(c, user_r);
}

enum verdict
session_cookie_begin(struct call *c, const struct user *user)
{
	struct found found;
	bool is_own;

	if (!has_sessions(c))
		return VERDICT_DONE;
	if (find(c, &found) == -1)
		return VERDICT_UNAVAILABLE;
	is_own = is_of(c, &found, user);
	if (found.data.user_id != NULL && !is_own)
		found.data = (struct session_data){ .others = "" };
	found.data.backend = NULL;
	if (c->api->takes_sessions)
		forgery_new_token(c);
	return save(c, &found, is_own ? found.key :
	    session_data_key(c->arena), user);
}

enum verdict
session_cookie_renew(struct call *c)
{
	struct found found;
	struct user changed;

	if (!has_sessions(c))
		return VERDICT_DONE;
	if (find(c, &found) == -1 || user_find(c->db, c->arena, c->user->id,
	    &changed) != 1)
		return VERDICT_UNAVAILABLE;
	if (!is_of(c, &found, c->user))
		return VERDICT_DONE;
	return save(c, &found, session_data_key(c->arena), &changed);
}

enum verdict
session_cookie_end(struct call *c)
{
	struct cookie cookie;
	const char *key;

	if (!has_sessions(c) || (key = sent_value(c)) == NULL)
		return VERDICT_DONE;
	if (session_data_is_key(key) && session_end(c->db, key) == -1)
		return VERDICT_UNAVAILABLE;
	cookie = cookie_with(c, NULL, 0);
	call_add_cookie(c, cookie_end(c->arena, &cookie));
	return VERDICT_DONE;
}
