#include "base/log.h"

#include <inttypes.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"

#define LINE_SIZE	4096	/* PIPE_BUF: written in one piece */
#define VALUE_MAXIMUM	768	/* bytes of it that a value may take */

static enum log_target	 target = LOG_TARGET_STDERR;
static enum log_form	 form = LOG_FORM_TEXT;
static int		 threshold = LOG_INFO;
static const char	*request_id;

struct line {
	char	text[LINE_SIZE];
	size_t	length;
};

void
log_open(enum log_target to, enum log_form in, int level)
{
	target = to;
	form = in;
	threshold = level;
	if (target == LOG_TARGET_SYSLOG) {
		/* The descriptor may have been closed behind its back. */
		closelog();
		openlog("portress", LOG_PID, LOG_AUTH);
	}
}

void
log_request(const char *id)
{
	request_id = id;
}

static const char *
level_name(int level)
{
	static const char *const names[] = { "emerg", "alert", "crit",
	    "error", "warning", "notice", "info", "debug" };

	return names[level & 7];
}

static void
line_add(struct line *line, const char *text)
{
	size_t length = strlen(text);
	size_t room = sizeof(line->text) - 2 - line->length;

	if (length > room)
		length = room;
	memcpy(line->text + line->length, text, length);
	line->length += length;
}

/* Bytes that are shown as they are; all else could deceive a reader. */
static bool
is_plain(unsigned char byte)
{
	return byte >= 0x20 && byte < 0x7f && byte != '"' && byte != '\\';
}

/*
 * As a quoted string in which JSON and a terminal see nothing but text. Bytes
 * beyond ASCII are shown as if they were Latin-1: they may be no UTF-8.
 */
static void
line_quoted(struct line *line, const char *text)
{
	size_t room = VALUE_MAXIMUM, size;
	char piece[8];

	line_add(line, "\"");
	for (; *text != '\0'; text++, room -= size) {
		unsigned char byte = (unsigned char)*text;

		size = (size_t)snprintf(piece, sizeof(piece),
		    is_plain(byte) ? "%c" : "\\u%04x", byte);
		if (size > room)
			break;
		line_add(line, piece);
	}
	line_add(line, "\"");
}

/* Without quotes where no reader could mistake it. */
static void
line_value(struct line *line, const char *text)
{
	static const char safe[] = "abcdefghijklmnopqrstuvwxyz"
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.:/@+,*";
	size_t length = strspn(text, safe);

	if (length == 0 || text[length] != '\0' || length > VALUE_MAXIMUM ||
	    form == LOG_FORM_JSON)
		line_quoted(line, text);
	else
		line_add(line, text);
}

static void
line_pair(struct line *line, const char *name, const struct log_pair *pair)
{
	char number[24];

	line_add(line, form == LOG_FORM_JSON ? ",\"" : " ");
	line_add(line, name);
	line_add(line, form == LOG_FORM_JSON ? "\":" : "=");
	if (pair->text != NULL) {
		line_value(line, pair->text);
		return;
	}
	snprintf(number, sizeof(number), "%" PRId64, pair->number);
	line_add(line, number);
}

static void
line_head(struct line *line, int level, const char *event)
{
	char stamp[CLOCK_STAMP_SIZE];

	clock_stamp(stamp);
	if (form == LOG_FORM_JSON) {
		line_add(line, "{\"time\":\"");
		line_add(line, stamp);
		line_add(line, "\",\"level\":\"");
		line_add(line, level_name(level));
		line_add(line, "\",\"event\":\"");
		line_add(line, event);
		line_add(line, "\"");
		return;
	}
	if (target == LOG_TARGET_STDERR) {
		line_add(line, stamp);
		line_add(line, " ");
		line_add(line, level_name(level));
		line_add(line, " ");
	}
	line_add(line, event);
}

static void
line_send(struct line *line, int level)
{
	if (target == LOG_TARGET_SYSLOG) {
		line->text[line->length] = '\0';
		syslog(level, "%s", line->text);
		return;
	}
	line->text[line->length++] = '\n';
	/* One write a line, so lines of several processes do not mix. A log
	 * that cannot be written must not keep anybody from signing in. */
	if (write(STDERR_FILENO, line->text, line->length) == -1)
		return;
}

void
log_write(int level, const char *event, const struct log_pair *pairs)
{
	struct line line = { .length = 0 };

	if (level > threshold)
		return;
	line_head(&line, level, event);
	if (request_id != NULL)
		line_pair(&line, "request",
		    &(struct log_pair){ "request", request_id, 0 });
	for (; pairs->name != NULL; pairs++)
		line_pair(&line, pairs->name, pairs);
	if (form == LOG_FORM_JSON)
		line_add(&line, "}");
	line_send(&line, level);
}

void
log_lines(int level, const char *event, const char *name, char *text)
{
	char *line;

	while ((line = strsep(&text, "\n")) != NULL)
		if (*line != '\0')
			log_event(level, event, log_text(name, line));
}
