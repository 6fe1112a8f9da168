#include "base/zone.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define DIRECTORY	"/usr/share/zoneinfo/"
#define NAME_MAXIMUM	64
#define PATH_SIZE	(sizeof(DIRECTORY) + NAME_MAXIMUM)

static bool
is_utc(const char *name)
{
	return strcmp(name, "UTC") == 0;
}

/* No dots: nothing leads out of the directory. */
static bool
is_name(const char *name)
{
	size_t length = strspn(name, "abcdefghijklmnopqrstuvwxyz"
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_+-/");

	return length > 0 && name[length] == '\0' && length <= NAME_MAXIMUM;
}

/* RFC 8536 section 3.1. */
static bool
is_of_zone(FILE *file)
{
	char magic[4];

	return fread(magic, sizeof(magic), 1, file) == 1 &&
	    memcmp(magic, "TZif", sizeof(magic)) == 0;
}

bool
zone_exists(const char *name)
{
	char path[PATH_SIZE];
	bool good;
	FILE *file;

	if (is_utc(name) || !is_name(name))
		return is_utc(name);
	snprintf(path, sizeof(path), DIRECTORY "%s", name);
	if ((file = fopen(path, "re")) == NULL)
		return false;
	good = is_of_zone(file);
	fclose(file);
	return good;
}

static void
move_to(const char *zone)
{
	int done = zone != NULL ? setenv("TZ", zone, 1) : unsetenv("TZ");

	if (done == -1)
		abort();
	tzset();
}

int64_t
zone_offset(const char *name, int64_t time)
{
	const char *zone = getenv("TZ");
	char path[PATH_SIZE + 1], *home = NULL;
	time_t seconds = (time_t)time;
	struct tm parts;

	if (is_utc(name))
		return 0;
	/* setenv may overwrite what getenv has found. */
	if (zone != NULL && (home = strdup(zone)) == NULL)
		abort();
	snprintf(path, sizeof(path), ":" DIRECTORY "%s", name);
	move_to(path);
	localtime_r(&seconds, &parts);
	move_to(home);
	free(home);
	return parts.tm_gmtoff;
}
