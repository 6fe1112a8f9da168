/* mail/template: what is said about templates is what the headers promise. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/buf.h"
#include "conf/conf.h"
#include "mail/kind.h"
#include "mail/message.h"
#include "mail/shipped.h"
#include "mail/template.h"

#include "scene.h"

static char directory[64];

/* A file below the directory, made with its own directory. */
static void
put(const char *name, const char *text)
{
	char *path = arena_printf(arena, "%s/%s", directory, name);
	char *slash = strrchr(path, '/');
	FILE *file;

	*slash = '\0';
	(void)mkdir(path, 0700);
	*slash = '/';
	file = fopen(path, "w");
	assert_non_null(file);
	fputs(text, file);
	fclose(file);
}

static int
make_directory(void **state)
{
	(void)state;
	arena_reset(arena);
	strcpy(directory, "/tmp/test-template-XXXXXX");
	return mkdtemp(directory) == NULL ? -1 : 0;
}

static int
remove_directory(void **state)
{
	char *command = arena_printf(arena, "rm -rf %s", directory);

	(void)state;
	return system(command) == 0 ? 0 : -1;
}

/* A configuration with that directory. */
static struct conf *
conf_with(const char *more)
{
	const char *own = strstr(more, "mail_templates") != NULL ? "" :
	    arena_printf(arena, "mail_templates = \"%s\"\n", directory);
	struct conf *conf;

	put("portress.conf~", arena_printf(arena,
	    "secret_key = \"a key of thirty-two characters, at least\"\n"
	    "domain = \"shop.example\"\ndatabase { name = \"shop\" }\n"
	    "%s%s", own, more));
	conf = conf_open(arena_printf(arena, "%s/portress.conf~", directory),
	    stderr);
	assert_non_null(conf);
	return conf;
}

/* What is said about the directory's templates; "" if all is well. */
static const char *
said_with(const char *more)
{
	struct conf *conf = conf_with(more);
	char *text = NULL, *copy;
	size_t length = 0, prefix = strlen(directory) + 1;
	FILE *errors = open_memstream(&text, &length);
	bool ready = message_is_ready(conf, errors);

	conf_close(&conf);
	fclose(errors);
	copy = arena_text(arena, text);
	free(text);
	assert_int_equal(ready, copy[0] == '\0');
	if (strncmp(copy, directory, prefix - 1) == 0)
		copy += prefix;
	return copy;
}

static const char *
said(void)
{
	return said_with("");
}

/* What is said about one file alone. */
static void
assert_said(const char *name, const char *text, const char *expected)
{
	const char *words;

	put(name, text);
	words = said();
	if (strncmp(words, expected, strlen(expected)) != 0)
		fail_msg("%s: said: %s expected: %s", text, words, expected);
	unlink(arena_printf(arena, "%s/%s", directory, name));
}

#define GOOD "Subject: A\n\nText.\n\n[Go]({link})\n"

static void
shipped_ones_are_good(void **state)
{
	(void)state;
	assert_string_equal(said(), "");
}

static void
texts_are_checked(void **state)
{
	/* clang-format off */
	static const struct {
		const char *text, *said;
	} cases[] = {
		{ GOOD, "" },
		{ "Subject: A\n\n\n\nText {{x}} {username}\n\n[Go]({link})", "" },
		{ "\xef\xbb\xbfSubject: A\r\n \r\nText.\r\n\r\n[Go]({link})\r\n",
		    "" },
		{ "Subject: A\n\n[Go\nthere, {username}]({link})\n", "" },
		{ "", "en/activation.txt:1: no subject" },
		{ "Hello\n\n[Go]({link})\n", "en/activation.txt:1: no subject" },
		{ "Subject:  \n\n[Go]({link})\n",
		    "en/activation.txt:1: no subject" },
		{ "subject: A\n\n[Go]({link})\n",
		    "en/activation.txt:1: no subject" },
		{ "Subject: A\nText\n\n[Go]({link})\n",
		    "en/activation.txt:2: no empty line" },
		{ "Subject: A\n\n", "en/activation.txt:2: no text" },
		{ "Subject: A\n\nText\n", "en/activation.txt:4: no button" },
		{ "Subject: A\n\nText\n\n[Go]({link}) now\n",
		    "en/activation.txt:5: {link} stands in the button only" },
		{ "Subject: A\n\n[]({link})\n",
		    "en/activation.txt:3: {link} stands in the button only" },
		{ GOOD "\n[Go]({link})\n", "en/activation.txt:7: a second button" },
		{ "Subject: {link}\n\n[Go]({link})\n",
		    "en/activation.txt:1: no {link} in a subject" },
		{ GOOD "\n\nOh {\n", "en/activation.txt:8: a { that begins no" },
		{ GOOD "\n{site_name\n", "en/activation.txt:7: a { that begins" },
		{ GOOD "\n{site name}\n", "en/activation.txt:7: a { that begins" },
		{ GOOD "\n{Site_name}\n", "en/activation.txt:7: a { that begins" },
		{ GOOD "\n{}\n", "en/activation.txt:7: a { that begins" },
		{ GOOD "\nOh }\n", "en/activation.txt:7: a } without its {" },
		{ GOOD "\n{{{username}}}\n", "" },
		{ GOOD "\n{user}\n", ("en/activation.txt:7: there is no {user} "
		    "in activation: take one of {site_name} {domain} "
		    "{protocol} {username} {email} {link} {valid}\n") },
		{ GOOD "\nDear {{ username }},\n", ("en/activation.txt:7: "
		    "{{ username }} is not filled in: write {username}\n") },
		{ GOOD "\n{{ user }} {{username}} {{ username }\n",
		    "en/activation.txt:7: a } without its {" },
		/* Another kind has it. */
		{ GOOD "\n{new_email}\n",
		    "en/activation.txt:7: there is no {new_email}" },
		{ "Subject: {moment}\n\n[Go]({link})\n",
		    "en/activation.txt:1: there is no {moment}" },
		{ GOOD "\nk\xf6nnte\n", "en/activation.txt:7: that is no UTF-8" },
		{ GOOD "\n\xed\xa0\x80\n", "en/activation.txt:7: that is no UTF-8" },
		{ GOOD "\na\x01" "b\n",
		    "en/activation.txt:7: there is a control character" },
		{ "Subject: A\rBcc: x\n\n[Go]({link})\n",
		    "en/activation.txt:1: there is a control character" },
	};
	/* clang-format on */
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_said("en/activation.txt", cases[i].text, cases[i].said);
	/* Its second brace is no other mistake. */
	put("en/activation.txt", GOOD "\n{user}\n");
	assert_string_equal(strchr(said(), '\n'), "\n");
	assert_said("en/activation.txt", GOOD, "");
	assert_said("en/confirmation.txt", "Subject: A\n\nText.\n", "");
	assert_said("en/confirmation.txt", GOOD,
	    "en/confirmation.txt:5: there is no {link} in confirmation");
	assert_said("en/new_device.txt",
	    "Subject: A\n\n{device} {moment}\n", "");
	assert_said("en/email_changed.txt", GOOD "\n{new_email} {valid}\n",
	    "");
}

static void
a_nul_is_refused(void **state)
{
	static const char text[] = GOOD "a\0b";
	FILE *errors = tmpfile();
	char line[256];
	struct template template;
	const struct template_file file = { "a.txt", text, sizeof(text) - 1,
		arena, errors };

	(void)state;
	assert_int_equal(template_read(&file, kind_find(MAIL_ACTIVATION),
	    &template), -1);
	rewind(errors);
	assert_non_null(fgets(line, sizeof(line), errors));
	assert_string_equal(line,
	    "a.txt:6: there is a control character: take it out\n");
	fclose(errors);
}

static void
html_is_checked(void **state)
{
	static const struct {
		const char *text, *said;
	} cases[] = {
		{ "<p>{link}", "" },
		{ "<style>a{color:red} b { c: d }</style>{{link}} { {} }", "" },
		{ "<p>\n{user}{link}",
		    "en/activation.html:2: there is no {user}" },
		{ "<p>\n</p>", "en/activation.html:2: {link} is missing" },
		{ "<p>\xff{link}", "en/activation.html:1: that is no UTF-8" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_said("en/activation.html", cases[i].text, cases[i].said);
	assert_said("en/confirmation.html", "<p>", "");
	assert_said("layout.html", "<p>{content}</p>{subject}", "");
	assert_said("layout.html", "<p></p>",
	    "layout.html:1: {content} is missing");
	assert_said("layout.html", "{content}\n{link}",
	    "layout.html:2: there is no {link} in layout.html");
	assert_said("paragraph.html", "<p>", "paragraph.html:1: {text} is");
	assert_said("button.html", "{link}", "button.html:1: {words} is");
	assert_said("button.html", "{words}", "button.html:1: {link} is");
	assert_said("button.html", "{words}{link}", "");
}

#define WORDS "button: {words}:\nfallback: f\ndays: {number} d\n" \
	"hours: {number} h\nminutes: {number} m\nseconds: {number} s\n"

static void
words_are_checked(void **state)
{
	(void)state;
	assert_said("en/words.txt", WORDS, "");
	assert_said("en/words.txt", "\n" WORDS "\n", "");
	assert_said("en/words.txt", WORDS "weeks: {number}\n",
	    "en/words.txt:7: write button:, fallback:, days:,");
	assert_said("en/words.txt", WORDS "days\n", "en/words.txt:7: write");
	assert_said("en/words.txt", WORDS "days: d\n",
	    "en/words.txt:7: {number} is missing");
	assert_said("en/words.txt", WORDS "days: {nr} {number}\n",
	    "en/words.txt:7: there is no {nr} in this line of words.txt: "
	    "take one of {number}");
	assert_said("en/words.txt", WORDS "days: {{number}}\n",
	    "en/words.txt:7: {number} is missing");
	assert_said("en/words.txt", WORDS "days: {number}{words}\n",
	    "en/words.txt:7: there is no {words} in this line");
	assert_said("en/words.txt", WORDS "button: {number}{words}\n",
	    "en/words.txt:7: there is no {number} in this line");
	assert_said("en/words.txt", WORDS "fallback: {number}\n",
	    "en/words.txt:7: there is no {number} in this line of words.txt: "
	    "take it out");
	assert_said("en/words.txt", WORDS "days: {{{number}}}\n", "");
	assert_said("en/words.txt", "button: {words}:\nfallback: f\n",
	    "en/words.txt:3: days: is missing");
	assert_said("en/words.txt", WORDS "fallback:\n",
	    "en/words.txt:8: fallback: is missing");
}

static void
names_of_files_are_checked(void **state)
{
	(void)state;
	assert_said("en/invoice.txt", GOOD,
	    "en/invoice.txt: there is no mail of that name");
	assert_said("en/activation.md", GOOD,
	    "en/activation.md: there is no mail of that name");
	assert_said("activation.txt", GOOD,
	    "activation.txt: no file of that name is read");
	/* An editor's, and hidden ones. */
	assert_said("en/activation.txt~", "", "");
	assert_said("en/.activation.txt.swp", "", "");
	assert_said(".git/config", "", "");
	assert_said("e/words.txt", WORDS,
	    "e: there is no language of that name");
	rmdir(arena_printf(arena, "%s/e", directory));
	assert_said("dutch/words.txt", WORDS,
	    "dutch: there is no language of that name");
	rmdir(arena_printf(arena, "%s/dutch", directory));
	assert_said("german_at/words.txt", WORDS,
	    "german_at: there is no language of that name");
}

static void
what_cannot_be_read_is_told(void **state)
{
	char *path = arena_printf(arena, "%s/en/activation.txt", directory);
	char *large = arena_alloc(arena, 100000);

	(void)state;
	memset(large, 'x', 99999);
	assert_said("en/activation.txt", large,
	    "en/activation.txt: longer than 65536 bytes");
	assert_int_equal(mkdir(path, 0700), 0);
	assert_non_null(strstr(said(), "en/activation.txt: Is a directory\n"));
	rmdir(path);
	assert_int_equal(symlink("nowhere", path), 0);
	assert_non_null(strstr(said(),
	    "en/activation.txt: No such file or directory\n"));
	unlink(path);
	assert_non_null(strstr(said_with("mail_templates = \"/nowhere/x\"\n"),
	    "mail_templates: /nowhere/x: No such file or directory\n"));
}

static const char *
repeated(const char *text, size_t count)
{
	struct buf all;

	buf_open(&all, arena);
	while (count-- > 0)
		buf_text(&all, text);
	return all.text;
}

/* However large they are, they are refused, and the program lives. */
static void
all_of_them_have_an_end(void **state)
{
	const char *large = repeated("x", 60000), *words;
	char first, second;

	(void)state;
	assert_said("en/activation.txt", arena_printf(arena, "%s\n%s", GOOD,
	    repeated("a\n\n", 20000)),
	    "en/activation.txt:1: more than 500 paragraphs");
	for (first = 'a'; first <= 'h'; first++)
		for (second = 'a'; second <= 'f'; second++) {
			const char *language = arena_printf(arena, "%c%c",
			    first, second);
			size_t i;

			put(arena_printf(arena, "%s/words.txt", language),
			    WORDS);
			for (i = 0; message_kind(i) != NULL; i++)
				put(arena_printf(arena, "%s/%s.html", language,
				    message_kind(i)), large);
		}
	words = said();
	assert_non_null(strstr(words, "longer than 4194304 bytes in all"));
	assert_null(strstr(strstr(words, "in all") + 1, "in all"));
}

/* Some readers of mail cut what is longer. */
static void
a_mail_has_an_end(void **state)
{
	char *large = arena_alloc(arena, 60001), *text;

	(void)state;
	memset(large, 'x', 60000);
	text = arena_printf(arena, "{content}%s", large);
	put("layout.html", text);
	assert_string_equal(said(), "");
	put("en/activation.txt", arena_printf(arena, GOOD "%s", large));
	assert_non_null(strstr(said(), "en/activation: the HTML part is longer "
	    "than 98304 bytes"));
}

static const char *
text_of(const char *kind, const char *language)
{
	const struct message_facts facts = {
		.from = "a@b.example", .to = "c@d.example",
		.site_name = "Shop", .username = "mary", .link = "https://x/",
		.valid = 7200, .device = "d", .moment = "m", .new_email = "n",
	};
	struct buf out;

	buf_open(&out, arena);
	assert_int_equal(message_write_text(&out, kind, language, &facts), 0);
	return out.text;
}

static const char *
html_of(const char *kind, const char *language)
{
	const struct message_facts facts = {
		.from = "a@b.example", .to = "c@d.example",
		.site_name = "M&M", .username = "<b>", .link = "https://x/?a&b",
		.valid = 7200,
	};
	struct buf out;

	buf_open(&out, arena);
	assert_int_equal(message_write_html(&out, kind, language, &facts), 0);
	return out.text;
}

static void
prepare(const char *more)
{
	struct conf *conf = conf_with(more);

	assert_int_equal(message_prepare(conf, stderr), 0);
	conf_close(&conf);
}

static void
own_texts_take_the_place_of_shipped_ones(void **state)
{
	(void)state;
	put("en/activation.txt", "Subject: Hi {site_name}\n\n"
	    "Dear {{{username}}},\n  come   in.\n\n\n[Go {{in}}]({link})\n");
	prepare("");
	assert_string_equal(text_of(MAIL_ACTIVATION, "en"),
	    "Dear {mary}, come in.\n\nGo {in}:\nhttps://x/\n");
	assert_int_equal(strncmp(text_of(MAIL_CONFIRMATION, "en"), "Hello,",
	    6), 0);
	assert_int_equal(strncmp(text_of(MAIL_ACTIVATION, "de"), "Guten Tag",
	    9), 0);
	put("layout.html", "{subject}|{content}|{language}|{site_name}");
	put("paragraph.html", "<p>{text}</p>");
	put("button.html", "<a href='{link}'>{words}</a>");
	prepare("");
	assert_string_equal(html_of(MAIL_ACTIVATION, "en"), "Hi M&amp;M|"
	    "<p>Dear {<b>&lt;b&gt;</b>}, come in.</p>"
	    "<a href='https://x/?a&amp;b'>Go {in}</a>|en|M&amp;M");
	put("en/activation.html", "a { {username} } {{link}");
	prepare("");
	assert_string_equal(html_of(MAIL_ACTIVATION, "en"),
	    "a { &lt;b&gt; } {https://x/?a&amp;b");
}

static void
doubled_braces_are_one_everywhere(void **state)
{
	(void)state;
	put("button.html", "{words} {link} {fallback}");
	put("layout.html", "{content}");
	put("en/words.txt", "button: {{{words}}}\nfallback: {{ < }}\n"
	    "days: {number} d\nhours: {number} h\nminutes: {number} m\n"
	    "seconds: {number} s\n");
	put("paragraph.html", "{text}");
	put("en/activation.txt", "Subject: {{s}}\n\n[{{Go}}]({link})\n");
	prepare("");
	assert_string_equal(html_of(MAIL_ACTIVATION, "en"),
	    "{Go} https://x/?a&amp;b { &lt; }");
	assert_string_equal(text_of(MAIL_ACTIVATION, "en"),
	    "{{Go}}\nhttps://x/\n");
}

static void
a_further_language_is_a_further_directory(void **state)
{
	(void)state;
	put("nl/activation.txt", GOOD);
	assert_non_null(strstr(said(), "nl/words.txt: it is missing"));
	put("nl/words.txt", "button: {words} >\nfallback: f\n"
	    "days: {number} d\nhours: {number} u\nminutes: {number} m\n"
	    "seconds: {number} s\n");
	prepare("");
	assert_string_equal(message_language("nl-BE, de;q=0.5", NULL), "nl");
	assert_string_equal(text_of(MAIL_ACTIVATION, "nl"),
	    "Text.\n\nGo >\nhttps://x/\n");
	/* What it lacks comes in the default language, and so it does where
	 * that one lacks it. */
	assert_int_equal(strncmp(text_of(MAIL_CONFIRMATION, "nl"), "Hello,",
	    6), 0);
	prepare("language_code = \"de\"\n");
	assert_int_equal(strncmp(text_of(MAIL_CONFIRMATION, "nl"),
	    "Guten Tag,", 10), 0);
	prepare("language_code = \"nl\"\n");
	assert_int_equal(strncmp(text_of(MAIL_CONFIRMATION, "it"),
	    "Buongiorno,", 11), 0);
	assert_int_equal(strncmp(text_of(MAIL_CONFIRMATION, "nl"), "Hello,",
	    6), 0);
	assert_string_equal(message_language("xx", NULL), "nl");
	assert_string_equal(message_language(NULL, NULL), "nl");
	assert_string_equal(message_language(NULL, "de-AT"), "de");
	assert_string_equal(message_language("fr", "de"), "fr");
	assert_string_equal(message_language("*", "de"), "de");
}

static void
languages_can_be_chosen_from(void **state)
{
	(void)state;
	prepare("language_code = \"en-us\"\n"
	    "mail_languages = { \"de-DE\" }\n");
	assert_string_equal(message_languages()[0], "en");
	assert_string_equal(message_languages()[1], "de");
	assert_null(message_languages()[2]);
	assert_string_equal(message_language("fr, de;q=0.1", NULL), "de");
	assert_string_equal(message_language("fr", NULL), "en");
	assert_non_null(strstr(said_with("language_code = \"nl\"\n"),
	    "portress.conf~: language_code: there are no mails in \"nl\": "
	    "take one of en, de, es, fr, it, or"));
	assert_non_null(strstr(said_with("mail_languages = { \"xx\" }\n"),
	    "mail_languages: there are no mails in \"xx\""));
}

static void
what_is_wrong_changes_nothing(void **state)
{
	struct conf *conf;
	FILE *null = fopen("/dev/null", "w");

	(void)state;
	put("en/activation.txt", "Subject: A\n\nOld.\n\n[Go]({link})\n");
	prepare("");
	put("en/activation.txt", "Subject: A\n\nNew.\n");
	conf = conf_with("");
	assert_int_equal(message_prepare(conf, null), -1);
	conf_close(&conf);
	fclose(null);
	assert_string_equal(text_of(MAIL_ACTIVATION, "en"),
	    "Old.\n\nGo:\nhttps://x/\n");
}

static void
assert_same_placeholders(const struct shipped *one,
    const struct shipped *other)
{
	const struct kind_placeholder *row;

	for (row = kind_placeholders; row->name != NULL; row++) {
		char *it = arena_printf(arena, "{%s}", row->name);

		if ((strstr(one->text, it) != NULL) !=
		    (strstr(other->text, it) != NULL))
			fail_msg("%s: %s", other->name, it);
	}
}

/* As many as there are, each with the same placeholders as in English. */
static void
languages_say_the_same(void **state)
{
	static const char *const languages[] = { "de", "es", "fr", "it" };
	const struct shipped *one;
	size_t files = 0, others = 0, i;

	(void)state;
	for (one = shipped; one->name != NULL; one++) {
		const struct shipped *other;

		others += strchr(one->name, '/') != NULL;
		if (strncmp(one->name, "en/", 3) != 0)
			continue;
		files++;
		for (i = 0; i < 4; i++) {
			char *name = arena_printf(arena, "%s%s", languages[i],
			    one->name + 2);

			for (other = shipped; other->name != NULL; other++)
				if (strcmp(other->name, name) == 0)
					break;
			assert_non_null(other->name);
			assert_same_placeholders(one, other);
		}
	}
	assert_int_equal(files, KINDS + 1);
	assert_int_equal(others, 5 * files);
}

static char *
copy_templates(int expected)
{
	char *text = NULL, *copy;
	size_t length;
	FILE *out = open_memstream(&text, &length);

	assert_int_equal(message_copy_templates(arena_printf(arena,
	    "%s/copy", directory), out, out), expected);
	fclose(out);
	copy = arena_text(arena, text);
	free(text);
	return copy;
}

static void
shipped_ones_can_be_had_as_files(void **state)
{
	char *own = arena_printf(arena, "%s/copy/de/activation.txt", directory);
	struct stat about;
	char *told;

	(void)state;
	told = copy_templates(0);
	assert_non_null(strstr(told, "/copy/de/activation.txt written\n"));
	assert_non_null(strstr(told, "/copy/layout.html written\n"));
	assert_int_equal(stat(own, &about), 0);
	assert_int_equal(truncate(own, 3), 0);
	told = copy_templates(0);
	assert_null(strstr(told, "written"));
	assert_int_equal(stat(own, &about), 0);
	assert_int_equal(about.st_size, 3);
	unlink(own);
	told = copy_templates(0);
	assert_non_null(strstr(told, "/copy/de/activation.txt written\n"));
	/* They are the shipped ones, so they can be used. */
	assert_string_equal(said_with(arena_printf(arena,
	    "mail_templates = \"%s/copy\"\n", directory)), "");
	put("file", "");
	assert_int_equal(message_copy_templates(arena_printf(arena, "%s/file",
	    directory), stdout, stdout), -1);
}

#define TEST(name) \
	cmocka_unit_test_setup_teardown(name, make_directory, remove_directory)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(shipped_ones_are_good),
		TEST(texts_are_checked),
		TEST(a_nul_is_refused),
		TEST(html_is_checked),
		TEST(words_are_checked),
		TEST(names_of_files_are_checked),
		TEST(what_cannot_be_read_is_told),
		TEST(all_of_them_have_an_end),
		TEST(a_mail_has_an_end),
		TEST(own_texts_take_the_place_of_shipped_ones),
		TEST(doubled_braces_are_one_everywhere),
		TEST(a_further_language_is_a_further_directory),
		TEST(languages_can_be_chosen_from),
		TEST(what_is_wrong_changes_nothing),
		TEST(languages_say_the_same),
		TEST(shipped_ones_can_be_had_as_files),
	};

	return cmocka_run_group_tests(tests, open_scene, close_scene);
}
