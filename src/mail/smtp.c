#include "mail/smtp.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static const struct {
	const char	*verb;
	enum smtp_stage	 stage;
} verbs[] = {
	{ "EHLO", SMTP_HELLO }, { "HELO", SMTP_HELLO },
	{ "STARTTLS", SMTP_TLS }, { "AUTH", SMTP_LOGIN },
	{ "MAIL", SMTP_SENDER }, { "RCPT", SMTP_RECIPIENT },
	{ "DATA", SMTP_DATA },
};

static void
go_on(struct smtp_talk *talk, enum smtp_stage stage)
{
	talk->stage = stage;
	talk->code = 0;
	talk->reply[0] = '\0';
	talk->goes_on = false;
}

void
smtp_begin(struct smtp_talk *talk)
{
	go_on(talk, SMTP_CONNECT);
	talk->is_over = false;
}

void
smtp_text(struct smtp_talk *talk)
{
	if (talk->stage != SMTP_TEXT)
		go_on(talk, SMTP_TEXT);
}

/* Whether the line begins with a word, in any case. */
static bool
begins(const char *line, size_t length, const char *word)
{
	size_t size = strlen(word);

	return length >= size && strncasecmp(line, word, size) == 0 &&
	    (length == size || isspace((unsigned char)line[size]));
}

void
smtp_sent(struct smtp_talk *talk, const char *line, size_t length)
{
	size_t i;

	if (begins(line, length, "QUIT"))
		talk->is_over = true;
	for (i = 0; i < sizeof(verbs) / sizeof(verbs[0]); i++) {
		if (talk->is_over || !begins(line, length, verbs[i].verb))
			continue;
		go_on(talk, verbs[i].stage);
		if (talk->stage == SMTP_HELLO)
			talk->has_utf8 = talk->has_login = false;
	}
}

/* The text of the second line and of later ones stands behind the first. */
static void
add_reply(struct smtp_talk *talk, const char *line, size_t length)
{
	size_t used = strlen(talk->reply);
	size_t room = sizeof(talk->reply) - 1 - used;

	if (length > room)
		length = room;
	memcpy(talk->reply + used, line, length);
	talk->reply[used + length] = '\0';
}

static bool
has_code(const char *line, size_t length)
{
	return length >= 3 && isdigit((unsigned char)line[0]) &&
	    isdigit((unsigned char)line[1]) && isdigit((unsigned char)line[2]);
}

void
smtp_heard(struct smtp_talk *talk, const char *line, size_t length)
{
	bool is_first = !talk->goes_on;

	while (length > 0 && isspace((unsigned char)line[length - 1]))
		length--;
	if (talk->is_over || !has_code(line, length))
		return;
	talk->goes_on = length > 3 && line[3] == '-';
	if (is_first) {
		talk->reply[0] = '\0';
		talk->code = atoi((char[]){ line[0], line[1], line[2], 0 });
		add_reply(talk, line, length);
	} else if (length > 4) {
		add_reply(talk, " ", 1);
		add_reply(talk, line + 4, length - 4);
	}
	if (talk->stage == SMTP_LOGIN && talk->code / 100 == 2)
		talk->has_login = true;
	if (talk->stage == SMTP_HELLO && length > 4 &&
	    begins(line + 4, length - 4, "SMTPUTF8"))
		talk->has_utf8 = true;
}

/* Of RFC 3463, as "5.1.1": whether the reply has the last two numbers. */
static bool
has_status(const struct smtp_talk *talk, const char *status)
{
	return strlen(talk->reply) > 5 && talk->reply[5] == '.' &&
	    begins(talk->reply + 6, strlen(talk->reply + 6), status);
}

/*
 * About the connection, whatever it is an answer to: the server closes (421),
 * wants TLS or a login or another one (RFC 3207, RFC 4954).
 */
static bool
is_about_all(const struct smtp_talk *talk)
{
	static const int codes[] = { 421, 432, 530, 534, 535, 538 };
	size_t i;

	for (i = 0; i < sizeof(codes) / sizeof(codes[0]); i++)
		if (talk->code == codes[i])
			return true;
	return false;
}

/*
 * MAIL FROM has the same sender for all mails: whatever is wrong with that is
 * wrong with all, and goes on when somebody has mended it. Only the size and
 * the wish for SMTPUTF8, which are parameters of it, are this mail's.
 */
static enum delivery
judge_sender(const struct smtp_talk *talk)
{
	if (talk->code == 552 || talk->code == 555 ||
	    (talk->code >= 500 && (has_status(talk, "3.4") ||
	    has_status(talk, "6.7"))))
		return DELIVERY_REFUSED;
	return DELIVERY_IMPOSSIBLE;
}

enum delivery
smtp_judge(const struct smtp_talk *talk)
{
	/*
	 * It may have been taken, or it is the recipient that makes the server
	 * hang: it is not to come once a minute, nor to hold up all others.
	 */
	if (talk->stage >= SMTP_RECIPIENT &&
	    (talk->code < 400 || talk->code == 421))
		return DELIVERY_PUT_OFF;
	if (talk->code < 400 || talk->stage < SMTP_SENDER ||
	    is_about_all(talk))
		return DELIVERY_IMPOSSIBLE;
	if (talk->stage == SMTP_SENDER)
		return judge_sender(talk);
	/* "Congestion": so providers tell that the day's mails are used up. */
	if (talk->code < 500 || has_status(talk, "4.5"))
		return DELIVERY_PUT_OFF;
	return DELIVERY_REFUSED;
}
