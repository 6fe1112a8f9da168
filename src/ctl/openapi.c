#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "conf/conf.h"
#include "ctl/ctl.h"
#include "dialect/openapi.h"

#define ARENA_LIMIT	(64 * 1024 * 1024)

static void
say_unknown(const struct conf *conf, const char *name)
{
	size_t i;

	ctl_say("there is no api %s; there are", name);
	for (i = 0; i < conf->api_count; i++)
		fprintf(stderr, "  %s\n", conf->apis[i].name);
}

static void
print(const struct conf *conf, const struct conf_api *api)
{
	struct arena *arena = arena_open(ARENA_LIMIT);

	puts(openapi_document(arena, conf, api));
	arena_close(&arena);
}

static enum exits
openapi(const struct ctl *ctl)
{
	struct conf *conf = ctl_conf(ctl);
	const struct conf_api *api;

	if (conf == NULL)
		return EXIT_CONFIG;
	api = conf_find_api(conf, ctl->argument);
	if (api != NULL)
		print(conf, api);
	else
		say_unknown(conf, ctl->argument);
	conf_close(&conf);
	return api != NULL ? EXIT_OK : EXIT_USAGE;
}

const struct ctl_command ctl_openapi = {
	"openapi", "API", "prints the OpenAPI document of an api", NULL, openapi
};
