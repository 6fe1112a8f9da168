#include "conf/preset.h"

#include <assert.h>
#include <string.h>

#include "conf/conf.h"
#include "conf/reading.h"
#include "conf/setting.h"

static const struct conf_preset none[] = { { 0 } };

static conf_preset_finder *finder;

void
conf_use_presets(conf_preset_finder *find)
{
	finder = find;
}

static const struct conf_preset *
presets_of(const struct conf_api *api)
{
	const struct conf_preset *rows = finder != NULL ?
	    finder(api->dialect) : NULL;

	return rows != NULL ? rows : none;
}

static void
apply_to(struct reading *reading, struct conf_api *api)
{
	const struct conf_preset *row;

	for (row = presets_of(api); row->setting != NULL; row++) {
		const struct conf_setting *setting =
		    setting_find(CONF_API, row->setting);

		assert(setting != NULL);
		if (reading_find(reading, CONF_API, api->name, row->setting)
		    == NULL)
			setting_store(setting, api, setting_values(
			    reading->arena, setting, row->value));
	}
}

void
preset_apply(struct reading *reading, struct conf *conf)
{
	size_t i;

	for (i = 0; i < conf->api_count; i++)
		apply_to(reading, &conf->apis[i]);
}

const char *
preset_default(const struct conf_api *api, const struct conf_setting *setting)
{
	const struct conf_preset *row;

	for (row = presets_of(api); row->setting != NULL; row++)
		if (strcmp(row->setting, setting->name) == 0)
			return row->value;
	return setting->fallback;
}
