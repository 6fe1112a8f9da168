/*
 * plain: facts as they may stand in a mail.
 */
#ifndef PORTRESS_MAIL_PLAIN_H
#define PORTRESS_MAIL_PLAIN_H

struct arena;

/*
 * The text in one line of well-formed UTF-8: without control characters (C0,
 * DEL, C1), without U+2028 and U+2029, and without those that turn the order
 * of what follows around (U+202A to U+202E, U+2066 to U+2069); bytes that are
 * no UTF-8 become U+FFFD. "" for NULL. In the arena.
 */
const char	*plain_text(struct arena *arena, const char *text);
/* The same, escaped for HTML's text and attributes. */
const char	*plain_html(struct arena *arena, const char *text);

#endif
