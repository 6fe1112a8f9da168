#include "adopt/plan.h"

#include <assert.h>
#include <stdarg.h>
#include <string.h>

#include "adopt/words.h"
#include "base/arena.h"
#include "conf/setting.h"

/* clang-format off */
static const struct place {
	const char		*prefix;
	enum conf_section	 section;
	const char		*dialect;
} places[] = {
	{ "database.",		CONF_DATABASE,	NULL },
	{ "user.",		CONF_USER,	NULL },
	{ "api.",		CONF_API,	NULL },
	{ "djoser.",		CONF_API,	"djoser" },
	{ "dj-rest-auth.",	CONF_API,	"dj-rest-auth" },
	{ "",			CONF_GLOBAL,	NULL },
};
/* clang-format on */

struct plan *
plan_open(struct arena *arena)
{
	struct plan *plan = arena_alloc(arena, sizeof(*plan));

	plan->arena = arena;
	plan->lines_end = &plan->lines;
	plan->remarks_end = &plan->remarks;
	return plan;
}

static const struct place *
place_of(const char *where)
{
	const struct place *place = places;

	while (strncmp(where, place->prefix, strlen(place->prefix)) != 0)
		place++;
	return place;
}

static const struct conf_setting *
setting_of(const char *where)
{
	const struct place *place = place_of(where);
	const struct conf_setting *setting = setting_find(place->section,
	    where + strlen(place->prefix));

	assert(setting != NULL);
	return setting;
}

static struct plan_line *
find(const struct plan *plan, const char *where)
{
	const struct place *place = place_of(where);
	const struct conf_setting *setting = setting_of(where);
	struct plan_line *line;

	for (line = plan->lines; line != NULL; line = line->next)
		if (line->setting == setting && line->block == NULL &&
		    !line->is_dropped && (line->dialect == NULL ||
		    line->dialect == place->dialect))
			return line;
	return NULL;
}

/* The file goes by lines, and so does what is said of it. */
static bool
are_printable(const char *const *values)
{
	while (*values != NULL && words_are_plain(*values))
		values++;
	return *values == NULL;
}

static void
add(struct plan *plan, const struct plan_line *line)
{
	struct plan_line *copy;

	if (!are_printable(line->values)) {
		plan_remark(plan, FATE_LOST, line->origin != NULL ?
		    line->origin : line->setting->name, "it has control "
		    "characters or line ends in it");
		return;
	}
	copy = arena_alloc(plan->arena, sizeof(*copy));
	*copy = *line;
	*plan->lines_end = copy;
	plan->lines_end = &copy->next;
}

const char *const *
plan_values(struct plan *plan, const char *value)
{
	const char **values = arena_alloc(plan->arena, 2 * sizeof(*values));

	values[0] = value;
	return values;
}

bool
plan_set(struct plan *plan, const char *where, const char *const *values,
    const char *origin)
{
	if (find(plan, where) != NULL)
		return false;
	add(plan, &(struct plan_line){ .setting = setting_of(where),
	    .dialect = place_of(where)->dialect, .values = values,
	    .origin = origin });
	return true;
}

bool
plan_text(struct plan *plan, const char *where, const char *value,
    const char *origin)
{
	return plan_set(plan, where, plan_values(plan, value), origin);
}

void
plan_put(struct plan *plan, const struct plan_block *block,
    const char *setting, const char *value, const char *origin)
{
	const struct conf_setting *row = setting_find(block->section, setting);

	assert(row != NULL);
	add(plan, &(struct plan_line){ .setting = row, .block = block->name,
	    .values = plan_values(plan, value), .origin = origin });
}

const char *
plan_get(const struct plan *plan, const char *where)
{
	const struct plan_line *line = find(plan, where);

	return line != NULL ? line->values[0] : NULL;
}

void
plan_forget(struct plan *plan, const char *where)
{
	struct plan_line *line = find(plan, where);

	if (line != NULL)
		line->is_dropped = true;
}

struct plan_block *
plan_block(struct plan *plan, enum conf_section section, const char *name)
{
	struct plan_block **end = &plan->blocks;

	while (*end != NULL)
		end = &(*end)->next;
	*end = arena_alloc(plan->arena, sizeof(**end));
	(*end)->section = section;
	(*end)->name = name;
	(*end)->is_dropped = !words_are_plain(name);
	return *end;
}

const char *
plan_key(struct plan *plan, const char *name, const char *text)
{
	struct plan_key *key;

	if (plan->directory == NULL)
		return NULL;
	key = arena_alloc(plan->arena, sizeof(*key));
	key->path = arena_printf(plan->arena, "%s/%s", plan->directory, name);
	key->text = text;
	key->next = plan->keys;
	plan->keys = key;
	return key->path;
}

void
plan_remark(struct plan *plan, enum fate fate, const char *about,
    const char *format, ...)
{
	struct plan_remark *remark = arena_alloc(plan->arena,
	    sizeof(*remark));
	va_list arguments;
	char words[1024];

	va_start(arguments, format);
	vsnprintf(words, sizeof(words), format, arguments);
	va_end(arguments);
	remark->fate = fate;
	remark->about = about;
	remark->words = arena_text(plan->arena, words);
	*plan->remarks_end = remark;
	plan->remarks_end = &remark->next;
}

size_t
plan_count(const struct plan *plan, enum fate fate)
{
	const struct plan_remark *remark;
	size_t count = 0;

	for (remark = plan->remarks; remark != NULL; remark = remark->next)
		count += remark->fate == fate;
	return count;
}
