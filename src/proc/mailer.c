#include "proc/mailer.h"

#include <inttypes.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "auth/one_time.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/log.h"
#include "conf/conf.h"
#include "mail/message.h"
#include "mail/transport.h"
#include "proc/orders.h"
#include "proc/scoreboard.h"
#include "store/db.h"
#include "store/outbox.h"
#include "store/user.h"

#define MEMORY		((size_t)4 * 1024 * 1024)
#define LOOK_TIME	1	/* s; not every mail rings the bell */
#define REST_MAXIMUM	8	/* s; the first rest is 1 */
#define DRAIN_MAXIMUM	100	/* mails, while others wait for a worker */

/* Kinds of mail whose link is a setting of their api. */
static const struct {
	const char	*kind;
	size_t		 pattern;	/* in struct conf_api */
} links[] = {
	{ MAIL_ACTIVATION, offsetof(struct conf_api, activation_url) },
	{ MAIL_PASSWORD_RESET,
	    offsetof(struct conf_api, password_reset_confirm_url) },
	{ MAIL_USERNAME_RESET,
	    offsetof(struct conf_api, username_reset_confirm_url) },
};

/* --- one mail ------------------------------------------------------------- */

static const struct conf_api *
find_api(const struct conf *conf, const char *name)
{
	size_t i;

	for (i = 0; i < conf->api_count; i++)
		if (strcmp(conf->apis[i].name, name) == 0)
			return &conf->apis[i];
	return NULL;
}

static const char *
make_link(struct arena *arena, const struct conf *conf,
    const struct conf_api *api, const char *kind, const struct user *user)
{
	const char *pattern = NULL;
	size_t i;

	for (i = 0; i < sizeof(links) / sizeof(links[0]); i++)
		if (strcmp(links[i].kind, kind) == 0)
			pattern = *(const char *const *)
			    ((const char *)api + links[i].pattern);
	if (pattern == NULL)
		return NULL;
	return message_link(arena, &(struct message_link){
		.protocol = api->email_frontend_protocol,
		.domain = api->email_frontend_domain,
		.site = api->email_frontend_site_name,
		.uid = one_time_uid(arena, user->id),
		.token = one_time_token(arena, conf, api, kind, user),
	}, pattern);
}

/*
 * Why a mail is not to go out any more, or NULL. A link made now is good for
 * the account as it is now: it must not go to an address that it had before.
 */
static const char *
obstacle(const struct outbox_mail *mail, const struct conf_api *api,
    const struct user *user)
{
	if (user == NULL)
		return "the account is gone";
	if (api == NULL)
		return "the api is gone";
	if (!message_is_known(mail->kind))
		return "the kind is not known";
	if (message_has_link(mail->kind) &&
	    strcmp(mail->address, user->email) != 0)
		return "the account has another address";
	return NULL;
}

/*
 * The same for a mail that goes out again, as it was not marked; another for
 * the mails of any other database, or of a later one whose ids begin anew.
 */
static const char *
name_of(struct arena *arena, const struct outbox_mail *mail)
{
	return arena_printf(arena, "%" PRId64 "-%" PRId64 "-%s", mail->created,
	    mail->id, mail->kind);
}

static int
deliver(struct arena *arena, const struct conf *conf,
    const struct conf_api *api, const struct outbox_mail *mail,
    const struct user *user)
{
	const char *name = name_of(arena, mail);
	const struct message_facts facts = {
		.from = conf->default_from_email,
		.to = mail->address,
		.site = api->email_frontend_site_name,
		.username = user->username,
		.link = make_link(arena, conf, api, mail->kind, user),
		.id = name,
		.domain = api->email_frontend_domain,
	};
	struct buf text;

	buf_open(&text, arena);
	message_write(&text, mail->kind, &facts);
	return transport_file(conf->mail_directory, name, text.text,
	    text.length);
}

/* 0 if it went out, or has nowhere to go; or -1. */
static int
dispatch(struct db *db, struct arena *arena, const struct conf *conf,
    const struct outbox_mail *mail)
{
	const struct conf_api *api = find_api(conf, mail->api);
	const char *why;
	struct user user;
	int found = user_find(db, arena, mail->user_id, &user);

	if (found == -1)
		return -1;
	why = obstacle(mail, api, found == 1 ? &user : NULL);
	if (why == NULL && deliver(arena, conf, api, mail, &user) == -1)
		return -1;
	log_event(why == NULL ? LOG_INFO : LOG_WARNING,
	    why == NULL ? "mail_sent" : "mail_dropped",
	    log_int("mail", mail->id), log_text("kind", mail->kind),
	    log_text("account", mail->user_id),
	    log_text("why", why != NULL ? why : "due"));
	return 0;
}

/* 1, 0 if there is none, or -1. */
static int
send_one(struct db *db, struct arena *arena, const struct conf *conf)
{
	struct outbox_mail mail;
	int found = outbox_take(db, arena, &mail);

	if (found == 1 && (dispatch(db, arena, conf, &mail) == -1 ||
	    outbox_done(db, mail.id) == -1))
		found = -1;
	if (found != -1 && db_commit(db) == -1)
		found = -1;
	if (found == -1)
		db_rollback(db);
	arena_reset(arena);
	return found;
}

int
mailer_drain(struct db *db, struct arena *arena, const struct conf *conf)
{
	int found = 1, sent;

	for (sent = 0; found == 1 && sent < DRAIN_MAXIMUM; sent++)
		found = send_one(db, arena, conf);
	return found == -1 ? -1 : 0;
}

/* --- the process ---------------------------------------------------------- */

/*
 * Between one mail and the next: waits for mail unless more is known to be
 * there, or with trouble at hand for some time, when the bell is not listened
 * to. False: it is time to leave.
 */
static bool
wait_for_mail(int orders, int bell, bool is_more, int rest)
{
	struct pollfd events[] = {
		{ .fd = orders, .events = POLLIN },
		{ .fd = bell, .events = POLLIN },
	};
	int wait = is_more ? 0 : LOOK_TIME;
	eventfd_t rung;

	(void)poll(events, rest > 0 ? 1 : 2, 1000 * (rest > 0 ? rest : wait));
	if (orders_read(orders) != 0)
		return false;
	if (events[1].revents != 0)
		(void)eventfd_read(bell, &rung);
	return true;
}

enum exits
mailer_serve(const struct mailer_post *post)
{
	const struct sigaction ignore = { .sa_handler = SIG_IGN };
	struct db *db = db_open(&post->conf->database);
	struct arena *arena = arena_open(MEMORY);
	int orders = orders_open(false), found = 0, rest = 0;

	if (orders == -1 || sigaction(SIGPIPE, &ignore, NULL) == -1)
		abort();
	scoreboard_ready(post->slot);
	while (wait_for_mail(orders, post->bell, found == 1, rest)) {
		scoreboard_begin(post->slot, "");
		found = send_one(db, arena, post->conf);
		scoreboard_end(post->slot);
		if (found != -1)
			rest = 0;
		else if (rest < REST_MAXIMUM)
			rest = rest > 0 ? 2 * rest : 1;
	}
	arena_close(&arena);
	db_close(&db);
	close(orders);
	return EXIT_OK;
}
