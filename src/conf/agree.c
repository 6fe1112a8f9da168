#include "conf/agree.h"

#include <string.h>
#include <strings.h>

#include "base/host.h"
#include "conf/conf.h"
#include "conf/reading.h"

/* A setting of the kind X that may stand in a file X_file instead. */
static void
agree_secret_file(struct reading *reading, enum conf_section section,
    const char *block, const char *name, const char *secret, const char *file)
{
	if (secret != NULL && file != NULL)
		reading_trouble(reading, reading_place(reading, section, block,
		    name), "give %s or %s_file, not both", name, name);
}

/* Not what stands behind the end of a broken file: it may be set there. */
static bool
may_miss(const struct reading *reading)
{
	const struct source *source;

	for (source = reading->sources; source != NULL; source = source->next)
		if (source->is_broken)
			return false;
	return true;
}

static bool
was_given(const struct reading *reading, enum conf_section section,
    const char *name)
{
	const struct note *note = reading_find(reading, section, "", name);

	return note != NULL && note->values[0] != NULL &&
	    note->values[0][0] != '\0';
}

static void
agree_required(struct reading *reading)
{
	if (!may_miss(reading))
		return;
	if (!was_given(reading, CONF_GLOBAL, "secret_key") &&
	    !was_given(reading, CONF_GLOBAL, "secret_key_file"))
		reading_trouble(reading, (struct place){ reading->sources, 0 },
		    "secret_key or secret_key_file must be set");
	if (!was_given(reading, CONF_GLOBAL, "domain"))
		reading_trouble(reading, (struct place){ reading->sources, 0 },
		    "domain must be set");
	if (!was_given(reading, CONF_DATABASE, "name"))
		reading_trouble(reading, reading_place(reading, CONF_DATABASE,
		    "", NULL), "name must be set in the block database { }");
}

static void
agree_lanes(struct reading *reading, const struct conf *conf)
{
	size_t i, j;

	for (i = 0; i < conf->lane_count; i++)
		for (j = 0; j < i; j++) {
			const struct conf_lane *one = &conf->lanes[j];
			const struct conf_lane *other = &conf->lanes[i];

			if (one->socket == NULL || other->socket == NULL ||
			    strcmp(one->socket, other->socket) != 0)
				continue;
			reading_trouble(reading, reading_place(reading,
			    CONF_LANE, other->name, "socket"),
			    "lanes \"%s\" and \"%s\" have the same socket",
			    one->name, other->name);
		}
}

/* One that takes any host stands behind those that name theirs. */
static bool
hosts_overlap(const struct conf_api *one, const struct conf_api *other)
{
	size_t i, j;

	if (one->host[0] == NULL || other->host[0] == NULL)
		return one->host[0] == other->host[0];
	for (i = 0; one->host[i] != NULL; i++)
		for (j = 0; other->host[j] != NULL; j++)
			if (strcasecmp(one->host[i], other->host[j]) == 0)
				return true;
	return false;
}

static void
agree_apis(struct reading *reading, const struct conf *conf)
{
	size_t i, j;

	for (i = 0; i < conf->api_count; i++)
		for (j = 0; j < i; j++) {
			const struct conf_api *one = &conf->apis[j];
			const struct conf_api *other = &conf->apis[i];

			if (strcmp(one->prefix, other->prefix) != 0 ||
			    !hosts_overlap(one, other))
				continue;
			reading_trouble(reading, reading_place(reading,
			    CONF_API, other->name, "prefix"),
			    "apis \"%s\" and \"%s\" have the same prefix "
			    "and no host to tell them apart", one->name,
			    other->name);
		}
}

static bool
is_asked(const struct conf *conf, const struct conf_gate *gate)
{
	size_t i;

	for (i = 0; i < conf->api_count; i++)
		if (conf->apis[i].gate && (gate->api[0] == NULL ||
		    conf_list_has(gate->api, conf->apis[i].name)))
			return true;
	return false;
}

/* What would never be asked is a mistake, and one that lets all pass. */
static void
agree_gates(struct reading *reading, const struct conf *conf)
{
	const char *const *name;
	size_t i;

	for (i = 0; i < conf->gate_count; i++) {
		const struct conf_gate *gate = &conf->gates[i];

		if (!is_asked(conf, gate))
			reading_trouble(reading, reading_place(reading,
			    CONF_GATE, gate->name, NULL), "gate \"%s\" is "
			    "asked by nobody: gate = true must be set in a "
			    "block api \"...\" { } that is its", gate->name);
		for (name = gate->api; *name != NULL; name++)
			if (conf_find_api(conf, *name) == NULL)
				reading_trouble(reading, reading_place(reading,
				    CONF_GATE, gate->name, "api"),
				    "there is no api \"%s\"", *name);
	}
}

bool
agree_is_mac(const char *algorithm)
{
	return strncmp(algorithm, "HS", 2) == 0;
}

static void
complain_of_key(struct reading *reading, const struct conf_api *api,
    const char *name, const char *wrong)
{
	reading_trouble(reading, reading_place(reading, CONF_API, api->name,
	    name), "%s: algorithm %s %s", name, api->algorithm, wrong);
}

/* Each algorithm has its own kind of key. */
static void
agree_keys(struct reading *reading, const struct conf_api *api)
{
	agree_secret_file(reading, CONF_API, api->name, "signing_key",
	    api->signing_key, api->signing_key_file);
	if (agree_is_mac(api->algorithm)) {
		if (api->verifying_key_file != NULL)
			complain_of_key(reading, api, "verifying_key_file",
			    "has one key, signing_key");
		return;
	}
	if (api->signing_key != NULL)
		complain_of_key(reading, api, "signing_key",
		    "takes its key from signing_key_file");
	else if (api->signing_key_file == NULL &&
	    api->verifying_key_file == NULL)
		complain_of_key(reading, api, "algorithm",
		    "needs signing_key_file; or, where JWTs are only "
		    "verified, verifying_key_file");
}

static const char *
name_or(const char *name, const char *other)
{
	return name[0] != '\0' ? name : other;
}

/* No claim may stand in for another; those left empty are written, too. */
static void
agree_claims(struct reading *reading, const struct conf_api *api)
{
	const struct {
		const char	*name, *claim;
	} claims[] = {
		{ NULL, "exp" }, { NULL, "iat" }, { NULL, "nbf" },
		{ NULL, "iss" }, { NULL, "aud" },
		{ "user_id_claim", api->user_id_claim },
		{ "token_type_claim", name_or(api->token_type_claim,
		    "token_type") },
		{ "jti_claim", name_or(api->jti_claim, "jti") },
		{ "sliding_token_refresh_exp_claim",
		    api->sliding_token_refresh_exp_claim },
		{ "revoke_token_claim", api->revoke_token_claim },
	};
	size_t i, j;

	for (i = 0; i < sizeof(claims) / sizeof(claims[0]); i++)
		for (j = 0; j < i; j++)
			if (strcmp(claims[i].claim, claims[j].claim) == 0)
				reading_trouble(reading, reading_place(reading,
				    CONF_API, api->name, claims[i].name),
				    "%s: claim %s is another one's already",
				    claims[i].name, claims[i].claim);
}

static bool
begins(const char *text, const char *prefix)
{
	return strncasecmp(text, prefix, strlen(prefix)) == 0;
}

/* When browsers send cookies, by which settings. */
struct sending {
	const char	*samesite_setting, *samesite;
	const char	*secure_setting;
	bool		 is_secure;
};

/* A cookie that browsers are to keep; no name, no cookie. */
struct cookie_rule {
	const char	*setting, *name;
	const char	*path;
	const char	*domain;
	const struct sending *sending;
};

static void
complain_of_cookie(struct reading *reading, const struct conf_api *api,
    const struct cookie_rule *cookie, const char *needs)
{
	reading_trouble(reading, reading_place(reading, CONF_API, api->name,
	    cookie->setting), "%s %s needs %s", cookie->setting, cookie->name,
	    needs);
}

/* Browsers take no notice of others (RFC 6265bis section 4.1.3). */
static void
agree_cookie(struct reading *reading, const struct conf_api *api,
    const struct cookie_rule *cookie)
{
	const struct sending *sending = cookie->sending;
	bool is_of_host = begins(cookie->name, "__Host-");

	if (!sending->is_secure && strcmp(sending->samesite, "None") == 0)
		reading_trouble(reading, reading_place(reading, CONF_API,
		    api->name, sending->samesite_setting),
		    "%s = \"None\" needs %s", sending->samesite_setting,
		    sending->secure_setting);
	if (!sending->is_secure &&
	    (is_of_host || begins(cookie->name, "__Secure-")))
		complain_of_cookie(reading, api, cookie,
		    sending->secure_setting);
	if (is_of_host &&
	    (cookie->domain != NULL || strcmp(cookie->path, "/") != 0))
		complain_of_cookie(reading, api, cookie,
		    "the path / and no domain");
}

static void
agree_cookie_names(struct reading *reading, const struct conf_api *api,
    const struct cookie_rule *one, const struct cookie_rule *other)
{
	if (one->name != NULL && other->name != NULL &&
	    strcmp(one->name, other->name) == 0)
		reading_trouble(reading, reading_place(reading, CONF_API,
		    api->name, one->setting), "%s and %s have the same name",
		    other->setting, one->setting);
}

static void
agree_cookies(struct reading *reading, const struct conf_api *api)
{
	const struct sending session = {
		"session_cookie_samesite", api->session_cookie_samesite,
		"session_cookie_secure", api->session_cookie_secure };
	const struct sending tokens = {
		"jwt_auth_samesite", api->jwt_auth_samesite,
		"jwt_auth_secure", api->jwt_auth_secure };
	const struct cookie_rule cookies[] = {
		{ "session_cookie_name", api->session_cookie_name,
		    api->session_cookie_path, api->session_cookie_domain,
		    &session },
		{ "jwt_auth_cookie", api->jwt_auth_cookie, "/",
		    api->jwt_auth_cookie_domain, &tokens },
		{ "jwt_auth_refresh_cookie", api->jwt_auth_refresh_cookie,
		    api->jwt_auth_refresh_cookie_path,
		    api->jwt_auth_cookie_domain, &tokens },
		{ "csrf_cookie_name", api->csrf_cookie_name, "/",
		    api->csrf_cookie_domain,
		    api->jwt_auth_cookie != NULL ? &tokens : &session },
	};
	size_t count = sizeof(cookies) / sizeof(cookies[0]), i, j;

	for (i = 0; i < count; i++) {
		if (cookies[i].name != NULL)
			agree_cookie(reading, api, &cookies[i]);
		for (j = 0; j < i; j++)
			agree_cookie_names(reading, api, &cookies[i],
			    &cookies[j]);
	}
}

static void
complain_of_tokens(struct reading *reading, const struct conf_api *api,
    const char *name, const char *wrong)
{
	reading_trouble(reading, reading_place(reading, CONF_API, api->name,
	    name), "%s %s", name, wrong);
}

/* What dj-rest-auth would start with, and then not do. */
static void
agree_token_cookies(struct reading *reading, const struct conf_api *api)
{
	if (api->use_jwt && !agree_is_mac(api->algorithm) &&
	    api->signing_key_file == NULL)
		complain_of_tokens(reading, api, "use_jwt",
		    "needs a key to sign JWTs with, signing_key_file");
	if (api->jwt_auth_cookie == NULL) {
		if (api->jwt_auth_refresh_cookie != NULL)
			complain_of_tokens(reading, api,
			    "jwt_auth_refresh_cookie",
			    "needs jwt_auth_cookie beside it");
		return;
	}
	if (!api->use_jwt)
		complain_of_tokens(reading, api, "jwt_auth_cookie",
		    "needs use_jwt");
	if (!conf_list_has(api->default_authentication_classes,
	    "JWTCookieAuthentication"))
		complain_of_tokens(reading, api, "jwt_auth_cookie",
		    "needs JWTCookieAuthentication among "
		    "default_authentication_classes");
	if (strncmp(api->prefix, api->jwt_auth_refresh_cookie_path,
	    strlen(api->jwt_auth_refresh_cookie_path)) != 0)
		complain_of_tokens(reading, api,
		    "jwt_auth_refresh_cookie_path", "must be the prefix or a "
		    "path above it, or logout is not sent the cookie");
	if (!api->jwt_auth_cookie_use_csrf &&
	    strcmp(api->jwt_auth_samesite, "None") == 0)
		complain_of_tokens(reading, api, "jwt_auth_samesite",
		    "= \"None\" needs jwt_auth_cookie_use_csrf: pages of "
		    "all sites could act for who is signed in");
}

/* An address would be changed without the mail that confirms it. */
static void
agree_names(struct reading *reading, const struct conf_api *api)
{
	if (api->username_changeable &&
	    strcmp(api->username_field, "email") == 0)
		reading_trouble(reading, reading_place(reading, CONF_API,
		    api->name, "username_changeable"), "username_changeable "
		    "does not go with username_field = \"email\"");
	if (strcmp(api->login_by, "username") != 0 && !api->email_unique)
		reading_trouble(reading, reading_place(reading, CONF_API,
		    api->name, "login_by"), "login_by = \"%s\" needs "
		    "email_unique, or whoever takes another's address locks "
		    "them out", api->login_by);
}

static void
complain_of_mail(struct reading *reading, const char *name, const char *wrong)
{
	reading_trouble(reading, reading_place(reading, CONF_GLOBAL, "",
	    name), "%s %s", name, wrong);
}

static void
agree_mail(struct reading *reading, const struct conf *conf)
{
	bool has_user = conf->email_host_user != NULL;
	bool has_password = conf->email_host_password != NULL ||
	    conf->email_host_password_file != NULL;

	agree_secret_file(reading, CONF_GLOBAL, "", "email_host_password",
	    conf->email_host_password, conf->email_host_password_file);
	if (has_user && !has_password)
		complain_of_mail(reading, "email_host_user",
		    "needs email_host_password beside it");
	if (has_password && !has_user)
		complain_of_mail(reading, conf->email_host_password != NULL ?
		    "email_host_password" : "email_host_password_file",
		    "needs email_host_user beside it");
	if (has_password && strcmp(conf->email_tls, "none") == 0 &&
	    !host_is_here(conf->email_host))
		complain_of_mail(reading, "email_tls", "= \"none\" would show "
		    "email_host_password to the network: it needs "
		    "\"starttls\" or \"tls\"");
	if (conf->mail_transport != NULL && conf->mail_directory == NULL &&
	    strcmp(conf->mail_transport, "directory") == 0)
		complain_of_mail(reading, "mail_transport",
		    "= \"directory\" needs mail_directory");
}

void
agree_all(struct reading *reading, const struct conf *conf)
{
	size_t i;

	agree_required(reading);
	agree_secret_file(reading, CONF_GLOBAL, "", "secret_key",
	    conf->secret_key, conf->secret_key_file);
	agree_secret_file(reading, CONF_GLOBAL, "", "secret_key_fallbacks",
	    conf->secret_key_fallbacks[0], conf->secret_key_fallbacks_file);
	agree_secret_file(reading, CONF_DATABASE, "", "password",
	    conf->database.password, conf->database.password_file);
	agree_mail(reading, conf);
	agree_lanes(reading, conf);
	agree_apis(reading, conf);
	agree_gates(reading, conf);
	for (i = 0; i < conf->api_count; i++) {
		agree_keys(reading, &conf->apis[i]);
		agree_claims(reading, &conf->apis[i]);
		agree_cookies(reading, &conf->apis[i]);
		agree_token_cookies(reading, &conf->apis[i]);
		agree_names(reading, &conf->apis[i]);
	}
}
