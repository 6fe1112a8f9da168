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
#include "mail/message.h"

#define NOW	784111777	/* the date of RFC 9110's examples */
#include "scene.h"

#define LINK "https://shop.example/activate/NQ/dif58g-1638d99e623f067ef239"

static const struct message_facts facts = {
	.from = "webmaster@shop.example",
	.to = "mary@example.com",
	.site = "shop.example",
	.username = "mary",
	.link = LINK,
	.id = "71.4",
	.domain = "shop.example",
};

static const char *const kinds[] = {
	MAIL_ACTIVATION, MAIL_CONFIRMATION, MAIL_PASSWORD_RESET,
	MAIL_PASSWORD_CHANGED,
};

#define KINDS (sizeof(kinds) / sizeof(kinds[0]))

static const char *
mail(const char *kind, const struct message_facts *about)
{
	struct buf out;

	buf_open(&out, arena);
	message_write(&out, kind, about);
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

static void
kinds_are_known(void **state)
{
	(void)state;
	assert_true(message_is_known(MAIL_ACTIVATION));
	assert_true(message_is_known(MAIL_CONFIRMATION));
	assert_true(message_is_known(MAIL_PASSWORD_RESET));
	assert_true(message_is_known(MAIL_PASSWORD_CHANGED));
	assert_false(message_is_known("invoice"));
	assert_false(message_is_known(""));
	assert_true(message_has_link(MAIL_ACTIVATION));
	assert_false(message_has_link(MAIL_CONFIRMATION));
	assert_true(message_has_link(MAIL_PASSWORD_RESET));
	assert_false(message_has_link(MAIL_PASSWORD_CHANGED));
	assert_false(message_has_link("invoice"));
}

static const char *
link_of(const char *pattern)
{
	return message_link(arena, &(struct message_link){
		.protocol = "https", .domain = "shop.example:8443",
		.site = "Shop", .uid = "NQ", .token = "a-b" }, pattern);
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
		"Account activation on shop.example",
		("shop.example - Your account has been successfully created "
		    "and activated!"),
		"Password reset on shop.example",
		"shop.example - Your password has been successfully changed!",
	};
	size_t i;

	(void)state;
	for (i = 0; i < KINDS; i++)
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
		const char *text = mail(kinds[i], &facts);
		const char *plain = strstr(text, "text/plain; charset=utf-8");
		const char *html = strstr(text, "text/html; charset=utf-8");
		bool link = message_has_link(kinds[i]);

		assert_non_null(plain);
		assert_non_null(html);
		assert_true(plain < html);
		assert_true(count(plain, "shop.example") >= 4);
		assert_int_equal(count(plain, "\r\n" LINK "\r\n"), link);
		assert_int_equal(count(html, "<a href=\"" LINK "\">" LINK
		    "</a>"), link);
		assert_int_equal(count(text, LINK), link ? 3 : 0);
		assert_int_equal(count(html, "<b>mary</b>"),
		    strcmp(kinds[i], MAIL_PASSWORD_RESET) == 0);
		assert_null(strchr(text, '{'));
	}
}

static void
html_is_escaped_and_text_is_not(void **state)
{
	struct message_facts odd = facts;
	const char *text, *html;

	(void)state;
	odd.link = "https://shop.example/reset?uid=NQ&token=\"a'<b>";
	odd.username = "<script>&";
	odd.site = "M&M's";
	text = mail(MAIL_PASSWORD_RESET, &odd);
	html = strstr(text, "text/html");
	assert_int_equal(count(text, "\r\nhttps://shop.example/reset?uid=NQ&"
	    "token=\"a'<b>\r\n"), 1);
	assert_int_equal(count(text, ": <script>&\r\n"), 1);
	assert_int_equal(count(html, "<b>&lt;script&gt;&amp;</b>"), 1);
	assert_int_equal(count(html, "https://shop.example/reset?uid=NQ&amp;"
	    "token=&quot;a&#39;&lt;b&gt;"), 2);
	assert_int_equal(count(html, "M&amp;M&#39;s"), 2);
	assert_null(strstr(html, "<script>"));
	assert_string_equal(header(text, "Subject"),
	    "Password reset on M&M's");
}

static void
no_fact_adds_a_line(void **state)
{
	static const char evil[] = "a\r\nBcc: b@example.com\r\n\r\nx\n\n.\r"
	    "\x01\x7f\x1b[0m\xc2\x85z";
	static const char clean[] = "aBcc: b@example.comx.[0mz";
	struct message_facts odd = {
		.from = evil, .to = evil, .site = evil, .username = evil,
		.link = evil, .id = evil, .domain = evil,
	};
	size_t i;

	(void)state;
	for (i = 0; i < KINDS; i++) {
		const char *text = mail(kinds[i], &odd);

		assert_lines(text);
		assert_null(strstr(text, "\r\nBcc"));
		assert_null(strpbrk(text, "\x01\x7f\x1b"));
		assert_null(strstr(text, "\xc2\x85"));
		assert_string_equal(header(text, "To"), clean);
		assert_string_equal(header(text, "From"), clean);
		assert_int_equal(count(text, "\r\n--=_"), 3);
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
	char *line = arena_printf(arena, "--%s--", boundary);

	(void)state;
	odd.username = line;
	odd.site = line;
	text = mail(MAIL_PASSWORD_RESET, &odd);
	assert_int_equal(count(text, arena_printf(arena, "\r\n--%s\r\n",
	    boundary)), 2);
	assert_int_equal(count(text, arena_printf(arena, "\r\n--%s",
	    boundary)), 3);
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

static void
other_letters_are_encoded(void **state)
{
	/* "Маринин сад", twice, and a name with quotes around it. */
	static const char site[] = "\xd0\x9c\xd0\xb0\xd1\x80\xd0\xb8\xd0\xbd"
	    "\xd0\xb8\xd0\xbd \xd1\x81\xd0\xb0\xd0\xb4, "
	    "\xd0\x9c\xd0\xb0\xd1\x80\xd0\xb8\xd0\xbd"
	    "\xd0\xb8\xd0\xbd \xd1\x81\xd0\xb0\xd0\xb4 \xf0\x9f\x8c\xb7";
	struct message_facts odd = facts;
	const char *text, *byte;

	(void)state;
	odd.site = site;
	odd.from = arena_printf(arena, "\"%s\" <garden@example.com>", site);
	text = mail(MAIL_ACTIVATION, &odd);
	assert_lines(text);
	for (byte = text; byte < strstr(text, "\r\n\r\n"); byte++)
		assert_true((unsigned char)*byte < 0x80);
	assert_string_equal(decoded(header(text, "Subject")),
	    arena_printf(arena, "Account activation on %s", site));
	assert_string_equal(decoded(header(text, "From")),
	    arena_printf(arena, "%s<garden@example.com>", site));
	assert_int_equal(count(strstr(text, "\r\n\r\n"), site), 4);
	odd.from = "<garden@example.com>";
	odd.site = "=?UTF-8?Q?x?=";
	text = mail(MAIL_ACTIVATION, &odd);
	assert_string_equal(header(text, "From"), "<garden@example.com>");
	assert_string_equal(decoded(header(text, "Subject")),
	    "Account activation on =?UTF-8?Q?x?=");
}

static void
long_headers_are_folded(void **state)
{
	struct message_facts odd = facts;
	char site[1500];

	(void)state;
	memset(site, 'x', sizeof(site) - 1);
	site[sizeof(site) - 1] = '\0';
	odd.site = site;
	assert_string_equal(decoded(header(mail(MAIL_PASSWORD_RESET, &odd),
	    "Subject")), arena_printf(arena, "Password reset on %s", site));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(kinds_are_known),
		cmocka_unit_test(links_are_filled_in),
		cmocka_unit_test(subjects_are_djosers),
		cmocka_unit_test(a_port_is_no_part_of_an_id),
		cmocka_unit_test(headers_are_complete),
		cmocka_unit_test(both_parts_say_what_matters),
		cmocka_unit_test(html_is_escaped_and_text_is_not),
		cmocka_unit_test(no_fact_adds_a_line),
		cmocka_unit_test(facts_cannot_pass_for_a_boundary),
		cmocka_unit_test(other_letters_are_encoded),
		cmocka_unit_test(long_headers_are_folded),
	};

	return cmocka_run_group_tests(tests, open_scene, close_scene);
}
