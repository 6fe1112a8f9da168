#include "adopt/paper.h"

#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "adopt/plan.h"
#include "adopt/words.h"

#define COMMENTS	200	/* of a kind: a configuration has a bound */

struct paper {
	FILE			*out;
	int			 line;	/* the one that is being written */
	const struct plan	*plan;
};

static void __attribute__((format(printf, 2, 3)))
put_line(struct paper *paper, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	vfprintf(paper->out, format, arguments);
	va_end(arguments);
	putc('\n', paper->out);
	paper->line++;
}

static void
put_setting(struct paper *paper, struct plan_line *line, const char *indent)
{
	fputs(indent, paper->out);
	conf_print_setting(line->setting, line->values, true, paper->out);
	if (line->origin != NULL) {
		fputs("\t# ", paper->out);
		words_plain(line->origin, strlen(line->origin), paper->out);
	}
	line->line = paper->line;
	put_line(paper, "%s", "");
}

static bool
is_in(const struct plan_line *line, enum conf_section section,
    const struct plan_block *block)
{
	if (line->is_dropped || line->setting->section != section)
		return false;
	if (line->block != NULL)
		return block != NULL && strcmp(line->block, block->name) == 0;
	return line->dialect == NULL || (block != NULL &&
	    block->dialect != NULL &&
	    strcmp(line->dialect, block->dialect) == 0);
}

/* Whether one before it has set the same there. */
static bool
is_second(const struct plan *plan, const struct plan_line *line,
    const struct plan_block *block)
{
	const struct plan_line *other = plan->lines;

	for (; other != line; other = other->next)
		if (other->setting == line->setting &&
		    is_in(other, line->setting->section, block))
			return true;
	return false;
}

static void
put_section(struct paper *paper, enum conf_section section,
    const struct plan_block *block, const char *indent)
{
	struct plan_line *line;

	/* What is a block's own stands first. */
	for (line = paper->plan->lines; line != NULL; line = line->next)
		if (line->block != NULL && is_in(line, section, block))
			put_setting(paper, line, indent);
	for (line = paper->plan->lines; line != NULL; line = line->next)
		if (line->block == NULL && is_in(line, section, block) &&
		    !is_second(paper->plan, line, block))
			put_setting(paper, line, indent);
}

static void
put_blocks(struct paper *paper, enum conf_section section, const char *kind)
{
	struct plan_block *block = paper->plan->blocks;

	for (; block != NULL; block = block->next) {
		if (block->section != section || block->is_dropped)
			continue;
		put_line(paper, "%s", "");
		block->line = paper->line;
		fprintf(paper->out, "%s ", kind);
		conf_print_text(block->name, paper->out);
		put_line(paper, " {");
		put_section(paper, section, block, "\t");
		block->last_line = paper->line;
		put_line(paper, "}");
	}
}

/* A block that has no name. */
static void
put_block(struct paper *paper, enum conf_section section, const char *kind)
{
	put_line(paper, "\n%s {", kind);
	paper->line++;
	put_section(paper, section, NULL, "\t");
	put_line(paper, "}");
}

static void
put_comments(struct paper *paper)
{
	static const enum fate told[] = { FATE_LOST, FATE_ASSUMED };
	char *text = NULL, *at;
	size_t size = 0, i;
	FILE *out = open_memstream(&text, &size);

	if (out == NULL)
		abort();
	for (i = 0; i < sizeof(told) / sizeof(told[0]); i++) {
		if (plan_count(paper->plan, told[i]) == 0)
			continue;
		fprintf(out, "#\n# %s:\n#\n", words_titles[told[i]]);
		words_remarks(paper->plan, told[i], COMMENTS, "#   ", out);
	}
	if (fclose(out) != 0)
		abort();
	for (at = text; *at != '\0'; at++)
		paper->line += *at == '\n';
	fputs(text, paper->out);
	free(text);
}

/* What is left out has no line, and not that of an earlier file. */
static void
forget_lines(const struct plan *plan)
{
	struct plan_line *line;
	struct plan_block *block;

	for (line = plan->lines; line != NULL; line = line->next)
		line->line = 0;
	for (block = plan->blocks; block != NULL; block = block->next)
		block->line = block->last_line = 0;
}

static void
put_all(struct paper *paper)
{
	forget_lines(paper->plan);
	put_line(paper, "# Made by `portress adopt` of a Django project's "
	    "settings. It has secrets.");
	put_comments(paper);
	put_line(paper, "%s", "");
	put_section(paper, CONF_GLOBAL, NULL, "");
	put_block(paper, CONF_DATABASE, "database");
	put_block(paper, CONF_USER, "user");
	put_blocks(paper, CONF_LANE, "lane");
	put_blocks(paper, CONF_COLUMN, "column");
	put_blocks(paper, CONF_API, "api");
}

char *
paper_text(struct plan *plan)
{
	struct paper paper = { .line = 1, .plan = plan };
	char *text = NULL;
	size_t size = 0;

	paper.out = open_memstream(&text, &size);
	if (paper.out == NULL)
		abort();
	put_all(&paper);
	if (fclose(paper.out) != 0)
		abort();
	return text;
}

int
paper_put(int file, const char *text)
{
	size_t left = strlen(text);

	while (left > 0) {
		ssize_t count = write(file, text, left);

		if (count == -1)
			return -1;
		text += count;
		left -= (size_t)count;
	}
	return 0;
}

/* As a new file first, so that nobody ever reads a half of it. */
int
paper_write(const char *path, const char *text, bool force)
{
	char made[4096];
	int file, result = -1, reason;

	if (snprintf(made, sizeof(made), "%s.XXXXXX", path) >=
	    (int)sizeof(made)) {
		errno = ENAMETOOLONG;
		return -1;
	}
	if ((file = mkstemp(made)) == -1)
		return -1;
	if (paper_put(file, text) == 0 && fsync(file) == 0)
		result = force ? rename(made, path) : link(made, path);
	reason = errno;
	close(file);
	if (result == -1 || !force)
		unlink(made);
	errno = reason;
	return result;
}
