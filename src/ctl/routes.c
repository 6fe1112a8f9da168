#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "conf/conf.h"
#include "ctl/ctl.h"
#include "dialect/common.h"
#include "dialect/spelling.h"

#define ARENA_LIMIT	(4 * 1024 * 1024)

/* The permission classes that a setting of the api names. */
static void
print_who(const struct conf_api *api, const struct op *op)
{
	const char *const *name;
	const char *comma = "";

	if ((op->flags & (OP_BLIND | OP_GUARDS)) != 0) {
		fputs((op->flags & OP_BLIND) != 0 ? "anybody" :
		    "by gates", stdout);
		return;
	}
	name = *(const char *const *const *)
	    ((const char *)api + op->permission);
	if (*name == NULL)
		fputs("anybody", stdout);
	for (; *name != NULL; name++, comma = ", ")
		printf("%s%s", comma, *name);
}

static bool
hashes(const struct route *route)
{
	return (route->op->flags & OP_HASHES) != 0;
}

static void
print_route(struct arena *arena, const struct conf_api *api,
    const struct route *route)
{
	printf("%-7s %-36s %-22s ", route->method == METHOD_ANY ? "any" :
	    request_method_name(route->method),
	    arena_printf(arena, "%s%s", api->prefix,
	    spelling_path(arena, api, route->path)), route->op->name);
	print_who(api, route->op);
	puts(hashes(route) ? ", hashes" : "");
}

static void
print_api(struct arena *arena, const struct conf_api *api)
{
	const struct dialect *dialect = dialect_find(api->dialect);
	const struct route *route = dialect->routes;
	size_t i;

	printf("# api %s, dialect %s, host", api->name, api->dialect);
	if (api->host[0] == NULL)
		fputs(" any", stdout);
	for (i = 0; api->host[i] != NULL; i++)
		printf(" %s", api->host[i]);
	putchar('\n');
	for (; route->method != METHOD_OTHER; route++)
		if (route->method != METHOD_OPTIONS &&
		    dialect_has_route(dialect, route, api))
			print_route(arena, api, route);
	for (route = common_routes; route->method != METHOD_OTHER; route++)
		if (condition_holds(&route->when, api))
			print_route(arena, api, route);
}

/* As a regular expression in double quotes. */
static void
print_literal(const char *text, size_t length)
{
	for (; length > 0; length--, text++) {
		if (strchr("\\\"", *text) != NULL)
			fputs("\\\\\\", stdout);
		else if (strchr(".+*?()[]{}|^$", *text) != NULL)
			putchar('\\');
		putchar(*text);
	}
}

/* The regular expression of what begins here, which *pattern is moved behind. */
static const char *
placeholder(const char **pattern)
{
	static const struct {
		const char *text, *expression;
	} placeholders[] = {
		{ "{id}",	"[^/.]+" },
		{ "{.format}",	"(\\.[a-z0-9]+)?" },
		{ "*",		"" },
	};
	size_t i;

	for (i = 0; i < sizeof(placeholders) / sizeof(placeholders[0]); i++) {
		size_t length = strlen(placeholders[i].text);

		if (strncmp(*pattern, placeholders[i].text, length) != 0)
			continue;
		*pattern += length;
		return placeholders[i].expression;
	}
	return NULL;
}

static void
print_pattern(const struct conf_api *api, const char *pattern)
{
	while (*pattern != '\0') {
		const char *setting = spelling_setting(api, &pattern);
		const char *expression = placeholder(&pattern);

		if (setting != NULL)
			print_literal(setting, strlen(setting));
		if (expression != NULL)
			fputs(expression, stdout);
		if (setting == NULL && expression == NULL)
			print_literal(pattern++, 1);
	}
}

/* A web server's configuration of the lanes, around a method and a regular
 * expression for each route that may hash a password. */
struct table {
	const char *option;	/* of the command */
	const char *head, *tail;
	const char *before, *between, *behind;
};

static const struct table tables[] = {
	{ "nginx",
	    "# Portress behind nginx, 2 of 3: which requests hash a password. "
	    "Belongs into\n# http { }. Made by `portress routes --nginx`; make "
	    "it anew where the prefix is\n# another.\n\n"
	    "map \"$request_method $uri\" $portress_lane {\n"
	    "\tdefault portress_main;\n",
	    "}\n",
	    "\t\"~^", " ", "\" portress_hash;\n" },
	{ "lighttpd",
	    "# Portress behind lighttpd, 2 of 2: which requests hash a password. "
	    "Made by\n# `portress routes --lighttpd`; make it anew where the "
	    "prefix is another.\n",
	    "",
	    "\n$HTTP[\"request-method\"] == \"", "\" {\n"
	    "\t$HTTP[\"url\"] =~ \"^", "\" {\n"
	    "\t\tfastcgi.server = portress_hash\n\t}\n}\n" },
	{ "apache",
	    "# Portress behind Apache by mod_proxy_fcgi, 2 of 2: which requests "
	    "hash a\n# password. Belongs into <VirtualHost>. Made by `portress "
	    "routes --apache`; make\n# it anew where the prefix is another.\n\n"
	    "<If \"\\\n",
	    "\tfalse\">\n"
	    "\tSetHandler \"proxy:unix:/run/portress/hash.sock|"
	    "fcgi://portress-hash\"\n</If>\n",
	    "\t'%{REQUEST_METHOD} %{REQUEST_URI}' =~ m#^", " ",
	    "# || \\\n" },
	{ "caddy",
	    "# Portress behind Caddy, 2 of 2: which requests hash a password. "
	    "Belongs into\n# the site's block. Made by `portress routes --caddy`; "
	    "make it anew where the\n# prefix is another.\n\n"
	    "map \"{method} {path}\" {portress_lane} {\n",
	    "\tdefault unix//run/portress/main.sock\n}\n",
	    "\t\"~^", " ", "\" unix//run/portress/hash.sock\n" },
	{ "haproxy",
	    "# Portress behind HAProxy, 2 of 2: which requests hash a password. "
	    "Made by\n# `portress routes --haproxy`; make it anew where the "
	    "prefix is another.\n\n",
	    "",
	    "^", " ", "\n" },
};

#define TABLES	(sizeof(tables) / sizeof(tables[0]))

static void
print_row(const struct table *table, const struct conf_api *api,
    const struct route *route)
{
	size_t length = strlen(route->path);

	printf("%s%s%s", table->before, request_method_name(route->method),
	    table->between);
	print_literal(api->prefix, strlen(api->prefix));
	print_pattern(api, route->path + 1);
	printf("%s%s", route->path[length - 1] == '/' ? "?$" : "",
	    table->behind);
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
print_rows(const struct table *table, const struct conf_api *api)
{
	const struct dialect *dialect = dialect_find(api->dialect);
	const struct route *route = dialect->routes;

	for (; route->method != METHOD_OTHER; route++)
		if (hashes(route) && dialect_has_route(dialect, route, api))
			print_row(table, api, route);
}

static void
print_table(const struct table *table, const struct conf *conf)
{
	size_t i;

	fputs(table->head, stdout);
	for (i = 0; i < conf->api_count; i++)
		if (!was_printed(conf, &conf->apis[i]))
			print_rows(table, &conf->apis[i]);
	fputs(table->tail, stdout);
}

static void
print_all(const struct conf *conf)
{
	struct arena *arena = arena_open(ARENA_LIMIT);
	size_t i;

	for (i = 0; i < conf->api_count; i++)
		print_api(arena, &conf->apis[i]);
	arena_close(&arena);
}

/* The one that was asked for, or NULL. */
static const struct table *
table_wanted(const struct ctl *ctl)
{
	size_t i;

	for (i = 0; i < TABLES; i++)
		if (ctl_value(ctl, tables[i].option) != NULL)
			return &tables[i];
	return NULL;
}

static enum exits
routes(const struct ctl *ctl)
{
	const struct table *table = table_wanted(ctl);
	struct conf *conf = ctl_conf(ctl);

	if (conf == NULL)
		return EXIT_CONFIG;
	if (table != NULL)
		print_table(table, conf);
	else
		print_all(conf);
	conf_close(&conf);
	return EXIT_OK;
}

static const struct ctl_option options[] = {
	{ "nginx", NULL, "prints nginx's map of those that hash a password" },
	{ "apache", NULL, "prints Apache's condition for the same" },
	{ "lighttpd", NULL, "prints lighttpd's conditions for the same" },
	{ "caddy", NULL, "prints Caddy's map of the same" },
	{ "haproxy", NULL, "prints HAProxy's patterns of the same" },
	{ 0 },
};

const struct ctl_command ctl_routes = {
	"routes", NULL, "prints the URLs, who may use them, which hash a "
	"password", options, routes
};
