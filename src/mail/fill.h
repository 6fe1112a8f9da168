/*
 * fill: texts with {placeholders}.
 */
#ifndef PORTRESS_MAIL_FILL_H
#define PORTRESS_MAIL_FILL_H

struct buf;

struct fill {
	const char	*name;		/* NULL ends a list */
	const char	*value;
};

/* Adds the pattern with {name} filled in; what is none of these stays. */
void	fill_add(struct buf *out, const char *pattern, const struct fill *fill);
/* The same where {{ and }} stand for one brace. */
void	fill_braced(struct buf *out, const char *pattern,
	    const struct fill *fill);

#endif
