/*
 * message: a mail's headers and text, from its kind and some facts.
 *
 * Writes RFC 5322 with an encoded subject where needed (RFC 2047). No fact
 * can add a header or a line: control characters are dropped.
 */
#ifndef PORTRESS_MAIL_MESSAGE_H
#define PORTRESS_MAIL_MESSAGE_H

#include <stdbool.h>

struct arena;
struct buf;

/* Kinds, as the outbox stores them. */
#define MAIL_ACTIVATION		"activation"
#define MAIL_CONFIRMATION	"confirmation"
#define MAIL_PASSWORD_RESET	"password_reset"
#define MAIL_PASSWORD_CHANGED	"password_changed"
#define MAIL_USERNAME_RESET	"username_reset"
#define MAIL_USERNAME_CHANGED	"username_changed"
#define MAIL_NEW_DEVICE		"new_device"

struct message_facts {
	const char	*from;		/* default_from_email */
	const char	*to;
	const char	*site;
	const char	*username;
	const char	*link;		/* or NULL, if the kind has none */
	const char	*id;		/* left part of Message-ID, unique */
	const char	*domain;	/* right part of Message-ID */
};

/* Whether this kind of mail is known, and carries a link. */
bool	message_is_known(const char *kind);
bool	message_has_link(const char *kind);
/* What stands in a link. */
struct message_link {
	const char	*protocol;
	const char	*domain;
	const char	*site;
	const char	*uid;
	const char	*token;
};

/*
 * `pattern`, with or without a slash before it, with {uid}, {token},
 * {protocol}, {domain} and {site_name} filled in, behind protocol and domain:
 * https://example.com/activate/NQ/dif58g-... In the arena.
 */
char	*message_link(struct arena *arena, const struct message_link *link,
	    const char *pattern);
/* Adds the whole mail to `out`; lines end with CRLF. The kind must be known. */
void	message_write(struct buf *out, const char *kind,
	    const struct message_facts *facts);

#endif
