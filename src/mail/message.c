#include "mail/message.h"

#include <assert.h>
#include <inttypes.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/language.h"
#include "base/mailbox.h"
#include "conf/conf.h"
#include "mail/fill.h"
#include "mail/header.h"
#include "mail/kind.h"
#include "mail/library.h"
#include "mail/plain.h"
#include "mail/printable.h"
#include "mail/template.h"
#include "mail/wrap.h"

/* No part has such a line: mail/printable.h. */
#define BOUNDARY	"=_portress"
#define FACTS		16	/* at most, with the end of the list */

/* A mail on its way. */
struct mail {
	const struct kind		*kind;
	const struct message_facts	*facts;
	struct text			 text;
};

static struct library *in_force;

static const struct library *
library(void)
{
	if (in_force == NULL)
		in_force = library_open(NULL, stderr);
	assert(in_force != NULL);
	return in_force;
}

int
message_prepare(const struct conf *conf, FILE *errors)
{
	struct library *fresh = library_open(conf, errors);

	if (fresh == NULL)
		return -1;
	library_close(&in_force);
	in_force = fresh;
	return 0;
}

bool
message_is_ready(const struct conf *conf, FILE *errors)
{
	struct library *fresh = library_open(conf, errors);
	bool ready = fresh != NULL;

	library_close(&fresh);
	return ready;
}

/* --- kinds and languages -------------------------------------------------- */

bool
message_is_known(const char *kind)
{
	return kind_find(kind) != NULL;
}

static const struct kind *
find_linked(const char *name)
{
	const struct kind *kind = kind_find(name);

	return kind != NULL && (kind->traits & KIND_LINK) != 0 ? kind : NULL;
}

bool
message_has_link(const char *kind)
{
	return find_linked(kind) != NULL;
}

const char *
message_purpose(const char *kind)
{
	const struct kind *row = kind_find(kind);

	return row != NULL && row->purpose != NULL ? row->purpose : kind;
}

const char *
message_kind(size_t number)
{
	return number < KINDS ? kinds[number].name : NULL;
}

const char *const *
message_languages(void)
{
	return library_languages(library());
}

const char *
message_language(const char *accept_language, const char *other)
{
	const char *const *tags = message_languages();
	const char *found = language_find(tags, other);

	if (found == NULL)
		found = library_default(library());
	other = language_accept(tags, found, accept_language);
	return other != NULL ? other : found;
}

/* --- facts ---------------------------------------------------------------- */

const char *
message_link(struct arena *arena, const struct conf_api *api,
    const char *kind, const char *uid, const char *token)
{
	const struct kind *row = find_linked(kind);
	const struct fill facts[] = {
		{ "uid", uid },
		{ "token", token },
		{ "protocol", api->email_frontend_protocol },
		{ "domain", api->email_frontend_domain },
		{ "site_name", api->email_frontend_site_name },
		{ 0 }
	};
	const char *path;
	struct buf text;

	if (row == NULL)
		return NULL;
	path = *(const char *const *)((const char *)api + row->url);
	buf_open(&text, arena);
	buf_printf(&text, "%s://%s/", api->email_frontend_protocol,
	    api->email_frontend_domain);
	fill_add(&text, *path == '/' ? path + 1 : path, facts);
	return text.text;
}

int64_t
message_valid(const struct conf_api *api, const char *kind)
{
	const struct kind *row = find_linked(kind);

	return row == NULL ? 0 :
	    *(const int64_t *)((const char *)api + row->timeout);
}

/* Whole units, of which there are two at least: so no language needs a
 * singular. */
static const char *
write_time(struct arena *arena, const struct words *words, int64_t seconds)
{
	const struct {
		int64_t		 size;
		const char	*word;
	} units[] = {
		{ 24 * 60 * 60, words->days },
		{ 60 * 60, words->hours },
		{ 60, words->minutes },
		{ 1, words->seconds },
	};
	struct buf text;
	size_t i = 0;

	while (units[i].size > 1 && seconds / units[i].size < 2)
		i++;
	buf_open(&text, arena);
	fill_braced(&text, units[i].word, (const struct fill[]){
		{ "number", arena_printf(arena, "%" PRId64,
		    seconds / units[i].size) }, { 0 } });
	return text.text;
}

static const char *
fact_of(struct arena *arena, const struct mail *mail,
    const struct kind_placeholder *row)
{
	if (row->fact == offsetof(struct message_facts, valid))
		return write_time(arena, mail->text.words,
		    mail->facts->valid);
	return plain_text(arena, *(const char *const *)
	    ((const char *)mail->facts + row->fact));
}

/* What placeholders stand for, in text. */
static void
take_facts(struct fill facts_r[FACTS], struct arena *arena,
    const struct mail *mail)
{
	const struct kind_placeholder *row = kind_placeholders;

	for (; row->name != NULL; row++, facts_r++)
		*facts_r = (struct fill){ row->name,
			fact_of(arena, mail, row) };
	*facts_r = (struct fill){ 0 };
}

/* The same in HTML. */
static void
take_html_facts(struct fill facts_r[FACTS], struct arena *arena,
    const struct mail *mail, bool is_marked)
{
	const struct kind_placeholder *row = kind_placeholders;

	take_facts(facts_r, arena, mail);
	for (; row->name != NULL; row++, facts_r++) {
		facts_r->value = plain_html(arena, facts_r->value);
		if (is_marked && row->is_strong)
			facts_r->value = arena_printf(arena, "<b>%s</b>",
			    facts_r->value);
	}
}

static const char *
subject_of(struct arena *arena, const struct mail *mail)
{
	struct fill facts[FACTS];
	struct buf subject;

	take_facts(facts, arena, mail);
	buf_open(&subject, arena);
	fill_braced(&subject, mail->text.template->subject, facts);
	return subject.text;
}

/* --- the text part -------------------------------------------------------- */

/* The button's words and, on a line of its own, its link. */
static void
write_button(struct buf *out, const struct mail *mail, const char *words)
{
	struct buf line;

	buf_open(&line, out->arena);
	fill_braced(&line, mail->text.words->button, (const struct fill[]){
		{ "words", words }, { 0 } });
	wrap_add(out, line.text);
	buf_printf(out, "%s\n", plain_text(out->arena, mail->facts->link));
}

static void
write_text(struct buf *out, const struct mail *mail)
{
	const struct template *template = mail->text.template;
	struct fill facts[FACTS];
	size_t i;

	take_facts(facts, out->arena, mail);
	for (i = 0; template->paragraphs[i] != NULL; i++) {
		struct buf paragraph;

		buf_open(&paragraph, out->arena);
		fill_braced(&paragraph, template->paragraphs[i], facts);
		if (i > 0)
			buf_char(out, '\n');
		if (i == template->button)
			write_button(out, mail, paragraph.text);
		else
			wrap_add(out, paragraph.text);
	}
}

/* --- the HTML part -------------------------------------------------------- */

static const char *
write_piece(struct arena *arena, enum template_piece piece,
    const struct fill *fill)
{
	struct buf html;

	buf_open(&html, arena);
	fill_add(&html, library_piece(library(), piece), fill);
	return html.text;
}

static const char *
html_fallback(struct arena *arena, const struct mail *mail)
{
	struct buf text;

	buf_open(&text, arena);
	fill_braced(&text, plain_html(arena, mail->text.words->fallback),
	    (const struct fill[]){ { 0 } });
	return text.text;
}

/* A template's paragraph: its own letters are escaped, too. */
static const char *
html_paragraph(struct arena *arena, const struct mail *mail, size_t i,
    const struct fill *facts)
{
	const struct template *template = mail->text.template;
	struct buf text;

	buf_open(&text, arena);
	fill_braced(&text, plain_html(arena, template->paragraphs[i]), facts);
	if (i != template->button)
		return write_piece(arena, PIECE_PARAGRAPH, (const struct fill[])
		    { { "text", text.text }, { 0 } });
	return write_piece(arena, PIECE_BUTTON, (const struct fill[]){
		{ "words", text.text },
		{ "link", plain_html(arena, mail->facts->link) },
		{ "fallback", html_fallback(arena, mail) },
		{ 0 } });
}

static void
write_layout(struct buf *out, const struct mail *mail)
{
	const struct message_facts *facts = mail->facts;
	struct arena *arena = out->arena;
	struct fill marked[FACTS];
	struct buf content;
	size_t i;

	take_html_facts(marked, arena, mail, true);
	buf_open(&content, arena);
	for (i = 0; mail->text.template->paragraphs[i] != NULL; i++)
		buf_text(&content, html_paragraph(arena, mail, i, marked));
	buf_text(out, write_piece(arena, PIECE_LAYOUT, (const struct fill[]){
		{ "content", content.text },
		{ "subject", plain_html(arena, subject_of(arena, mail)) },
		{ "language", mail->text.language },
		{ "site_name", plain_html(arena, facts->site_name) },
		{ "domain", plain_html(arena, facts->domain) },
		{ "protocol", plain_html(arena, facts->protocol) },
		{ 0 } }));
}

static void
write_html(struct buf *out, const struct mail *mail)
{
	struct fill facts[FACTS];

	if (mail->text.html == NULL) {
		write_layout(out, mail);
		return;
	}
	take_html_facts(facts, out->arena, mail, false);
	fill_add(out, mail->text.html, facts);
}

/* --- the whole ------------------------------------------------------------ */

static void
write_headers(struct buf *out, const struct mail *mail)
{
	const struct message_facts *facts = mail->facts;
	struct arena *arena = out->arena;
	struct mailbox from;

	/* That fills it in, or leaves it empty. */
	(void)!mailbox_read(arena, facts->from, &from);
	header_mailbox(out, "From", header_text(arena, from.name),
	    header_text(arena, from.address));
	header_mailbox(out, "To", header_text(arena, NULL),
	    header_text(arena, mailbox_address(arena, facts->to)));
	header_words(out, "Subject", header_text(arena,
	    subject_of(arena, mail)));
	header_date(out, "Date");
	header_id(out, "Message-ID", header_text(arena, facts->id),
	    header_text(arena, facts->domain));
	buf_text(out, "Auto-Submitted: auto-generated\r\n"
	    "MIME-Version: 1.0\r\n"
	    "Content-Type: multipart/alternative; boundary=\"" BOUNDARY
	    "\"\r\n\r\n");
}

static void
write_part(struct buf *out, const struct mail *mail, const char *type,
    void writer(struct buf *out, const struct mail *mail))
{
	struct buf text;
	bool is_plain;

	buf_open(&text, out->arena);
	writer(&text, mail);
	is_plain = printable_is_plain(text.text);
	buf_printf(out, "--" BOUNDARY "\r\n"
	    "Content-Type: %s; charset=utf-8\r\n"
	    "Content-Transfer-Encoding: %s\r\n\r\n", type,
	    is_plain ? "7bit" : "quoted-printable");
	if (is_plain)
		printable_add_plain(out, text.text);
	else
		printable_add(out, text.text);
	/* The line end before a boundary is no part of the text. */
	buf_text(out, "\r\n");
}

static void
write_all(struct buf *out, const struct mail *mail)
{
	write_headers(out, mail);
	write_part(out, mail, "text/plain", write_text);
	write_part(out, mail, "text/html", write_html);
	buf_text(out, "--" BOUNDARY "--\r\n");
}

static int
write_by(struct buf *out, const char *kind, const char *language,
    const struct message_facts *facts,
    void writer(struct buf *out, const struct mail *mail))
{
	struct mail mail = { kind_find(kind), facts };

	if (mail.kind == NULL)
		return -1;
	mail.text = library_text(library(), mail.kind, language);
	writer(out, &mail);
	return 0;
}

int
message_write(struct buf *out, const char *kind, const char *language,
    const struct message_facts *facts)
{
	return write_by(out, kind, language, facts, write_all);
}

int
message_write_text(struct buf *out, const char *kind, const char *language,
    const struct message_facts *facts)
{
	return write_by(out, kind, language, facts, write_text);
}

int
message_write_html(struct buf *out, const char *kind, const char *language,
    const struct message_facts *facts)
{
	return write_by(out, kind, language, facts, write_html);
}

/* --- for others ----------------------------------------------------------- */

const char *
message_sender(struct arena *arena, const struct conf *conf)
{
	struct mailbox from;

	/* The configuration was refused otherwise. */
	if (mailbox_read(arena, conf->default_from_email, &from) == -1)
		abort();
	return from.address;
}

const char *
message_recipient(struct arena *arena, const char *address)
{
	return mailbox_address(arena, address);
}

struct message_facts
message_sample(struct arena *arena, const struct conf *conf,
    const struct conf_api *api, const char *kind)
{
	return (struct message_facts){
		.from = conf->default_from_email,
		.to = "mary@example.com",
		.site_name = api->email_frontend_site_name,
		.domain = api->email_frontend_domain,
		.protocol = api->email_frontend_protocol,
		.username = "mary",
		.email = "mary@example.com",
		.link = message_link(arena, api, kind, "NQ",
		    "dif58g-1638d99e623f067ef2397a4b1c8de05f"),
		.valid = message_valid(api, kind),
		.new_email = "mary.new@example.com",
		.device = "Firefox, Linux (192.0.2.7)",
		.moment = "2026-11-21 19:15 UTC",
		.id = "sample",
	};
}
