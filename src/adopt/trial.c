/* trial: what conf_open says of a plan's file. */

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "adopt/complete.h"
#include "adopt/paper.h"
#include "adopt/plan.h"
#include "base/secret.h"

static void
drop_line(struct plan *plan, struct plan_line *line, const char *words)
{
	line->is_dropped = true;
	plan_remark(plan, FATE_LOST, line->origin != NULL ? line->origin :
	    line->setting->name, "%s", words);
}

static void
drop_block(struct plan *plan, struct plan_block *block, const char *words)
{
	struct plan_line *line;

	block->is_dropped = true;
	for (line = plan->lines; line != NULL; line = line->next)
		if (line->block == block->name)
			line->is_dropped = true;
	plan_remark(plan, FATE_LOST, block->origin != NULL ? block->origin :
	    block->name, "%s", words);
}

/* A complaint of several settings names one first that can be left out. */
static struct plan_line *
line_named(const struct plan *plan, const char *words)
{
	struct plan_line *line;
	size_t length;

	for (line = plan->lines; line != NULL; line = line->next) {
		length = strlen(line->setting->name);
		if (!line->is_dropped && strncmp(words, line->setting->name,
		    length) == 0 && !isalnum((unsigned char)words[length]) &&
		    words[length] != '_')
			return line;
	}
	return NULL;
}

static struct plan_line *
line_at(const struct plan *plan, int number)
{
	struct plan_line *line;

	for (line = plan->lines; line != NULL; line = line->next)
		if (line->line == number && number > 0)
			return line;
	return NULL;
}

/* False if there is nothing that could be left out. */
static bool
drop(struct plan *plan, int number, const char *words)
{
	struct plan_line *line = line_at(plan, number);
	struct plan_block *block = plan->blocks;

	if (line == NULL)
		line = line_named(plan, words);
	if (line != NULL) {
		if (!line->is_dropped)
			drop_line(plan, line, words);
		return true;
	}
	while (block != NULL && (block->section != CONF_COLUMN ||
	    number < block->line || number > block->last_line))
		block = block->next;
	if (block == NULL)
		return false;
	if (!block->is_dropped)
		drop_block(plan, block, words);
	return true;
}

/* Each complaint is a line, FILE:NUMBER: words or FILE: words. */
static bool
drop_all(struct plan *plan, const char *file, char *complaints, FILE *errors)
{
	char *complaint, *rest = NULL;
	bool is_mended = false;

	for (complaint = strtok_r(complaints, "\n", &rest); complaint != NULL;
	    complaint = strtok_r(NULL, "\n", &rest)) {
		char *words = complaint + strlen(file) + 1;
		long number = strtol(words, &words, 10);

		words += strspn(words, ": ");
		if (drop(plan, (int)number, words))
			is_mended = true;
		else
			fprintf(errors, "portress: %s\n", words);
	}
	return is_mended;
}

static struct conf *
open_text(const char *text, const char *file, int descriptor,
    char **complaints_r)
{
	struct conf *conf = NULL;
	size_t size = 0;
	FILE *errors = open_memstream(complaints_r, &size);

	if (errors == NULL)
		abort();
	if (paper_put(descriptor, text) == -1)
		fprintf(errors, "%s: %s\n", file, strerror(errno));
	else
		conf = conf_open(file, errors);
	if (fclose(errors) != 0)
		abort();
	return conf;
}

/* One try; what it does not take is dropped. */
static struct conf *
try_once(struct plan *plan, FILE *errors, bool *again_r)
{
	char file[64], *complaints = NULL, *text = paper_text(plan);
	int descriptor = memfd_create("portress.conf", MFD_CLOEXEC);
	struct conf *conf = NULL;

	*again_r = false;
	snprintf(file, sizeof(file), "/proc/self/fd/%d", descriptor);
	if (descriptor == -1)
		fprintf(errors, "portress: %s\n", strerror(errno));
	else if ((conf = open_text(text, file, descriptor,
	    &complaints)) == NULL)
		*again_r = drop_all(plan, file, complaints, errors);
	if (descriptor != -1)
		close(descriptor);
	secret_wipe(text, strlen(text));
	free(text);
	free(complaints);
	return conf;
}

struct conf *
paper_try(struct plan *plan, FILE *errors)
{
	struct conf *conf;
	bool again;

	do {
		complete_settings(plan);
		conf = try_once(plan, errors, &again);
	} while (conf == NULL && again);
	return conf;
}
