/*
 * library: all templates, the shipped ones and those of mail_templates, which
 * take their places. Within mail/ only.
 */
#ifndef PORTRESS_MAIL_LIBRARY_H
#define PORTRESS_MAIL_LIBRARY_H

#include <stdio.h>

#include "mail/template.h"

struct conf;
struct kind;
struct library;

/* A mail's text in a language. */
struct text {
	const char		*language;	/* its tag */
	const struct template	*template;
	const char		*html;	/* KIND.html, or NULL */
	const struct words	*words;
};

/*
 * Reads all and checks it; without a configuration, the shipped ones alone.
 * The caller owns it. NULL, and all that is wrong was written to `errors`.
 */
struct library	*library_open(const struct conf *conf, FILE *errors)
		    __attribute__((warn_unused_result));
/* *library becomes NULL. */
void		 library_close(struct library **library);

/* The languages that mails may come in; NULL ends them. */
const char *const *library_languages(const struct library *library);
/* The one of those who like none of them. */
const char	*library_default(const struct library *library);
/*
 * The text of that kind in that language, or in the one that serves it; where
 * there is none, in the default one, and at last in English.
 */
struct text	 library_text(const struct library *library,
		    const struct kind *kind, const char *language);
const char	*library_piece(const struct library *library,
		    enum template_piece piece);

#endif
