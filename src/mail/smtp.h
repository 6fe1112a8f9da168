/*
 * smtp: what is said to a mail server and by it, and what follows from that for
 * a mail (RFC 5321). Knows no library: it is told the lines.
 */
#ifndef PORTRESS_MAIL_SMTP_H
#define PORTRESS_MAIL_SMTP_H

#include <stdbool.h>
#include <stddef.h>

#include "mail/transport.h"

/* What has been begun last, in this order. */
enum smtp_stage {
	SMTP_CONNECT,		/* up to the greeting */
	SMTP_HELLO,
	SMTP_TLS,
	SMTP_LOGIN,
	SMTP_SENDER,		/* MAIL FROM */
	SMTP_RECIPIENT,		/* RCPT TO */
	SMTP_DATA,
	SMTP_TEXT,		/* the mail itself */
};

struct smtp_talk {
	enum smtp_stage	 stage;
	int		 code;		/* of the reply to that, or 0 */
	char		 reply[4 * DELIVERY_REASON];	/* its lines in one */
	bool		 goes_on;	/* another line of it follows */
	bool		 is_over;	/* QUIT was said: the rest is manners */
	bool		 has_utf8;	/* the server offers SMTPUTF8 */
	bool		 has_login;	/* it has taken a login */
};

/*
 * Before a mail: nothing has been said about it. What the server offers is
 * kept, as the connection may be.
 */
void	smtp_begin(struct smtp_talk *talk);
/* The mail itself is about to be sent. */
void	smtp_text(struct smtp_talk *talk);
/* A command, or what follows one, has been sent. Nothing of it is kept. */
void	smtp_sent(struct smtp_talk *talk, const char *line, size_t length);
/* A line of a reply has come. */
void	smtp_heard(struct smtp_talk *talk, const char *line, size_t length);
/*
 * What it means for the mail that it was not taken. Of what is said before
 * MAIL FROM, nothing is about this mail; silence, or a server that hangs up,
 * may be from RCPT TO on, so that the mail is put off.
 */
enum delivery	smtp_judge(const struct smtp_talk *talk);

#endif
