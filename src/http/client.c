#include "http/client.h"

#include <arpa/inet.h>
#include <ctype.h>
#include <stddef.h>
#include <string.h>

#include "base/arena.h"
#include "http/request.h"

#define OWN_NAME_MAXIMUM	24
#define NETWORK_BYTES_4		3	/* of 4 */
#define NETWORK_BYTES_6		6	/* of 16 */
#define MAPPED			"::ffff:"	/* RFC 4291 section 2.5.5.2 */

/* What stands in User-Agent, and what it is. */
struct mark {
	const char	*text;		/* NULL ends a list */
	const char	*name;
};

/* Each browser claims to be those below it. */
static const struct mark browsers[] = {
	{ "Edg",		"Edge" },
	{ "OPR/",		"Opera" },
	{ "Vivaldi/",		"Vivaldi" },
	{ "SamsungBrowser/",	"Samsung Internet" },
	{ "Firefox/",		"Firefox" },
	{ "FxiOS/",		"Firefox" },
	{ "CriOS/",		"Chrome" },
	{ "Chromium/",		"Chromium" },
	{ "Chrome/",		"Chrome" },
	{ "Safari/",		"Safari" },
	{ 0 },
};

static const struct mark systems[] = {
	{ "iPhone",		"iOS" },
	{ "iPad",		"iPadOS" },
	{ "Android",		"Android" },
	{ "Windows",		"Windows" },
	{ "Mac OS X",		"macOS" },
	{ "CrOS",		"ChromeOS" },
	{ "Linux",		"Linux" },
	{ 0 },
};

static const char *
find_mark(const struct mark *marks, const char *text)
{
	while (marks->text != NULL && strstr(text, marks->text) == NULL)
		marks++;
	return marks->name;
}

/* The first word's letters and digits; NULL if there are none. */
static const char *
own_name(struct arena *arena, const char *agent)
{
	size_t length = 0;

	while (length < OWN_NAME_MAXIMUM &&
	    isalnum((unsigned char)agent[length]))
		length++;
	return length > 0 ? arena_printf(arena, "%.*s", (int)length, agent) :
	    NULL;
}

const char *
client_name(struct arena *arena, const struct request *request)
{
	const char *agent = request_header(request, "HTTP_USER_AGENT");
	const char *browser, *system;

	if (agent == NULL)
		return "-";
	browser = find_mark(browsers, agent);
	system = find_mark(systems, agent);
	if (browser == NULL)
		browser = own_name(arena, agent);
	if (browser == NULL)
		return system != NULL ? system : "-";
	return system == NULL ? browser :
	    arena_printf(arena, "%s, %s", browser, system);
}

/* The address with all but its first bytes 0, as text. */
static const char *
masked(struct arena *arena, int family, unsigned char *bytes, size_t size,
    size_t kept)
{
	char text[INET6_ADDRSTRLEN];

	memset(bytes + kept, 0, size - kept);
	if (inet_ntop(family, bytes, text, sizeof(text)) == NULL)
		return "";
	return arena_printf(arena, "%s/%zu", text, 8 * kept);
}

const char *
client_network(struct arena *arena, const struct request *request)
{
	const char *address = request->remote_address;
	unsigned char bytes[sizeof(struct in6_addr)];

	if (strncmp(address, MAPPED, strlen(MAPPED)) == 0 &&
	    strchr(address, '.') != NULL)
		address += strlen(MAPPED);
	if (inet_pton(AF_INET, address, bytes) == 1)
		return masked(arena, AF_INET, bytes, sizeof(struct in_addr),
		    NETWORK_BYTES_4);
	if (inet_pton(AF_INET6, address, bytes) == 1)
		return masked(arena, AF_INET6, bytes, sizeof(bytes),
		    NETWORK_BYTES_6);
	return "";
}
