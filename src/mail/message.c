#include "mail/message.h"

#include <assert.h>
#include <ctype.h>
#include <stddef.h>
#include <string.h>
#include <time.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"

#define BOUNDARY	"=_portress_alternative"
#define HEADER_MAXIMUM	900	/* bytes; a line has 998 at most */
#define WORD_MAXIMUM	63	/* of 75, without =?UTF-8?Q? and ?= */

/*
 * A mail's text, paragraph by paragraph; each is a <p> of the HTML part. No
 * fact but the link stands at the start of a line, so none can pass for a
 * boundary.
 */
static const struct kind {
	const char	*name;
	const char	*subject;
	const char	*paragraphs[6];
} kinds[] = {
	{ MAIL_ACTIVATION, "Account activation on {site}", {
	    "An account at {site} has been made with this e-mail address and "
	    "waits to be activated. To activate it, please open this page:",
	    "{link}",
	    "If it was not you, leave this mail unanswered: without "
	    "activation nobody can use the account.",
	} },
	{ MAIL_CONFIRMATION,
	  "{site} - Your account has been successfully created and activated!",
	  {
	    "Your account at {site} is ready. From now on you can sign in.",
	} },
	{ MAIL_PASSWORD_RESET, "Password reset on {site}", {
	    "Somebody, most likely you, asked for a new password for your "
	    "account at {site}. To choose one, please open this page:",
	    "{link}",
	    "In case you have forgotten it, your user name is: {username}",
	    "If it was not you, leave this mail unanswered: your password "
	    "stays as it is.",
	} },
	{ MAIL_PASSWORD_CHANGED,
	  "{site} - Your password has been successfully changed!", {
	    "The password of your account at {site} has just been changed.",
	    "If it was not you, please ask for a new password at once.",
	} },
	{ MAIL_USERNAME_RESET, "Username reset on {site}", {
	    "Somebody, most likely you, asked to choose a new user name for "
	    "your account at {site}. To do so, please open this page:",
	    "{link}",
	    "In case you have forgotten it, your user name is: {username}",
	    "If it was not you, leave this mail unanswered: your user name "
	    "stays as it is.",
	} },
	{ MAIL_USERNAME_CHANGED,
	  "{site} - Your username has been successfully changed!", {
	    "The user name of your account at {site} has just been changed. "
	    "It is now: {username}",
	    "If it was not you, please ask for a new password at once.",
	} },
};

static const char *const ending[] = {
	"Thank you for being with us!",
	"Your team of {site}",
	NULL
};

/* What a pattern's {name} stands for. */
struct fact {
	const char	*name;		/* NULL ends a list */
	const char	*value;
};

static const struct kind *
kind_named(const char *name)
{
	size_t i;

	for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (strcmp(kinds[i].name, name) == 0)
			return &kinds[i];
	return NULL;
}

bool
message_is_known(const char *kind)
{
	return kind_named(kind) != NULL;
}

bool
message_has_link(const char *kind)
{
	const struct kind *row = kind_named(kind);
	size_t i;

	for (i = 0; row != NULL && row->paragraphs[i] != NULL; i++)
		if (strstr(row->paragraphs[i], "{link}") != NULL)
			return true;
	return false;
}

/* The fact whose {name} begins here, or NULL. */
static const struct fact *
fact_at(const char *pattern, const struct fact *facts)
{
	for (; facts->name != NULL; facts++) {
		size_t length = strlen(facts->name);

		if (pattern[0] == '{' &&
		    strncmp(pattern + 1, facts->name, length) == 0 &&
		    pattern[length + 1] == '}')
			return facts;
	}
	return NULL;
}

static void
fill(struct buf *out, const char *pattern, const struct fact *facts)
{
	while (*pattern != '\0') {
		const struct fact *fact = fact_at(pattern, facts);

		if (fact == NULL) {
			buf_char(out, *pattern++);
			continue;
		}
		buf_text(out, fact->value);
		pattern += strlen(fact->name) + 2;
	}
}

char *
message_link(struct arena *arena, const struct message_link *link,
    const char *pattern)
{
	const struct fact facts[] = {
		{ "uid", link->uid },
		{ "token", link->token },
		{ "protocol", link->protocol },
		{ "domain", link->domain },
		{ "site_name", link->site },
		{ 0 }
	};
	struct buf text;

	buf_open(&text, arena);
	buf_printf(&text, "%s://%s/", link->protocol, link->domain);
	fill(&text, *pattern == '/' ? pattern + 1 : pattern, facts);
	return text.text;
}

/* C0 and DEL; and C1, which UTF-8 writes C2 80 to C2 9F. */
static bool
is_control(const char *byte)
{
	return iscntrl((unsigned char)byte[0]) ||
	    (byte[0] == '\xc2' && (unsigned char)byte[1] >= 0x80 &&
	    (unsigned char)byte[1] < 0xa0);
}

/* The text without control characters; "" for NULL. */
static const char *
cleaned(struct arena *arena, const char *text)
{
	struct buf clean;

	buf_open(&clean, arena);
	for (; text != NULL && *text != '\0'; text++) {
		if (!is_control(text))
			buf_char(&clean, *text);
		else if (*text == '\xc2')
			text++;
	}
	return clean.text;
}

static struct message_facts
cleaned_facts(struct arena *arena, const struct message_facts *facts)
{
	return (struct message_facts){
		.from = cleaned(arena, facts->from),
		.to = cleaned(arena, facts->to),
		.site = cleaned(arena, facts->site),
		.username = cleaned(arena, facts->username),
		.link = cleaned(arena, facts->link),
		.id = cleaned(arena, facts->id),
		.domain = cleaned(arena, facts->domain),
	};
}

static const char *
html_escape(char character)
{
	switch (character) {
	case '&':	return "&amp;";
	case '<':	return "&lt;";
	case '>':	return "&gt;";
	case '"':	return "&quot;";
	case '\'':	return "&#39;";
	default:	return NULL;
	}
}

static const char *
escaped(struct arena *arena, const char *text)
{
	struct buf html;

	buf_open(&html, arena);
	for (; *text != '\0'; text++) {
		const char *escape = html_escape(*text);

		if (escape != NULL)
			buf_text(&html, escape);
		else
			buf_char(&html, *text);
	}
	return html.text;
}

/* Whether a header needs encoded words to hold the text. */
static bool
needs_encoding(const char *text)
{
	const char *byte;

	for (byte = text; *byte != '\0'; byte++)
		if ((unsigned char)*byte >= 0x80)
			return true;
	return strstr(text, "=?") != NULL || byte - text > HEADER_MAXIMUM;
}

/* The bytes of the UTF-8 character that begins here. */
static size_t
character_size(const char *text)
{
	size_t size = 1;

	while (size < 4 && ((unsigned char)text[size] & 0xc0) == 0x80)
		size++;
	return size;
}

/* RFC 2047's "Q" in a phrase: letters and digits stand for themselves. */
static void
encode_character(struct buf *out, const char *text, size_t size)
{
	if (size == 1 && isalnum((unsigned char)*text)) {
		buf_char(out, *text);
		return;
	}
	if (*text == ' ') {
		buf_char(out, '_');
		return;
	}
	for (; size > 0; size--, text++)
		buf_printf(out, "=%02X", (unsigned char)*text);
}

/* Encoded words, a line each; none ends within a character. */
static void
encode_words(struct buf *out, const char *text, size_t length)
{
	const char *end = text + length;
	size_t start;

	buf_text(out, "=?UTF-8?Q?");
	start = out->length;
	while (text < end) {
		size_t size = character_size(text);

		if (out->length - start + size * 3 > WORD_MAXIMUM) {
			buf_text(out, "?=\r\n =?UTF-8?Q?");
			start = out->length;
		}
		encode_character(out, text, size);
		text += size;
	}
	buf_text(out, "?=");
}

static void
write_subject(struct buf *out, const char *subject)
{
	buf_text(out, "Subject: ");
	if (needs_encoding(subject))
		encode_words(out, subject, strlen(subject));
	else
		buf_text(out, subject);
	buf_text(out, "\r\n");
}

/* "Name <address>": only the name may be encoded, and then has no quotes. */
static void
write_from(struct buf *out, const char *from)
{
	const char *address = strrchr(from, '<');
	const char *end = address;

	buf_text(out, "From: ");
	if (address == NULL || !needs_encoding(from)) {
		buf_printf(out, "%s\r\n", from);
		return;
	}
	while (end > from && (end[-1] == ' ' || end[-1] == '"'))
		end--;
	from += strspn(from, " \"");
	if (from < end) {
		encode_words(out, from, (size_t)(end - from));
		buf_char(out, ' ');
	}
	buf_printf(out, "%s\r\n", address);
}

/* Of a domain without its port, which is none of a Message-ID's letters. */
static int
host_length(const char *domain)
{
	const char *colon = strrchr(domain, ':');

	if (colon == NULL || strchr(colon, ']') != NULL)
		return (int)strlen(domain);
	return (int)(colon - domain);
}

static void
write_headers(struct buf *out, const struct kind *kind,
    const struct message_facts *facts)
{
	const struct fact site[] = { { "site", facts->site }, { 0 } };
	time_t now = (time_t)clock_now();
	struct buf subject;
	struct tm parts;
	char date[64];

	gmtime_r(&now, &parts);
	strftime(date, sizeof(date), "%a, %d %b %Y %H:%M:%S +0000", &parts);
	buf_open(&subject, out->arena);
	fill(&subject, kind->subject, site);
	write_from(out, facts->from);
	buf_printf(out, "To: %s\r\n", facts->to);
	write_subject(out, subject.text);
	buf_printf(out, "Date: %s\r\n", date);
	buf_printf(out, "Message-ID: <%s@%.*s>\r\n", facts->id,
	    host_length(facts->domain), facts->domain);
	buf_text(out, "Auto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\n"
	    "Content-Type: multipart/alternative;\r\n"
	    " boundary=\"" BOUNDARY "\"\r\n\r\n");
}

static void
write_part(struct buf *out, const char *type)
{
	buf_printf(out, "--" BOUNDARY "\r\n"
	    "Content-Type: %s; charset=utf-8\r\n"
	    "Content-Transfer-Encoding: 8bit\r\n\r\n", type);
}

static void
write_paragraphs(struct buf *out, const char *const *paragraphs,
    const char *before, const char *after, const struct fact *facts)
{
	for (; *paragraphs != NULL; paragraphs++) {
		buf_text(out, before);
		fill(out, *paragraphs, facts);
		buf_text(out, after);
	}
}

static void
write_text(struct buf *out, const struct kind *kind,
    const struct message_facts *facts)
{
	const struct fact plain[] = {
		{ "site", facts->site },
		{ "username", facts->username },
		{ "link", facts->link },
		{ 0 }
	};

	write_part(out, "text/plain");
	write_paragraphs(out, kind->paragraphs, "", "\r\n\r\n", plain);
	write_paragraphs(out, ending, "", "\r\n", plain);
	buf_text(out, "\r\n");
}

static void
write_html(struct buf *out, const struct kind *kind,
    const struct message_facts *facts)
{
	const char *link = escaped(out->arena, facts->link);
	const struct fact html[] = {
		{ "site", escaped(out->arena, facts->site) },
		{ "username", arena_printf(out->arena, "<b>%s</b>",
		    escaped(out->arena, facts->username)) },
		{ "link", arena_printf(out->arena, "<a href=\"%s\">%s</a>",
		    link, link) },
		{ 0 }
	};

	write_part(out, "text/html");
	buf_text(out, "<!DOCTYPE html>\r\n"
	    "<html><head><meta charset=\"utf-8\"></head><body>\r\n");
	write_paragraphs(out, kind->paragraphs, "<p>", "</p>\r\n", html);
	write_paragraphs(out, ending, "<p>", "</p>\r\n", html);
	buf_text(out, "</body></html>\r\n");
}

void
message_write(struct buf *out, const char *kind,
    const struct message_facts *facts)
{
	const struct kind *row = kind_named(kind);
	struct message_facts clean = cleaned_facts(out->arena, facts);

	assert(row != NULL);
	write_headers(out, row, &clean);
	write_text(out, row, &clean);
	write_html(out, row, &clean);
	buf_text(out, "--" BOUNDARY "--\r\n");
}
