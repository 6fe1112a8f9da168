/*
 * printable: the body of a part, as it is where that can be (7bit), or else in
 * quoted-printable (RFC 2045 sections 2.7 and 6.7).
 *
 * No line of it can be a boundary that has "=_" in it. Nor does one begin with
 * a full stop or "From ", which mail programs on the way may touch.
 */
#ifndef PORTRESS_MAIL_PRINTABLE_H
#define PORTRESS_MAIL_PRINTABLE_H

#include <stdbool.h>

struct buf;

/*
 * Whether the text needs no encoding, so that people and programs can read it
 * in the mail as it is: ASCII, in lines that are not too long.
 */
bool	printable_is_plain(const char *text);
/* Adds such a text, whose lines end with a line feed; CRLF ends them. */
void	printable_add_plain(struct buf *out, const char *text);
/*
 * Adds well-formed UTF-8, whose lines end with a line feed, in lines of 76
 * characters at most that end with CRLF; no line ends within a character.
 */
void	printable_add(struct buf *out, const char *text);

#endif
