/*
 * printable: the body of a part in quoted-printable (RFC 2045 section 6.7).
 *
 * No line of it can be a boundary that has "=_" in it, as every = is encoded.
 * Nor does one begin with a full stop or "From ", which mail programs on the
 * way may touch.
 */
#ifndef PORTRESS_MAIL_PRINTABLE_H
#define PORTRESS_MAIL_PRINTABLE_H

struct buf;

/*
 * Adds well-formed UTF-8, whose lines end with a line feed, in lines of 76
 * characters at most that end with CRLF; no line ends within a character.
 */
void	printable_add(struct buf *out, const char *text);

#endif
