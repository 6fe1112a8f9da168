/*
 * finding: what `portress check` says, a line each.
 */
#ifndef PORTRESS_CTL_FINDING_H
#define PORTRESS_CTL_FINDING_H

#include <stdbool.h>

struct conf;
struct db;

enum finding { GOOD, NOTE, BAD };

/* None so far. */
void	finding_begin(void);
/* Whether none was BAD. */
bool	finding_is_good(void);
/* Prints one. */
void	found(enum finding finding, const char *what, const char *format, ...)
	    __attribute__((format(printf, 3, 4)));
/* Prints below it a line that mends it, for that web server; with "" words. */
void	found_remedy(const char *server, const char *line);

/* Whether mail waits that should not; the tables must be there. */
void	check_outbox(struct db *db, const struct conf *conf);
/*
 * Where a Django has made the database: in what the two would differ, and what
 * of its tables Portress was not told of.
 */
void	check_django(struct db *db, const struct conf *conf);

#endif
