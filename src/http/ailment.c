#include "http/ailment.h"

#include <string.h>

const struct ailment_row ailments[AILMENT_COUNT] = {
#define AILMENT(name, ...) [AILMENT_##name] = { __VA_ARGS__ },
#define REMEDY(...)
#include "http/ailment.def"
#undef AILMENT
#undef REMEDY
};

static const struct remedy remedies[] = {
#define AILMENT(...)
#define REMEDY(name, servers, line) { AILMENT_##name, servers, line },
#include "http/ailment.def"
#undef AILMENT
#undef REMEDY
	{ AILMENT_COUNT, SERVER_UNKNOWN, NULL }
};

static const struct {
	enum server	 server;
	const char	*name;
	const char	*software;	/* as it calls itself; or NULL */
} servers[] = {
	{ SERVER_NGINX,		"nginx",	  "nginx" },
	{ SERVER_LIGHTTPD,	"lighttpd",	  "lighttpd" },
	{ SERVER_APACHE,	"Apache",	  "Apache" },
	{ SERVER_CADDY,		"Caddy",	  "Caddy" },
	{ SERVER_HAPROXY,	"HAProxy",	  "HAProxy" },
	{ SERVER_FCGID,		"mod_fcgid",	  NULL },
	{ SERVER_PROXY,		"mod_proxy_fcgi", NULL },
};

#define SERVERS (sizeof(servers) / sizeof(servers[0]))

const struct remedy *
ailment_remedy(enum ailment ailment, enum server known,
    const struct remedy *remedy)
{
	remedy = remedy == NULL ? remedies : remedy + 1;
	while (remedy->line != NULL && (remedy->ailment != ailment ||
	    (known != SERVER_UNKNOWN && (remedy->servers & known) == 0)))
		remedy++;
	return remedy->line != NULL ? remedy : NULL;
}

/* mod_proxy_fcgi's says where it sends what it was asked. */
static enum server
module_of(const char *script_filename)
{
	if (*script_filename == '\0')
		return SERVER_APACHE;
	return strncmp(script_filename, "proxy:", 6) == 0 ? SERVER_PROXY :
	    SERVER_FCGID;
}

enum server
server_of(const char *software, const char *script_filename)
{
	size_t i;

	for (i = 0; i < SERVERS; i++)
		if (servers[i].software != NULL && strncmp(software,
		    servers[i].software, strlen(servers[i].software)) == 0)
			return servers[i].server == SERVER_APACHE ?
			    module_of(script_filename) : servers[i].server;
	return SERVER_UNKNOWN;
}

const char *
server_name(enum server server)
{
	size_t i;

	for (i = 0; i < SERVERS; i++)
		if (servers[i].server == server)
			return servers[i].name;
	return "";
}

enum server
server_named(const char *name)
{
	size_t i;

	for (i = 0; i < SERVERS; i++)
		if (strcmp(servers[i].name, name) == 0)
			return servers[i].server;
	return SERVER_UNKNOWN;
}
