/*
 * mailer: the process that sends mails.
 *
 * With a manager it stands beside the workers. Without one, a worker starts it
 * when there is mail: no request waits for a mail server.
 */
#ifndef PORTRESS_PROC_MAILER_H
#define PORTRESS_PROC_MAILER_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/exits.h"

struct conf;
struct scoreboard_slot;

struct mailer_post {
	const struct conf	*conf;
	int			 bell;	/* eventfd: there may be mail */
	struct scoreboard_slot	*slot;
};

/* Whether mails leave at all: mail_transport is not "none". */
bool		mailer_is_wanted(const struct conf *conf);
/* Seconds that one mail may take before something must be wrong. */
int64_t		mailer_timeout(const struct conf *conf);
/* Serves until TERM or USR1. Returns what to exit with. */
enum exits	mailer_serve(const struct mailer_post *post);
/*
 * Starts a child that sends what is due, and ends: for who has no manager. It
 * keeps none of our descriptors but standard output and error. The caller waits
 * for it. Its process id, or -1, logged.
 */
pid_t		mailer_send_off(const struct conf *conf);

#endif
