#include "proc/crew.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/log.h"
#include "conf/conf.h"
#include "proc/lane.h"
#include "proc/mailer.h"
#include "proc/scoreboard.h"

#define SECOND		INT64_C(1000000)	/* of clock_monotonic */
#define YOUNG		(5 * SECOND)
#define FIRST_DELAY	(SECOND / 10)
#define LAST_DELAY	(30 * SECOND)
#define ABORT_TIME	(2 * SECOND)	/* to write down what it was doing */
#define START_TIME	SECOND		/* a child is new for so long: then */
#define START_LOOK	(SECOND / 200)	/* look so often if it is ready */

static size_t
count_seats(const struct conf *conf)
{
	size_t count = mailer_is_wanted(conf) ? (size_t)conf->mailers : 0, i;

	for (i = 0; i < conf->lane_count; i++)
		count += (size_t)conf->lanes[i].workers;
	return count;
}

/* The seats of mailers, if there are any, are the last. */
static void
arrange(struct crew *crew, struct lane *const *lanes)
{
	struct seat *seat = crew->seats;
	size_t i;
	int64_t k;

	for (i = 0; i < crew->conf->lane_count; i++)
		for (k = 0; k < crew->conf->lanes[i].workers; k++, seat++) {
			seat->conf = &crew->conf->lanes[i];
			seat->lane = lanes[i];
		}
	for (i = 0; i < crew->count; i++)
		crew->seats[i].slot = &crew->slots[i];
}

struct crew *
crew_open(struct conf *conf, struct lane *const *lanes)
{
	size_t count = count_seats(conf);
	struct scoreboard_slot *slots = scoreboard_open(count);
	struct crew *crew;

	if (slots == NULL)
		return NULL;
	if ((crew = calloc(1, sizeof(*crew))) == NULL ||
	    (crew->seats = calloc(count, sizeof(*crew->seats))) == NULL)
		abort();
	crew->conf = conf;
	crew->count = count;
	crew->slots = slots;
	arrange(crew, lanes);
	return crew;
}

void
crew_close(struct crew **crew)
{
	if (*crew == NULL)
		return;
	scoreboard_close(&(*crew)->slots, (*crew)->count);
	conf_close(&(*crew)->conf);
	free((*crew)->seats);
	free(*crew);
	*crew = NULL;
}

bool
crew_is_ready(const struct crew *crew)
{
	size_t i;

	for (i = 0; i < crew->count; i++)
		if (crew->seats[i].pid == 0 || !crew->slots[i].is_ready)
			return false;
	return true;
}

bool
crew_is_gone(const struct crew *crew)
{
	size_t i;

	for (i = 0; i < crew->count; i++)
		if (crew->seats[i].pid != 0)
			return false;
	return true;
}

bool
crew_uses(const struct crew *crew, const struct lane *lane)
{
	size_t i;

	for (i = 0; i < crew->count; i++)
		if (crew->seats[i].lane == lane)
			return true;
	return false;
}

/* --- one seat ------------------------------------------------------------- */

static void
brake(struct seat *seat, int64_t now)
{
	if (now - seat->started >= YOUNG)
		seat->delay = 0;
	seat->not_before = now + seat->delay;
	seat->delay = seat->delay == 0 ? FIRST_DELAY : 2 * seat->delay;
	if (seat->delay > LAST_DELAY)
		seat->delay = LAST_DELAY;
}

pid_t
seat_start(struct seat *seat, int64_t now)
{
	pid_t pid;

	scoreboard_clear(seat->slot);
	seat->started = now;
	seat->kill_at = 0;
	if ((pid = fork()) > 0)
		seat->pid = pid;
	if (pid != -1)
		return pid;
	log_event(LOG_ERR, "fork_failed", log_text("reason", strerror(errno)));
	brake(seat, now);
	return -1;
}

static const char *
seat_name(const struct seat *seat)
{
	return seat->conf != NULL ? seat->conf->name : "";
}

static const char *
seat_event(const struct seat *seat, const char *worker, const char *mailer)
{
	return seat->conf != NULL ? worker : mailer;
}

void
seat_vacate(struct seat *seat, int status, int64_t now)
{
	bool is_signal = WIFSIGNALED(status);
	bool is_expected = seat->is_told && status == 0;

	log_event(is_expected ? LOG_DEBUG : LOG_WARNING, is_expected ?
	    seat_event(seat, "worker_left", "mailer_left") :
	    seat_event(seat, "worker_died", "mailer_died"),
	    log_int("pid", seat->pid), log_text("lane", seat_name(seat)),
	    log_text("by", is_signal ? "signal" : "exit"),
	    log_text("signal", is_signal ? strsignal(WTERMSIG(status)) : ""),
	    log_int("code", is_signal ? WTERMSIG(status) :
	    WEXITSTATUS(status)),
	    log_text("at", seat->slot->request),
	    log_int("requests", seat->slot->requests),
	    log_int("seconds", (now - seat->started) / SECOND));
	seat->pid = 0;
	seat->kill_at = 0;
	brake(seat, now);
}

void
seat_tell(struct seat *seat, int signal_number, int64_t kill_at)
{
	if (seat->pid == 0)
		return;
	seat->is_told = true;
	seat->kill_at = kill_at;
	kill(seat->pid, signal_number);
}

void
seat_watch(struct seat *seat, int64_t timeout, int64_t now)
{
	if (seat->pid == 0)
		return;
	if (seat->kill_at != 0) {
		if (now < seat->kill_at)
			return;
		log_event(LOG_WARNING, seat_event(seat, "worker_killed",
		    "mailer_killed"), log_int("pid", seat->pid),
		    log_text("lane", seat_name(seat)));
		seat->kill_at = now + SECOND;
		kill(seat->pid, SIGKILL);
		return;
	}
	if (scoreboard_busy(seat->slot, now) <= timeout)
		return;
	log_event(LOG_ERR, seat_event(seat, "worker_stuck", "mailer_stuck"),
	    log_int("pid", seat->pid), log_text("lane", seat_name(seat)),
	    log_text("at", seat->slot->request));
	seat->kill_at = now + ABORT_TIME;
	kill(seat->pid, SIGABRT);
}

int64_t
seat_wait(const struct seat *seat, int64_t now, int64_t most)
{
	int64_t wait = most;

	if (seat->pid == 0)
		wait = seat->not_before - now;
	else if (seat->kill_at != 0)
		wait = seat->kill_at - now;
	else if (!seat->slot->is_ready && now - seat->started < START_TIME)
		wait = START_LOOK;
	if (wait < 0)
		wait = 0;
	return wait < most ? wait : most;
}
