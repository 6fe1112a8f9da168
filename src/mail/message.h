/*
 * message: a mail's headers and text, from its kind, a language and facts.
 *
 * RFC 5322 with two parts, text and HTML, in quoted-printable UTF-8. What it
 * says is in templates (mail/template.h): those of templates/, which came with
 * the program, and those of mail_templates, which take their places. No fact
 * can add a header, a line or HTML: control characters are left out.
 */
#ifndef PORTRESS_MAIL_MESSAGE_H
#define PORTRESS_MAIL_MESSAGE_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

struct arena;
struct buf;
struct conf;
struct conf_api;

/* Kinds, as the outbox stores them. */
#define MAIL_ACTIVATION		"activation"
#define MAIL_CONFIRMATION	"confirmation"
#define MAIL_PASSWORD_RESET	"password_reset"
#define MAIL_PASSWORD_CHANGED	"password_changed"
#define MAIL_USERNAME_RESET	"username_reset"
#define MAIL_USERNAME_CHANGED	"username_changed"
#define MAIL_EMAIL_CHANGE	"email_change"	/* to the new address */
#define MAIL_EMAIL_CHANGED	"email_changed"	/* to the old one */
#define MAIL_EMAIL_RESTORED	"email_restored" /* the same, undone */
#define MAIL_NEW_DEVICE		"new_device"
#define MAIL_TEST		"test"		/* by hand, to somebody */

/* What a mail speaks of, untouched; what its kind does not have may be NULL. */
struct message_facts {
	const char	*from;		/* default_from_email */
	const char	*to;		/* a bare address */
	const char	*site_name;
	const char	*domain;	/* also of Message-ID */
	const char	*protocol;
	const char	*username;
	const char	*email;		/* the account's */
	const char	*link;		/* kinds with a link */
	int64_t		 valid;		/* and for how many seconds it works */
	const char	*new_email;	/* email_change, email_changed */
	const char	*device;	/* new_device */
	const char	*moment;
	const char	*id;		/* left part of Message-ID, unique */
};

/*
 * Reads the templates that the configuration names, which from now on are in
 * force; until it is called the shipped ones are. 0; or -1, and what is wrong
 * was written to `errors`, a line each as FILE:LINE: what and what to do, and
 * all stays as it was. message_is_ready only tells.
 */
int	message_prepare(const struct conf *conf, FILE *errors)
	    __attribute__((warn_unused_result));
bool	message_is_ready(const struct conf *conf, FILE *errors);

/* Whether this kind of mail is known, and carries a link. */
bool	message_is_known(const char *kind);
bool	message_has_link(const char *kind);
/* The kind whose purpose the token of its link has: most often its own. */
const char *message_purpose(const char *kind);
/* The name of the kind of that number, from 0; NULL behind the last. */
const char *message_kind(size_t number);
/* The languages that mails may come in, NULL-ended, as long as they are in
 * force. */
const char *const *message_languages(void);
/*
 * The best of these for an Accept-Language (or NULL); where that names none of
 * them, for the language `other` (or NULL), and else language_code. Lives as
 * long as the templates are in force.
 */
const char *message_language(const char *accept_language, const char *other);

/*
 * The link in a mail of that kind: the api's path of its page, with or without
 * a slash before it, with {uid}, {token}, {protocol}, {domain} and {site_name}
 * filled in, behind protocol and domain:
 * https://example.com/activate/NQ/dif58g-... In the arena. NULL if the kind has
 * none. And for how many seconds it works, or 0.
 */
const char *message_link(struct arena *arena, const struct conf_api *api,
	    const char *kind, const char *uid, const char *token);
int64_t	message_valid(const struct conf_api *api, const char *kind);

/*
 * Adds the whole mail to `out`; lines end with CRLF. The language is a tag, of
 * whatever there is or not (message_language), or NULL for the default one. 0,
 * or -1 if the kind is not known: nothing else can fail.
 */
int	message_write(struct buf *out, const char *kind, const char *language,
	    const struct message_facts *facts)
	    __attribute__((warn_unused_result));
/* The same of one part alone, decoded; lines end with a line feed. */
int	message_write_text(struct buf *out, const char *kind,
	    const char *language, const struct message_facts *facts)
	    __attribute__((warn_unused_result));
int	message_write_html(struct buf *out, const char *kind,
	    const char *language, const struct message_facts *facts)
	    __attribute__((warn_unused_result));

/*
 * For the envelope: the sender, and somebody's address, without a name and as
 * base/mailbox.h writes it. That of `address` is NULL if no mail can be sent
 * there. In the arena.
 */
const char *message_sender(struct arena *arena, const struct conf *conf);
const char *message_recipient(struct arena *arena, const char *address);

/* Facts to show a mail with, made up but for the site's. In the arena. */
struct message_facts message_sample(struct arena *arena,
	    const struct conf *conf, const struct conf_api *api,
	    const char *kind);
/*
 * Writes the shipped templates into the directory, which is made if need be,
 * for people to edit; a file that is there already stays as it is. A line on
 * each goes to `out`. 0, or -1 and what is wrong was written to `errors`.
 */
int	message_copy_templates(const char *directory, FILE *out, FILE *errors)
	    __attribute__((warn_unused_result));

#endif
