#include "proc/courier.h"

#include <assert.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/log.h"
#include "conf/conf.h"
#include "mail/transport.h"
#include "proc/compose.h"
#include "store/db.h"
#include "store/outbox.h"

#define MEMORY	((size_t)4 * 1024 * 1024)
#define SPARE	5	/* s that a mail may take besides email_timeout */

struct courier {
	const struct conf *conf;
	struct db	*db;
	struct arena	*arena;
	struct transport *transport;
	struct {
		int64_t		 mail;	/* 0: all is written down */
		enum delivery	 delivery;
		bool		 is_last;	/* it was tried for long enough */
		char		 reason[DELIVERY_REASON];
	}		 outcome;
};

struct courier *
courier_open(const struct conf *conf)
{
	struct courier *courier = calloc(1, sizeof(*courier));

	if (courier == NULL)
		abort();
	courier->conf = conf;
	courier->db = db_open(&conf->database);
	courier->arena = arena_open(MEMORY);
	courier->transport = transport_open(conf);
	return courier;
}

/* --- what became of it ---------------------------------------------------- */

static int
write_down(struct courier *courier)
{
	int64_t mail = courier->outcome.mail;
	const char *reason = courier->outcome.reason;

	switch (courier->outcome.delivery) {
	case DELIVERY_DONE:
		return outbox_done(courier->db, mail);
	case DELIVERY_REFUSED:
		return outbox_end(courier->db, mail, reason);
	case DELIVERY_PUT_OFF:
		return courier->outcome.is_last ?
		    outbox_end(courier->db, mail, reason) :
		    outbox_put_off(courier->db, mail, reason);
	case DELIVERY_IMPOSSIBLE:
		return courier->outcome.is_last ?
		    outbox_end(courier->db, mail, reason) :
		    outbox_give_back(courier->db, mail, reason);
	}
	assert(!"a delivery that is none");
	return -1;
}

/* 0, also if there is nothing to be written; or -1. */
static int
settle(struct courier *courier)
{
	if (courier->outcome.mail == 0)
		return 0;
	if (write_down(courier) == -1)
		return -1;
	courier->outcome.mail = 0;
	return 0;
}

static void
tell(const struct courier *courier, const struct outbox_mail *mail)
{
	static const struct {
		int		 level;
		const char	*event;
	} lines[] = {
		[DELIVERY_DONE]		= { LOG_INFO,	 "mail_sent" },
		[DELIVERY_REFUSED]	= { LOG_ERR,	 "mail_refused" },
		[DELIVERY_PUT_OFF]	= { LOG_NOTICE,	 "mail_put_off" },
		[DELIVERY_IMPOSSIBLE]	= { LOG_WARNING, "mail_impossible" },
	};
	enum delivery delivery = courier->outcome.delivery;
	bool is_given_up = courier->outcome.is_last &&
	    (delivery == DELIVERY_PUT_OFF || delivery == DELIVERY_IMPOSSIBLE);

	log_event(is_given_up ? LOG_ERR : lines[delivery].level,
	    is_given_up ? "mail_given_up" : lines[delivery].event,
	    log_int("mail", mail->id), log_text("kind", mail->kind),
	    log_text("account", mail->user_id),
	    log_int("attempt", mail->attempts), log_int("age", mail->age),
	    log_text("reason", courier->outcome.reason));
}

/* --- one mail ------------------------------------------------------------- */

/* What is not to go out any more is as good as sent. */
static void
drop(struct courier *courier, const struct outbox_mail *mail, const char *why)
{
	courier->outcome.delivery = DELIVERY_DONE;
	log_event(LOG_WARNING, "mail_dropped", log_int("mail", mail->id),
	    log_text("kind", mail->kind), log_text("account", mail->user_id),
	    log_text("reason", why));
}

static void
send(struct courier *courier, const struct outbox_mail *mail,
    const struct letter *letter)
{
	courier->outcome.delivery = transport_send(courier->transport, letter,
	    courier->outcome.reason);
	tell(courier, mail);
}

/* The mail has been taken: what becomes of it is the outcome. 0 or -1. */
static int
see_to(struct courier *courier, const struct outbox_mail *mail)
{
	struct letter letter;
	const char *why;
	int made = compose(courier->db, courier->arena, courier->conf, mail,
	    &letter, &why);

	if (made == -1) {
		db_rollback(courier->db);
		return -1;
	}
	courier->outcome.mail = mail->id;
	courier->outcome.is_last = mail->age >= courier->conf->mail_lifetime;
	courier->outcome.reason[0] = '\0';
	if (made == 1)
		send(courier, mail, &letter);
	else
		drop(courier, mail, why);
	return settle(courier);
}

enum errand
courier_run(struct courier *courier)
{
	int64_t patience = courier->conf->email_timeout + SPARE;
	struct outbox_mail mail;
	int found = settle(courier);

	if (found == 0)
		found = outbox_take(courier->db, courier->arena, patience,
		    &mail);
	if (found == 1 && see_to(courier, &mail) == -1)
		found = -1;
	arena_reset(courier->arena);
	if (found == 1 && courier->outcome.delivery == DELIVERY_IMPOSSIBLE)
		return ERRAND_TROUBLE;
	return found == -1 ? ERRAND_TROUBLE :
	    found == 1 ? ERRAND_RUN : ERRAND_NONE;
}

void
courier_rest(struct courier *courier)
{
	transport_rest(courier->transport);
}

void
courier_close(struct courier **courier)
{
	if (settle(*courier) == -1)
		log_event(LOG_WARNING, "mail_not_marked",
		    log_int("mail", (*courier)->outcome.mail));
	transport_close(&(*courier)->transport);
	arena_close(&(*courier)->arena);
	db_close(&(*courier)->db);
	free(*courier);
	*courier = NULL;
}
