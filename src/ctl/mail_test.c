/* mail_test: sends a mail at once, and tells how that goes. */

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "adopt/words.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "conf/conf.h"
#include "ctl/ctl.h"
#include "mail/message.h"
#include "mail/transport.h"
#include "proc/mailer.h"

#define ARENA_LIMIT	((size_t)16 * 1024 * 1024)
#define WIDTH		24	/* of names, of 80 columns */

/* --- what is said --------------------------------------------------------- */

/* In lines for who reads them; whole for programs. */
static void
say_words(const char *words, size_t column, FILE *out)
{
	if (isatty(fileno(out))) {
		words_wrapped(words, "", column, out);
		return;
	}
	words_plain(words, strlen(words), out);
	putc('\n', out);
}

static void
say_line(const char *name, const char *text)
{
	printf("%-*s ", WIDTH - 1, name);
	say_words(text, WIDTH, stdout);
	fflush(stdout);		/* the next step may take its time */
}

static const char *
way_of(struct arena *arena, const struct conf *conf,
    const struct letter *letter)
{
	const char *transport = conf->mail_transport;

	if (strcmp(transport, "smtp") == 0)
		return arena_printf(arena, "smtp: server %s, email_tls = "
		    "\"%s\", %s%s", conf->email_host, conf->email_tls,
		    conf->email_host_user != NULL ? "login as " : "no login",
		    conf->email_host_user != NULL ? conf->email_host_user :
		    "");
	if (strcmp(transport, "sendmail") == 0)
		return arena_printf(arena, "sendmail: %s", conf->sendmail[0]);
	if (strcmp(transport, "directory") == 0)
		return arena_printf(arena, "directory: %s/%s.eml",
		    conf->mail_directory, letter->name);
	return transport;
}

static const struct {
	const char	*transport;
	const char	*words;
} successes[] = {
	{ "smtp", "The mail server has taken it, and now has to see to it. "
	  "Look whether it arrives, also among the junk." },
	{ "sendmail", "The program has taken it. Whether it arrives is not "
	  "said by that: look, also among the junk; the program's own log and "
	  "queue (mailq) tell more." },
	{ "directory", "It lies there; nobody sends it from there "
	  "but a program of yours." },
	{ "log", "Its line in the log is all that becomes of it." },
};

/* The first that fits; what a reason names is in mail/transport_*.c. */
static const struct {
	const char	*transport;
	enum delivery	 delivery;
	const char	*named;		/* by the reason; NULL: anything */
	const char	*words;
} advices[] = {
	{ "smtp", DELIVERY_IMPOSSIBLE, "(email_host_user, email_host_password)",
	  "So no mail gets out. The server was reached, and does not take this "
	  "name and password. Many providers want a password that is made for "
	  "programs, not the one that people sign in with." },
	{ "smtp", DELIVERY_IMPOSSIBLE, "(email_host_user)", "So no mail gets "
	  "out. The server takes mail only with a login, or only encrypted. "
	  "Where both are set, it offers no login at this port: 587 goes with "
	  "email_tls = \"starttls\", 465 with \"tls\"." },
	{ "smtp", DELIVERY_IMPOSSIBLE, "no STARTTLS", "So no mail gets out. The "
	  "server offers no encryption at this port, and email_tls = \"none\" "
	  "would do without: that is for servers on this machine. Ask its "
	  "provider for the port; 465 goes with email_tls = \"tls\"." },
	{ "smtp", DELIVERY_IMPOSSIBLE, "email_ca_file:", "So no mail gets out. "
	  "email_ca_file has to be a file with certificates in PEM, which the "
	  "account that Portress runs as may read. Only a server of one's own "
	  "needs it." },
	{ "smtp", DELIVERY_IMPOSSIBLE, "email_ca_file", "So no mail gets out. "
	  "email_host has to be a name that is in the server's certificate, "
	  "as its provider tells it. Only a server of one's own needs "
	  "email_ca_file, a file with the certificate of its authority." },
	{ "smtp", DELIVERY_IMPOSSIBLE, "default_from_email", "So no mail gets "
	  "out. The server was reached, and does not take this sender: "
	  "default_from_email must be an address that email_host_user may "
	  "send as." },
	{ "smtp", DELIVERY_IMPOSSIBLE, "email_tls", "So no mail gets out. "
	  "Servers greet in the clear at ports 587 and 25, with email_tls = "
	  "\"starttls\", and within TLS at 465, with \"tls\". If nothing is "
	  "said at all, ask whether this machine is allowed any connection to "
	  "that port." },
	{ "smtp", DELIVERY_IMPOSSIBLE, "email_port", "So no mail gets out. "
	  "Nothing listens there, or this machine is not allowed any "
	  "connection to that port: 25 is closed at many hosts, 587 and 465 "
	  "are not." },
	{ "smtp", DELIVERY_IMPOSSIBLE, "email_host:", "So no mail gets out. "
	  "There is no machine of that name, or this one cannot ask for it "
	  "(/etc/resolv.conf)." },
	{ "smtp", DELIVERY_IMPOSSIBLE, NULL, "So no mail gets out. "
	  "portress.conf(5) tells of the settings that are named." },
	{ "smtp", DELIVERY_REFUSED, NULL, "The server was reached, and takes "
	  "no such mail. If that is about the recipient, the address is wrong "
	  "or is not served there; if about the sender, default_from_email "
	  "must be an address that email_host_user may send as." },
	{ "smtp", DELIVERY_PUT_OFF, NULL, "The server may take it later, as "
	  "many do with senders that are new to them. With other mail Portress "
	  "tries again by itself; this one is not kept, so run this again in "
	  "some minutes." },
	{ "sendmail", DELIVERY_IMPOSSIBLE, ": No such file", "So no mail gets "
	  "out. sendmail has to name a program that is there: `command -v "
	  "sendmail` tells of one." },
	{ "sendmail", DELIVERY_IMPOSSIBLE, NULL, "So no mail gets out. The "
	  "program has to work for the account that Portress runs as; its own "
	  "log may tell more." },
	{ "sendmail", DELIVERY_REFUSED, NULL, "The program takes no such mail: "
	  "is the address right, and is default_from_email one that may "
	  "send?" },
	{ "sendmail", DELIVERY_PUT_OFF, NULL, "The program may take it later; "
	  "its own log may tell more. This mail is not kept, so run this again "
	  "in some minutes." },
	{ "directory", DELIVERY_IMPOSSIBLE, NULL, "So no mail gets out. "
	  "mail_directory has to be a directory in which the account that "
	  "Portress runs as may write." },
};

static void
say_success(const struct conf *conf)
{
	size_t i;

	for (i = 0; i < sizeof(successes) / sizeof(successes[0]); i++)
		if (strcmp(successes[i].transport, conf->mail_transport) == 0) {
			putchar('\n');
			say_words(successes[i].words, 0, stdout);
		}
}

static void
say_failure(const struct conf *conf, enum delivery delivery,
    const char *reason)
{
	static const char *const names[] = {
		[DELIVERY_DONE]		= "",
		[DELIVERY_REFUSED]	= "it was refused",
		[DELIVERY_PUT_OFF]	= "it was put off",
		[DELIVERY_IMPOSSIBLE]	= "it could not be sent",
	};
	size_t i;

	ctl_say("%s: %s", names[delivery], reason);
	for (i = 0; i < sizeof(advices) / sizeof(advices[0]); i++)
		if (advices[i].delivery == delivery &&
		    strcmp(advices[i].transport, conf->mail_transport) == 0 &&
		    (advices[i].named == NULL ||
		    strstr(reason, advices[i].named) != NULL))
			break;
	if (i < sizeof(advices) / sizeof(advices[0]))
		say_words(advices[i].words, 0, stderr);
}

/* --- what is done --------------------------------------------------------- */

static struct letter
write_letter(struct arena *arena, const struct conf *conf, const char *to)
{
	struct message_facts facts = message_sample(arena, conf,
	    &conf->apis[0], MAIL_TEST);
	struct buf text;

	facts.to = to;
	facts.email = to;
	facts.id = arena_printf(arena, "%" PRId64 "-%ld-%s", clock_now(),
	    (long)getpid(), MAIL_TEST);
	buf_open(&text, arena);
	if (message_write(&text, MAIL_TEST, NULL, &facts) == -1)
		abort();
	return (struct letter){
		.from = message_sender(arena, conf),
		.to = message_recipient(arena, to),
		.name = facts.id,
		.text = text.text,
		.length = text.length,
	};
}

static enum exits
send(const struct conf *conf, const struct letter *letter)
{
	struct transport *transport = transport_open(conf);
	char reason[DELIVERY_REASON] = "";
	enum delivery delivery;

	transport_watch(transport, say_line);
	delivery = transport_send(transport, letter, reason);
	transport_close(&transport);
	if (delivery == DELIVERY_DONE)
		say_success(conf);
	else
		say_failure(conf, delivery, reason);
	return delivery == DELIVERY_DONE ? EXIT_OK :
	    delivery == DELIVERY_REFUSED ? EXIT_FAILED : EXIT_TEMPORARY;
}

static enum exits
test(const struct ctl *ctl, const struct conf *conf, struct arena *arena)
{
	struct letter letter;

	if (!mailer_is_wanted(conf)) {
		ctl_say("mail_transport is \"none\", so no mail leaves. "
		    "portress.conf(5) tells how it can");
		return EXIT_FAILED;
	}
	if (message_recipient(arena, ctl->argument) == NULL) {
		ctl_say("%s is no address that mail can be sent to",
		    ctl->argument);
		return EXIT_USAGE;
	}
	if (message_prepare(conf, stderr) == -1)
		return EXIT_CONFIG;
	conf_log(conf);
	letter = write_letter(arena, conf, ctl->argument);
	say_line("mail_transport", way_of(arena, conf, &letter));
	say_line("from", letter.from);
	say_line("to", letter.to);
	return send(conf, &letter);
}

static enum exits
mail_test(const struct ctl *ctl)
{
	struct conf *conf = ctl_conf(ctl);
	struct arena *arena;
	enum exits result;

	if (conf == NULL)
		return EXIT_CONFIG;
	arena = arena_open(ARENA_LIMIT);
	result = test(ctl, conf, arena);
	arena_close(&arena);
	conf_close(&conf);
	return result;
}

const struct ctl_command ctl_mail_test = {
	"mail test", "ADDRESS", "sends a test mail at once, tells how that goes",
	NULL, mail_test
};
