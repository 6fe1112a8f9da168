#include "adopt/convert.h"

#include <inttypes.h>
#include <math.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "adopt/plan.h"
#include "base/arena.h"
#include "base/node.h"

#define SECONDS_OF_DAY	86400
#define SECONDS_MAXIMUM	1e12

void
turn_lost(const struct turn *turn, const char *format, ...)
{
	va_list arguments;
	char words[512];

	va_start(arguments, format);
	vsnprintf(words, sizeof(words), format, arguments);
	va_end(arguments);
	plan_remark(turn->plan, FATE_LOST, turn->path, "%s", words);
}

void
turn_moot(const struct turn *turn, const char *words)
{
	plan_remark(turn->plan, FATE_MOOT, turn->path, "%s", words);
}

void
turn_set(const struct turn *turn, const char *where,
    const char *const *values)
{
	if (!plan_set(turn->plan, where, values, turn->path))
		turn_moot(turn, "another setting has said it already");
}

void
turn_text(const struct turn *turn, const char *where, const char *value)
{
	turn_set(turn, where, plan_values(turn->plan, value));
}

void
turn_number(const struct turn *turn, const char *where, int64_t number)
{
	turn_text(turn, where, arena_printf(turn->plan->arena, "%" PRId64,
	    number));
}

/* "<class 'a.b.C'>" and "a.b.C" are the same to us. */
static const char *
without_class(struct arena *arena, const char *text)
{
	static const char before[] = "<class '", behind[] = "'>";
	size_t length = strlen(text), own = strlen(before) + strlen(behind);

	if (length <= own || strncmp(text, before, strlen(before)) != 0 ||
	    strcmp(text + length - strlen(behind), behind) != 0)
		return text;
	return arena_copy(arena, text + strlen(before), length - own);
}

static size_t
count(const struct node *list)
{
	const struct node *item;
	size_t items = 0;

	for (item = list->first; item != NULL; item = item->next)
		items++;
	return items;
}

const char *const *
turn_texts(const struct turn *turn)
{
	const struct node *value = turn->value, *item = value;
	struct arena *arena = turn->plan->arena;
	const char **texts;
	size_t i = 0;

	if (value->kind == NODE_LIST)
		item = value->first;
	texts = arena_alloc(arena, (count(value) + 2) * sizeof(*texts));
	for (; item != NULL; item = item == value ? NULL : item->next) {
		if (item->kind != NODE_TEXT) {
			turn_lost(turn, "it is no list of texts");
			return NULL;
		}
		texts[i++] = without_class(arena, item->text);
	}
	return texts;
}

const char *
convert_word(const char *dotted)
{
	const char *dot = strrchr(dotted, '.');

	return dot != NULL ? dot + 1 : dotted;
}

void
take_text(const struct turn *turn)
{
	if (turn->value->kind == NODE_NULL)
		return;
	if (turn->value->kind != NODE_TEXT)
		turn_lost(turn, "it is no text");
	else if (turn->value->text[0] != '\0')
		turn_text(turn, turn->where, turn->value->text);
}

void
take_claim(const struct turn *turn)
{
	if (turn->value->kind == NODE_NULL)
		turn_text(turn, turn->where, "");
	else
		take_text(turn);
}

void
take_texts(const struct turn *turn)
{
	const char *const *texts;

	if (turn->value->kind != NODE_NULL &&
	    (texts = turn_texts(turn)) != NULL && texts[0] != NULL)
		turn_set(turn, turn->where, texts);
}

void
take_words(const struct turn *turn)
{
	const char *const *texts;
	const char **words;
	size_t i;

	if (turn->value->kind == NODE_NULL ||
	    (texts = turn_texts(turn)) == NULL || texts[0] == NULL)
		return;
	words = (const char **)texts;
	for (i = 0; words[i] != NULL; i++)
		words[i] = convert_word(words[i]);
	turn_set(turn, turn->where, words);
}

void
take_word(const struct turn *turn)
{
	if (turn->value->kind == NODE_LIST)
		turn_lost(turn, "it is no text");
	else
		take_words(turn);
}

void
take_flag(const struct turn *turn)
{
	const struct node *value = turn->value;

	if (value->kind == NODE_NULL)
		return;
	if (value->kind == NODE_FLAG)
		turn_text(turn, turn->where, value->text);
	else if (value->kind == NODE_NUMBER)
		turn_text(turn, turn->where, value->number != 0 ? "true" :
		    "false");
	else
		turn_lost(turn, "it is neither true nor false");
}

/* Numbers may be texts, as of the environment. */
void
take_number(const struct turn *turn)
{
	const struct node *value = turn->value;
	char *end;
	double number = value->kind == NODE_TEXT ?
	    strtod(value->text, &end) : value->number;

	if (value->kind == NODE_NULL || (value->kind == NODE_TEXT &&
	    value->text[0] == '\0'))
		return;
	if ((value->kind == NODE_TEXT && *end != '\0') ||
	    (value->kind != NODE_TEXT && value->kind != NODE_NUMBER) ||
	    !(fabs(number) < SECONDS_MAXIMUM))
		turn_lost(turn, "it is no number");
	else
		turn_number(turn, turn->where, (int64_t)number);
}

/* As str(timedelta) has it: [D day[s], ]H:MM:SS[.ffffff]. */
static bool
read_duration(const char *text, double *seconds_r)
{
	int days = 0, hours, minutes, used = 0;
	double seconds;

	if (sscanf(text, "%9d day%n", &days, &used) == 1 && used > 0) {
		text += used;
		text += *text == 's';
		if (*text == '\0') {
			*seconds_r = (double)days * SECONDS_OF_DAY;
			return true;
		}
		if (strncmp(text, ", ", 2) != 0)
			return false;
		text += 2;
	} else {
		days = 0;
	}
	if (sscanf(text, "%9d:%2d:%lf%n", &hours, &minutes, &seconds,
	    &used) != 3 || text[used] != '\0')
		return false;
	*seconds_r = (double)days * SECONDS_OF_DAY + hours * 3600.0 +
	    minutes * 60.0 + seconds;
	return true;
}

void
take_seconds(const struct turn *turn)
{
	const struct node *value = turn->value;
	double seconds = value->number;

	if (value->kind == NODE_NULL)
		return;
	if ((value->kind != NODE_NUMBER && (value->kind != NODE_TEXT ||
	    !read_duration(value->text, &seconds))) ||
	    !(fabs(seconds) < SECONDS_MAXIMUM))
		turn_lost(turn, "it is no time in seconds");
	else
		turn_number(turn, turn->where, (int64_t)ceil(seconds));
}

void
take_days(const struct turn *turn)
{
	if (turn->value->kind == NODE_NUMBER &&
	    fabs(turn->value->number) < SECONDS_MAXIMUM)
		turn_number(turn, turn->where,
		    (int64_t)turn->value->number * SECONDS_OF_DAY);
	else if (turn->value->kind != NODE_NULL)
		turn_lost(turn, "it is no number of days");
}
