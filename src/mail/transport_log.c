/*
 * The log, for development: a line tells that there was a mail, and the link
 * in it, so that one can go on. Whoever reads the log can do so, too.
 */
#include "base/log.h"
#include "mail/transport_row.h"

static void *
open_log(const struct conf *conf)
{
	(void)conf;
	return NULL;
}

static enum delivery
send_letter(void *self, const struct letter *letter, char *reason)
{
	(void)self;
	(void)reason;
	log_event(LOG_NOTICE, "mail", log_text("to", letter->to),
	    log_text("name", letter->name), log_text("link", letter->link));
	return DELIVERY_DONE;
}

const struct transport_row transport_log = {
	"log", NULL, open_log, send_letter, NULL, NULL, NULL
};
