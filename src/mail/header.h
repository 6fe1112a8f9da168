/*
 * header: the lines of a mail's head (RFC 5322), folded and encoded.
 *
 * A value is a struct header_text, which only header_text makes, and that has
 * no control characters: so none can end its line. Lines are folded at 78
 * characters where there is a place for it, and never have 998 or more, as
 * what is longer than a line becomes encoded words (RFC 2047).
 */
#ifndef PORTRESS_MAIL_HEADER_H
#define PORTRESS_MAIL_HEADER_H

struct arena;
struct buf;

/* Made by header_text, nowhere else. */
struct header_text {
	const char	*plain;
};

/* As plain_text (mail/plain.h) has it. In the arena. */
struct header_text header_text(struct arena *arena, const char *text);

/* Names of headers are literals. */

/* Adds words that mean nothing but themselves: Subject. */
void	header_words(struct buf *out, const char *name,
	    struct header_text value);
/*
 * Adds a name that may be empty and an address; a name beyond plain words is
 * quoted, one beyond ASCII encoded. An address that cannot be written
 * (base/mailbox.h), or is empty, is written as a group without members.
 */
void	header_mailbox(struct buf *out, const char *name,
	    struct header_text display, struct header_text address);
/* Adds <LEFT@RIGHT>, without the port of RIGHT: Message-ID. */
void	header_id(struct buf *out, const char *name, struct header_text left,
	    struct header_text right);
/* Adds the present time: Date. */
void	header_date(struct buf *out, const char *name);

#endif
