#include <stdio.h>
#include <string.h>

#include "conf/conf.h"
#include "ctl/ctl.h"
#include "dialect/dialect.h"

static const char *
who(enum access access)
{
	static const char *const names[] = {
		[ACCESS_BLIND]		= "anybody",
		[ACCESS_ANYBODY]	= "anybody",
		[ACCESS_SIGNED_IN]	= "signed in",
		[ACCESS_ACCOUNT]	= "oneself, staff",
	};

	return names[access];
}

static bool
hashes(const struct route *route)
{
	return (route->op->flags & OP_HASHES) != 0;
}

/* The prefix ends with the slash that the path begins with. */
static void
print_route(const struct conf_api *api, const struct route *route)
{
	char url[256];

	snprintf(url, sizeof(url), "%s%s", api->prefix, route->path + 1);
	printf("%-7s %-36s %-22s %s%s\n",
	    request_method_name(route->method), url, route->op->name,
	    who(route->op->access), hashes(route) ? ", hashes" : "");
}

static void
print_api(const struct conf_api *api)
{
	const struct route *route = dialect_find(api->dialect)->routes;
	size_t i;

	printf("# api %s, dialect %s, host", api->name, api->dialect);
	if (api->host[0] == NULL)
		fputs(" any", stdout);
	for (i = 0; api->host[i] != NULL; i++)
		printf(" %s", api->host[i]);
	putchar('\n');
	for (; route->method != METHOD_OTHER; route++)
		if (route->method != METHOD_OPTIONS)
			print_route(api, route);
}

/* As a regular expression of nginx in double quotes. */
static void
print_pattern(const char *path)
{
	for (; *path != '\0'; path++) {
		if (strncmp(path, "{id}", 4) == 0) {
			fputs("[^/]+", stdout);
			path += 3;
			continue;
		}
		if (strchr("\\\"", *path) != NULL)
			fputs("\\\\\\", stdout);
		else if (strchr(".+*?()[]{}|^$", *path) != NULL)
			putchar('\\');
		putchar(*path);
	}
}

static void
print_nginx_route(const struct conf_api *api, const struct route *route)
{
	size_t length = strlen(route->path);

	printf("\t\"~^%s ", request_method_name(route->method));
	print_pattern(api->prefix);
	print_pattern(route->path + 1);
	printf("%s$\" portress_hash;\n",
	    route->path[length - 1] == '/' ? "?" : "/?");
}

/* Those with another host and the same prefix have the same routes. */
static bool
was_printed(const struct conf *conf, const struct conf_api *api)
{
	const struct conf_api *other;

	for (other = conf->apis; other < api; other++)
		if (strcmp(other->prefix, api->prefix) == 0 &&
		    strcmp(other->dialect, api->dialect) == 0)
			return true;
	return false;
}

static void
print_nginx(const struct conf *conf)
{
	const struct route *route;
	size_t i;

	puts("# Portress behind nginx, 2 of 3: which requests hash a "
	    "password. Belongs into\n# http { }. Made by `portress routes "
	    "--nginx`; make it anew where the prefix is\n# another.\n\n"
	    "map \"$request_method $uri\" $portress_lane {\n"
	    "\tdefault portress_main;");
	for (i = 0; i < conf->api_count; i++) {
		const struct conf_api *api = &conf->apis[i];

		if (was_printed(conf, api))
			continue;
		route = dialect_find(api->dialect)->routes;
		for (; route->method != METHOD_OTHER; route++)
			if (hashes(route))
				print_nginx_route(api, route);
	}
	puts("}");
}

static enum exits
routes(const struct ctl *ctl)
{
	struct conf *conf = ctl_conf(ctl);
	size_t i;

	if (conf == NULL)
		return EXIT_CONFIG;
	if (ctl_value(ctl, "nginx") != NULL)
		print_nginx(conf);
	else
		for (i = 0; i < conf->api_count; i++)
			print_api(&conf->apis[i]);
	conf_close(&conf);
	return EXIT_OK;
}

static const struct ctl_option options[] = {
	{ "nginx", NULL, "prints nginx's map of those that hash a password" },
	{ 0 },
};

const struct ctl_command ctl_routes = {
	"routes", NULL, "prints the URLs, who may use them, which hash a "
	"password", options, routes
};
