/*
 * rule: what a configuration must be. Within conf/ only.
 */
#ifndef PORTRESS_CONF_RULE_H
#define PORTRESS_CONF_RULE_H

/* Characters of a key; shorter ones can be guessed. */
#define SECRET_MINIMUM 32

#include <stdbool.h>

struct conf;
struct note;
struct reading;

/* Checks one note; good ones are put into the configuration. */
void	rule_apply(struct reading *reading, struct conf *conf,
	    const struct note *note);
/* Checks settings against one another, and what must be set. */
void	rule_agree(struct reading *reading, const struct conf *conf);
/* Whether JWTs of that algorithm are signed by a text: HS256 and the like. */
bool	rule_is_mac(const char *algorithm);

#endif
