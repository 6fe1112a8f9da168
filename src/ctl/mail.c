/* mail: what waits in the outbox, and what is to become of it. */

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "adopt/words.h"
#include "base/arena.h"
#include "base/codec.h"
#include "conf/conf.h"
#include "ctl/cell.h"
#include "ctl/ctl.h"
#include "ctl/desk.h"
#include "mail/message.h"
#include "mail/transport.h"
#include "proc/compose.h"
#include "proc/mailer.h"
#include "store/outbox.h"
#include "store/user.h"

#define LIST_MAXIMUM	500
#define ID_WIDTH	8	/* of 80 columns, and a blank behind each */
#define KIND_WIDTH	16
#define ADDRESS_WIDTH	27
#define AGE_WIDTH	6
#define TRIES_WIDTH	5
#define NEXT_SIZE	(CELL_SPAN + 4)

/* --- list ----------------------------------------------------------------- */

static const char *
next_of(char text[NEXT_SIZE], const struct outbox_mail *mail)
{
	char span[CELL_SPAN];

	if (mail->is_ended)
		return "ended";
	if (mail->wait <= 0)
		return "due";
	snprintf(text, NEXT_SIZE, "in %s", cell_span(span, mail->wait));
	return text;
}

static void
print_row(const struct outbox_mail *mail)
{
	char age[CELL_SPAN], next[NEXT_SIZE];

	printf("%*" PRId64 " ", ID_WIDTH, mail->id);
	cell_print(mail->kind, KIND_WIDTH);
	putchar(' ');
	cell_print(mail->address, ADDRESS_WIDTH);
	printf(" %*s %*" PRId64 "  %s\n", AGE_WIDTH,
	    cell_span(age, mail->age), TRIES_WIDTH, mail->attempts,
	    next_of(next, mail));
	if (*mail->reason == '\0')
		return;
	printf("%*s", ID_WIDTH + 1, "");
	words_wrapped(mail->reason, "", ID_WIDTH + 1, stdout);
}

static void
print_summary(const struct outbox_state *state, size_t shown)
{
	if ((int64_t)shown < state->count)
		printf("%" PRId64 " more are not shown\n",
		    state->count - (int64_t)shown);
	printf("%" PRId64 " due, %" PRId64 " put off, %" PRId64 " ended\n",
	    state->due, state->count - state->due - state->ended,
	    state->ended);
	if (state->ended > 0)
		puts("What has ended waits for you: portress mail retry ID|all,"
		    " portress mail drop\nID|ended");
}

static enum exits
list(struct desk *desk, const struct ctl *ctl)
{
	struct outbox_state state;
	struct outbox_mails mails;
	size_t i;

	(void)ctl;
	if (outbox_list(desk->db, desk->arena, LIST_MAXIMUM, &mails) == -1 ||
	    outbox_look(desk->db, &state) == -1)
		return desk_say_database(desk);
	if (mails.count == 0) {
		puts("no mail waits");
		return EXIT_OK;
	}
	printf("%*s %-*s %-*s %*s %*s  next\n", ID_WIDTH, "id", KIND_WIDTH,
	    "kind", ADDRESS_WIDTH, "address", AGE_WIDTH, "age", TRIES_WIDTH,
	    "tries");
	for (i = 0; i < mails.count; i++)
		print_row(&mails.list[i]);
	print_summary(&state, mails.count);
	return EXIT_OK;
}

/* --- show ----------------------------------------------------------------- */

static bool
read_id(const struct ctl *ctl, int64_t *id_r)
{
	if (codec_decimal_read(id_r, ctl->argument) == 0)
		return true;
	ctl_say("%s: %s is no id of a mail; portress mail list shows them",
	    ctl->command->name, ctl->argument);
	return false;
}

static enum exits
say_missing(int64_t id)
{
	ctl_say("there is no mail %" PRId64 ": it was sent or dropped, if it "
	    "ever was; portress mail list shows all", id);
	return EXIT_FAILED;
}

/* Nothing of others' texts is obeyed by a terminal. */
static void
print_fact(const char *name, const char *text)
{
	printf("%-10s", name);
	words_plain(text, strlen(text), stdout);
	putchar('\n');
}

static enum exits
print_account(struct desk *desk, const struct outbox_mail *mail)
{
	struct user user;
	int found = user_find(desk->db, desk->arena, mail->user_id, &user);

	if (found == -1)
		return desk_say_database(desk);
	print_fact("account", mail->user_id == NULL ? "none" :
	    arena_printf(desk->arena, "%s, %s", mail->user_id,
	    found == 1 ? user.username : "which is gone"));
	return EXIT_OK;
}

static void
print_time(const struct outbox_mail *mail)
{
	time_t seconds = (time_t)(mail->created / 1000000);
	char text[64], span[CELL_SPAN];
	struct tm parts;

	if (gmtime_r(&seconds, &parts) == NULL)
		return;
	strftime(text, sizeof(text), "%Y-%m-%d %H:%M:%S UTC", &parts);
	printf("%-10s%s, %s ago\n", "caused", text,
	    cell_span(span, mail->age));
}

static enum exits
print_facts(struct desk *desk, const struct outbox_mail *mail)
{
	char next[NEXT_SIZE];
	enum exits result;

	printf("%-10s%" PRId64 "\n", "mail", mail->id);
	print_fact("kind", mail->kind);
	print_fact("api", mail->api);
	if ((result = print_account(desk, mail)) != EXIT_OK)
		return result;
	print_fact("to", mail->address);
	print_fact("language", *mail->language != '\0' ? mail->language :
	    "the default");
	if (mail->about != 0)
		printf("%-10s%" PRId64 "\n", "about row", mail->about);
	print_time(mail);
	printf("%-10s%" PRId64 "\n", "tries", mail->attempts);
	print_fact("next", next_of(next, mail));
	if (*mail->reason != '\0')
		print_fact("reason", mail->reason);
	return EXIT_OK;
}

static void
print_letter(const struct letter *letter)
{
	const char *line = letter->text, *end = line + letter->length;

	while (line < end) {
		size_t length = strcspn(line, "\r\n");

		words_plain(line, length, stdout);
		putchar('\n');
		line += length;
		line += strspn(line, "\r");
		line += *line == '\n';
	}
}

static enum exits
show_letter(struct desk *desk, const struct outbox_mail *mail)
{
	struct letter letter;
	const char *why;

	if (message_prepare(desk->conf, stderr) == -1)
		return EXIT_CONFIG;
	switch (compose_masked(desk->db, desk->arena, desk->conf, mail,
	    &letter, &why)) {
	case 1:
		puts("\nIt would go out so, but with the link's token:\n");
		print_letter(&letter);
		return EXIT_OK;
	case 0:
		printf("\nIt will be dropped: %s\n", why);
		return EXIT_OK;
	default:
		return desk_say_database(desk);
	}
}

static enum exits
show(struct desk *desk, const struct ctl *ctl)
{
	struct outbox_mail mail;
	enum exits result;
	int64_t id;

	if (!read_id(ctl, &id))
		return EXIT_USAGE;
	switch (outbox_find(desk->db, desk->arena, id, &mail)) {
	case 1:
		result = print_facts(desk, &mail);
		return result == EXIT_OK ? show_letter(desk, &mail) : result;
	case 0:
		return say_missing(id);
	default:
		return desk_say_database(desk);
	}
}

/* --- retry and drop ------------------------------------------------------- */

static void
say_if_none_leaves(const struct desk *desk)
{
	if (!mailer_is_wanted(desk->conf))
		puts("but mail_transport is \"none\", so no mail leaves");
}

/* Of one: 1 if it was done. */
static enum exits
one_done(const struct desk *desk, int64_t id, int done, const char *what)
{
	if (done == -1)
		return desk_say_database(desk);
	if (done == 0)
		return say_missing(id);
	printf("mail %" PRId64 " %s\n", id, what);
	return EXIT_OK;
}

static enum exits
many_done(const struct desk *desk, int64_t done, const char *what)
{
	if (done == -1)
		return desk_say_database(desk);
	printf("%" PRId64 " mail%s %s\n", done, done == 1 ? "" : "s", what);
	return EXIT_OK;
}

static enum exits
retry(struct desk *desk, const struct ctl *ctl)
{
	enum exits result;
	int64_t id;

	if (strcmp(ctl->argument, "all") == 0) {
		result = many_done(desk, outbox_retry_all(desk->db),
		    "put off or ended before: due now");
	} else {
		if (!read_id(ctl, &id))
			return EXIT_USAGE;
		result = one_done(desk, id, outbox_retry(desk->db, id),
		    "is due now");
	}
	if (result == EXIT_OK)
		say_if_none_leaves(desk);
	return result;
}

static enum exits
drop(struct desk *desk, const struct ctl *ctl)
{
	int64_t id;

	if (strcmp(ctl->argument, "ended") == 0)
		return many_done(desk, outbox_drop_ended(desk->db),
		    "that had ended: dropped");
	if (!read_id(ctl, &id))
		return EXIT_USAGE;
	return one_done(desk, id, outbox_drop(desk->db, id), "is dropped");
}

static enum exits
mail_list(const struct ctl *ctl)
{
	return desk_work(ctl, list);
}

static enum exits
mail_show(const struct ctl *ctl)
{
	return desk_work(ctl, show);
}

static enum exits
mail_retry(const struct ctl *ctl)
{
	return desk_work(ctl, retry);
}

static enum exits
mail_drop(const struct ctl *ctl)
{
	return desk_work(ctl, drop);
}

const struct ctl_command ctl_mail_list = {
	"mail list", NULL, "lists mail that has not gone out", NULL, mail_list
};

const struct ctl_command ctl_mail_show = {
	"mail show", "ID", "tells all of one, and how it would go out", NULL,
	mail_show
};

const struct ctl_command ctl_mail_retry = {
	"mail retry", "ID|all", "makes it due, whatever was said of it", NULL,
	mail_retry
};

const struct ctl_command ctl_mail_drop = {
	"mail drop", "ID|ended", "never sends it", NULL, mail_drop
};
