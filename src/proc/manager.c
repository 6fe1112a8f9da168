#include "proc/manager.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "conf/conf.h"
#include "proc/crew.h"
#include "proc/lane.h"
#include "proc/mailer.h"
#include "proc/reread.h"
#include "proc/systemd.h"
#include "proc/worker.h"

#define SECOND		INT64_C(1000000)	/* of clock_monotonic */
#define LOOK_TIME	SECOND		/* between looks at the scoreboard */

struct manager {
	struct crew	*crew;		/* the newest first */
	struct lane	*lanes;		/* of all crews */
	int		 bell;		/* wakes the mailers */
	pid_t		 pid;
	char		*pid_file;
	sigset_t	 signals;	/* that sigtimedwait(2) fetches */
	bool		 is_stopping;
};

/* --- lanes ---------------------------------------------------------------- */

static bool
lane_is_for(const struct lane *lane, const struct conf_lane *conf,
    int inherited)
{
	if (inherited != -1)
		return lane->listener == inherited;
	return lane->path != NULL && !lane->is_ended &&
	    conf->socket != NULL && strcmp(lane->path, conf->socket) == 0;
}

/* One that stands is taken again, whatever its name was; one that was ended,
 * and whose workers are still there, is another. NULL, logged. */
static struct lane *
find_lane(struct manager *m, const struct conf *conf, size_t number)
{
	const struct conf_lane *wanted = &conf->lanes[number];
	int inherited = systemd_socket(conf, number);
	struct lane *lane;

	for (lane = m->lanes; lane != NULL; lane = lane->next)
		if (lane_is_for(lane, wanted, inherited))
			return lane_adjust(lane, wanted) == 0 ? lane : NULL;
	lane = inherited != -1 ? lane_inherit(wanted, inherited) :
	    lane_open(wanted);
	if (lane == NULL)
		return NULL;
	lane->next = m->lanes;
	m->lanes = lane;
	return lane;
}

static bool
lane_is_used(const struct manager *m, const struct lane *lane)
{
	const struct crew *crew;

	for (crew = m->crew; crew != NULL; crew = crew->older)
		if (crew_uses(crew, lane))
			return true;
	return false;
}

static void
close_unused_lanes(struct manager *m)
{
	struct lane **at = &m->lanes, *lane;

	while ((lane = *at) != NULL) {
		if (lane_is_used(m, lane)) {
			at = &lane->next;
			continue;
		}
		*at = lane->next;
		lane_close(&lane);
	}
}

/* --- children ------------------------------------------------------------- */

/* A child keeps no other lane alive. */
static void
close_other_lanes(const struct manager *m, const struct lane *own)
{
	const struct lane *lane;

	for (lane = m->lanes; lane != NULL; lane = lane->next) {
		if (lane == own)
			continue;
		close(lane->listener);
		close(lane->handover_in);
		close(lane->handover_out);
	}
}

static enum exits
be_worker(const struct manager *m, const struct crew *crew,
    const struct seat *seat)
{
	const struct worker_post post = {
		.conf = crew->conf,
		.listener = seat->lane->listener,
		.is_last = seat->lane->path != NULL,
		.handover_in = seat->lane->handover_in,
		.handover_out = seat->lane->handover_out,
		.bell = m->bell,
		.slot = seat->slot,
	};

	return worker_serve(&post);
}

static enum exits
be_mailer(const struct manager *m, const struct crew *crew,
    const struct seat *seat)
{
	const struct mailer_post post = {
		.conf = crew->conf,
		.bell = m->bell,
		.slot = seat->slot,
	};

	return mailer_serve(&post);
}

static _Noreturn void
be_child(const struct manager *m, const struct crew *crew,
    const struct seat *seat)
{
	/* Who dies without a word takes its children along. */
	if (prctl(PR_SET_PDEATHSIG, SIGTERM) == -1 || getppid() != m->pid)
		exit(EXIT_SOFTWARE);
	close_other_lanes(m, seat->lane);
	exit(seat->lane != NULL ? be_worker(m, crew, seat) :
	    be_mailer(m, crew, seat));
}

static void
fill_seats(struct manager *m, int64_t now)
{
	struct crew *crew = m->crew;
	size_t i;

	for (i = 0; i < crew->count; i++) {
		struct seat *seat = &crew->seats[i];

		if (seat->pid == 0 && now >= seat->not_before &&
		    seat_start(seat, now) == 0)
			be_child(m, crew, seat);
	}
}

static struct seat *
find_seat(struct manager *m, pid_t pid)
{
	struct crew *crew;
	size_t i;

	for (crew = m->crew; crew != NULL; crew = crew->older)
		for (i = 0; i < crew->count; i++)
			if (crew->seats[i].pid == pid)
				return &crew->seats[i];
	return NULL;
}

static void
bury(struct manager *m, int64_t now)
{
	struct seat *seat;
	int status;
	pid_t pid;

	while ((pid = waitpid(-1, &status, WNOHANG)) > 0)
		if ((seat = find_seat(m, pid)) != NULL)
			seat_vacate(seat, status, now);
}

static void
watch_seats(struct manager *m, int64_t now)
{
	struct crew *crew;
	size_t i;

	for (crew = m->crew; crew != NULL; crew = crew->older)
		for (i = 0; i < crew->count; i++)
			seat_watch(&crew->seats[i], SECOND *
			    (crew->seats[i].lane != NULL ?
			    crew->conf->worker_timeout :
			    mailer_timeout(crew->conf)), now);
}

/* --- crews ---------------------------------------------------------------- */

/* A crew for this configuration, on top. 0, or -1, logged. */
static int
muster(struct manager *m, struct conf *conf)
{
	struct lane **lanes = calloc(conf->lane_count, sizeof(struct lane *));
	struct crew *crew = NULL;
	size_t i;

	if (lanes == NULL)
		abort();
	for (i = 0; i < conf->lane_count; i++)
		if ((lanes[i] = find_lane(m, conf, i)) == NULL)
			break;
	if (i == conf->lane_count)
		crew = crew_open(conf, lanes);
	free(lanes);
	if (crew == NULL) {
		close_unused_lanes(m);
		return -1;
	}
	crew->older = m->crew;
	m->crew = crew;
	return 0;
}

/*
 * To leave: with handing over, where somebody else serves the lane now;
 * without, where the lane ends with them.
 */
static void
tell_crew(struct manager *m, struct crew *crew, int64_t now)
{
	int64_t kill_at = now + crew->conf->stop_timeout * SECOND;
	size_t i;

	for (i = 0; i < crew->count; i++) {
		struct seat *seat = &crew->seats[i];
		bool is_followed = crew != m->crew && seat->lane != NULL &&
		    crew_uses(m->crew, seat->lane) && !m->is_stopping;

		if (seat->lane != NULL && !is_followed)
			lane_end(seat->lane);
		if (!seat->is_told || !is_followed)
			seat_tell(seat, is_followed ? SIGUSR1 : SIGTERM,
			    kill_at);
	}
}

/* Now that the new ones stand, the old ones may go. */
static void
relieve(struct manager *m, int64_t now)
{
	struct crew *crew;

	if (m->crew->is_announced || !crew_is_ready(m->crew))
		return;
	m->crew->is_announced = true;
	for (crew = m->crew->older; crew != NULL; crew = crew->older)
		tell_crew(m, crew, now);
	log_event(LOG_NOTICE, "ready", log_int("pid", m->pid),
	    log_int("lanes", (int64_t)m->crew->conf->lane_count),
	    log_int("children", (int64_t)m->crew->count),
	    log_int("microseconds", now - m->crew->seats[0].started));
	systemd_notify("READY=1\nSTATUS=Serving");
}

static void
dismiss_gone(struct manager *m)
{
	struct crew **at = &m->crew->older, *crew;

	while ((crew = *at) != NULL) {
		if (!crew_is_gone(crew)) {
			at = &crew->older;
			continue;
		}
		*at = crew->older;
		crew_close(&crew);
	}
	close_unused_lanes(m);
}

/* --- reload --------------------------------------------------------------- */

/* A configuration that came to nothing may have adjusted what they share. */
static void
restore(struct manager *m, const struct conf *conf)
{
	size_t i;

	if (worker_prepare(conf) == -1)
		log_event(LOG_ERR, "reload_failed");
	for (i = 0; i < conf->lane_count; i++)
		(void)find_lane(m, conf, i);
}

static void
reload(struct manager *m)
{
	struct conf *old = m->crew->conf, *conf = reread_now(old->file);

	if (conf == NULL)
		return;
	if (worker_prepare(conf) == 0 && muster(m, conf) == 0) {
		conf_log(conf);
		log_event(LOG_NOTICE, "reload", log_text("file", conf->file));
		return;
	}
	conf_close(&conf);
	restore(m, old);
}

static void
announce_reload(struct manager *m, int64_t now)
{
	char text[64];

	snprintf(text, sizeof(text), "RELOADING=1\nMONOTONIC_USEC=%lld",
	    (long long)now);
	systemd_notify(text);
	reload(m);
	/* A new crew says so itself, once it stands. */
	if (m->crew->is_announced)
		systemd_notify("READY=1");
}

/* --- the process ---------------------------------------------------------- */

static void
stop(struct manager *m, int64_t now)
{
	struct crew *crew;

	if (m->is_stopping)
		return;
	log_event(LOG_NOTICE, "stopping");
	systemd_notify("STOPPING=1");
	m->is_stopping = true;
	for (crew = m->crew; crew != NULL; crew = crew->older)
		tell_crew(m, crew, now);
}

static void
heed(struct manager *m, int signal_number, int64_t now)
{
	switch (signal_number) {
	case SIGTERM:
	case SIGINT:
		stop(m, now);
		break;
	case SIGHUP:
		if (!m->is_stopping)
			announce_reload(m, now);
		break;
	default:		/* SIGCHLD: bury looks anyway */
		break;
	}
}

/* Waits for a signal; its number, or -1 if something else is to be done. */
static int
wait_for_signal(const struct manager *m, int64_t now)
{
	int64_t wait = LOOK_TIME;
	const struct crew *crew;
	struct timespec time;
	size_t i;

	for (crew = m->crew; crew != NULL; crew = crew->older)
		for (i = 0; i < crew->count; i++)
			if (crew->seats[i].pid != 0 ||
			    (crew == m->crew && !m->is_stopping))
				wait = seat_wait(&crew->seats[i], now, wait);
	time.tv_sec = wait / SECOND;
	time.tv_nsec = wait % SECOND * 1000;
	return sigtimedwait(&m->signals, NULL, &time);
}

static void
manage(struct manager *m)
{
	while (!m->is_stopping || !crew_is_gone(m->crew) ||
	    m->crew->older != NULL) {
		int64_t now = clock_monotonic();
		int signal_number;

		systemd_watchdog();
		bury(m, now);
		if (!m->is_stopping) {
			fill_seats(m, now);
			relieve(m, now);
		}
		watch_seats(m, now);
		dismiss_gone(m);
		if (m->is_stopping && crew_is_gone(m->crew))
			continue;
		signal_number = wait_for_signal(m, now);
		heed(m, signal_number, clock_monotonic());
	}
}

static void
prepare_signals(struct manager *m)
{
	const struct sigaction usual = { .sa_handler = SIG_DFL };
	const struct sigaction ignore = { .sa_handler = SIG_IGN };
	static const int fetched[] = { SIGCHLD, SIGTERM, SIGINT, SIGHUP,
	    SIGUSR1 };
	size_t i;

	sigemptyset(&m->signals);
	for (i = 0; i < sizeof(fetched) / sizeof(fetched[0]); i++) {
		sigaddset(&m->signals, fetched[i]);
		sigaction(fetched[i], &usual, NULL);
	}
	sigaction(SIGPIPE, &ignore, NULL);
	sigprocmask(SIG_SETMASK, &m->signals, NULL);
}

/* As many descriptors as we may have: a kept connection is one. */
static void
raise_limit(void)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit) == -1)
		return;
	limit.rlim_cur = limit.rlim_max;
	(void)setrlimit(RLIMIT_NOFILE, &limit);
}

static int
write_pid_file(struct manager *m, const char *path)
{
	FILE *stream;

	if (path == NULL)
		return 0;
	if ((stream = fopen(path, "we")) != NULL) {
		fprintf(stream, "%ld\n", (long)m->pid);
		if (fclose(stream) == 0) {
			m->pid_file = strdup(path);
			return 0;
		}
	}
	log_event(LOG_ERR, "pid_file_failed", log_text("file", path),
	    log_text("reason", strerror(errno)));
	return -1;
}

/* Unless the next Portress has put its own there: then it is not ours. */
static void
remove_pid_file(const struct manager *m)
{
	FILE *stream;
	long pid;

	if (m->pid_file == NULL || (stream = fopen(m->pid_file, "re")) == NULL)
		return;
	if (fscanf(stream, "%ld", &pid) == 1 && pid == m->pid)
		unlink(m->pid_file);
	fclose(stream);
}

static enum exits
prepare(struct manager *m, struct conf *conf)
{
	prepare_signals(m);
	raise_limit();
	if ((m->bell = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) == -1)
		return EXIT_SOFTWARE;
	if (worker_prepare(conf) == -1)
		return EXIT_CONFIG;
	if (muster(m, conf) == -1)
		return EXIT_SOCKET;
	return write_pid_file(m, conf->pid_file) == 0 ? EXIT_OK : EXIT_FAILED;
}

enum exits
manager_serve(struct conf **conf)
{
	struct manager m = { .bell = -1, .pid = getpid() };
	enum exits result;

	/* What else whoever started us left open is none of our business. The
	 * first line to syslog opens a descriptor: that stays. */
	close_range(3 + (unsigned)systemd_prepare(), ~0U, 0);
	log_event(LOG_NOTICE, "started", log_int("pid", m.pid),
	    log_text("file", (*conf)->file));
	result = prepare(&m, *conf);
	if (m.crew == NULL)
		conf_close(conf);
	*conf = NULL;
	if (result == EXIT_OK)
		manage(&m);
	crew_close(&m.crew);
	close_unused_lanes(&m);
	remove_pid_file(&m);
	free(m.pid_file);
	if (m.bell != -1)
		close(m.bell);
	log_event(LOG_NOTICE, "stopped");
	return result;
}
