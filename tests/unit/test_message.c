#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/codec.h"
#include "conf/conf.h"
#include "mail/message.h"

#define NOW	784111777	/* the date of RFC 9110's examples */
#include "scene.h"

#define LINK "https://shop.example/activate/NQ/dif58g-1638d99e623f067ef239"

static const struct message_facts facts = {
	.from = "webmaster@shop.example",
	.to = "mary@example.com",
	.site_name = "The Shop",
	.domain = "shop.example",
	.protocol = "https",
	.username = "mary",
	.email = "mary@example.com",
	.link = LINK,
	.valid = 259200,
	.new_email = "new@example.com",
	.device = "Firefox, Linux",
	.moment = "2026-11-21 19:15 UTC",
	.id = "71.4",
};

static const char *const kinds[] = {
	MAIL_ACTIVATION, MAIL_CONFIRMATION, MAIL_PASSWORD_RESET,
	MAIL_PASSWORD_CHANGED, MAIL_USERNAME_RESET, MAIL_USERNAME_CHANGED,
	MAIL_EMAIL_CHANGE, MAIL_EMAIL_CHANGED, MAIL_EMAIL_RESTORED,
	MAIL_NEW_DEVICE, MAIL_TEST,
};

#define KINDS (sizeof(kinds) / sizeof(kinds[0]))

static const char *
mail(const char *kind, const struct message_facts *about)
{
	struct buf out;

	buf_open(&out, arena);
	assert_int_equal(message_write(&out, kind, "en", about), 0);
	return out.text;
}

static const char *
text_in(const char *language, const char *kind,
    const struct message_facts *about)
{
	struct buf out;

	buf_open(&out, arena);
	assert_int_equal(message_write_text(&out, kind, language, about), 0);
	return out.text;
}

static const char *
text_part(const char *kind, const struct message_facts *about)
{
	return text_in("en", kind, about);
}

static const char *
html_part(const char *kind, const struct message_facts *about)
{
	struct buf out;

	buf_open(&out, arena);
	assert_int_equal(message_write_html(&out, kind, "en", about), 0);
	return out.text;
}

/* How often the text has the part. */
static int
count(const char *text, const char *part)
{
	int found = 0;

	for (; (text = strstr(text, part)) != NULL; text += strlen(part))
		found++;
	return found;
}

/* The value of a header that stands once, unfolded; asserts that it does. */
static const char *
header(const char *text, const char *name)
{
	const char *end = strstr(text, "\r\n\r\n");
	char *head = arena_printf(arena, "\r\n%.*s\r\n", (int)(end - text),
	    text);
	char *sought = arena_printf(arena, "\r\n%s: ", name), *value, *fold;

	assert_int_equal(count(head, sought), 1);
	value = strstr(head, sought) + strlen(sought);
	while ((fold = strstr(value, "\r\n ")) != NULL)
		memmove(fold, fold + 2, strlen(fold + 2) + 1);
	*strstr(value, "\r\n") = '\0';
	return value;
}

/* RFC 5322: lines end with CRLF and have 998 bytes at most. */
static void
assert_lines(const char *text)
{
	const char *end;

	for (; *text != '\0'; text = end + 1) {
		end = strchr(text, '\n');
		assert_non_null(end);
		assert_true(end > text && end[-1] == '\r');
		assert_ptr_equal(memchr(text, '\r', (size_t)(end - text)),
		    end - 1);
		assert_true(end - text - 1 <= 998);
	}
}

/* By the design: which mails there are, and which ask for something. */
static void
kinds_are_known(void **state)
{
	static const bool links[KINDS] = { true, false, true, false, true,
		false, true, true, true, false, false };
	struct buf out;
	size_t i;

	(void)state;
	for (i = 0; i < KINDS; i++) {
		assert_true(message_is_known(kinds[i]));
		assert_int_equal(message_has_link(kinds[i]), links[i]);
		assert_string_equal(message_kind(i), kinds[i]);
	}
	assert_null(message_kind(KINDS));
	assert_false(message_is_known("invoice"));
	assert_false(message_is_known(""));
	assert_false(message_has_link("invoice"));
	buf_open(&out, arena);
	assert_int_equal(message_write(&out, "invoice", "en", &facts), -1);
	assert_int_equal(out.length, 0);
}

static const char *
link_of(const char *pattern)
{
	const struct conf_api api = {
		.email_frontend_protocol = "https",
		.email_frontend_domain = "shop.example:8443",
		.email_frontend_site_name = "Shop",
		.activation_url = pattern,
	};

	return message_link(arena, &api, "activation", "NQ", "a-b");
}

static void
links_are_filled_in(void **state)
{
	(void)state;
	assert_string_equal(link_of("activate/{uid}/{token}"),
	    "https://shop.example:8443/activate/NQ/a-b");
	assert_string_equal(link_of("/#/reset?t={token}&u={uid}&v={uid}"),
	    "https://shop.example:8443/#/reset?t=a-b&u=NQ&v=NQ");
	assert_string_equal(link_of("{site_name}?{protocol}:{domain}"),
	    "https://shop.example:8443/Shop?https:shop.example:8443");
	assert_string_equal(link_of("{}{uid{uid}}{"),
	    "https://shop.example:8443/{}{uidNQ}{");
	assert_string_equal(link_of(""), "https://shop.example:8443/");
}

/* The subjects that Djoser's users and their filters know. */
static void
subjects_are_djosers(void **state)
{
	static const char *const subjects[] = {
		"Account activation on The Shop",
		("The Shop - Your account has been successfully created "
		    "and activated!"),
		"Password reset on The Shop",
		"The Shop - Your password has been successfully changed!",
		"Username reset on The Shop",
		"The Shop - Your username has been successfully changed!",
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(subjects) / sizeof(subjects[0]); i++)
		assert_string_equal(header(mail(kinds[i], &facts), "Subject"),
		    subjects[i]);
}

/* RFC 5322 section 3.6.4: no colon there. */
static void
a_port_is_no_part_of_an_id(void **state)
{
	static const struct {
		const char *domain, *id;
	} cases[] = {
		{ "localhost:8080", "<71.4@localhost>" },
		{ "[::1]:8080", "<71.4@[::1]>" },
		{ "[::1]", "<71.4@[::1]>" },
		/* RFC 5322 has ASCII here; ACE as `idn` of Python has it. */
		{ "b\u00fccher.example:80", "<71.4@xn--bcher-kva.example>" },
		{ "a b", "<71.4@localhost>" },
	};
	struct message_facts other = facts;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		other.domain = cases[i].domain;
		assert_string_equal(header(mail(kinds[0], &other),
		    "Message-ID"), cases[i].id);
	}
}

static void
headers_are_complete(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < KINDS; i++) {
		const char *text = mail(kinds[i], &facts);

		assert_lines(text);
		assert_string_equal(header(text, "From"), facts.from);
		assert_string_equal(header(text, "To"), facts.to);
		/* The date of RFC 9110's examples. */
		assert_string_equal(header(text, "Date"),
		    "Sun, 06 Nov 1994 08:49:37 +0000");
		assert_string_equal(header(text, "Message-ID"),
		    "<71.4@shop.example>");
		assert_string_equal(header(text, "Auto-Submitted"),
		    "auto-generated");
		assert_string_equal(header(text, "MIME-Version"), "1.0");
		assert_non_null(strstr(header(text, "Content-Type"),
		    "multipart/alternative;"));
	}
}

static void
both_parts_say_what_matters(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < KINDS; i++) {
		const char *text = text_part(kinds[i], &facts);
		const char *html = html_part(kinds[i], &facts);
		bool link = message_has_link(kinds[i]);

		assert_int_equal(count(text, ":\n" LINK "\n\n"), link);
		assert_int_equal(count(text, LINK), link);
		assert_int_equal(count(html, "href=\"" LINK "\""), link);
		assert_int_equal(count(html, "href"), link);
		assert_int_equal(count(html, LINK), link ? 2 : 0);
		assert_int_equal(count(text, "3 days"), link);
		assert_int_equal(count(html, "3 days"), link);
		assert_true(count(text, "The Shop") >= 2);
		assert_true(count(html, "The Shop") >= 2);
		assert_null(strpbrk(text, "{}"));
		assert_int_equal(count(html, "{site_name}"), 0);
	}
	assert_int_equal(count(text_part(MAIL_PASSWORD_RESET, &facts),
	    "mary"), 1);
	assert_int_equal(count(html_part(MAIL_PASSWORD_RESET, &facts),
	    "<b>mary</b>"), 1);
	assert_int_equal(count(text_part(MAIL_EMAIL_CHANGED, &facts),
	    "new@example.com"), 1);
	assert_int_equal(count(text_part(MAIL_NEW_DEVICE, &facts),
	    "Firefox, Linux"), 1);
}

static void
html_is_escaped_and_text_is_not(void **state)
{
	struct message_facts odd = facts;
	const char *text, *html;

	(void)state;
	odd.link = "https://shop.example/reset?uid=NQ&token=\"a'<b>";
	odd.username = "<script>&";
	odd.site_name = "M&M's";
	text = text_part(MAIL_PASSWORD_RESET, &odd);
	html = html_part(MAIL_PASSWORD_RESET, &odd);
	assert_int_equal(count(text, "\nhttps://shop.example/reset?uid=NQ&"
	    "token=\"a'<b>\n"), 1);
	assert_int_equal(count(text, ": <script>&\n"), 1);
	assert_int_equal(count(html, "<b>&lt;script&gt;&amp;</b>"), 1);
	assert_int_equal(count(html, "https://shop.example/reset?uid=NQ&amp;"
	    "token=&quot;a&#39;&lt;b&gt;"), 2);
	assert_true(count(html, "M&amp;M&#39;s") >= 3);
	assert_null(strstr(html, "<script>"));
	assert_string_equal(header(mail(MAIL_PASSWORD_RESET, &odd),
	    "Subject"), "Password reset on M&M's");
}

/* What a fact holds is no placeholder. */
static void
facts_are_filled_in_once(void **state)
{
	struct message_facts odd = facts;

	(void)state;
	odd.site_name = "{username}{{";
	odd.username = "{link}";
	assert_string_equal(header(mail(MAIL_PASSWORD_RESET, &odd),
	    "Subject"), "Password reset on {username}{{");
	assert_int_equal(count(text_part(MAIL_PASSWORD_RESET, &odd),
	    "is: {link}\n"), 1);
	assert_int_equal(count(html_part(MAIL_PASSWORD_RESET, &odd),
	    "is: <b>{link}</b>"), 1);
}

static void
no_fact_adds_a_line(void **state)
{
	static const char evil[] = "a\r\nBcc: b@example.com\r\n\r\nx\n\n.\r"
	    "\x01\x7f\x1b[0m\xc2\x85\u2028\u2029\u202e\u2066z\xff";
	static const char clean[] = "aBcc: b@example.comx.[0mz\ufffd";
	struct message_facts odd = {
		.from = evil, .to = evil, .site_name = evil, .domain = evil,
		.protocol = evil, .username = evil, .email = evil,
		.link = evil, .new_email = evil, .device = evil,
		.moment = evil, .id = evil,
	};
	size_t i;

	(void)state;
	for (i = 0; i < KINDS; i++, arena_reset(arena)) {
		const char *text = mail(kinds[i], &odd);
		const char *plain = text_part(kinds[i], &odd);

		assert_lines(text);
		assert_null(strstr(text, "\r\nBcc"));
		assert_int_equal(count(text, "\r\n\r\n"), 5 +
		    count(plain, "\n\n"));
		assert_null(strpbrk(text, "\x01\x7f\x1b"));
		/* An address is not mended, or it would be another's. */
		assert_string_equal(header(text, "To"),
		    "undisclosed-recipients:;");
		assert_string_equal(header(text, "From"),
		    "undisclosed-recipients:;");
		assert_int_equal(count(text, "\r\n--=_"), 3);
		assert_non_null(strstr(plain, clean));
		assert_null(strstr(plain, "\n\n\n"));
	}
}

static void
facts_cannot_pass_for_a_boundary(void **state)
{
	struct message_facts odd = facts;
	const char *text = mail(MAIL_PASSWORD_RESET, &facts);
	const char *start = strstr(text, "boundary=\"") + 10;
	const char *boundary = arena_copy(arena, start,
	    (size_t)(strchr(start, '"') - start));
	const char *line = arena_printf(arena, "--%s--", boundary);
	const char *wide = arena_printf(arena, "%071d %s", 0, line);

	(void)state;
	odd.username = wide;
	odd.site_name = wide;
	odd.link = line;
	text = mail(MAIL_PASSWORD_RESET, &odd);
	assert_int_equal(count(text_part(MAIL_PASSWORD_RESET, &odd),
	    arena_printf(arena, "\n%s\n", line)), 2);
	assert_int_equal(count(text, arena_printf(arena, "\r\n--%s\r\n",
	    boundary)), 2);
	assert_int_equal(count(text, arena_printf(arena, "\r\n--%s",
	    boundary)), 3);
}

/* RFC 5322 section 2.1.1, and RFC 2047 section 2 where there are such words. */
static void
assert_folded(const char *text)
{
	const char *end, *head = strstr(text, "\r\n\r\n");

	for (; text < head; text = end + 2) {
		end = strstr(text, "\r\n");
		assert_true(end - text <= 78);
		if (memmem(text, (size_t)(end - text), "=?UTF-8?", 8) != NULL)
			assert_true(end - text <= 76);
		/* No line of blanks: many take it for the end of the head. */
		assert_true(strspn(text, " \t") < (size_t)(end - text));
	}
}

/* =?UTF-8?Q?...?= back to its text; asserts what RFC 2047 section 2 says. */
static const char *
decoded(const char *text)
{
	struct buf out;
	unsigned byte;

	buf_open(&out, arena);
	while (strncmp(text, "=?UTF-8?Q?", 10) == 0) {
		const char *end = strstr(text + 10, "?=");

		assert_non_null(end);
		assert_true(end + 2 - text <= 75);
		for (text += 10; text < end; text++) {
			assert_true(*text > ' ' && *text < 127);
			if (*text != '=') {
				buf_char(&out, *text == '_' ? ' ' : *text);
				continue;
			}
			assert_int_equal(sscanf(text, "=%2X", &byte), 1);
			buf_char(&out, (char)byte);
			text += 2;
		}
		/* No character is divided. */
		assert_true(codec_is_utf8(out.text, out.length));
		text = end + 2;
		text += strspn(text, " ");
	}
	buf_text(&out, text);
	return out.text;
}

/* Encoded words one after the other: the blanks between them are none. */
static void
other_letters_are_encoded(void **state)
{
	/* "Маринин сад", twice, and a tulip. */
	static const char site[] = "\u041c\u0430\u0440\u0438\u043d\u0438\u043d "
	    "\u0441\u0430\u0434, \u041c\u0430\u0440\u0438\u043d\u0438\u043d "
	    "\u0441\u0430\u0434 \U0001f337";
	struct message_facts odd = facts;
	const char *text, *byte;

	(void)state;
	odd.site_name = site;
	odd.from = arena_printf(arena, "\"%s\" <garden@example.com>", site);
	text = mail(MAIL_ACTIVATION, &odd);
	assert_lines(text);
	assert_folded(text);
	for (byte = text; *byte != '\0'; byte++)
		assert_true((unsigned char)*byte < 0x80);
	assert_string_equal(decoded(header(text, "Subject")),
	    arena_printf(arena, "Account activation on %s", site));
	assert_string_equal(decoded(header(text, "From")),
	    arena_printf(arena, "%s<garden@example.com>", site));
	odd.from = "<garden@example.com>";
	odd.site_name = "=?UTF-8?Q?x?=";
	text = mail(MAIL_ACTIVATION, &odd);
	assert_string_equal(header(text, "From"), "garden@example.com");
	assert_string_equal(decoded(header(text, "Subject")),
	    "Account activation on =?UTF-8?Q?x?=");
}

/* Names of all lengths, so that lines end at every place. */
static void
long_headers_are_folded(void **state)
{
	static const char *const pieces[] = { "x", "x y", "\u00e4", "\u20ac ",
		"\U0001f337", " ", "\"\\,", "  ab" };
	struct message_facts odd = facts;
	char site[1024];
	size_t i, size;

	(void)state;
	odd.site_name = site;
	for (i = 0; i < sizeof(pieces) / sizeof(pieces[0]); i++) {
		site[0] = '\0';
		for (size = 0; size < 120; size++) {
			const char *text;

			arena_reset(arena);
			strcat(site, pieces[i]);
			text = mail(MAIL_PASSWORD_RESET, &odd);
			assert_folded(text);
			assert_lines(text);
			assert_string_equal(decoded(header(text, "Subject")),
			    arena_printf(arena, "Password reset on %s", site));
		}
	}
}

/* As the real Python writes and reads them: email.headerregistry. */
static void
names_are_quoted_where_they_must_be(void **state)
{
	static const struct {
		const char *from, *header;
	} cases[] = {
		{ "a@b.example", "a@b.example" },
		{ " <a@b.example> ", "a@b.example" },
		{ "The Shop <a@b.example>", "The Shop <a@b.example>" },
		{ "\"The Shop\" <a@b.example>", "The Shop <a@b.example>" },
		{ "Shop, Inc. <a@b.example>", "\"Shop, Inc.\" <a@b.example>" },
		{ "\"a@b \\\"c\\\" \\\\\" <a@b.example>",
		    "\"a@b \\\"c\\\" \\\\\" <a@b.example>" },
		{ "a.b@c.example <a@b.example>", "undisclosed-recipients:;" },
		{ "M\u00e4rz <\u00e4@b\u00fccher.example>",
		    "=?UTF-8?Q?M=C3=A4rz?= <\u00e4@xn--bcher-kva.example>" },
		{ "\"a b\"@c.example", "\"a b\"@c.example" },
	};
	struct message_facts odd = facts;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		odd.from = cases[i].from;
		assert_string_equal(header(mail(MAIL_ACTIVATION, &odd),
		    "From"), cases[i].header);
	}
}

/* The words of the header: whole units, of which there are two at least. */
static void
times_are_told_in_words(void **state)
{
	static const struct {
		int64_t seconds;
		const char *language, *words;
	} cases[] = {
		{ 60, "en", "60 seconds" }, { 119, "en", "119 seconds" },
		{ 120, "en", "2 minutes" }, { 3600, "en", "60 minutes" },
		{ 7200, "en", "2 hours" }, { 86400, "en", "24 hours" },
		{ 172800, "en", "2 days" }, { 259199, "en", "2 days" },
		{ 259200, "de", "3 Tage" }, { 7200, "fr", "2\u00a0heures" },
		{ 2592000, "es", "30 d\u00edas" }, { 300, "it", "5 minuti" },
	};
	struct message_facts other = facts;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		other.valid = cases[i].seconds;
		assert_non_null(strstr(text_in(cases[i].language,
		    MAIL_ACTIVATION, &other), cases[i].words));
	}
}

static void
a_language_is_found_or_another_taken(void **state)
{
	static const struct {
		const char *language, *greeting;
	} cases[] = {
		{ "de", "Guten Tag," }, { "DE-at", "Guten Tag," },
		{ "fr-CA", "Bonjour," }, { "es", "Hola:" },
		{ "it", "Buongiorno," }, { "nl", "Hello," },
		{ "", "Hello," }, { NULL, "Hello," }, { "../de", "Hello," },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_int_equal(strncmp(text_in(cases[i].language,
		    MAIL_ACTIVATION, &facts), cases[i].greeting,
		    strlen(cases[i].greeting)), 0);
}

/* 72 characters, not bytes; what is longer is never cut. */
static void
text_is_wrapped(void **state)
{
	struct message_facts odd = facts;
	const char *text, *end;

	(void)state;
	odd.link = arena_printf(arena, "https://shop.example/%0200d", 0);
	odd.site_name = "\u00c4\u00d6\u00dc \u00e4\u00f6\u00fc \u00e4\u00f6";
	text = text_in("de", MAIL_PASSWORD_RESET, &odd);
	assert_int_equal(count(text, arena_printf(arena, "\n%s\n",
	    odd.link)), 1);
	for (; *text != '\0'; text = end + 1) {
		size_t width;

		end = strchr(text, '\n');
		width = codec_utf8_length(text, (size_t)(end - text));
		assert_true(width <= 72 || strncmp(text, "https:", 6) == 0);
		assert_true(*text != ' ' && (end == text || end[-1] != ' '));
	}
}

/* Mails take some room each. */
static int
forget(void **state)
{
	(void)state;
	arena_reset(arena);
	return 0;
}

#define TEST(name) cmocka_unit_test_setup(name, forget)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(kinds_are_known),
		TEST(links_are_filled_in),
		TEST(subjects_are_djosers),
		TEST(a_port_is_no_part_of_an_id),
		TEST(headers_are_complete),
		TEST(both_parts_say_what_matters),
		TEST(html_is_escaped_and_text_is_not),
		TEST(facts_are_filled_in_once),
		TEST(no_fact_adds_a_line),
		TEST(facts_cannot_pass_for_a_boundary),
		TEST(other_letters_are_encoded),
		TEST(long_headers_are_folded),
		TEST(names_are_quoted_where_they_must_be),
		TEST(times_are_told_in_words),
		TEST(a_language_is_found_or_another_taken),
		TEST(text_is_wrapped),
	};

	return cmocka_run_group_tests(tests, open_scene, close_scene);
}
