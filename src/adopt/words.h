/*
 * words: what is said of a plan, in lines of 80 columns.
 */
#ifndef PORTRESS_ADOPT_WORDS_H
#define PORTRESS_ADOPT_WORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "adopt/plan.h"

/* A title for each fate. */
extern const char *const words_titles[];

/* Whether a text has nothing in it that a terminal or a file would take for
 * more than that: UTF-8 without control characters. */
bool	words_are_plain(const char *text);
/* A text with ? for such, but for tabs, and for what turns a line round. */
void	words_plain(const char *text, size_t length, FILE *out);
/*
 * A text from that column on, in lines of 80; those behind the first begin with
 * `before`.
 */
void	words_wrapped(const char *text, const char *before, size_t column,
	    FILE *out);
/* What is said of that fate, so many at most; lines begin with `before`. */
void	words_remarks(const struct plan *plan, enum fate fate, size_t limit,
	    const char *before, FILE *out);
/* What was taken and what was not. */
void	words_report(const struct plan *plan, FILE *out);

#endif
