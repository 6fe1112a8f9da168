/*
 * accounts: what a block user { } must be, a table that others have made.
 * Within conf/ only.
 */
#ifndef PORTRESS_CONF_ACCOUNTS_H
#define PORTRESS_CONF_ACCOUNTS_H

struct conf;
struct reading;

/* Whether its columns are all that the apis need, and each its own. */
void	accounts_agree(struct reading *reading, const struct conf *conf);

#endif
