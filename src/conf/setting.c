#include "conf/setting.h"

#include <assert.h>
#include <ctype.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/arena.h"

#define WORD 5		/* letters that are the beginning of a name */

/* clang-format off */
#define ROW(section, of, type, name, fallback, minimum, maximum, text) \
	{ section, CONF_##type, #name, fallback, minimum, maximum, text, \
	  offsetof(of, name) },
#define GLOBAL(...)	ROW(CONF_GLOBAL, struct conf, __VA_ARGS__)
#define DATABASE(...)	ROW(CONF_DATABASE, struct conf_database, __VA_ARGS__)
#define USER(...)	ROW(CONF_USER, struct conf_user, __VA_ARGS__)
#define LANE(...)	ROW(CONF_LANE, struct conf_lane, __VA_ARGS__)
#define COLUMN(...)	ROW(CONF_COLUMN, struct conf_column, __VA_ARGS__)
#define GATE(...)	ROW(CONF_GATE, struct conf_gate, __VA_ARGS__)
#define API(...)	ROW(CONF_API, struct conf_api, __VA_ARGS__)

const struct conf_setting conf_settings[] = {
#include "conf/settings.def"
	{ 0 },
};
/* clang-format on */

const struct conf_setting *
setting_find(enum conf_section section, const char *name)
{
	const struct conf_setting *setting;

	for (setting = conf_settings; setting->name != NULL; setting++)
		if (setting->section == section &&
		    strcmp(setting->name, name) == 0)
			return setting;
	return NULL;
}

const struct conf_setting *
setting_elsewhere(enum conf_section section, const char *name)
{
	const struct conf_setting *setting;

	for (setting = conf_settings; setting->name != NULL; setting++)
		if (setting->section != section &&
		    strcmp(setting->name, name) == 0)
			return setting;
	return NULL;
}

const char *
setting_section(enum conf_section section)
{
	static const char *const names[] = {
		[CONF_GLOBAL]	= "at the top of the file",
		[CONF_DATABASE]	= "in the block database { }",
		[CONF_USER]	= "in the block user { }",
		[CONF_LANE]	= "in a block lane \"...\" { }",
		[CONF_COLUMN]	= "in a block column \"...\" { }",
		[CONF_GATE]	= "in a block gate \"...\" { }",
		[CONF_API]	= "in a block api \"...\" { }",
	};

	return names[section];
}

static size_t
least(size_t a, size_t b, size_t c)
{
	size_t least_of_two = a < b ? a : b;

	return c < least_of_two ? c : least_of_two;
}

/* Levenshtein's, one row at a time. Longer words are no misspellings. */
size_t
setting_distance(const char *one, const char *other)
{
	size_t row[64], length = strlen(other), i, j;

	if (length >= sizeof(row) / sizeof(row[0]))
		return length;
	for (j = 0; j <= length; j++)
		row[j] = j;
	for (i = 0; one[i] != '\0'; i++) {
		size_t corner = row[0];

		row[0] = i + 1;
		for (j = 0; j < length; j++) {
			size_t above = row[j + 1];

			row[j + 1] = least(above + 1, row[j] + 1,
			    corner + (one[i] != other[j]));
			corner = above;
		}
	}
	return row[length];
}

/*
 * How far a row is from being meant, in half edits. Names as Django has them,
 * in upper case, are the same; who wrote the beginning of one is near.
 */
static size_t
weigh(const struct conf_setting *setting, enum conf_section section,
    const char *name)
{
	size_t length = strlen(name), edits;
	char lower[64];
	size_t i;

	if (length >= sizeof(lower))
		return SIZE_MAX;
	for (i = 0; i <= length; i++)
		lower[i] = (char)tolower((unsigned char)name[i]);
	edits = setting_distance(lower, setting->name);
	if (edits > 1 && length >= WORD &&
	    strncmp(lower, setting->name, length) == 0)
		edits = 1;
	return 2 * edits + (setting->section != section);
}

/* Of the names at the same distance, one of the same section is meant. */
const struct conf_setting *
setting_nearest(enum conf_section section, const char *name)
{
	const struct conf_setting *setting, *nearest = NULL;
	size_t least_weight = 2 * (1 + strlen(name) / 3);

	for (setting = conf_settings; setting->name != NULL; setting++) {
		size_t weight = weigh(setting, section, name);

		if (weight > least_weight ||
		    (nearest != NULL && weight == least_weight))
			continue;
		least_weight = weight;
		nearest = setting;
	}
	return nearest;
}

const void *
setting_member(const struct conf_setting *setting, const void *base)
{
	return (const char *)base + setting->offset;
}

bool
setting_is_list(const struct conf_setting *setting)
{
	return setting->type == CONF_LIST || setting->type == CONF_CHOICES;
}

bool
setting_is_secret(const struct conf_setting *setting)
{
	static const char *const names[] = {
		"secret_key", "secret_key_fallbacks", "signing_key",
		"password", "email_host_password", NULL
	};

	/* There, password names a column. */
	return setting->section != CONF_USER &&
	    conf_list_has(names, setting->name);
}

bool
setting_has_choice(const struct conf_setting *setting, const char *word)
{
	const char *at = setting->explanation;
	size_t length = strlen(word);

	for (;;) {
		size_t size = strcspn(at, "|:");

		if (size == length && strncmp(at, word, size) == 0)
			return true;
		if (at[size] != '|')
			return false;
		at += size + 1;
	}
}

int
setting_flag(const char *word)
{
	static const char *const words[] = {
		"false", "true", "no", "yes", "off", "on", NULL
	};
	int i;

	for (i = 0; words[i] != NULL; i++)
		if (strcasecmp(words[i], word) == 0)
			return i & 1;
	return -1;
}

void
setting_store(const struct conf_setting *setting, void *base,
    const char *const *values)
{
	void *member = (char *)base + setting->offset;
	const char *first = values[0];

	switch (setting->type) {
	case CONF_TEXT:
	case CONF_CHOICE:
		if (first != NULL && first[0] == '\0' &&
		    setting->fallback == NULL && setting->minimum == 0)
			first = NULL;
		*(const char **)member = first;
		break;
	case CONF_FLAG:
		*(bool *)member = setting_flag(first) == 1;
		break;
	case CONF_NUMBER:
		*(int64_t *)member = strtoll(first, NULL, 10);
		break;
	case CONF_LIST:
	case CONF_CHOICES:
		*(const char *const **)member = values;
		break;
	}
}

const char *const *
setting_values(struct arena *arena, const struct conf_setting *setting,
    const char *text)
{
	const char **values;
	size_t count = 0;

	if (text == NULL)
		return arena_alloc(arena, sizeof(*values));
	values = arena_alloc(arena, (strlen(text) + 2) * sizeof(*values));
	if (!setting_is_list(setting)) {
		values[0] = text;
		return values;
	}
	while (*text != '\0') {
		size_t length = strcspn(text, " ");

		values[count++] = arena_copy(arena, text, length);
		text += length + strspn(text + length, " ");
	}
	return values;
}

void
setting_defaults(struct arena *arena, enum conf_section section, void *base)
{
	const struct conf_setting *setting;

	for (setting = conf_settings; setting->name != NULL; setting++)
		if (setting->section == section)
			setting_store(setting, base, setting_values(arena,
			    setting, setting->fallback));
}
