/*
 * paper: a plan as a configuration file.
 */
#ifndef PORTRESS_ADOPT_PAPER_H
#define PORTRESS_ADOPT_PAPER_H

#include <stdbool.h>
#include <stdio.h>

struct conf;
struct plan;

/*
 * The configuration that the plan's file would be. What conf_open refuses of
 * it is taken out of the plan, and told there in its words, until it refuses
 * nothing. The caller owns it; NULL: what remains was said on `errors`.
 */
struct conf	*paper_try(struct plan *plan, FILE *errors);
/* The file. In memory that the caller wipes and frees. */
char		*paper_text(struct plan *plan);
/*
 * Writes a file that only its owner can read; over one that is there only with
 * `force`. 0, or -1 and errno.
 */
int		 paper_write(const char *path, const char *text, bool force)
		    __attribute__((warn_unused_result));
/* Writes all of a text. 0, or -1 and errno. */
int		 paper_put(int file, const char *text)
		    __attribute__((warn_unused_result));

#endif
