/*
 * transport: where mails go. For now a directory of .eml files.
 */
#ifndef PORTRESS_MAIL_TRANSPORT_H
#define PORTRESS_MAIL_TRANSPORT_H

#include <stddef.h>

struct conf;
struct transport;

enum delivery {
	DELIVERY_DONE,		/* the mail is out of our hands */
	DELIVERY_REFUSED,	/* for ever */
	DELIVERY_PUT_OFF,	/* to be tried again later */
	DELIVERY_IMPOSSIBLE,	/* no mail gets out for now */
};

#define DELIVERY_REASON 256

struct letter {
	const char	*from, *to;	/* bare addresses */
	const char	*name;		/* unique, for a file */
	const char	*text;		/* lines end with CRLF */
	size_t		 length;
};

/* Connects to nothing yet. The caller owns it. */
struct transport *transport_open(const struct conf *conf);
void		  transport_close(struct transport **transport);
/* What was said is one clean line, or "". */
enum delivery	  transport_send(struct transport *transport,
		    const struct letter *letter, char reason[DELIVERY_REASON]);
/* There is no more mail for now: a kept connection may be closed. */
void		  transport_rest(struct transport *transport);

/*
 * Leaves the mail as DIRECTORY/NAME.eml, whole or not at all (written beside
 * it, synced, renamed); an older one of that name is replaced. 0 or -1,
 * logged.
 */
int	transport_file(const char *directory, const char *name,
	    const char *text, size_t length)
	    __attribute__((warn_unused_result));

#endif
