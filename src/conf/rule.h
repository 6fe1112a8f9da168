/*
 * rule: what each setting must be by itself. Within conf/ only.
 */
#ifndef PORTRESS_CONF_RULE_H
#define PORTRESS_CONF_RULE_H

/* Characters of a key; shorter ones can be guessed. */
#define SECRET_MINIMUM 32

struct conf;
struct note;
struct reading;

/* Checks one note; good ones are put into the configuration. */
void	rule_apply(struct reading *reading, struct conf *conf,
	    const struct note *note);

#endif
