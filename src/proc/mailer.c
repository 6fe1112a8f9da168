#include "proc/mailer.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "base/log.h"
#include "conf/conf.h"
#include "mail/transport.h"
#include "proc/courier.h"
#include "proc/orders.h"
#include "proc/scoreboard.h"

#define LOOK_TIME	1	/* s; not every mail rings the bell */
#define REST_MAXIMUM	60	/* s; the first rest is 1 */
#define TIMEOUTS	2	/* email_timeout is kept by the transport */
#define SPARE		30	/* s, for the database */
#define ALONE_MAXIMUM	1000	/* mails that a process sends that ends */

bool
mailer_is_wanted(const struct conf *conf)
{
	return strcmp(conf->mail_transport, "none") != 0;
}

int64_t
mailer_timeout(const struct conf *conf)
{
	return TIMEOUTS * conf->email_timeout + SPARE;
}

static void
ignore_pipes(void)
{
	const struct sigaction ignore = { .sa_handler = SIG_IGN };

	sigaction(SIGPIPE, &ignore, NULL);
}

/* Who waits for the first mail to learn of it waits for long. */
static void
tell_what_is_missing(const struct conf *conf)
{
	char reason[DELIVERY_REASON];

	if (transport_check(conf, reason) == -1)
		log_event(LOG_ERR, "mail_impossible",
		    log_text("reason", reason));
}

/* --- beside the workers --------------------------------------------------- */

/*
 * Between one mail and the next: waits for mail unless more is known to be
 * there, or with trouble at hand for some time, when the bell is not listened
 * to. False: it is time to leave.
 */
static bool
wait_for_mail(int orders, int bell, enum errand last, int rest)
{
	struct pollfd events[] = {
		{ .fd = orders, .events = POLLIN },
		{ .fd = bell, .events = POLLIN },
	};
	int wait = last == ERRAND_RUN ? 0 : LOOK_TIME;
	eventfd_t rung;

	(void)poll(events, rest > 0 ? 1 : 2, 1000 * (rest > 0 ? rest : wait));
	if (orders_read(orders) != 0)
		return false;
	if (events[1].revents != 0)
		(void)eventfd_read(bell, &rung);
	return true;
}

static int
rest_after(enum errand errand, int rest)
{
	if (errand == ERRAND_NONE || errand == ERRAND_RUN)
		return 0;
	if (rest == 0)
		return 1;
	return 2 * rest < REST_MAXIMUM ? 2 * rest : REST_MAXIMUM;
}

enum exits
mailer_serve(const struct mailer_post *post)
{
	struct courier *courier = courier_open(post->conf);
	int orders = orders_open(false), rest = 0;
	enum errand errand = ERRAND_NONE;

	if (orders == -1)
		abort();
	ignore_pipes();
	tell_what_is_missing(post->conf);
	scoreboard_ready(post->slot);
	while (wait_for_mail(orders, post->bell, errand, rest)) {
		scoreboard_begin(post->slot, "");
		errand = courier_run(courier);
		if (errand != ERRAND_RUN)
			courier_rest(courier);
		scoreboard_end(post->slot);
		rest = rest_after(errand, rest);
	}
	courier_close(&courier);
	close(orders);
	return EXIT_OK;
}

/* --- for who has no manager ----------------------------------------------- */

/* Nothing of the parent is kept: its web server waits for it to let go. */
static void
part_from_parent(const struct conf *conf)
{
	int null = open("/dev/null", O_RDONLY | O_CLOEXEC);
	sigset_t none;

	if (null == -1 || dup2(null, STDIN_FILENO) == -1)
		close(STDIN_FILENO);
	close_range(3, ~0U, 0);
	conf_log(conf);
	setsid();
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	ignore_pipes();
}

static _Noreturn void
send_all(const struct conf *conf)
{
	struct courier *courier;
	int sent = 0;

	part_from_parent(conf);
	courier = courier_open(conf);
	while (sent < ALONE_MAXIMUM && courier_run(courier) == ERRAND_RUN)
		sent++;
	courier_close(&courier);
	_exit(EXIT_OK);
}

pid_t
mailer_send_off(const struct conf *conf)
{
	pid_t pid = fork();

	if (pid == 0)
		send_all(conf);
	if (pid == -1)
		log_event(LOG_ERR, "fork_failed",
		    log_text("reason", strerror(errno)));
	return pid;
}
