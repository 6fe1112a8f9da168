/*
 * template: what mails say, read from text and checked. Within mail/ only.
 *
 * KIND.txt is a line "Subject: ...", an empty line and paragraphs with empty
 * lines between them. A paragraph that is [words]({link}) is the mail's
 * button. {placeholders} are those of mail/kind.h; {{ and }} are braces.
 * KIND.html, and the pieces of the design, are HTML, in which a placeholder is
 * what looks like one, and all other braces are themselves.
 * words.txt is lines "name: text", one for each member of struct words.
 *
 * What is wrong is said as FILE:LINE: what is wrong, and what to do.
 */
#ifndef PORTRESS_MAIL_TEMPLATE_H
#define PORTRESS_MAIL_TEMPLATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

struct arena;
struct kind;

/* A file that is read. */
struct template_file {
	const char	*name;		/* for what is said of it */
	const char	*text;
	size_t		 length;
	struct arena	*arena;		/* of what is made of it */
	FILE		*errors;
};

/* All with their placeholders. */
struct template {
	const char		*subject;
	const char *const	*paragraphs;	/* a line each; ended by NULL */
	size_t			 button;	/* which of them, with its words
						 * alone; or how many there are */
};

/* Words of a language, beside its mails. */
struct words {
	const char	*button;	/* before its link: "{words}:" */
	const char	*days;		/* "{number} days" */
	const char	*hours;
	const char	*minutes;
	const char	*seconds;
	const char	*fallback;	/* where the button does not work */
};

/* The pieces that the HTML part is made of. */
enum template_piece { PIECE_LAYOUT, PIECE_PARAGRAPH, PIECE_BUTTON, PIECES };

extern const char *const template_pieces[PIECES];	/* names of files */

/* Each 0, or -1, said. What the file has is made new in its arena. */
int	template_read(const struct template_file *file,
	    const struct kind *kind, struct template *template_r)
	    __attribute__((warn_unused_result));
int	template_read_html(const struct template_file *file,
	    const struct kind *kind, const char **html_r)
	    __attribute__((warn_unused_result));
int	template_read_piece(const struct template_file *file,
	    enum template_piece piece, const char **html_r)
	    __attribute__((warn_unused_result));
int	template_read_words(const struct template_file *file,
	    struct words *words_r) __attribute__((warn_unused_result));

#endif
