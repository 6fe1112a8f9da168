/*
 * complete: what a configuration needs that no setting of Django's says, and
 * what only the database knows.
 */
#ifndef PORTRESS_ADOPT_COMPLETE_H
#define PORTRESS_ADOPT_COMPLETE_H

struct conf_user;
struct db;
struct look;
struct plan;

/*
 * What must be set and is not: a secret, a domain, a database; lanes; and what
 * goes with a Django that uses the same database. Can be done again after
 * something was dropped.
 */
void	complete_settings(struct plan *plan);
/* Which tables are there, and what the table of accounts is like. */
void	complete_by_look(struct plan *plan, const struct look *look,
	    const struct conf_user *accounts);
/* How many rounds the newest hash has, where no setting says how many. */
void	complete_rounds(struct plan *plan, struct db *db);

#endif
