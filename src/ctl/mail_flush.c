/* mail_flush: sends what is due, for cron and for who wants to watch. */

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "adopt/words.h"
#include "base/log.h"
#include "conf/conf.h"
#include "ctl/ctl.h"
#include "ctl/desk.h"
#include "mail/message.h"
#include "proc/courier.h"
#include "proc/mailer.h"
#include "store/outbox.h"

struct tally {
	int64_t		 due;		/* when it began */
	int64_t		 sent, dropped, put_off, refused;
};

/* --- what is said --------------------------------------------------------- */

/*
 * What the log has to tell is told here, to whoever sees both; but where it
 * goes elsewhere it is the record of what was sent.
 */
static void
open_log(const struct conf *conf)
{
	if (strcmp(conf->log_target, "stderr") == 0 &&
	    strcmp(conf->mail_transport, "log") != 0)
		log_open(LOG_TARGET_STDERR, LOG_FORM_TEXT, LOG_CRIT);
	else
		conf_log(conf);
}

static void
show_progress(const struct tally *tally)
{
	int64_t seen = tally->sent + tally->dropped + tally->put_off +
	    tally->refused;

	if (isatty(STDERR_FILENO))
		fprintf(stderr, "\r%" PRId64 " of %" PRId64 " ", seen,
		    seen > tally->due ? seen : tally->due);
}

static void
clear_progress(void)
{
	if (isatty(STDERR_FILENO))
		fputs("\r\033[K", stderr);
}

static void
say_refused(const struct courier_outcome *outcome)
{
	clear_progress();
	printf("mail %" PRId64 " is given up: ", outcome->mail);
	words_plain(outcome->reason, strlen(outcome->reason), stdout);
	putchar('\n');
}

static void
say_dropped(const struct courier_outcome *outcome)
{
	clear_progress();
	printf("mail %" PRId64 " is dropped: %s\n", outcome->mail,
	    outcome->reason);
}

/* Who does not watch is told of what went wrong only, as cron mails it. */
static bool
is_watched(const struct ctl *ctl)
{
	return ctl_value(ctl, "verbose") != NULL || isatty(STDOUT_FILENO);
}

static void
say_tally(const struct tally *tally, int64_t left)
{
	printf("%" PRId64 " sent, %" PRId64 " put off, %" PRId64 " given up, %"
	    PRId64 " left", tally->sent, tally->put_off, tally->refused, left);
	if (tally->dropped > 0)
		printf(" (%" PRId64 " need not go out)", tally->dropped);
	putchar('\n');
	if (tally->refused > 0)
		puts("`portress mail list` tells of those that were given up");
}

/* --- what is done --------------------------------------------------------- */

static void
count(struct tally *tally, const struct courier_outcome *outcome,
    const struct ctl *ctl)
{
	if (outcome->is_ended) {
		tally->refused++;
		say_refused(outcome);
	} else if (outcome->is_dropped) {
		tally->dropped++;
		if (is_watched(ctl))
			say_dropped(outcome);
	} else if (outcome->delivery == DELIVERY_DONE) {
		tally->sent++;
	} else if (outcome->delivery == DELIVERY_PUT_OFF) {
		tally->put_off++;
	}
}

static enum errand
send_all(struct courier *courier, const struct ctl *ctl, struct tally *tally)
{
	enum errand errand;

	do {
		show_progress(tally);
		errand = courier_run(courier);
		if (errand == ERRAND_RUN || errand == ERRAND_IMPOSSIBLE)
			count(tally, courier_outcome(courier), ctl);
	} while (errand == ERRAND_RUN);
	clear_progress();
	return errand;
}

static enum exits
say_impossible(const struct courier *courier)
{
	ctl_say("nothing gets out: %s", courier_outcome(courier)->reason);
	fputs("  `portress mail test ADDRESS` tries it step by step; what is "
	    "left stays in the\n  database and is due again at once\n",
	    stderr);
	return EXIT_TEMPORARY;
}

static enum exits
finish(struct desk *desk, const struct ctl *ctl, const struct courier *courier,
    enum errand last, const struct tally *tally)
{
	struct outbox_state state;

	if (last == ERRAND_TROUBLE) {
		ctl_say("the database failed: %s", courier_trouble(courier));
		return EXIT_FAILED;
	}
	if (outbox_look(desk->db, &state) == -1)
		return desk_say_database(desk);
	if (is_watched(ctl) || last == ERRAND_IMPOSSIBLE || tally->refused > 0)
		say_tally(tally, last == ERRAND_NONE ? 0 : state.due);
	return last == ERRAND_NONE ? EXIT_OK : say_impossible(courier);
}

static enum exits
flush_all(struct desk *desk, const struct ctl *ctl, int64_t due)
{
	struct courier *courier = courier_open(desk->conf);
	struct tally tally = { .due = due };
	enum errand last = send_all(courier, ctl, &tally);
	enum exits result = finish(desk, ctl, courier, last, &tally);

	courier_close(&courier);
	return result;
}

static enum exits
flush(struct desk *desk, const struct ctl *ctl)
{
	struct outbox_state state;

	if (outbox_look(desk->db, &state) == -1)
		return desk_say_database(desk);
	if (!mailer_is_wanted(desk->conf)) {
		ctl_say("mail_transport is \"none\", so no mail leaves; %"
		    PRId64 " wait. portress.conf(5) tells how they can",
		    state.count - state.ended);
		return EXIT_FAILED;
	}
	if (state.due == 0) {
		if (is_watched(ctl))
			puts("no mail is due");
		return EXIT_OK;
	}
	if (message_prepare(desk->conf, stderr) == -1)
		return EXIT_CONFIG;
	open_log(desk->conf);
	return flush_all(desk, ctl, state.due);
}

static enum exits
mail_flush(const struct ctl *ctl)
{
	return desk_work(ctl, flush);
}

static const struct ctl_option options[] = {
	{ "verbose", NULL, "says also what went well, where nobody watches" },
	{ 0 },
};

const struct ctl_command ctl_mail_flush = {
	"mail flush", NULL, "sends all mail that is due", options, mail_flush
};
