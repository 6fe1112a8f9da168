#include "proc/worker.h"

#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "auth/password.h"
#include "auth/policy.h"
#include "auth/signature.h"
#include "base/arena.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/secret.h"
#include "conf/conf.h"
#include "dialect/router.h"
#include "http/fcgi.h"
#include "http/request.h"
#include "http/response.h"
#include "mail/message.h"
#include "proc/handover.h"
#include "proc/mailer.h"
#include "proc/orders.h"
#include "proc/reread.h"
#include "proc/scoreboard.h"
#include "store/db.h"
#include "store/migrate.h"
#include "store/outbox.h"

#define SECOND		INT64_C(1000000)	/* of clock_monotonic */
#define MEBIBYTE	((size_t)1024 * 1024)
#define REQUEST_MEMORY	(192 * MEBIBYTE) /* the longest list of accounts */
#define OTHER_MEMORY	(256 * MEBIBYTE)
#define EVENTS		16
#define DEAF_TIME	100	/* ms without accepting, out of descriptors */
#define SPARE		24	/* descriptors that are for no connections */
#define FRESH_TIME	1	/* s that a stop waits for a first request */
#define WAITING_TIME	(SECOND / 4) /* for who had not been accepted yet */
#define MAILER_LOOK	1000	/* ms between looks at a mailer of ours */
#define MAIL_LOOK	60	/* s between looks for mail that was put off */
#define MIGRATE_LOOK	5	/* s between tries to make tables */

/* AddressSanitizer wants terabytes, of addresses at least. */
#ifdef __SANITIZE_ADDRESS__
#define SANITIZED
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SANITIZED
#endif
#endif

/* A connection of a web server. */
struct link {
	struct fcgi	*fcgi;
	int		 twin;		/* the same, not libfcgi's; or -1 */
	bool		 is_fresh;	/* accepted, and not served yet */
	struct link	*next, **self;	/* *self is this */
};

struct worker {
	const struct worker_post *post;
	const struct conf *conf;
	struct conf	*fresh;		/* the same, if we have read it */
	struct db	*db;
	struct arena	*arena;
	struct link	*links;
	size_t		 held;		/* descriptors of them ... */
	size_t		 most;		/* ... beyond which none is accepted */
	int		 epoll;
	int		 orders;
	int		 order;		/* a signal's number; 0: serve on */
	bool		 is_deaf;	/* the listener is not in the set ... */
	bool		 is_over;	/* ... and has been shut down */
	bool		 is_leaving;	/* no connection is kept any more ... */
	bool		 is_followed;	/* ... here: somebody else takes them */
	int64_t		 reported_at;	/* the last failure to accept */
	int64_t		 due;		/* no half request must be whole
					   before; 0: there is none */
	pid_t		 mailer;	/* started by us; or 0, or -1 */
	bool		 has_mail;	/* queued since that was started */
	int64_t		 mail_look;	/* when to start one anyway */
	int64_t		 migrate_look;	/* when tables may be made again */
};

/* What the events of the descriptors that are no links point to. */
static const char listener_mark, handover_mark, orders_mark;

/*
 * What a request may take is bounded before libfcgi reads it (http/intake).
 * This is for what nobody has thought of, beside the largest hash in store.
 */
static void
bound_memory(void)
{
#ifndef SANITIZED
	const rlim_t most = REQUEST_MEMORY + OTHER_MEMORY + 1024 * MEBIBYTE;
	const struct rlimit limit = { most, most };

	setrlimit(RLIMIT_DATA, &limit);
#endif
	/* What large requests took goes back to the system. */
	mallopt(M_MMAP_THRESHOLD, 64 * 1024);
	mallopt(M_TRIM_THRESHOLD, 64 * 1024);
	mallopt(M_TOP_PAD, 0);
	/* The arena is wiped; libfcgi's buffers, with bodies in them, are not:
	 * so what is freed is overwritten, but for the smallest pieces. */
	mallopt(M_PERTURB, 0x5a);
}

int
worker_prepare(const struct conf *conf)
{
	password_prepare(conf);
	signature_remark(conf);
	/* They were good when the configuration was read. */
	if (message_prepare(conf, stderr) == -1) {
		log_event(LOG_ERR, "mail_templates_refused");
		return -1;
	}
	return policy_prepare(conf->common_passwords);
}

/* --- connections ---------------------------------------------------------- */

static int
watch(struct worker *w, int descriptor, uint32_t events, const void *mark)
{
	struct epoll_event event = { .events = events,
	    .data.ptr = (void *)(uintptr_t)mark };

	return epoll_ctl(w->epoll, EPOLL_CTL_ADD, descriptor, &event);
}

static void
unwatch(struct worker *w, int descriptor)
{
	epoll_ctl(w->epoll, EPOLL_CTL_DEL, descriptor, NULL);
}

/* How many descriptors it holds. */
static size_t
link_width(const struct link *link)
{
	return link->twin != -1 ? 2 : 1;
}

static void
link_close(struct worker *w, struct link *link)
{
	w->held -= link_width(link);
	if (link->twin != -1) {
		unwatch(w, link->twin);
		close(link->twin);
	}
	fcgi_close(&link->fcgi);
	*link->self = link->next;
	if (link->next != NULL)
		link->next->self = link->self;
	free(link);
}

/*
 * Takes over the descriptor. Where somebody else may have a copy of it, closing
 * it does not take it out of the epoll set, and libfcgi closes without asking:
 * there a twin is watched, which is ours to close. Another worker has one of
 * what was handed over, and a mailer that we have forked has one of all, if only
 * for a moment.
 */
static void
link_open(struct worker *w, int descriptor, bool is_fresh)
{
	bool needs_twin = !is_fresh || w->post->bell == -1;
	struct link *link;

	if ((link = calloc(1, sizeof(*link))) == NULL)
		abort();
	link->fcgi = fcgi_open(descriptor);
	link->twin = -1;
	link->is_fresh = is_fresh;
	if (needs_twin)
		link->twin = fcntl(descriptor, F_DUPFD_CLOEXEC, 0);
	w->held += link_width(link);
	link->next = w->links;
	link->self = &w->links;
	if (link->next != NULL)
		link->next->self = &link->next;
	w->links = link;
	if (watch(w, needs_twin ? link->twin : descriptor, EPOLLIN,
	    link) == -1)
		link_close(w, link);
}

static void
listen_on(struct worker *w)
{
	w->is_deaf = watch(w, w->post->listener, EPOLLIN | EPOLLEXCLUSIVE,
	    &listener_mark) == -1;
}

static void
listen_off(struct worker *w)
{
	if (!w->is_deaf)
		unwatch(w, w->post->listener);
	w->is_deaf = true;
}

/* Once a second: it may go on for as long as nobody closes a connection. */
static void
report_failure(struct worker *w, int error)
{
	int64_t now = clock_monotonic();

	if (now - w->reported_at < SECOND)
		return;
	w->reported_at = now;
	log_event(LOG_ERR, "accept_failed",
	    log_text("reason", strerror(error)));
}

/* Who has none left cannot serve those it has: no database, no half request. */
static int
accept_one(const struct worker *w)
{
	if (w->held < w->most)
		return accept4(w->post->listener, NULL, NULL, SOCK_CLOEXEC);
	errno = EMFILE;
	return -1;
}

/* True if there was a connection. */
static bool
accept_link(struct worker *w)
{
	int descriptor = accept_one(w);

	if (descriptor != -1) {
		link_open(w, descriptor, true);
		return true;
	}
	if (errno == EAGAIN || errno == EINTR || errno == ECONNABORTED)
		return false;
	w->is_over = errno == EINVAL;
	if (!w->is_over)
		report_failure(w, errno);
	/* It would stay readable, and we would turn in circles. */
	listen_off(w);
	return false;
}

/* True if there was a connection. */
static bool
take_link(struct worker *w)
{
	int descriptor = handover_receive(w->post->handover_in);

	if (descriptor == -1)
		return false;
	link_open(w, descriptor, false);
	return true;
}

/* False: nobody takes it, and it stays. */
static bool
hand_over_link(struct worker *w, struct link *link)
{
	int64_t end = clock_monotonic() + w->conf->stop_timeout * SECOND;
	int descriptor = fcgi_descriptor(link->fcgi);

	if (handover_send(w->post->handover_out, descriptor, end) == -1)
		return false;
	if (link->twin == -1)
		unwatch(w, descriptor);
	link_close(w, link);
	return true;
}

/* The next request may be on its way already. */
static void
part_with_link(struct worker *w, struct link *link)
{
	if (!w->is_followed || !hand_over_link(w, link))
		link_close(w, link);
}

/* --- requests ------------------------------------------------------------- */

/* One at a time; while it is there, it is looked after (serve). */
static void
send_off_mails(struct worker *w)
{
	int64_t now = clock_monotonic();

	if (w->mailer > 0 && waitpid(w->mailer, NULL, WNOHANG) == 0)
		return;
	w->mailer = 0;
	if (!w->has_mail && now < w->mail_look)
		return;
	w->has_mail = false;
	w->mail_look = now + MAIL_LOOK * SECOND;
	w->mailer = mailer_send_off(w->conf);
}

/* Where no mailer is, nobody else looks after mail that was put off. */
static void
send_mails(struct worker *w)
{
	bool was_queued = outbox_was_queued();

	if (!mailer_is_wanted(w->conf))
		return;
	if (w->post->bell != -1) {
		if (was_queued)
			(void)eventfd_write(w->post->bell, 1);
		return;
	}
	w->has_mail = w->has_mail || was_queued;
	send_off_mails(w);
}

/* A configuration that came to nothing changes nothing. */
static void
exchange(struct worker *w, struct conf *fresh)
{
	if (worker_prepare(fresh) == -1) {
		conf_close(&fresh);
		if (worker_prepare(w->conf) == -1)
			log_event(LOG_ERR, "reload_failed");
		return;
	}
	conf_log(fresh);
	db_close(&w->db);
	w->db = db_open(&fresh->database);
	conf_close(&w->fresh);
	w->conf = w->fresh = fresh;
	log_event(LOG_NOTICE, "reload", log_text("file", fresh->file));
	migrate_at_start(fresh);
}

/* Who has no manager may have no shell to restart us by, either. */
static void
follow_file(struct worker *w)
{
	struct conf *fresh;

	if (w->post->reread == NULL)
		return;
	fresh = reread_changed(w->post->reread, w->conf->file);
	if (fresh != NULL)
		exchange(w, fresh);
}

/* What could not be made at start: there may have been no database. */
static void
make_tables(struct worker *w)
{
	if (!db_has_missed(w->db) || clock_monotonic() < w->migrate_look)
		return;
	migrate_at_start(w->conf);
	w->migrate_look = clock_monotonic() + MIGRATE_LOOK * SECOND;
}

/* True: the connection is kept. */
static bool
answer(struct worker *w, struct fcgi *fcgi)
{
	const struct conf *conf = w->conf;
	struct request request;
	struct response response;
	bool is_kept;

	if (!fcgi_read(fcgi, w->arena, &request))
		return false;
	scoreboard_begin(w->post->slot, request.id);
	router_answer(conf, w->db, w->arena, &request, &response);
	is_kept = fcgi_answer(fcgi, w->arena, &response);
	scoreboard_end(w->post->slot);
	return is_kept;
}

static void
answer_link(struct worker *w, struct link *link)
{
	bool is_kept;

	follow_file(w);
	is_kept = answer(w, link->fcgi);
	arena_reset(w->arena);
	link->is_fresh = false;
	if (!is_kept)
		link_close(w, link);
	else if (w->is_leaving)
		part_with_link(w, link);
	secret_wipe_stack();
	/* A child may live long: it is to know nothing of the request. */
	send_mails(w);
	make_tables(w);
}

static void
expect(struct worker *w, int64_t due)
{
	if (due != 0 && (w->due == 0 || due < w->due))
		w->due = due;
}

static void
serve_link(struct worker *w, struct link *link)
{
	switch (fcgi_look(link->fcgi, w->conf)) {
	case INTAKE_WHOLE:
		answer_link(w, link);
		break;
	case INTAKE_PARTIAL:
		expect(w, fcgi_due(link->fcgi));
		break;
	case INTAKE_ENDED:
		link_close(w, link);
		break;
	}
}

/* Requests whose rest has not come in time. */
static void
end_overdue(struct worker *w)
{
	int64_t now = clock_monotonic();
	struct link *link, *next;

	if (w->due == 0 || now < w->due)
		return;
	w->due = 0;
	for (link = w->links; link != NULL; link = next) {
		int64_t due = fcgi_due(link->fcgi);

		next = link->next;
		if (due != 0 && due <= now)
			link_close(w, link);
		else
			expect(w, due);
	}
}

static void
serve_event(struct worker *w, void *mark)
{
	if (mark == &listener_mark)
		accept_link(w);
	else if (mark == &handover_mark)
		take_link(w);
	else if (mark == &orders_mark)
		w->order = orders_read(w->orders);
	else
		serve_link(w, mark);
}

/* How many there were. */
static int
serve_events(struct worker *w, int milliseconds)
{
	struct epoll_event events[EVENTS];
	int count = epoll_wait(w->epoll, events, EVENTS, milliseconds), i;

	if (count == -1 && errno != EINTR)
		abort();
	for (i = 0; i < count; i++)
		serve_event(w, events[i].data.ptr);
	return count;
}

/* Milliseconds that nothing but an event needs us; -1: for ever. */
static int
patience(const struct worker *w)
{
	int wait = w->is_deaf && !w->is_over ? DEAF_TIME :
	    w->mailer > 0 ? MAILER_LOOK : -1;
	int64_t left;

	if (w->due == 0)
		return wait;
	if ((left = (w->due - clock_monotonic()) / 1000 + 1) < 0)
		left = 0;
	return wait == -1 || left < wait ? (int)left : wait;
}

static void
serve(struct worker *w)
{
	while (w->order == 0) {
		bool is_deaf = w->is_deaf && !w->is_over;

		serve_events(w, patience(w));
		end_overdue(w);
		if (is_deaf)
			listen_on(w);
		if (w->mailer > 0)
			send_off_mails(w);
	}
}

/* --- the end -------------------------------------------------------------- */

/* Until `end`, a request may have come to one while others were closed. */
static void
close_links(struct worker *w, bool also_fresh, int64_t end)
{
	struct link *link, *next;

	for (link = w->links; link != NULL; link = next) {
		next = link->next;
		if (clock_monotonic() < end &&
		    fcgi_look(link->fcgi, w->conf) == INTAKE_WHOLE)
			answer_link(w, link);
		else if (also_fresh || (!link->is_fresh &&
		    fcgi_due(link->fcgi) == 0))
			link_close(w, link);
	}
}

/*
 * Serves what web servers had sent before they could know. A connection that
 * was not served yet was made for a request: that is on its way, as is the
 * rest of half a request.
 */
static void
finish(struct worker *w, int64_t seconds)
{
	int64_t end = clock_monotonic() + seconds * SECOND, left;

	while (clock_monotonic() < end && serve_events(w, 0) != 0)
		continue;
	close_links(w, false, end);
	while (w->links != NULL && (left = end - clock_monotonic()) > 0)
		serve_events(w, (int)(left / 1000) + 1);
	close_links(w, true, end);
}

/* Those that nobody takes stay, and those of which we have read a part. */
static void
hand_over(struct worker *w)
{
	struct link *link, *next;

	for (link = w->links; link != NULL; link = next) {
		next = link->next;
		if (fcgi_due(link->fcgi) == 0)
			(void)hand_over_link(w, link);
	}
}

/*
 * What woke this worker woke nobody else (EPOLLEXCLUSIVE): so it takes what
 * may be there, if only to hand it over.
 */
static void
take_all(struct worker *w)
{
	while (accept_link(w))
		continue;
	if (w->post->handover_in != -1)
		while (take_link(w))
			continue;
}

/*
 * Who is alone may be the only one that this socket has, or not: then the
 * others share in this. Who was answered may come again and again: it ends.
 */
static void
serve_waiting(struct worker *w)
{
	int64_t end = clock_monotonic() + WAITING_TIME;

	while (clock_monotonic() < end && accept_link(w))
		serve_events(w, 0);
}

static void
leave(struct worker *w)
{
	w->is_leaving = true;
	w->is_followed = w->order == SIGUSR1 && w->post->handover_out != -1;
	listen_off(w);
	if (w->post->handover_in != -1)
		unwatch(w, w->post->handover_in);
	unwatch(w, w->orders);
	if (w->is_followed || w->post->is_last)
		take_all(w);
	if (w->post->reread != NULL)
		serve_waiting(w);
	if (w->is_followed)
		hand_over(w);
	finish(w, w->is_followed ? w->conf->request_timeout : FRESH_TIME);
}

/* At least one connection, and its twin, whatever there is. */
static size_t
most_held(void)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit) == -1 || limit.rlim_cur <= SPARE)
		return 1;
	return (size_t)limit.rlim_cur - SPARE;
}

static int
begin(struct worker *w)
{
	int on = 1;

	w->most = most_held();
	if ((w->orders = orders_open(w->post->slot == NULL)) == -1 ||
	    (w->epoll = epoll_create1(EPOLL_CLOEXEC)) == -1 ||
	    watch(w, w->orders, EPOLLIN, &orders_mark) == -1)
		return -1;
	/* For connections over TCP, which inherit it; others don't mind. */
	(void)setsockopt(w->post->listener, IPPROTO_TCP, TCP_NODELAY, &on,
	    sizeof(on));
	listen_on(w);
	if (w->is_deaf)
		return -1;
	if (w->post->handover_in == -1)
		return 0;
	return watch(w, w->post->handover_in, EPOLLIN | EPOLLEXCLUSIVE,
	    &handover_mark);
}

enum exits
worker_serve(const struct worker_post *post)
{
	struct worker w = { .post = post, .conf = post->conf };

	bound_memory();
	fcgi_prepare();
	if (begin(&w) == -1) {
		log_event(LOG_ERR, "worker_failed",
		    log_text("reason", strerror(errno)));
		return EXIT_SOFTWARE;
	}
	w.db = db_open(&w.conf->database);
	w.arena = arena_open(REQUEST_MEMORY);
	scoreboard_ready(post->slot);
	serve(&w);
	leave(&w);
	/* A mailer that is still there may have looked before this came. */
	if (w.has_mail)
		(void)mailer_send_off(w.conf);
	arena_close(&w.arena);
	db_close(&w.db);
	conf_close(&w.fresh);
	close(w.epoll);
	close(w.orders);
	return EXIT_OK;
}

enum exits
worker_serve_inherited(const struct conf *conf, struct reread *reread)
{
	const struct worker_post post = {
		.conf = conf,
		.listener = STDIN_FILENO,
		.handover_in = -1,
		.handover_out = -1,
		.bell = -1,
		.reread = reread,
	};
	int flags = fcntl(STDIN_FILENO, F_GETFL);

	if (worker_prepare(conf) == -1)
		return EXIT_CONFIG;
	if (flags == -1 ||
	    fcntl(STDIN_FILENO, F_SETFL, flags | O_NONBLOCK) == -1)
		return EXIT_SOCKET;
	log_event(LOG_NOTICE, "ready", log_int("descriptor", STDIN_FILENO));
	return worker_serve(&post);
}
