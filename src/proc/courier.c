#include "proc/courier.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
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
	struct courier_outcome outcome;
	bool		 is_owed;	/* the outcome, to the database */
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
	const struct courier_outcome *outcome = &courier->outcome;
	struct db *db = courier->db;

	if (outcome->is_ended)
		return outbox_end(db, outcome->mail, outcome->reason);
	switch (outcome->delivery) {
	case DELIVERY_PUT_OFF:
		return outbox_put_off(db, outcome->mail, outcome->reason);
	case DELIVERY_IMPOSSIBLE:
		return outbox_give_back(db, outcome->mail, outcome->reason);
	default:
		return outbox_done(db, outcome->mail);
	}
}

/* 0, also if there is nothing to be written; or -1. */
static int
settle(struct courier *courier)
{
	if (courier->is_owed && write_down(courier) == -1)
		return -1;
	courier->is_owed = false;
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
	bool is_given_up = courier->outcome.is_ended &&
	    delivery != DELIVERY_REFUSED;

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
	courier->outcome.is_dropped = true;
	snprintf(courier->outcome.reason, DELIVERY_REASON, "%s", why);
	log_event(LOG_WARNING, "mail_dropped", log_int("mail", mail->id),
	    log_text("kind", mail->kind), log_text("account", mail->user_id),
	    log_text("reason", why));
}

static void
send(struct courier *courier, const struct outbox_mail *mail,
    const struct letter *letter)
{
	struct courier_outcome *outcome = &courier->outcome;
	bool is_last = mail->age >= courier->conf->mail_lifetime;

	outcome->delivery = transport_send(courier->transport, letter,
	    outcome->reason);
	outcome->is_ended = outcome->delivery == DELIVERY_REFUSED ||
	    (is_last && outcome->delivery != DELIVERY_DONE);
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
	courier->outcome = (struct courier_outcome){ .mail = mail->id };
	courier->is_owed = true;
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
	if (found == -1)
		return ERRAND_TROUBLE;
	if (found == 0)
		return ERRAND_NONE;
	return courier->outcome.delivery == DELIVERY_IMPOSSIBLE ?
	    ERRAND_IMPOSSIBLE : ERRAND_RUN;
}

const struct courier_outcome *
courier_outcome(const struct courier *courier)
{
	return &courier->outcome;
}

const char *
courier_trouble(const struct courier *courier)
{
	return db_error(courier->db);
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
