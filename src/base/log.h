/*
 * log: one line an event, to stderr or syslog.
 *
 *	log_event(LOG_NOTICE, "worker_died", log_int("pid", pid),
 *	    log_text("lane", lane->name));
 *
 * gives, as text or as JSON,
 *
 *	2026-11-21T03:53:19.123Z notice worker_died pid=71 lane=main
 *	{"time":"...","level":"notice","event":"worker_died","pid":71,...}
 *
 * Values are escaped, so no value can start a line or a field of its own.
 * Secrets are never given to the log. While a request is served its id is
 * added to every line (log_request).
 */
#ifndef PORTRESS_BASE_LOG_H
#define PORTRESS_BASE_LOG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <syslog.h>		/* LOG_ERR, LOG_WARNING, LOG_NOTICE, ... */

enum log_form { LOG_FORM_TEXT, LOG_FORM_JSON };
enum log_target { LOG_TARGET_STDERR, LOG_TARGET_SYSLOG };

struct log_pair {
	const char	*name;		/* NULL ends a list */
	const char	*text;		/* NULL: the number counts */
	int64_t		 number;
};

static inline struct log_pair
log_text(const char *name, const char *text)
{
	return (struct log_pair){ name, text != NULL ? text : "", 0 };
}

static inline struct log_pair
log_int(const char *name, int64_t number)
{
	return (struct log_pair){ name, NULL, number };
}

#define log_event(level, event, ...) \
	log_write((level), (event), \
	    (const struct log_pair[]){ __VA_ARGS__ __VA_OPT__(,) { 0 } })

/* Lines less urgent than `level` are dropped. Until then: text on stderr. */
void	log_open(enum log_target target, enum log_form form, int level);
/* The id that the following lines carry; NULL for none. Not copied. */
void	log_request(const char *id);
/* A line; see log_event. The line is cut at 4 KiB. */
void	log_write(int level, const char *event, const struct log_pair *pairs);
/* One for each line of a text that has something in it, with that as its pair
 * `name`. The text is cut into them. */
void	log_lines(int level, const char *event, const char *name, char *text);

#endif
