#include "dialect/spelling.h"

#include <assert.h>
#include <stddef.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "conf/conf.h"
#include "dialect/dialect.h"

#define SETTING(name) { "{" #name "}", offsetof(struct conf_api, name) }

static const struct {
	const char	*text;
	size_t		 setting;
} settings[] = {
	SETTING(username_field),
	SETTING(login_field),
	SETTING(user_id_field),
};

const char *
spelling_setting(const struct conf_api *api, const char **pattern)
{
	size_t i;

	for (i = 0; i < sizeof(settings) / sizeof(settings[0]); i++) {
		size_t length = strlen(settings[i].text);

		if (strncmp(*pattern, settings[i].text, length) != 0)
			continue;
		*pattern += length;
		return *(const char *const *)
		    ((const char *)api + settings[i].setting);
	}
	return NULL;
}

const char *
spelling_expand(struct arena *arena, const struct conf_api *api,
    const char *name)
{
	const char *gap = strchr(name, '{'), *rest = gap, *value;

	if (gap == NULL)
		return name;
	value = spelling_setting(api, &rest);
	assert(value != NULL);
	if (gap == name && *rest == '\0')
		return value;
	return arena_printf(arena, "%.*s%s%s", (int)(gap - name), name, value,
	    rest);
}

const char *
spelling_path(struct arena *arena, const struct conf_api *api,
    const char *pattern)
{
	static const char format[] = "{.format}";
	struct buf path;

	buf_open(&path, arena);
	for (pattern++; *pattern != '\0';) {
		const char *setting = spelling_setting(api, &pattern);

		if (setting != NULL)
			buf_text(&path, setting);
		else if (strncmp(pattern, format, strlen(format)) == 0)
			pattern += strlen(format);
		else
			buf_char(&path, *pattern++);
	}
	return path.text;
}

static void
spell(const char **names, struct arena *arena, const struct conf_api *api,
    const struct spelling *rows)
{
	for (; rows != NULL && rows->field != FIELD_NONE; rows++)
		names[rows->field] = spelling_expand(arena, api, rows->name);
}

const char *const *
spelling_fields(struct arena *arena, const struct conf *conf,
    const struct conf_api *api, const struct dialect *dialect,
    const struct route *route)
{
	const char **names = arena_alloc(arena, FIELD_COUNT * sizeof(*names));
	size_t i;

	spell(names, arena, api, dialect->spelling);
	spell(names, arena, api, route->spelling);
	for (i = 0; i < api->use_count; i++)
		names[FIELD_COLUMN + api->uses[i].column] =
		    conf->database.columns[api->uses[i].column].name;
	return names;
}
