#include "conf/rule.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "conf/column.h"
#include "conf/conf.h"
#include "conf/reading.h"
#include "conf/setting.h"
#include "conf/text_rule.h"

#define NAME_MAXIMUM	32

/* True if the texts are good; else it was said what is wrong. */
static bool
apply_texts(struct reading *reading, const struct conf_setting *setting,
    const struct note *note)
{
	bool good = true;
	size_t i;

	for (i = 0; i < note->count; i++) {
		const char *wrong = text_rule_break(setting, note->values[i]);

		if (wrong == NULL)
			continue;
		good = false;
		if (setting_is_list(setting) && !setting_is_secret(setting))
			reading_trouble(reading, note->place,
			    "%s %s; not \"%s\"", note->name, wrong,
			    note->values[i]);
		else
			reading_trouble(reading, note->place, "%s %s",
			    note->name, wrong);
	}
	return good;
}

static bool
apply_choice(struct reading *reading, const struct conf_setting *setting,
    const struct note *note, const char *text)
{
	const char *word;

	if (setting_has_choice(setting, text) ||
	    (text[0] == '\0' && setting->fallback == NULL))
		return true;
	word = strrchr(text, '.') != NULL ? strrchr(text, '.') + 1 : text;
	if (setting_has_choice(setting, word))
		reading_trouble(reading, note->place,
		    "%s takes \"%s\", without \"%.*s\"", note->name, word,
		    (int)(word - text), text);
	else
		reading_trouble(reading, note->place,
		    "%s must be one of %.*s, not \"%s\"", note->name,
		    (int)strcspn(setting->explanation, ":"),
		    setting->explanation, text);
	return false;
}

static bool
apply_choices(struct reading *reading, const struct conf_setting *setting,
    const struct note *note)
{
	bool good = true;
	size_t i;

	if (setting->type != CONF_CHOICES)
		return true;
	for (i = 0; i < note->count; i++)
		good = apply_choice(reading, setting, note, note->values[i]) &&
		    good;
	return good;
}

static void
complain_of_twin(struct reading *reading, const struct conf_setting *setting,
    const struct note *note, size_t at)
{
	if (setting_is_secret(setting))
		reading_trouble(reading, note->place, "%s has one twice",
		    note->name);
	else
		reading_trouble(reading, note->place, "%s has \"%s\" twice",
		    note->name, note->values[at]);
}

/* One is told: of n that are the same there would be n * n. */
static bool
has_no_twin(struct reading *reading, const struct conf_setting *setting,
    const struct note *note)
{
	size_t i, j;

	if (setting->maximum > 0)
		return true;
	for (i = 0; i < note->count; i++)
		for (j = i + 1; j < note->count; j++)
			if (strcasecmp(note->values[i],
			    note->values[j]) == 0) {
				complain_of_twin(reading, setting, note, j);
				return false;
			}
	return true;
}

static bool
apply_list(struct reading *reading, const struct conf_setting *setting,
    const struct note *note)
{
	bool good = apply_texts(reading, setting, note) &&
	    apply_choices(reading, setting, note);

	if (note->count == 0 && setting->minimum > 0) {
		reading_trouble(reading, note->place,
		    "%s needs one word at least", note->name);
		return false;
	}
	return has_no_twin(reading, setting, note) && good;
}

static bool
apply_number(struct reading *reading, const struct conf_setting *setting,
    const struct note *note)
{
	const char *text = note->values[0];
	long long number;
	char *end;

	errno = 0;
	number = strtoll(text, &end, 10);
	if (text[0] == '\0' || *end != '\0' || strpbrk(text, "+ ") != NULL)
		reading_trouble(reading, note->place,
		    "%s must be a whole number from %" PRId64 " to %" PRId64
		    ", not \"%s\"", note->name, setting->minimum,
		    setting->maximum, text);
	else if (errno == ERANGE || number < setting->minimum ||
	    number > setting->maximum)
		reading_trouble(reading, note->place,
		    "%s must be from %" PRId64 " to %" PRId64 ", not %s",
		    note->name, setting->minimum, setting->maximum, text);
	else
		return true;
	return false;
}

static bool
apply_flag(struct reading *reading, const struct note *note)
{
	if (setting_flag(note->values[0]) != -1)
		return true;
	reading_trouble(reading, note->place,
	    "%s must be true or false, not \"%s\"", note->name,
	    note->values[0]);
	return false;
}

static bool
apply_value(struct reading *reading, const struct conf_setting *setting,
    const struct note *note)
{
	if (setting_is_list(setting))
		return apply_list(reading, setting, note);
	if (note->count != 1) {
		reading_trouble(reading, note->place,
		    "%s takes one value, not a list of %zu", note->name,
		    note->count);
		return false;
	}
	switch (setting->type) {
	case CONF_NUMBER:
		return apply_number(reading, setting, note);
	case CONF_CHOICE:
		return apply_choice(reading, setting, note, note->values[0]);
	case CONF_FLAG:
		return apply_flag(reading, note);
	default:
		return apply_texts(reading, setting, note);
	}
}

static void
report_unknown(struct reading *reading, const struct note *note)
{
	const struct conf_setting *other =
	    setting_elsewhere(note->section, note->name);

	if (other != NULL) {
		reading_trouble(reading, note->place, "%s belongs %s",
		    note->name, setting_section(other->section));
		return;
	}
	other = setting_nearest(note->section, note->name);
	if (other == NULL)
		reading_trouble(reading, note->place,
		    "there is no setting \"%s\"", note->name);
	else if (other->section == note->section)
		reading_trouble(reading, note->place,
		    "there is no setting \"%s\"; did you mean %s?",
		    note->name, other->name);
	else
		reading_trouble(reading, note->place,
		    "there is no setting \"%s\"; did you mean %s, %s?",
		    note->name, other->name, setting_section(other->section));
}

static void
check_block_name(struct reading *reading, const struct note *note)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz"
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.";
	size_t length = strlen(note->block);

	if (reading_is_named(note->section) && (length == 0 ||
	    length > NAME_MAXIMUM || strspn(note->block, letters) != length))
		reading_trouble(reading, note->place,
		    "the name of a block must be 1 to %d letters, digits or "
		    "any of _-., not \"%s\"", NAME_MAXIMUM, note->block);
}

/*
 * Blocks of `size` bytes each, whose first member is their name: the same with
 * the one of that name, which is at *at_r.
 */
static void *
with_block(struct arena *arena, enum conf_section section, void *blocks,
    size_t *count, size_t size, const char *name, size_t *at_r)
{
	char *block = blocks, *more;
	size_t i;

	for (i = 0; i < *count; i++, block += size)
		if (strcmp(*(const char **)(void *)block, name) == 0)
			break;
	if ((*at_r = i) < *count)
		return blocks;
	more = arena_alloc(arena, (i + 1) * size);
	if (i > 0)
		memcpy(more, blocks, i * size);
	setting_defaults(arena, section, more + i * size);
	*(const char **)(void *)(more + i * size) = name;
	*count = i + 1;
	return more;
}

static struct conf_column *
find_column(struct arena *arena, struct conf_database *database,
    const char *name)
{
	size_t i;

	for (i = 0; i < database->column_count; i++)
		if (strcmp(database->columns[i].name, name) == 0)
			return &database->columns[i];
	return column_add(arena, database, name);
}

#define BLOCK(section, blocks, count) \
	(conf->blocks = with_block(arena, section, conf->blocks, \
	    &conf->count, sizeof(*conf->blocks), note->block, &at), \
	    &conf->blocks[at])

static void *
find_base(struct arena *arena, struct conf *conf, const struct note *note)
{
	size_t at;

	switch (note->section) {
	case CONF_DATABASE:
		return &conf->database;
	case CONF_USER:
		return &conf->database.accounts;
	case CONF_LANE:
		return BLOCK(CONF_LANE, lanes, lane_count);
	case CONF_COLUMN:
		return find_column(arena, &conf->database, note->block);
	case CONF_GATE:
		return BLOCK(CONF_GATE, gates, gate_count);
	case CONF_API:
		return BLOCK(CONF_API, apis, api_count);
	default:
		return conf;
	}
}

void
rule_apply(struct reading *reading, struct conf *conf, const struct note *note)
{
	void *base = find_base(reading->arena, conf, note);
	const struct conf_setting *setting;

	if (note->name == NULL) {
		check_block_name(reading, note);
		return;
	}
	setting = setting_find(note->section, note->name);
	if (setting == NULL)
		report_unknown(reading, note);
	else if (apply_value(reading, setting, note))
		setting_store(setting, base, note->values);
}
