#include "conf/reading.h"

#include <assert.h>
#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <confuse.h>

#include "base/arena.h"
#include "base/codec.h"
#include "base/secret.h"

#define FILE_MAXIMUM	(256 * 1024)
#define SOURCE_MAXIMUM	32
#define UNKNOWN_MAXIMUM	100

struct trouble {
	struct place	 place;
	const char	*text;
	struct trouble	*next;
};

/*
 * libConfuse ends at the first name that it was not told of. So each such
 * name is added to what it is told, as a setting first and then as the kinds
 * of block, and the text is parsed again until nothing new turns up.
 */
enum kind { KIND_SETTING, KIND_NAMED_BLOCK, KIND_BLOCK };

struct unknown {
	const char	*name;
	enum kind	 kind;
	int		 line;
};

struct parse {
	struct reading	*reading;
	struct source	*source;
	struct unknown	 unknowns[UNKNOWN_MAXIMUM];
	size_t		 unknown_count;
	bool		 again;		/* something new turned up */
	bool		 is_closed;	/* the end was seen, in no block */
	cfg_opt_t	*options;
	size_t		 option_count;
};

/* libConfuse hands no pointer of ours to what it calls back. */
static struct parse *parse;

/*
 * A setting behind the text: libConfuse takes the end of the file for the end
 * of all blocks, and of a comment.
 */
static const char end_name[] = "end_of_file";

static const char *const section_names[] = {
	[CONF_DATABASE] = "database", [CONF_USER] = "user",
	[CONF_LANE] = "lane", [CONF_COLUMN] = "column", [CONF_GATE] = "gate",
	[CONF_API] = "api",
};

bool
reading_is_named(enum conf_section section)
{
	return section > CONF_USER;
}

void
reading_trouble(struct reading *reading, struct place place,
    const char *format, ...)
{
	struct trouble *trouble = arena_alloc(reading->arena,
	    sizeof(*trouble)), **at = &reading->troubles;
	va_list arguments;
	char text[512];

	va_start(arguments, format);
	vsnprintf(text, sizeof(text), format, arguments);
	va_end(arguments);
	while (*at != NULL &&
	    ((*at)->place.source->number < place.source->number ||
	    ((*at)->place.source == place.source &&
	    (*at)->place.line <= place.line)))
		at = &(*at)->next;
	*trouble = (struct trouble){ place,
	    arena_text(reading->arena, text), *at };
	*at = trouble;
}

size_t
reading_report(const struct reading *reading, FILE *errors)
{
	const struct trouble *trouble;
	size_t count = 0;

	for (trouble = reading->troubles; trouble != NULL;
	    trouble = trouble->next) {
		const struct place *place = &trouble->place;

		if (place->line > 0)
			fprintf(errors, "%s:%d: %s\n", place->source->name,
			    place->line, trouble->text);
		else
			fprintf(errors, "%s: %s\n", place->source->name,
			    trouble->text);
		count++;
	}
	return count;
}

static bool
note_is(const struct note *note, enum conf_section section,
    const char *block, const char *name)
{
	if (note->section != section || strcmp(note->block, block) != 0)
		return false;
	if (name == NULL || note->name == NULL)
		return name == note->name;
	return strcmp(note->name, name) == 0;
}

const struct note *
reading_find(const struct reading *reading, enum conf_section section,
    const char *block, const char *name)
{
	const struct note *note, *found = NULL;

	for (note = reading->notes; note != NULL; note = note->next)
		if (note_is(note, section, block, name))
			found = note;
	return found;
}

struct place
reading_place(const struct reading *reading, enum conf_section section,
    const char *block, const char *name)
{
	const struct note *note = reading_find(reading, section, block, name);

	if (note == NULL && section != CONF_GLOBAL)
		note = reading_find(reading, section, block, NULL);
	if (note != NULL)
		return note->place;
	return (struct place){ reading->sources, 0 };
}

static struct place
place_at(int line)
{
	return (struct place){ parse->source, line };
}

static const struct note *
note_in_this_file(const struct note *wanted)
{
	const struct note *note;

	for (note = parse->reading->notes; note != NULL; note = note->next)
		if (note->place.source == wanted->place.source &&
		    note_is(note, wanted->section, wanted->block,
		    wanted->name))
			return note;
	return NULL;
}

static void
note_add(const struct note *note)
{
	struct reading *reading = parse->reading;
	const struct note *other = note_in_this_file(note);
	struct note *copy;

	if (other != NULL && note->name == NULL)
		reading_trouble(reading, note->place,
		    reading_is_named(note->section) ? "%s \"%s\" is "
		    "given twice in this file; the first ends in line %d" :
		    "%s%s is given twice in this file; the first ends in "
		    "line %d",
		    section_names[note->section], note->block,
		    other->place.line);
	copy = arena_alloc(reading->arena, sizeof(*copy));
	*copy = *note;
	copy->next = NULL;
	*reading->notes_end = copy;
	reading->notes_end = &copy->next;
}

static enum conf_section
section_find(const char *name)
{
	enum conf_section section;

	for (section = CONF_DATABASE; section <= CONF_API; section++)
		if (strcmp(section_names[section], name) == 0)
			return section;
	return CONF_GLOBAL;
}

static struct unknown *
unknown_find(const char *name)
{
	size_t i;

	for (i = 0; i < parse->unknown_count; i++)
		if (strcmp(parse->unknowns[i].name, name) == 0)
			return &parse->unknowns[i];
	return NULL;
}

static bool
unknown_add(const char *name, int line)
{
	if (parse->unknown_count == UNKNOWN_MAXIMUM ||
	    unknown_find(name) != NULL)
		return false;
	parse->unknowns[parse->unknown_count++] = (struct unknown){
	    arena_text(parse->reading->arena, name), KIND_SETTING, line };
	return true;
}

static bool
unknown_become(const char *name, enum kind from, enum kind to)
{
	struct unknown *unknown = unknown_find(name);

	if (unknown == NULL || unknown->kind != from)
		return false;
	unknown->kind = to;
	return true;
}

/* The texts are libConfuse's; were they changed, the parse would end there. */
static bool
learn(const char *format, va_list arguments, int line)
{
	va_list copy;
	const char *name;

	if (strstr(format, "'%s'") == NULL)
		return false;
	va_copy(copy, arguments);
	name = va_arg(copy, const char *);
	va_end(copy);
	if (strncmp(format, "no such option", 14) == 0)
		return section_find(name) == CONF_GLOBAL &&
		    strcmp(name, "include") != 0 && unknown_add(name, line);
	if (strncmp(format, "missing equal sign", 18) == 0)
		return unknown_become(name, KIND_SETTING, KIND_NAMED_BLOCK);
	if (strncmp(format, "missing title", 13) == 0)
		return unknown_become(name, KIND_NAMED_BLOCK, KIND_BLOCK);
	return false;
}

static void
on_error(cfg_t *cfg, const char *format, va_list arguments)
{
	char text[256];

	if (learn(format, arguments, cfg->line)) {
		parse->again = true;
		return;
	}
	vsnprintf(text, sizeof(text), format, arguments);
	reading_trouble(parse->reading, place_at(cfg->line),
	    strcmp(cfg->name, "root") == 0 ? "%s; what follows was not read" :
	    "%s; what follows was not read (is a closing brace missing?)",
	    text);
	parse->source->is_broken = true;
}

/* Remembers the line in the option, in a member that texts have no use for. */
static int
on_value(cfg_t *cfg, cfg_opt_t *option, const char *value, void *result)
{
	*(const char **)result = value;
	if (strcmp(option->name, end_name) == 0)
		parse->is_closed = strcmp(cfg->name, "root") == 0;
	if (option->nvalues > 1)
		return 0;
	if (option->def.number > 0)
		reading_trouble(parse->reading, place_at(cfg->line),
		    "%s is given twice; the first is in line %ld",
		    option->name, option->def.number);
	else
		option->def.number = cfg->line;
	return 0;
}

static const char *const *
take_values(cfg_opt_t *option)
{
	struct arena *arena = parse->reading->arena;
	const char **values = arena_alloc(arena,
	    (option->nvalues + 1) * sizeof(*values));
	unsigned i;

	for (i = 0; i < option->nvalues; i++) {
		char *value = option->values[i]->string;

		values[i] = arena_text(arena, value);
		secret_wipe(value, strlen(value));
	}
	return values;
}

static void
take_settings(cfg_t *cfg, enum conf_section section, const char *block)
{
	cfg_opt_t *option;

	for (option = cfg->opts; option->name != NULL; option++) {
		int line = (int)option->def.number;

		if (option->type != CFGT_STR ||
		    (option->flags & CFGF_MODIFIED) == 0 ||
		    strcmp(option->name, end_name) == 0)
			continue;
		note_add(&(struct note){
		    .place = place_at(line > 0 ? line : cfg->line),
		    .section = section, .block = block,
		    .name = arena_text(parse->reading->arena, option->name),
		    .values = take_values(option),
		    .count = option->nvalues });
	}
}

/* The block that has just ended is the one that is not yet marked. */
static int
on_block(cfg_t *parent, cfg_opt_t *option)
{
	enum conf_section section = section_find(option->name);
	const char *block = "";
	cfg_t *cfg = NULL;
	unsigned i;

	for (i = 0; i < option->nvalues; i++)
		if (option->values[i]->section->line != -1)
			cfg = option->values[i]->section;
	assert(cfg != NULL);
	if (cfg->title != NULL)
		block = arena_text(parse->reading->arena, cfg->title);
	if (section != CONF_GLOBAL) {
		note_add(&(struct note){ .place = place_at(parent->line),
		    .section = section, .block = block });
		take_settings(cfg, section, block);
	}
	cfg->line = -1;
	return 0;
}

/* A path that does not begin at the root begins beside the including file. */
static const char *
beside(const char *file, const char *path)
{
	const char *slash = strrchr(file, '/');

	if (path[0] == '/' || slash == NULL)
		return path;
	return arena_printf(parse->reading->arena, "%.*s/%s",
	    (int)(slash - file), file, path);
}

static void
source_add(struct reading *reading, const char *name, struct place from)
{
	struct source *source = arena_alloc(reading->arena, sizeof(*source));

	source->name = arena_text(reading->arena, name);
	source->number = reading->source_count++;
	source->from = from;
	*reading->sources_end = source;
	reading->sources_end = &source->next;
}

static int
on_include(cfg_t *cfg, cfg_opt_t *option, int count, const char **paths)
{
	struct reading *reading = parse->reading;

	(void)option;
	if (count != 1 || paths[0][0] == '\0')
		reading_trouble(reading, place_at(cfg->line),
		    "include takes the path of one file");
	else if (reading->source_count == SOURCE_MAXIMUM)
		reading_trouble(reading, place_at(cfg->line),
		    "more than %d files are included; does one include "
		    "itself?", SOURCE_MAXIMUM);
	else
		source_add(reading, beside(parse->source->name, paths[0]),
		    place_at(cfg->line));
	return 0;
}

static void
option_add(cfg_opt_t option)
{
	parse->options[parse->option_count++] = option;
}

static void
options_start(size_t more)
{
	size_t count = UNKNOWN_MAXIMUM + more;
	const struct conf_setting *setting;

	for (setting = conf_settings; setting->name != NULL; setting++)
		count++;
	parse->options = arena_alloc(parse->reading->arena,
	    count * sizeof(cfg_opt_t));
	parse->option_count = 0;
}

static bool
option_is_there(const char *name)
{
	size_t i;

	for (i = 0; i < parse->option_count; i++)
		if (strcmp(parse->options[i].name, name) == 0)
			return true;
	return false;
}

/*
 * Every setting may stand everywhere, as a list of texts: what is wrong with
 * that we can say better than libConfuse.
 */
static void
options_add_settings(void)
{
	const struct conf_setting *setting;
	size_t i;

	for (setting = conf_settings; setting->name != NULL; setting++)
		if (!option_is_there(setting->name))
			option_add((cfg_opt_t)CFG_STR_LIST_CB(setting->name,
			    NULL, CFGF_NONE, on_value));
	for (i = 0; i < parse->unknown_count; i++)
		if (parse->unknowns[i].kind == KIND_SETTING)
			option_add((cfg_opt_t)CFG_STR_LIST_CB(
			    parse->unknowns[i].name, NULL, CFGF_NONE,
			    on_value));
	option_add((cfg_opt_t)CFG_STR_LIST_CB(end_name, NULL, CFGF_NONE,
	    on_value));
}

static void
options_add_block(const char *name, cfg_opt_t *within, bool has_name)
{
	cfg_opt_t option = CFG_SEC(name, within,
	    CFGF_MULTI | (has_name ? CFGF_TITLE : CFGF_NONE));

	option.validcb = on_block;
	option_add(option);
}

static cfg_opt_t *
options_make(void)
{
	cfg_opt_t *within;
	enum conf_section section;
	size_t i;

	options_start(2);
	options_add_settings();
	option_add((cfg_opt_t)CFG_END());
	within = parse->options;
	options_start(CONF_API + 4);
	/* At the top, user, gate and api are blocks, and no settings. */
	for (section = CONF_DATABASE; section <= CONF_API; section++)
		options_add_block(section_names[section], within,
		    reading_is_named(section));
	options_add_settings();
	for (i = 0; i < parse->unknown_count; i++)
		if (parse->unknowns[i].kind != KIND_SETTING)
			options_add_block(parse->unknowns[i].name, within,
			    parse->unknowns[i].kind == KIND_NAMED_BLOCK);
	option_add((cfg_opt_t)CFG_FUNC("include", on_include));
	option_add((cfg_opt_t)CFG_END());
	return parse->options;
}

/*
 * What stands behind the comment that begins here, and is blanks now; the same
 * place if none does. One that has no end is libConfuse's to find.
 */
static char *
blank_comment(char *text, bool in_word)
{
	char *end = text;

	if (*text == '#' || (!in_word && strncmp(text, "//", 2) == 0))
		end = text + strcspn(text, "\n");
	else if (!in_word && strncmp(text, "/*", 2) == 0 &&
	    (end = strstr(text + 2, "*/")) != NULL)
		end += 2;
	if (end == NULL)
		return text;
	for (; text < end; text++)
		if (*text != '\n')
			*text = ' ';
	return end;
}

/*
 * Makes blanks of comments: libConfuse 3.3 counts the line of one more than
 * once.
 */
static void
blank_comments(char *text)
{
	static const char apart[] = " #\"'\t\n\r={}()+,*";
	bool in_word = false;
	char quote = '\0', *behind;

	for (; *text != '\0'; text++) {
		if (quote != '\0') {
			if (*text == '\\' && text[1] != '\0')
				text++;
			else if (*text == quote)
				quote = '\0';
			continue;
		}
		while ((behind = blank_comment(text, in_word)) != text) {
			text = behind;
			in_word = false;
		}
		if (*text == '\0')
			return;
		if (*text == '"' || *text == '\'')
			quote = *text;
		in_word = strchr(apart, *text) == NULL;
	}
}

static void
parse_text(char *text)
{
	FILE *stream = fmemopen(text, strlen(text), "r");
	cfg_t *cfg = cfg_init(options_make(), CFGF_NONE);

	if (stream == NULL || cfg == NULL ||
	    (cfg->filename = strdup(parse->source->name)) == NULL)
		abort();
	cfg_set_error_function(cfg, on_error);
	parse->is_closed = false;
	if (cfg_parse_fp(cfg, stream) != CFG_SUCCESS && !parse->again)
		parse->source->is_broken = true;
	take_settings(cfg, CONF_GLOBAL, "");
	cfg_free(cfg);
	fclose(stream);
}

/* A parse that is to be made again leaves nothing behind. */
static void
forget(struct reading *reading, const struct reading *before)
{
	struct trouble **at = &reading->troubles;

	reading->notes_end = before->notes_end;
	*reading->notes_end = NULL;
	reading->sources_end = before->sources_end;
	*reading->sources_end = NULL;
	reading->source_count = before->source_count;
	while (*at != NULL && (*at)->place.source != parse->source)
		at = &(*at)->next;
	*at = NULL;
}

static void
report_unknown_blocks(void)
{
	size_t i;

	for (i = 0; i < parse->unknown_count; i++)
		if (parse->unknowns[i].kind != KIND_SETTING)
			reading_trouble(parse->reading,
			    place_at(parse->unknowns[i].line),
			    "there is no block \"%s\"; there are database, "
			    "user, lane, column, gate and api",
			    parse->unknowns[i].name);
}

static void
parse_source(struct reading *reading, struct source *source, char *text)
{
	struct parse this = { .reading = reading, .source = source };
	struct reading before = *reading;

	parse = &this;
	do {
		forget(reading, &before);
		this.again = false;
		parse_text(text);
	} while (this.again);
	report_unknown_blocks();
	if (!source->is_broken && !this.is_closed) {
		reading_trouble(reading, (struct place){ source, 0 },
		    "the last block or comment is not closed");
		source->is_broken = true;
	}
	parse = NULL;
}

static int
count_lines(const char *text, const char *end)
{
	int lines = 1;

	while ((text = memchr(text, '\n', (size_t)(end - text))) != NULL) {
		text++;
		lines++;
	}
	return lines;
}

/* The line of the first byte that is no text, or 0. */
static int
find_garbage(const char *text, size_t length)
{
	const char *line = text, *end = text + length;

	while (line < end) {
		const char *next = memchr(line, '\n', (size_t)(end - line));
		size_t size = (size_t)((next ? next : end) - line);

		if (memchr(line, '\0', size) != NULL ||
		    !codec_is_utf8(line, size))
			return count_lines(text, line);
		line += size + 1;
	}
	return 0;
}

/* Editors under Windows begin a file with it; it would be a name's beginning. */
static void
blank_byte_order_mark(char *text, size_t length)
{
	static const char mark[] = "\xef\xbb\xbf";

	if (length >= sizeof(mark) - 1 &&
	    memcmp(text, mark, sizeof(mark) - 1) == 0)
		memset(text, ' ', sizeof(mark) - 1);
}

/* The text and the setting that marks its end, or NULL and errno. */
static char *
source_text(struct reading *reading, const char *file, size_t *length_r)
{
	char *text = arena_alloc(reading->arena,
	    FILE_MAXIMUM + sizeof(end_name) + 8);
	FILE *stream = fopen(file, "re");
	bool failed;

	if (stream == NULL)
		return NULL;
	*length_r = fread(text, 1, FILE_MAXIMUM, stream);
	failed = ferror(stream) != 0;
	fclose(stream);
	if (failed)
		return NULL;
	blank_byte_order_mark(text, *length_r);
	sprintf(text + *length_r, "\n%s = 1\n", end_name);
	return text;
}

static void
read_source(struct reading *reading, struct source *source)
{
	struct place place = { source, 0 };
	size_t length;
	char *text = source_text(reading, source->name, &length);

	source->is_broken = true;
	if (text == NULL) {
		reading_trouble(reading, source->from.source != NULL ?
		    source->from : place, "%s cannot be read: %s",
		    source->name, strerror(errno));
		return;
	}
	if (length == FILE_MAXIMUM) {
		reading_trouble(reading, place,
		    "is longer than %d bytes", FILE_MAXIMUM);
		return;
	}
	if ((place.line = find_garbage(text, length)) > 0) {
		reading_trouble(reading, place, "is no text in UTF-8");
		return;
	}
	source->is_broken = false;
	blank_comments(text);
	parse_source(reading, source, text);
}

void
reading_run(struct reading *reading, struct arena *arena, const char *file)
{
	struct source *source;

	*reading = (struct reading){ .arena = arena };
	reading->sources_end = &reading->sources;
	reading->notes_end = &reading->notes;
	source_add(reading, file, (struct place){ NULL, 0 });
	for (source = reading->sources; source != NULL; source = source->next)
		read_source(reading, source);
}
