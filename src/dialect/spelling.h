/*
 * spelling: names in a dialect's tables that depend on settings of the api.
 */
#ifndef PORTRESS_DIALECT_SPELLING_H
#define PORTRESS_DIALECT_SPELLING_H

struct arena;
struct conf;
struct conf_api;
struct dialect;
struct route;

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
/*
 * A route's path below the prefix as people write it, "users/{id}/": without
 * the format that it may name.
 */
const char	*spelling_path(struct arena *arena, const struct conf_api *api,
		    const char *pattern);
/*
 * How the route spells each field, by field_id; NULL: it does not. Columns are
 * spelled as they are.
 */
const char *const *spelling_fields(struct arena *arena,
		    const struct conf *conf, const struct conf_api *api,
		    const struct dialect *dialect, const struct route *route);

#endif
