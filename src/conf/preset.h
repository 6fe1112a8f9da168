/*
 * preset: what a dialect sets before the configuration file does, so that an
 * api that names it is what its document says.
 */
#ifndef PORTRESS_CONF_PRESET_H
#define PORTRESS_CONF_PRESET_H

struct conf;
struct conf_api;
struct conf_setting;
struct reading;

/* The value of an api's setting, as settings.def has defaults. */
struct conf_preset {
	const char	*setting;	/* NULL ends a table */
	const char	*value;
};

/* Gives the presets of a dialect; NULL: it has none, or is none. */
typedef const struct conf_preset *conf_preset_finder(const char *dialect);

/* From now on conf_open asks there. Dialects lie above the configuration. */
void		 conf_use_presets(conf_preset_finder *find);

/* Within conf/ only: sets what the file leaves open. */
void		 preset_apply(struct reading *reading, struct conf *conf);
/* Within conf/ only: the default of an api's setting, or NULL. */
const char	*preset_default(const struct conf_api *api,
		    const struct conf_setting *setting);

#endif
