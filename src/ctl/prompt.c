#include "ctl/prompt.h"

#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/codec.h"
#include "base/secret.h"
#include "ctl/ctl.h"

#define LINE_SIZE 1026	/* of a password, its end and a NUL */

static struct termios terminal;		/* as it was */

/* Whoever gives up must get a terminal back that echoes. */
static void
restore_and_end(int number)
{
	tcsetattr(STDIN_FILENO, TCSANOW, &terminal);
	signal(number, SIG_DFL);
	raise(number);
}

static void
set_echo(bool echo)
{
	static const int ends[] = { SIGINT, SIGTERM, SIGHUP, SIGQUIT };
	struct termios silent;
	size_t i;

	if (!echo && tcgetattr(STDIN_FILENO, &terminal) == -1)
		return;
	for (i = 0; i < sizeof(ends) / sizeof(ends[0]); i++)
		signal(ends[i], echo ? SIG_DFL : restore_and_end);
	silent = terminal;
	silent.c_lflag &= ~(tcflag_t)ECHO;
	tcsetattr(STDIN_FILENO, TCSAFLUSH, echo ? &terminal : &silent);
}

/* The next line of standard input without its end, or NULL. */
static const char *
read_line(struct arena *arena)
{
	char line[LINE_SIZE];
	const char *text = NULL;
	size_t length;

	if (fgets(line, sizeof(line), stdin) == NULL) {
		ctl_say("no password was given");
		return NULL;
	}
	length = strcspn(line, "\r\n");
	if (length == 0)
		ctl_say("the password is empty");
	else if (length > LINE_SIZE - 2)
		ctl_say("the password is longer than %d bytes",
		    LINE_SIZE - 2);
	else if (!codec_is_utf8(line, length))
		ctl_say("the password is no text in UTF-8");
	else
		text = arena_copy(arena, line, length);
	secret_wipe(line, sizeof(line));
	return text;
}

static const char *
ask(struct arena *arena, const char *question)
{
	const char *text;

	fputs(question, stderr);
	set_echo(false);
	text = read_line(arena);
	set_echo(true);
	putc('\n', stderr);
	return text;
}

const char *
prompt_new_password(struct arena *arena)
{
	const char *once, *again;

	setvbuf(stdin, NULL, _IONBF, 0);
	if (!isatty(STDIN_FILENO))
		return read_line(arena);
	if ((once = ask(arena, "Password: ")) == NULL ||
	    (again = ask(arena, "Again: ")) == NULL)
		return NULL;
	if (secret_text_equal(once, again))
		return once;
	ctl_say("the two are not the same");
	return NULL;
}
