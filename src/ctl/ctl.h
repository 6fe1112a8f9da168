/*
 * ctl: the command line.
 *
 * A command is a declaration and a function in a file of its group; ctl.c
 * has the list of them, reads arguments by the declaration and prints help
 * from it.
 */
#ifndef PORTRESS_CTL_CTL_H
#define PORTRESS_CTL_CTL_H

#include <stdbool.h>

#include "base/exits.h"

struct conf;
struct ctl;

struct ctl_option {
	const char	*name;		/* without the dashes; NULL ends */
	const char	*argument;	/* what follows it, or NULL */
	const char	*help;
};

struct ctl_command {
	const char		*name;		/* one word, or two */
	const char		*argument;	/* exactly one, or NULL */
	const char		*help;		/* one line */
	const struct ctl_option	*options;	/* or NULL */
	enum exits		(*run)(const struct ctl *ctl);
};

#define CTL_OPTIONS 8		/* at most, of a command */

/* A command as it was given. */
struct ctl {
	const struct ctl_command *command;
	const char		*file;		/* configuration */
	const char		*argument;	/* or NULL */
	const char		*values[CTL_OPTIONS]; /* "" of a flag, NULL */
};

extern const struct ctl_command ctl_adopt;
extern const struct ctl_command ctl_check;
extern const struct ctl_command ctl_config;
extern const struct ctl_command ctl_doctor;
extern const struct ctl_command ctl_mail_drop;
extern const struct ctl_command ctl_mail_flush;
extern const struct ctl_command ctl_mail_list;
extern const struct ctl_command ctl_mail_preview;
extern const struct ctl_command ctl_mail_retry;
extern const struct ctl_command ctl_mail_show;
extern const struct ctl_command ctl_mail_templates;
extern const struct ctl_command ctl_mail_test;
extern const struct ctl_command ctl_migrate;
extern const struct ctl_command ctl_openapi;
extern const struct ctl_command ctl_routes;
extern const struct ctl_command ctl_serve;
extern const struct ctl_command ctl_user_add;
extern const struct ctl_command ctl_user_list;
extern const struct ctl_command ctl_user_set_password;

/* The whole program. What to exit with. */
enum exits	 ctl_run(int argc, char **argv);

/* What was given with an option of the command ("" of a flag), or NULL. */
const char	*ctl_value(const struct ctl *ctl, const char *option);
/* "portress: ..." and a line end on standard error. */
void		 ctl_say(const char *format, ...)
		    __attribute__((format(printf, 1, 2)));
/*
 * The configuration; what is wrong with it, also that of dialects, was said
 * if it is NULL. The caller owns it.
 */
struct conf	*ctl_conf(const struct ctl *ctl);

#endif
