/*
 * text_rule: what texts of settings must look like. Within conf/ only.
 */
#ifndef PORTRESS_CONF_TEXT_RULE_H
#define PORTRESS_CONF_TEXT_RULE_H

struct conf_setting;

/* What is wrong with the text for that setting ("must be ..."), or NULL. */
const char	*text_rule_break(const struct conf_setting *setting,
		    const char *text);

#endif
