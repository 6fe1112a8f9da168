#include "dialect/spelling.h"

#include <assert.h>
#include <stddef.h>
#include <string.h>

#include "base/arena.h"
#include "conf/conf.h"

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
