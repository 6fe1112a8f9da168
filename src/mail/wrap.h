/*
 * wrap: a paragraph in lines.
 */
#ifndef PORTRESS_MAIL_WRAP_H
#define PORTRESS_MAIL_WRAP_H

struct buf;

#define WRAP_WIDTH 72

/*
 * Adds the words in lines of WRAP_WIDTH characters (code points of well-formed
 * UTF-8) at most, each ended by a line feed; a longer word, a link, has a line
 * of its own and is never cut.
 */
void	wrap_add(struct buf *out, const char *text);

#endif
