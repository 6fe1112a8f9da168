/*
 * shipped: the templates that came with the program. Within mail/ only.
 *
 * The build makes the table of the files in templates/ (mail/shipped.awk).
 */
#ifndef PORTRESS_MAIL_SHIPPED_H
#define PORTRESS_MAIL_SHIPPED_H

struct shipped {
	const char	*name;		/* "en/activation.txt"; NULL ends */
	const char	*text;
};

extern const struct shipped shipped[];

#endif
