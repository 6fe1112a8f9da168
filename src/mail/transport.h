/*
 * transport: how a mail leaves: by SMTP, by a sendmail program, as a file or
 * as a line in the log (mail_transport).
 *
 * Each is a row of the table in transport.c and a file transport_NAME.c. None
 * logs what went wrong: the reason says it, in words for who has to mend it.
 */
#ifndef PORTRESS_MAIL_TRANSPORT_H
#define PORTRESS_MAIL_TRANSPORT_H

#include <stddef.h>

struct conf;
struct transport;

enum delivery {
	DELIVERY_DONE,		/* it was taken; the reason is empty */
	DELIVERY_REFUSED,	/* this mail never will be */
	DELIVERY_PUT_OFF,	/* this mail will be later, perhaps */
	DELIVERY_IMPOSSIBLE,	/* no mail gets out now */
};

struct letter {
	const char	*from, *to;	/* bare: base/mailbox.h writes them */
	const char	*name;		/* one of its own, for a file */
	const char	*link;		/* that is in the text, or NULL */
	const char	*text;		/* RFC 5322, lines end with CRLF */
	size_t		 length;
};

#define DELIVERY_REASON 256	/* UTF-8 on one line, from left to right */

/*
 * For the configuration's mail_transport, which must not be "none"; the
 * configuration must outlive it. Connects to nothing and loads nothing yet.
 * From now on SIGPIPE is ignored. Never NULL; the caller owns it.
 */
struct transport *transport_open(const struct conf *conf);
/*
 * Hands one mail over, within email_timeout and two seconds to say good-bye.
 * A connection may be kept for the next one. A mail that was put off may have
 * been taken all the same (nothing came back in time): better twice than
 * never. Addresses that have a fault (base/mailbox.h) are refused before
 * anybody is spoken to.
 */
enum delivery	transport_send(struct transport *transport,
		    const struct letter *letter, char reason[DELIVERY_REASON]);
/*
 * From now on each reply of a mail server is told to somebody who watches: what
 * it is a reply to, and a clean line. Only SMTP has any.
 */
void		transport_watch(struct transport *transport,
		    void (*told)(const char *step, const char *reply));
/* There is no more mail for now: what only would idle is closed. */
void		transport_rest(struct transport *transport);
/* The same, and frees it; *transport becomes NULL. */
void		transport_close(struct transport **transport);
/*
 * Whether what the configured transport needs is there (libcurl, a program, a
 * directory); nobody is spoken to. 0, or -1 with the reason. It loads what is
 * to be loaded: so it is for a process that sends, or that ends soon.
 */
int		transport_check(const struct conf *conf,
		    char reason[DELIVERY_REASON])
		    __attribute__((warn_unused_result));

#endif
