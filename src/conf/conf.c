#include "conf/conf.h"

#include <assert.h>
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/log.h"
#include "conf/accounts.h"
#include "conf/agree.h"
#include "conf/column.h"
#include "conf/key_file.h"
#include "conf/preset.h"
#include "conf/reading.h"
#include "conf/rule.h"
#include "conf/setting.h"

#define MEMORY_MAXIMUM	((size_t)256 * 1024 * 1024)

/* The configuration and what it owns. */
struct house {
	struct conf	 conf;
	struct arena	*arena;
};

static const char *socket_override;
static const char *const none[] = { NULL };	/* an empty list */

void
conf_override_socket(const char *path)
{
	socket_override = path;
}

const struct conf_api *
conf_find_api(const struct conf *conf, const char *name)
{
	size_t i;

	for (i = 0; i < conf->api_count; i++)
		if (strcmp(conf->apis[i].name, name) == 0)
			return &conf->apis[i];
	return NULL;
}

bool
conf_list_has(const char *const *list, const char *word)
{
	for (; *list != NULL; list++)
		if (strcmp(*list, word) == 0)
			return true;
	return false;
}

bool
condition_holds(const struct condition *condition, const struct conf_api *api)
{
	const void *member = (const char *)api + condition->setting;

	if (condition->setting == 0)
		return true;
	if (condition->is == NULL)
		return *(const bool *)member;
	return strcmp(*(const char *const *)member, condition->is) == 0;
}

const char *
conf_default_file(void)
{
	static const char name[] = "portress.conf";
	static char path[4096];
	const char *named = getenv("PORTRESS_CONF");
	ssize_t length;
	char *slash;

	if (named != NULL && named[0] != '\0')
		return named;
	length = readlink("/proc/self/exe", path,
	    sizeof(path) - sizeof(name) - 1);
	if (length > 0) {
		path[length] = '\0';
		if ((slash = strrchr(path, '/')) != NULL)
			memcpy(slash + 1, name, sizeof(name));
		if (access(path, F_OK) == 0)
			return path;
	}
	return SYSCONFDIR "/portress.conf";
}

static void
take_secret_file(struct reading *reading, enum conf_section section,
    const char *block, const char *name, const char *file, size_t least,
    const char **secret)
{
	const struct key_file from = { name, file,
	    reading_place(reading, section, block, name), least };

	if (file != NULL && *secret == NULL)
		*secret = key_file_secret(reading, &from);
}

static void
take_fallbacks_file(struct reading *reading, struct conf *conf)
{
	static const char name[] = "secret_key_fallbacks_file";
	const struct key_file from = { name, conf->secret_key_fallbacks_file,
	    reading_place(reading, CONF_GLOBAL, "", name), SECRET_MINIMUM };

	if (from.file != NULL && conf->secret_key_fallbacks[0] == NULL)
		conf->secret_key_fallbacks = key_file_secrets(reading, &from);
}

static void
take_pem_file(struct reading *reading, const struct conf_api *api,
    const char *name, const char *file, const char **pem)
{
	const struct key_file from = { name, file,
	    reading_place(reading, CONF_API, api->name, name), 0 };

	if (file != NULL)
		*pem = key_file_pem(reading, &from);
}

static void
take_key_files(struct reading *reading, struct conf_api *api)
{
	if (agree_is_mac(api->algorithm)) {
		take_secret_file(reading, CONF_API, api->name,
		    "signing_key_file", api->signing_key_file, SECRET_MINIMUM,
		    &api->signing_key);
		return;
	}
	take_pem_file(reading, api, "signing_key_file",
	    api->signing_key_file, &api->signing_key);
	take_pem_file(reading, api, "verifying_key_file",
	    api->verifying_key_file, &api->verifying_key);
}

static const char *const *
with_fallbacks(struct arena *arena, const struct conf *conf)
{
	const char *const *old = conf->secret_key_fallbacks;
	const char **keys;
	size_t count = 0;

	while (old[count] != NULL)
		count++;
	keys = arena_alloc(arena, (count + 2) * sizeof(*keys));
	keys[0] = conf->secret_key;
	memcpy(&keys[1], old, count * sizeof(*keys));
	return keys;
}

/* What is signed with secret_key is verified with its fallbacks, too. */
static void
fall_back_on_secret(const struct conf *conf, struct conf_api *api)
{
	bool is_ours = api->signing_key == NULL &&
	    agree_is_mac(api->algorithm);

	if (!is_ours)
		return;
	api->signing_key = conf->secret_key;
	api->old_signing_keys = conf->secret_key_fallbacks;
}

/* Texts that stand in for those that are not set. */
static void
fall_back_on_site(const struct conf *conf, struct conf_api *api)
{
	if (api->login_field == NULL)
		api->login_field = api->username_field;
	if (api->email_frontend_domain == NULL)
		api->email_frontend_domain = conf->domain;
	if (api->email_frontend_protocol == NULL)
		api->email_frontend_protocol = conf->protocol;
	if (api->email_frontend_site_name == NULL)
		api->email_frontend_site_name = conf->site_name;
}

/* What follows from several settings. */
static void
derive(const struct conf *conf, struct conf_api *api)
{
	api->has_uuids =
	    strcmp(conf->database.accounts.id_type, "uuid") == 0;
	api->has_signing_key = api->signing_key != NULL;
	api->has_token_cookies = api->jwt_auth_cookie != NULL;
	api->guards_tokens = api->has_token_cookies &&
	    api->jwt_auth_cookie_use_csrf;
	api->takes_sessions = conf_list_has(
	    api->default_authentication_classes, "SessionAuthentication");
	api->has_csrf_token = api->guards_tokens || api->takes_sessions;
	api->rotates = api->rotate_refresh_tokens && strcmp(
	    api->token_refresh_serializer, "TokenRefreshSerializer") == 0;
	api->has_email = strcmp(api->username_field, "username") == 0 &&
	    strcmp(api->login_field, "username") == 0;
}

static void
fall_back(struct arena *arena, struct conf *conf)
{
	size_t i;

	conf->secret_keys = with_fallbacks(arena, conf);
	if (conf->site_name == NULL)
		conf->site_name = conf->domain;
	if (conf->mail_transport == NULL)
		conf->mail_transport = conf->mail_directory != NULL ?
		    "directory" : "none";
	for (i = 0; i < conf->api_count; i++) {
		fall_back_on_secret(conf, &conf->apis[i]);
		fall_back_on_site(conf, &conf->apis[i]);
		derive(conf, &conf->apis[i]);
	}
}

/* Requests are compared with hosts in lower case. */
static const char *const *
lower(struct arena *arena, const char *const *hosts)
{
	size_t count = 0, i;
	const char **made;

	while (hosts[count] != NULL)
		count++;
	made = arena_alloc(arena, (count + 1) * sizeof(*made));
	for (i = 0; i < count; i++) {
		char *host = arena_text(arena, hosts[i]), *at;

		for (at = host; *at != '\0'; at++)
			*at = (char)tolower((unsigned char)*at);
		made[i] = host;
	}
	return made;
}

static void
lower_hosts(struct arena *arena, struct conf *conf)
{
	size_t i;

	for (i = 0; i < conf->api_count; i++)
		conf->apis[i].host = lower(arena, conf->apis[i].host);
	for (i = 0; i < conf->gate_count; i++)
		conf->gates[i].host = lower(arena, conf->gates[i].host);
}

static void
make_up_blocks(struct arena *arena, struct conf *conf)
{
	if (conf->lane_count == 0) {
		conf->lanes = arena_alloc(arena, sizeof(*conf->lanes));
		conf->lane_count = 1;
		setting_defaults(arena, CONF_LANE, conf->lanes);
		conf->lanes->name = "main";
	}
	if (conf->api_count == 0) {
		conf->apis = arena_alloc(arena, sizeof(*conf->apis));
		conf->api_count = 1;
		setting_defaults(arena, CONF_API, conf->apis);
		conf->apis->name = "djoser";
	}
}

/* A secret in one file replaces where the other had it from. */
static void
prefer_later(const struct reading *reading, enum conf_section section,
    const char *block, const char *name, const char **secret,
    const char **file)
{
	char file_name[64];
	size_t here, there;

	if (*secret == NULL || *file == NULL)
		return;
	snprintf(file_name, sizeof(file_name), "%s_file", name);
	here = reading_place(reading, section, block, name).source->number;
	there = reading_place(reading, section, block,
	    file_name).source->number;
	if (here > there)
		*file = NULL;
	else if (there > here)
		*secret = NULL;
}

static void
prefer_later_fallbacks(const struct reading *reading, struct conf *conf)
{
	const char *first = conf->secret_key_fallbacks[0];

	prefer_later(reading, CONF_GLOBAL, "", "secret_key_fallbacks",
	    &first, &conf->secret_key_fallbacks_file);
	if (first == NULL)
		conf->secret_key_fallbacks = none;
}

static void
settle_secrets(struct reading *reading, struct conf *conf)
{
	size_t i;

	prefer_later(reading, CONF_GLOBAL, "", "secret_key",
	    &conf->secret_key, &conf->secret_key_file);
	prefer_later_fallbacks(reading, conf);
	prefer_later(reading, CONF_GLOBAL, "", "email_host_password",
	    &conf->email_host_password, &conf->email_host_password_file);
	prefer_later(reading, CONF_DATABASE, "", "password",
	    &conf->database.password, &conf->database.password_file);
	for (i = 0; i < conf->api_count; i++)
		prefer_later(reading, CONF_API, conf->apis[i].name,
		    "signing_key", &conf->apis[i].signing_key,
		    &conf->apis[i].signing_key_file);
}

static void
take_files(struct reading *reading, struct conf *conf)
{
	size_t i;

	take_secret_file(reading, CONF_GLOBAL, "", "secret_key_file",
	    conf->secret_key_file, SECRET_MINIMUM, &conf->secret_key);
	take_fallbacks_file(reading, conf);
	take_secret_file(reading, CONF_GLOBAL, "", "email_host_password_file",
	    conf->email_host_password_file, 0, &conf->email_host_password);
	take_secret_file(reading, CONF_DATABASE, "", "password_file",
	    conf->database.password_file, 0, &conf->database.password);
	for (i = 0; i < conf->api_count; i++)
		take_key_files(reading, &conf->apis[i]);
}

static void
finish(struct reading *reading, struct conf *conf)
{
	preset_apply(reading, conf);
	settle_secrets(reading, conf);
	agree_all(reading, conf);
	column_agree(reading, conf);
	accounts_agree(reading, conf);
	take_files(reading, conf);
	make_up_blocks(reading->arena, conf);
	lower_hosts(reading->arena, conf);
	fall_back(reading->arena, conf);
	if (socket_override != NULL)
		conf->lanes[0].socket = socket_override;
}

struct conf *
conf_open(const char *file, FILE *errors)
{
	struct arena *arena = arena_open(MEMORY_MAXIMUM);
	struct house *house = arena_alloc(arena, sizeof(*house));
	struct conf *conf = &house->conf;
	struct reading reading;
	const struct note *note;

	house->arena = arena;
	setting_defaults(arena, CONF_GLOBAL, conf);
	setting_defaults(arena, CONF_DATABASE, &conf->database);
	setting_defaults(arena, CONF_USER, &conf->database.accounts);
	reading_run(&reading, arena, file);
	for (note = reading.notes; note != NULL; note = note->next)
		rule_apply(&reading, conf, note);
	conf->file = arena_text(arena, file);
	finish(&reading, conf);
	if (reading_report(&reading, errors) > 0) {
		arena_close(&arena);
		return NULL;
	}
	return conf;
}

void
conf_close(struct conf **conf)
{
	struct arena *arena;

	if (*conf == NULL)
		return;
	arena = ((struct house *)*conf)->arena;
	*conf = NULL;
	arena_close(&arena);
}

void
conf_log(const struct conf *conf)
{
	static const struct {
		const char	*name;
		int		 level;
	} levels[] = {
		{ "error", LOG_ERR }, { "warning", LOG_WARNING },
		{ "notice", LOG_NOTICE }, { "info", LOG_INFO },
		{ "debug", LOG_DEBUG },
	};
	size_t i = 0;

	while (strcmp(levels[i].name, conf->log_level) != 0)
		i++;
	log_open(strcmp(conf->log_target, "syslog") == 0 ?
	    LOG_TARGET_SYSLOG : LOG_TARGET_STDERR,
	    strcmp(conf->log_form, "json") == 0 ?
	    LOG_FORM_JSON : LOG_FORM_TEXT, levels[i].level);
}
