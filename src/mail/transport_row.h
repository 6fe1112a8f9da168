/*
 * transport_row: what a transport is made of. For transport.c and the files
 * transport_*.c only.
 */
#ifndef PORTRESS_MAIL_TRANSPORT_ROW_H
#define PORTRESS_MAIL_TRANSPORT_ROW_H

#include "mail/transport.h"

/* The functions do for one kind what those of mail/transport.h say. */
struct transport_row {
	const char	*name;		/* mail_transport */
	int		 (*check)(const struct conf *conf, char *reason);
	void		*(*open)(const struct conf *conf);
	enum delivery	 (*send)(void *self, const struct letter *letter,
			    char *reason);
	void		 (*rest)(void *self);
	void		 (*close)(void *self);
	void		 (*watch)(void *self, void (*told)(const char *step,
			    const char *reply));
};

extern const struct transport_row transport_smtp, transport_sendmail,
    transport_directory, transport_log;

/*
 * Sets the reason: without control characters and ends of lines, without what
 * is no UTF-8, cut between characters.
 */
void	transport_reason(char *reason, const char *format, ...)
	    __attribute__((format(printf, 2, 3)));

#endif
