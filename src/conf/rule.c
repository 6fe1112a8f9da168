#include "conf/rule.h"

#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/un.h>

#include "base/arena.h"
#include "base/codec.h"
#include "conf/column.h"
#include "conf/conf.h"
#include "conf/reading.h"
#include "conf/setting.h"

#define NAME_MAXIMUM	32

/* What is wrong with a text, or NULL. */
typedef const char *text_rule(const char *text);

static const char *
rule_prefix(const char *text)
{
	size_t length = strlen(text);

	if (length == 0 || text[0] != '/' || text[length - 1] != '/')
		return "must begin and end with a slash";
	if (strstr(text, "//") != NULL || strpbrk(text, "?#% ") != NULL)
		return "must be a plain path, without //, ?, #, % and spaces";
	return NULL;
}

static const char *
rule_domain(const char *text)
{
	if (text[0] == '\0')
		return "must not be empty";
	if (strstr(text, "://") != NULL)
		return "must be a host name without http://";
	if (strpbrk(text, "/?#@\\ \"<>") != NULL)
		return "must be a host name, without a slash or a space";
	return NULL;
}

/* Compared with request->host, which has no port; an address may have []. */
static const char *
rule_host(const char *text)
{
	const char *colon = strrchr(text, ':');

	if (colon != NULL && strchr(colon, ']') == NULL)
		return "must be host names without a port";
	return rule_domain(text);
}

/* What Djoser fills in, but for {user}, which is no text for a URL. */
static bool
is_link_placeholder(const char *text)
{
	static const char *const known[] = {
		"{uid}", "{token}", "{domain}", "{protocol}", "{site_name}",
		NULL
	};
	size_t i;

	for (i = 0; known[i] != NULL; i++)
		if (strncmp(text, known[i], strlen(known[i])) == 0)
			return true;
	return false;
}

static const char *
rule_link(const char *text)
{
	const char *at;

	if (strstr(text, "{uid}") == NULL || strstr(text, "{token}") == NULL)
		return "must have {uid} and {token} in it";
	if (strncmp(text, "http:", 5) == 0 || strncmp(text, "https:", 6) == 0)
		return "must be a path: what comes before it is "
		    "email_frontend_protocol and email_frontend_domain";
	for (at = text; (at = strchr(at, '{')) != NULL; at++)
		if (!is_link_placeholder(at))
			return "may have {uid}, {token}, {domain}, {protocol} "
			    "and {site_name} in it, and no other {";
	if (strchr(text, ' ') != NULL)
		return "must not have a space in it";
	return NULL;
}

static const char *
rule_key(const char *text)
{
	if (codec_utf8_length(text, strlen(text)) < SECRET_MINIMUM)
		return "must be at least 32 characters long";
	if (strncmp(text, "-----BEGIN ", 11) == 0)
		return "must not be in PEM: keys of RS256 and the like stand "
		    "in signing_key_file and verifying_key_file";
	return NULL;
}

/* RFC 3875 section 4.1.18. */
static const char *
rule_header(const char *text)
{
	if (strncmp(text, "HTTP_", 5) != 0 || text[5] == '\0' || strspn(text,
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") != strlen(text))
		return "must be HTTP_ and the header's name in upper case, "
		    "with _ for each -";
	return NULL;
}

/* What browsers send of themselves proves nothing. */
static const char *
rule_own_header(const char *text)
{
	static const char *const others[] = {
		"HTTP_COOKIE", "HTTP_HOST", "HTTP_ORIGIN", "HTTP_REFERER", NULL
	};

	return conf_list_has(others, text) ? "must not be a header that "
	    "browsers send of themselves" : rule_header(text);
}

static const char *
rule_csrf_header(const char *text)
{
	return strcmp(text, "HTTP_AUTHORIZATION") == 0 ?
	    "must be a header of its own" : rule_own_header(text);
}

/* A token of RFC 9110, section 5.6.2. */
static bool
is_token(const char *text)
{
	static const char marks[] = "!#$%&'*+-.^_`|~";
	const char *at;

	for (at = text; *at != '\0'; at++)
		if (!isalnum((unsigned char)*at) && strchr(marks, *at) == NULL)
			break;
	return *at == '\0' && at != text;
}

/* As browsers send it: RFC 6454 section 6.1. */
static const char *
rule_origin(const char *text)
{
	const char *at = strncmp(text, "https://", 8) == 0 ? text + 8 :
	    strncmp(text, "http://", 7) == 0 ? text + 7 : "";

	if (rule_domain(at) != NULL || at[strspn(at,
	    "abcdefghijklmnopqrstuvwxyz0123456789-.:[]")] != '\0')
		return "must be origins as browsers send them, http:// or "
		    "https:// with a host name in lower case and perhaps a "
		    "port, and no slash behind it";
	return NULL;
}

static const char *
rule_scheme(const char *text)
{
	return is_token(text) ? NULL : "must be words without spaces";
}

/* Cookies, by RFC 6265 section 4.1.1. */
static const char *
rule_cookie_name(const char *text)
{
	return is_token(text) ? NULL : "must be one word of plain letters";
}

static const char *
rule_cookie_path(const char *text)
{
	if (text[0] != '/')
		return "must begin with a slash";
	return strchr(text, ';') == NULL ? NULL : "must not have a ; in it";
}

static const char *
rule_cookie_domain(const char *text)
{
	const char *at;

	for (at = text; *at != '\0'; at++)
		if (!isalnum((unsigned char)*at) && strchr(".-", *at) == NULL)
			return "must be a host name without http:// and port";
	return NULL;
}

static const char *
rule_mode(const char *text)
{
	char *end;
	unsigned long mode = strtoul(text, &end, 8);

	if (!isdigit((unsigned char)text[0]) || *end != '\0' || mode > 0777)
		return "must be octal, from 0000 to 0777";
	return NULL;
}

static const char *
rule_socket(const char *text)
{
	if (strlen(text) >= sizeof(((struct sockaddr_un *)0)->sun_path))
		return "must be shorter than 108 characters";
	return NULL;
}

static const char *
rule_address(const char *text)
{
	const char *at = strchr(text, '@');

	if (at == NULL || at == text || at[1] == '\0')
		return "must be an e-mail address";
	return NULL;
}

static const char *
rule_not_empty(const char *text)
{
	return text[0] == '\0' ? "must not be empty" : NULL;
}

/* An empty text, where it stands for none, is not asked about. */
static const struct {
	enum conf_section	 section;
	const char		*name;
	text_rule		*rule;
} text_rules[] = {
	{ CONF_GLOBAL,	 "secret_key",		rule_key },
	{ CONF_GLOBAL,	 "domain",		rule_domain },
	{ CONF_GLOBAL,	 "default_from_email",	rule_address },
	{ CONF_DATABASE, "socket",		rule_socket },
	{ CONF_LANE,	 "socket",		rule_socket },
	{ CONF_LANE,	 "socket_mode",		rule_mode },
	{ CONF_API,	 "dialect",		rule_not_empty },
	{ CONF_API,	 "prefix",		rule_prefix },
	{ CONF_API,	 "host",		rule_host },
	{ CONF_API,	 "activation_url",	rule_link },
	{ CONF_API,	 "password_reset_confirm_url", rule_link },
	{ CONF_API,	 "username_reset_confirm_url", rule_link },
	{ CONF_API,	 "email_frontend_domain", rule_domain },
	{ CONF_API,	 "session_cookie_name", rule_cookie_name },
	{ CONF_API,	 "session_cookie_path", rule_cookie_path },
	{ CONF_API,	 "session_cookie_domain", rule_cookie_domain },
	{ CONF_API,	 "jwt_auth_cookie",	rule_cookie_name },
	{ CONF_API,	 "jwt_auth_refresh_cookie", rule_cookie_name },
	{ CONF_API,	 "jwt_auth_refresh_cookie_path", rule_cookie_path },
	{ CONF_API,	 "jwt_auth_cookie_domain", rule_cookie_domain },
	{ CONF_API,	 "csrf_cookie_name",	rule_cookie_name },
	{ CONF_API,	 "csrf_cookie_domain",	rule_cookie_domain },
	{ CONF_API,	 "csrf_header_name",	rule_csrf_header },
	{ CONF_API,	 "signing_key",		rule_key },
	{ CONF_API,	 "auth_header_types",	rule_scheme },
	{ CONF_API,	 "auth_header_name",	rule_own_header },
	{ CONF_API,	 "cors_allowed_origins", rule_origin },
	{ CONF_API,	 "user_id_claim",	rule_not_empty },
	{ CONF_API,	 "sliding_token_refresh_exp_claim", rule_not_empty },
	{ CONF_API,	 "revoke_token_claim",	rule_not_empty },
};

static const char *
break_text(const struct conf_setting *setting, const char *text)
{
	size_t i;

	for (i = 0; text[i] != '\0'; i++)
		if (iscntrl((unsigned char)text[i]))
			return "must not have control characters or line ends "
			    "in it";
	if (text[0] == '\0' && setting->fallback == NULL &&
	    !setting_is_list(setting))
		return NULL;
	for (i = 0; i < sizeof(text_rules) / sizeof(text_rules[0]); i++)
		if (text_rules[i].section == setting->section &&
		    strcmp(text_rules[i].name, setting->name) == 0)
			return text_rules[i].rule(text);
	return NULL;
}

/* True if the texts are good; else it was said what is wrong. */
static bool
apply_texts(struct reading *reading, const struct conf_setting *setting,
    const struct note *note)
{
	bool good = true;
	size_t i;

	for (i = 0; i < note->count; i++) {
		const char *wrong = break_text(setting, note->values[i]);

		if (wrong == NULL)
			continue;
		good = false;
		if (setting_is_list(setting))
			reading_trouble(reading, note->place,
			    "%s %s; not \"%s\"", note->name, wrong,
			    note->values[i]);
		else
			reading_trouble(reading, note->place, "%s %s",
			    note->name, wrong);
	}
	return good;
}

static bool
apply_choice(struct reading *reading, const struct conf_setting *setting,
    const struct note *note, const char *text)
{
	const char *word;

	if (setting_has_choice(setting, text) ||
	    (text[0] == '\0' && setting->fallback == NULL))
		return true;
	word = strrchr(text, '.') != NULL ? strrchr(text, '.') + 1 : text;
	if (setting_has_choice(setting, word))
		reading_trouble(reading, note->place,
		    "%s takes \"%s\", without \"%.*s\"", note->name, word,
		    (int)(word - text), text);
	else
		reading_trouble(reading, note->place,
		    "%s must be one of %.*s, not \"%s\"", note->name,
		    (int)strcspn(setting->explanation, ":"),
		    setting->explanation, text);
	return false;
}

static bool
apply_choices(struct reading *reading, const struct conf_setting *setting,
    const struct note *note)
{
	bool good = true;
	size_t i;

	if (setting->type != CONF_CHOICES)
		return true;
	for (i = 0; i < note->count; i++)
		good = apply_choice(reading, setting, note, note->values[i]) &&
		    good;
	return good;
}

static bool
apply_list(struct reading *reading, const struct conf_setting *setting,
    const struct note *note)
{
	size_t i, j;
	bool good = apply_texts(reading, setting, note) &&
	    apply_choices(reading, setting, note);

	if (note->count == 0 && setting->minimum > 0) {
		reading_trouble(reading, note->place,
		    "%s needs one word at least", note->name);
		return false;
	}
	for (i = 0; i < note->count; i++)
		for (j = i + 1; j < note->count; j++)
			if (strcasecmp(note->values[i],
			    note->values[j]) == 0) {
				reading_trouble(reading, note->place,
				    "%s has \"%s\" twice", note->name,
				    note->values[j]);
				good = false;
			}
	return good;
}

static bool
apply_number(struct reading *reading, const struct conf_setting *setting,
    const struct note *note)
{
	const char *text = note->values[0];
	long long number;
	char *end;

	errno = 0;
	number = strtoll(text, &end, 10);
	if (text[0] == '\0' || *end != '\0' || strpbrk(text, "+ ") != NULL)
		reading_trouble(reading, note->place,
		    "%s must be a whole number from %" PRId64 " to %" PRId64
		    ", not \"%s\"", note->name, setting->minimum,
		    setting->maximum, text);
	else if (errno == ERANGE || number < setting->minimum ||
	    number > setting->maximum)
		reading_trouble(reading, note->place,
		    "%s must be from %" PRId64 " to %" PRId64 ", not %s",
		    note->name, setting->minimum, setting->maximum, text);
	else
		return true;
	return false;
}

static bool
apply_flag(struct reading *reading, const struct note *note)
{
	if (setting_flag(note->values[0]) != -1)
		return true;
	reading_trouble(reading, note->place,
	    "%s must be true or false, not \"%s\"", note->name,
	    note->values[0]);
	return false;
}

static bool
apply_value(struct reading *reading, const struct conf_setting *setting,
    const struct note *note)
{
	if (setting_is_list(setting))
		return apply_list(reading, setting, note);
	if (note->count != 1) {
		reading_trouble(reading, note->place,
		    "%s takes one value, not a list of %zu", note->name,
		    note->count);
		return false;
	}
	switch (setting->type) {
	case CONF_NUMBER:
		return apply_number(reading, setting, note);
	case CONF_CHOICE:
		return apply_choice(reading, setting, note, note->values[0]);
	case CONF_FLAG:
		return apply_flag(reading, note);
	default:
		return apply_texts(reading, setting, note);
	}
}

static void
report_unknown(struct reading *reading, const struct note *note)
{
	const struct conf_setting *other =
	    setting_elsewhere(note->section, note->name);

	if (other != NULL) {
		reading_trouble(reading, note->place, "%s belongs %s",
		    note->name, setting_section(other->section));
		return;
	}
	other = setting_nearest(note->section, note->name);
	if (other == NULL)
		reading_trouble(reading, note->place,
		    "there is no setting \"%s\"", note->name);
	else if (other->section == note->section)
		reading_trouble(reading, note->place,
		    "there is no setting \"%s\"; did you mean %s?",
		    note->name, other->name);
	else
		reading_trouble(reading, note->place,
		    "there is no setting \"%s\"; did you mean %s, %s?",
		    note->name, other->name, setting_section(other->section));
}

static void
check_block_name(struct reading *reading, const struct note *note)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz"
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.";
	size_t length = strlen(note->block);

	if (note->section != CONF_DATABASE && (length == 0 ||
	    length > NAME_MAXIMUM || strspn(note->block, letters) != length))
		reading_trouble(reading, note->place,
		    "the name of a block must be 1 to %d letters, digits or "
		    "any of _-., not \"%s\"", NAME_MAXIMUM, note->block);
}

/* The lane of that name, made if there is none. */
static struct conf_lane *
find_lane(struct arena *arena, struct conf *conf, const char *name)
{
	struct conf_lane *lanes;
	size_t i;

	for (i = 0; i < conf->lane_count; i++)
		if (strcmp(conf->lanes[i].name, name) == 0)
			return &conf->lanes[i];
	lanes = arena_alloc(arena, (i + 1) * sizeof(*lanes));
	if (i > 0)
		memcpy(lanes, conf->lanes, i * sizeof(*lanes));
	setting_defaults(arena, CONF_LANE, &lanes[i]);
	lanes[i].name = name;
	conf->lanes = lanes;
	conf->lane_count = i + 1;
	return &lanes[i];
}

static struct conf_api *
find_api(struct arena *arena, struct conf *conf, const char *name)
{
	struct conf_api *apis;
	size_t i;

	for (i = 0; i < conf->api_count; i++)
		if (strcmp(conf->apis[i].name, name) == 0)
			return &conf->apis[i];
	apis = arena_alloc(arena, (i + 1) * sizeof(*apis));
	if (i > 0)
		memcpy(apis, conf->apis, i * sizeof(*apis));
	setting_defaults(arena, CONF_API, &apis[i]);
	apis[i].name = name;
	conf->apis = apis;
	conf->api_count = i + 1;
	return &apis[i];
}

static struct conf_column *
find_column(struct arena *arena, struct conf_database *database,
    const char *name)
{
	size_t i;

	for (i = 0; i < database->column_count; i++)
		if (strcmp(database->columns[i].name, name) == 0)
			return &database->columns[i];
	return column_add(arena, database, name);
}

static void *
find_base(struct arena *arena, struct conf *conf, const struct note *note)
{
	switch (note->section) {
	case CONF_DATABASE:
		return &conf->database;
	case CONF_LANE:
		return find_lane(arena, conf, note->block);
	case CONF_COLUMN:
		return find_column(arena, &conf->database, note->block);
	case CONF_API:
		return find_api(arena, conf, note->block);
	default:
		return conf;
	}
}

void
rule_apply(struct reading *reading, struct conf *conf, const struct note *note)
{
	void *base = find_base(reading->arena, conf, note);
	const struct conf_setting *setting;

	if (note->name == NULL) {
		check_block_name(reading, note);
		return;
	}
	setting = setting_find(note->section, note->name);
	if (setting == NULL)
		report_unknown(reading, note);
	else if (apply_value(reading, setting, note))
		setting_store(setting, base, note->values);
}

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

bool
rule_is_mac(const char *algorithm)
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
	if (rule_is_mac(api->algorithm)) {
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
		    api->csrf_cookie_domain, &tokens },
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
	if (api->use_jwt && !rule_is_mac(api->algorithm) &&
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

void
rule_agree(struct reading *reading, const struct conf *conf)
{
	size_t i;

	agree_required(reading);
	agree_secret_file(reading, CONF_GLOBAL, "", "secret_key",
	    conf->secret_key, conf->secret_key_file);
	agree_secret_file(reading, CONF_DATABASE, "", "password",
	    conf->database.password, conf->database.password_file);
	agree_lanes(reading, conf);
	agree_apis(reading, conf);
	for (i = 0; i < conf->api_count; i++) {
		agree_keys(reading, &conf->apis[i]);
		agree_claims(reading, &conf->apis[i]);
		agree_cookies(reading, &conf->apis[i]);
		agree_token_cookies(reading, &conf->apis[i]);
		agree_names(reading, &conf->apis[i]);
	}
}
