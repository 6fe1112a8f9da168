/*
 * A sendmail program (`sendmail`): sendmail(8) of Postfix, Exim, OpenSMTPD,
 * msmtp or a provider's. The mail is its standard input, with the line ends of
 * a Unix file; what it did is its exit status (sysexits.h), why is what it
 * says on standard error.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/clock.h"
#include "conf/conf.h"
#include "mail/transport_row.h"

#define SECOND		INT64_C(1000000)	/* of clock_monotonic */
#define HEARD_MAXIMUM	2048	/* bytes of what it says; the rest is lost */
#define HEAR_AT_ONCE	16	/* times 4 KiB: it may never stop talking */
#define LOOK_TIME	50	/* ms, where an end makes no event */
#define PATIENCE	(2 * SECOND)	/* with one that was told to end */

/* A program that runs. */
struct errand {
	pid_t		 pid;
	int		 end;		/* readable when it has ended, or -1 */
	int		 in, err;	/* our ends of its pipes, or -1 */
	const char	*text;		/* that is left to be written */
	size_t		 length;
	char		 heard[HEARD_MAXIMUM];
	size_t		 heard_length;
};

/*
 * What a status means. Those of the first rows are about this mail. What says
 * that no mail can go out is not to end all that wait: a wrong command line or
 * configuration, no right to something, no memory or disk; msmtp says TEMPFAIL
 * when its server is down, and IOERR, PROTOCOL or NOPERM when that hangs up or
 * refuses the login. NOHOST may be the recipient's or msmtp's own server, and
 * UNAVAILABLE is what msmtp makes of many replies, so these are tried again
 * for as long as a mail is; and so is whatever has no row.
 */
static const struct {
	int		 status;
	const char	*name;
	enum delivery	 delivery;
} statuses[] = {
	{ EX_OK,	  "EX_OK",	    DELIVERY_DONE },
	{ EX_DATAERR,	  "EX_DATAERR",	    DELIVERY_REFUSED },
	{ EX_NOUSER,	  "EX_NOUSER",	    DELIVERY_REFUSED },
	{ EX_NOHOST,	  "EX_NOHOST",	    DELIVERY_PUT_OFF },
	{ EX_UNAVAILABLE, "EX_UNAVAILABLE", DELIVERY_PUT_OFF },
	{ EX_SOFTWARE,	  "EX_SOFTWARE",    DELIVERY_PUT_OFF },
	{ EX_USAGE,	  "EX_USAGE",	    DELIVERY_IMPOSSIBLE },
	{ EX_NOINPUT,	  "EX_NOINPUT",	    DELIVERY_IMPOSSIBLE },
	{ EX_OSERR,	  "EX_OSERR",	    DELIVERY_IMPOSSIBLE },
	{ EX_OSFILE,	  "EX_OSFILE",	    DELIVERY_IMPOSSIBLE },
	{ EX_CANTCREAT,	  "EX_CANTCREAT",   DELIVERY_IMPOSSIBLE },
	{ EX_IOERR,	  "EX_IOERR",	    DELIVERY_IMPOSSIBLE },
	{ EX_TEMPFAIL,	  "EX_TEMPFAIL",    DELIVERY_IMPOSSIBLE },
	{ EX_PROTOCOL,	  "EX_PROTOCOL",    DELIVERY_IMPOSSIBLE },
	{ EX_NOPERM,	  "EX_NOPERM",	    DELIVERY_IMPOSSIBLE },
	{ EX_CONFIG,	  "EX_CONFIG",	    DELIVERY_IMPOSSIBLE },
	{ 126,		  "not executable", DELIVERY_IMPOSSIBLE },
	{ 127,		  "not found",	    DELIVERY_IMPOSSIBLE },
};

/* --- starting it ---------------------------------------------------------- */

static void
close_end(int *fd)
{
	if (*fd != -1)
		close(*fd);
	*fd = -1;
}

/* Signals as programs find them; a process group, so that all can be ended. */
static int
set_attributes(posix_spawnattr_t *attributes)
{
	sigset_t none, pipes;
	int error;

	sigemptyset(&none);
	sigemptyset(&pipes);
	sigaddset(&pipes, SIGPIPE);
	if ((error = posix_spawnattr_setflags(attributes,
	    POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK |
	    POSIX_SPAWN_SETSIGDEF)) == 0 &&
	    (error = posix_spawnattr_setpgroup(attributes, 0)) == 0 &&
	    (error = posix_spawnattr_setsigmask(attributes, &none)) == 0)
		error = posix_spawnattr_setsigdefault(attributes, &pipes);
	return error;
}

static int
set_files(posix_spawn_file_actions_t *actions, int in, int err)
{
	int error;

	if ((error = posix_spawn_file_actions_adddup2(actions, in,
	    STDIN_FILENO)) == 0 &&
	    (error = posix_spawn_file_actions_addopen(actions, STDOUT_FILENO,
	    "/dev/null", O_WRONLY, 0)) == 0 &&
	    (error = posix_spawn_file_actions_adddup2(actions, err,
	    STDERR_FILENO)) == 0)
		error = posix_spawn_file_actions_addclosefrom_np(actions,
		    STDERR_FILENO + 1);
	return error;
}

/* 0, or what is wrong. */
static int
spawn(pid_t *pid_r, char *const *arguments, int in, int err)
{
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attributes;
	int error;

	if ((error = posix_spawn_file_actions_init(&actions)) != 0)
		return error;
	if ((error = posix_spawnattr_init(&attributes)) == 0) {
		if ((error = set_attributes(&attributes)) == 0 &&
		    (error = set_files(&actions, in, err)) == 0)
			error = posix_spawnp(pid_r, arguments[0], &actions,
			    &attributes, arguments, environ);
		posix_spawnattr_destroy(&attributes);
	}
	posix_spawn_file_actions_destroy(&actions);
	return error;
}

/* 0, or what is wrong. Our ends do not block. */
static int
start(struct errand *errand, char *const *arguments)
{
	int in[2] = { -1, -1 }, err[2] = { -1, -1 }, error = 0;

	if (pipe2(in, O_CLOEXEC) == -1 || pipe2(err, O_CLOEXEC) == -1 ||
	    fcntl(in[1], F_SETFL, O_NONBLOCK) == -1 ||
	    fcntl(err[0], F_SETFL, O_NONBLOCK) == -1)
		error = errno;
	if (error == 0)
		error = spawn(&errand->pid, arguments, in[0], err[1]);
	close_end(&in[0]);
	close_end(&err[1]);
	errand->in = in[1];
	errand->err = err[0];
	errand->end = -1;
	if (error == 0)
		errand->end = (int)syscall(SYS_pidfd_open, errand->pid, 0);
	return error;
}

/* --- while it runs -------------------------------------------------------- */

/* It may read less than there is: its status says whether that was wrong. */
static void
feed(struct errand *errand)
{
	ssize_t written = 0;

	while (errand->in != -1 && errand->length > 0 && written != -1) {
		written = write(errand->in, errand->text, errand->length);
		if (written > 0) {
			errand->text += written;
			errand->length -= (size_t)written;
		}
	}
	if (errand->length == 0 ||
	    (written == -1 && errno != EAGAIN && errno != EINTR))
		close_end(&errand->in);
}

static void
hear(struct errand *errand)
{
	char text[4096];
	ssize_t length;
	size_t room;
	int times;

	for (times = 0; errand->err != -1 && times < HEAR_AT_ONCE; times++) {
		length = read(errand->err, text, sizeof(text));
		if (length == -1)
			break;
		if (length == 0)
			close_end(&errand->err);
		room = sizeof(errand->heard) - errand->heard_length;
		if ((size_t)length > room)
			length = (ssize_t)room;
		memcpy(errand->heard + errand->heard_length, text,
		    (size_t)length);
		errand->heard_length += (size_t)length;
	}
}

/* Waits for something to happen, until `left` ms have passed at most. */
static void
wait_for_event(const struct errand *errand, int64_t left)
{
	struct pollfd events[] = {
		{ .fd = errand->in, .events = POLLOUT },
		{ .fd = errand->err, .events = POLLIN },
		{ .fd = errand->end, .events = POLLIN },
	};

	if (errand->end == -1 && left > LOOK_TIME)
		left = LOOK_TIME;
	(void)poll(events, sizeof(events) / sizeof(events[0]), (int)left);
}

/*
 * Until it ends, not until its pipes are closed: who works on in the background
 * may have inherited them. False: it has not.
 */
static bool
attend(struct errand *errand, int64_t deadline, int *status_r)
{
	int64_t left = 0;
	pid_t ended;

	do {
		feed(errand);
		hear(errand);
		ended = waitpid(errand->pid, status_r, WNOHANG);
		if (ended == 0)
			left = (deadline - clock_monotonic()) / 1000;
		if (ended == 0 && left > 0)
			wait_for_event(errand, left);
	} while (ended == 0 && left > 0);
	if (ended == -1)
		*status_r = W_EXITCODE(EX_OSERR, 0);
	hear(errand);
	return ended != 0;
}

/* False: it is none of ours to end (Exim's is set-user-ID), and works on. */
static bool
put_an_end_to(struct errand *errand)
{
	int status;

	kill(-errand->pid, SIGKILL);
	close_end(&errand->in);
	return attend(errand, clock_monotonic() + PATIENCE, &status);
}

/* Those that were left to themselves. */
static void
bury_the_dead(void)
{
	while (waitpid(-1, NULL, WNOHANG) > 0)
		;
}

static void
finish(struct errand *errand)
{
	close_end(&errand->in);
	close_end(&errand->err);
	close_end(&errand->end);
}

/* --- what became of it ---------------------------------------------------- */

/* Its lines, one behind the other. */
static void
explain(const struct errand *errand, const char *program, const char *ended,
    int number, char *reason)
{
	size_t length = errand->heard_length, i;
	char text[HEARD_MAXIMUM + 1];

	for (i = 0; i < length; i++)
		text[i] = errand->heard[i] == '\n' && i + 1 < length ? ';' :
		    errand->heard[i] == '\0' ? ' ' : errand->heard[i];
	text[length] = '\0';
	transport_reason(reason, "%s %s %d%s%s", program, ended, number,
	    length > 0 ? ": " : "", text);
}

static enum delivery
judge(const struct errand *errand, const char *program, int status,
    char *reason)
{
	enum delivery delivery = DELIVERY_PUT_OFF;
	char ended[64] = "ended with status";
	size_t i;

	if (WIFSIGNALED(status)) {
		explain(errand, program, "was ended by signal",
		    WTERMSIG(status), reason);
		return delivery;
	}
	for (i = 0; i < sizeof(statuses) / sizeof(statuses[0]); i++)
		if (statuses[i].status == WEXITSTATUS(status)) {
			delivery = statuses[i].delivery;
			snprintf(ended, sizeof(ended), "ended with %s,",
			    statuses[i].name);
		}
	if (delivery != DELIVERY_DONE)
		explain(errand, program, ended, WEXITSTATUS(status), reason);
	return delivery;
}

/*
 * Who was given all of the mail may have passed it on, and who works on may do
 * so yet: it is not to come once a minute.
 */
static enum delivery
give_up(struct errand *errand, const char *program, int seconds, char *reason)
{
	bool is_over = put_an_end_to(errand);

	explain(errand, program, is_over ?
	    "has not ended in time (email_timeout):" :
	    "has not ended in time (email_timeout) and could not be ended:",
	    seconds, reason);
	return is_over && errand->length > 0 ? DELIVERY_IMPOSSIBLE :
	    DELIVERY_PUT_OFF;
}

/* As a shell would have it: arguments that stand in the program's own text. */
static const char *
hint_for(const char *program)
{
	return strchr(program, ' ') == NULL ? "" : "; each argument is a text "
	    "of its own: {\"/usr/sbin/sendmail\", \"-i\"}";
}

static enum delivery
run(const struct conf *conf, char *const *arguments, const char *text,
    size_t length, char *reason)
{
	struct errand errand = { .text = text, .length = length };
	int64_t deadline = clock_monotonic() + conf->email_timeout * SECOND;
	enum delivery delivery = DELIVERY_IMPOSSIBLE;
	int error, status = 0;

	bury_the_dead();
	error = start(&errand, arguments);
	if (error != 0)
		transport_reason(reason, "sendmail: %s: %s%s", arguments[0],
		    strerror(error), hint_for(arguments[0]));
	else if (!attend(&errand, deadline, &status))
		delivery = give_up(&errand, arguments[0],
		    (int)conf->email_timeout, reason);
	else
		delivery = judge(&errand, arguments[0], status, reason);
	finish(&errand);
	return delivery;
}

/* --- a mail --------------------------------------------------------------- */

/* With LF for CRLF; the caller frees it. */
static char *
unix_text(const struct letter *letter, size_t *length_r)
{
	char *text = malloc(letter->length + 1);
	size_t length = 0, i;

	if (text == NULL)
		abort();
	for (i = 0; i < letter->length; i++)
		if (letter->text[i] != '\r' || i + 1 == letter->length ||
		    letter->text[i + 1] != '\n')
			text[length++] = letter->text[i];
	*length_r = length;
	return text;
}

/* The setting's words and what is this letter's; the caller frees the list. */
static const char **
command(const struct conf *conf, const struct letter *letter)
{
	const char *const more[] = { "-f", letter->from, "--", letter->to,
	    NULL };
	const char **words;
	size_t count = 0;

	while (conf->sendmail[count] != NULL)
		count++;
	words = malloc((count + sizeof(more) / sizeof(more[0])) *
	    sizeof(*words));
	if (words == NULL)
		abort();
	memcpy(words, conf->sendmail, count * sizeof(*words));
	memcpy(words + count, more, sizeof(more));
	return words;
}

static enum delivery
send_letter(void *self, const struct letter *letter, char *reason)
{
	const struct conf *conf = self;
	const char **words = command(conf, letter);
	size_t length;
	char *text = unix_text(letter, &length);
	enum delivery delivery = run(conf, (char *const *)words, text, length,
	    reason);

	free(text);
	free(words);
	return delivery;
}

/* One without a slash is looked for in PATH when it is needed. */
static int
check(const struct conf *conf, char *reason)
{
	const char *program = conf->sendmail[0];

	if (strchr(program, '/') == NULL || access(program, X_OK) == 0)
		return 0;
	transport_reason(reason, "sendmail: %s: %s%s", program,
	    strerror(errno), hint_for(program));
	return -1;
}

static void *
open_sendmail(const struct conf *conf)
{
	return (void *)(uintptr_t)conf;
}

const struct transport_row transport_sendmail = {
	"sendmail", check, open_sendmail, send_letter, NULL, NULL, NULL
};
