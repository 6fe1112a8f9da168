/*
 * spelling: names in a dialect's tables that depend on settings of the api.
 */
#ifndef PORTRESS_DIALECT_SPELLING_H
#define PORTRESS_DIALECT_SPELLING_H

struct arena;
struct conf_api;

/*
 * If a setting's {name} begins here, what it stands for, and *pattern is moved
 * behind it; else NULL.
 */
const char	*spelling_setting(const struct conf_api *api,
		    const char **pattern);
/*
 * The name with what its one {setting} stands for; the same text if it has
 * none.
 */
const char	*spelling_expand(struct arena *arena,
		    const struct conf_api *api, const char *name);

#endif
