#include "adopt/words.h"

#include <ctype.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/codec.h"

#define WIDTH		80
#define NAME_WIDTH	32

/* Those of ASCII and those from U+0080 to U+009F, which terminals obey, too. */
static bool
is_control(const char *text, size_t size)
{
	return (size == 1 && iscntrl((unsigned char)*text)) ||
	    (size == 2 && text[0] == '\xC2' && (unsigned char)text[1] < 0xA0);
}

/* What ends a line, or turns what follows round: U+2028 to U+202E, U+2066 to
 * U+2069. */
static bool
is_turn(const char *text, size_t size)
{
	unsigned char last = (unsigned char)text[size - 1];

	return size == 3 && text[0] == '\xE2' &&
	    ((text[1] == '\x80' && last >= 0xA8 && last <= 0xAE) ||
	    (text[1] == '\x81' && last >= 0xA6 && last <= 0xA9));
}

bool
words_are_plain(const char *text)
{
	size_t left = strlen(text), size;

	for (; left > 0; text += size, left -= size)
		if ((size = codec_utf8_sequence(text, left)) == 0 ||
		    is_control(text, size))
			return false;
	return true;
}

void
words_plain(const char *text, size_t length, FILE *out)
{
	size_t size;

	for (; length > 0; text += size, length -= size) {
		size = codec_utf8_sequence(text, length);
		if (size == 0 || is_turn(text, size) ||
		    (is_control(text, size) && *text != '\t'))
			putc('?', out);
		else
			fwrite(text, 1, size, out);
		size += size == 0;
	}
}

/* Where the line is to end: behind the last word that fits, if one does. */
static size_t
line_length(const char *text, size_t room)
{
	size_t length = strlen(text), end = room;

	if (length <= room)
		return length;
	while (end > 0 && text[end] != ' ')
		end--;
	if (end > 0)
		return end;
	/* No character is cut in two. */
	for (end = room; end > 1 && (text[end] & 0xC0) == 0x80; end--)
		continue;
	return end;
}

void
words_wrapped(const char *words, const char *before, size_t column, FILE *out)
{
	size_t length;

	while (*words != '\0') {
		length = line_length(words, WIDTH - column);
		words_plain(words, length, out);
		words += length;
		words += strspn(words, " ");
		putc('\n', out);
		if (*words != '\0')
			fprintf(out, "%-*s", (int)column, before);
	}
}

/* A name, and behind it, or below if it is long, the words. */
static void
put_entry(const char *before, const char *name, const char *words, FILE *out)
{
	size_t length = strlen(before) + strlen(name);

	fputs(before, out);
	words_plain(name, strlen(name), out);
	if (length + 2 > NAME_WIDTH)
		fprintf(out, "\n%-*s", NAME_WIDTH, before);
	else
		fprintf(out, "%*s", (int)(NAME_WIDTH - length), "");
	words_wrapped(words, before, NAME_WIDTH, out);
}

const char *const words_titles[] = {
	[FATE_TAKEN]	= "Taken",
	[FATE_MOOT]	= "Does not matter",
	[FATE_ASSUMED]	= "Assumed, please look at it",
	[FATE_LOST]	= "Cannot be honoured",
};

void
words_remarks(const struct plan *plan, enum fate fate, size_t limit,
    const char *before, FILE *out)
{
	const struct plan_remark *remark;
	size_t count = 0;

	for (remark = plan->remarks; remark != NULL; remark = remark->next)
		if (remark->fate == fate && count++ < limit)
			put_entry(before, remark->about, remark->words, out);
	if (count > limit)
		fprintf(out, "%sand %zu more\n", before, count - limit);
}

static const char *const sections[] = {
	[CONF_GLOBAL] = "", [CONF_DATABASE] = "database: ",
	[CONF_USER] = "user: ", [CONF_LANE] = "", [CONF_COLUMN] = "",
	[CONF_API] = "",
};

static void
report_line(const struct plan_line *line, FILE *out)
{
	char *text = NULL;
	size_t size = 0;
	FILE *words = open_memstream(&text, &size);

	if (words == NULL)
		abort();
	fputs(sections[line->setting->section], words);
	conf_print_setting(line->setting, line->values, false, words);
	if (fclose(words) != 0)
		abort();
	put_entry("  ", line->origin, text, out);
	free(text);
}

/* Whether there is an api that a line of a dialect is for. */
static bool
is_used(const struct plan *plan, const struct plan_line *line)
{
	const struct plan_block *block = plan->blocks;

	while (block != NULL && line->dialect != NULL &&
	    (block->dialect == NULL ||
	    strcmp(block->dialect, line->dialect) != 0))
		block = block->next;
	return block != NULL;
}

static size_t
report_taken(const struct plan *plan, FILE *out)
{
	const struct plan_line *line;
	const struct plan_block *block;
	size_t count = 0;

	fprintf(out, "%s:\n", words_titles[FATE_TAKEN]);
	for (line = plan->lines; line != NULL; line = line->next)
		if (line->origin != NULL && !line->is_dropped &&
		    is_used(plan, line)) {
			report_line(line, out);
			count++;
		}
	for (block = plan->blocks; block != NULL; block = block->next)
		if (block->origin != NULL && !block->is_dropped) {
			put_entry("  ", block->origin, "a block column", out);
			count++;
		}
	return count;
}

void
words_report(const struct plan *plan, FILE *out)
{
	size_t taken = report_taken(plan, out);
	enum fate fate;

	for (fate = FATE_MOOT; fate < FATE_COUNT; fate++) {
		if (plan_count(plan, fate) == 0)
			continue;
		fprintf(out, "\n%s:\n", words_titles[fate]);
		words_remarks(plan, fate, SIZE_MAX, "  ", out);
	}
	fprintf(out, "\n%zu taken, %zu do not matter, %zu assumed, %zu cannot "
	    "be honoured.\n", taken, plan_count(plan, FATE_MOOT),
	    plan_count(plan, FATE_ASSUMED), plan_count(plan, FATE_LOST));
}
