#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "conf/conf.h"
#include "conf/setting.h"

/* From $top_srcdir, where main goes. */
#define SAMPLES "tests/unit/conf"

#define REST "domain = \"shop.example\"\ndatabase { name = \"shop\" }\n"
#define KEY "secret_key = \"0123456789abcdef0123456789abcdef\"\n"

static char *errors;
static size_t errors_size;

/* What conf_open says is left in `errors`. */
static struct conf *
open_file(const char *file)
{
	FILE *stream;
	struct conf *conf;

	free(errors);
	stream = open_memstream(&errors, &errors_size);
	conf = conf_open(file, stream);
	fclose(stream);
	return conf;
}

static struct conf *
open_text(const char *text)
{
	char file[] = "/tmp/test_conf.XXXXXX";
	struct conf *conf;
	FILE *stream = fdopen(mkstemp(file), "w");

	fputs(text, stream);
	fclose(stream);
	conf = open_file(file);
	unlink(file);
	return conf;
}

static void
assert_refused(const char *text, const char *expected)
{
	struct conf *conf = open_text(text);

	assert_null(conf);
	if (strstr(errors, expected) == NULL)
		fail_msg("\"%s\" is not in \"%s\"", expected, errors);
}

static char *
read_file(const char *path)
{
	char *text = NULL;
	size_t size = 0;
	FILE *stream = fopen(path, "r");

	assert_non_null(stream);
	assert_true(getdelim(&text, &size, '\0', stream) > 0);
	fclose(stream);
	return text;
}

/* File names in the messages begin with the folder; the samples' do not. */
static void
assert_errors_are(const char *sample)
{
	char path[512], *expected, *line, *rest, *at = errors;

	snprintf(path, sizeof(path), "%s/%s", SAMPLES, sample);
	expected = rest = read_file(path);
	while ((line = strsep(&rest, "\n")) != NULL && *line != '\0') {
		char *got = strsep(&at, "\n");

		assert_non_null(got);
		assert_memory_equal(got, SAMPLES "/", strlen(SAMPLES "/"));
		assert_string_equal(got + strlen(SAMPLES "/"), line);
	}
	assert_true(at == NULL || *at == '\0');
	free(expected);
}

static void
reads_every_form_of_value(void **state)
{
	struct conf *conf = open_file(SAMPLES "/good.conf");

	(void)state;
	if (conf == NULL)
		fail_msg("%s", errors);
	assert_string_equal(conf->secret_key,
	    "0123456789abcdef0123456789abcdef#//");
	assert_string_equal(conf->domain, "shop.example:8443");
	assert_string_equal(conf->protocol, "http");
	assert_string_equal(conf->site_name,
	    "A \"shop\" for ${HOME} \\ more");
	assert_string_equal(conf->common_passwords, "");
	assert_null(conf->pid_file);
	assert_string_equal(conf->database.socket, "/run/mysqld/mysqld.sock");
	assert_int_equal(conf->lane_count, 2);
	assert_string_equal(conf->lanes[0].name, "main");
	assert_int_equal(conf->lanes[0].workers, 4);
	assert_string_equal(conf->lanes[1].name, "hash");
	assert_int_equal(conf->lanes[1].workers, 2);
	assert_int_equal(conf->api_count, 2);
	assert_false(conf->apis[0].hide_users);
	assert_true(conf->apis[1].hide_users);
	assert_true(conf_list_has(conf->apis[0].host, "shop.example"));
	assert_true(conf_list_has(conf->apis[0].host, "www.shop.example"));
	assert_null(conf->apis[0].password_validators[0]);
	assert_string_equal(conf->apis[0].auth_header_types[0], "JWT");
	assert_null(conf->apis[0].auth_header_types[1]);
	conf_close(&conf);
	assert_null(conf);
}

static void
reads_what_editors_under_windows_write(void **state)
{
	struct conf *conf = open_text("\xef\xbb\xbf" KEY
	    "domain = \"shop.example\"\r\n"
	    "database {\r\n\tname = shop\r\n}\r\n");

	(void)state;
	if (conf == NULL)
		fail_msg("%s", errors);
	assert_string_equal(conf->secret_key,
	    "0123456789abcdef0123456789abcdef");
	assert_string_equal(conf->database.name, "shop");
	conf_close(&conf);
	assert_refused("\xef\xbb\xbf" KEY REST "domein = x\n", ":4: there is");
	assert_refused(KEY "domain = \u201cshop.example\u201d\n"
	    "database { name = shop }\n", ":2: domain must be in plain quotes");
}

static void
fills_in_what_is_not_set(void **state)
{
	struct conf *conf = open_text(KEY REST);

	(void)state;
	assert_non_null(conf);
	assert_int_equal(conf->lane_count, 1);
	assert_string_equal(conf->lanes[0].name, "main");
	assert_null(conf->lanes[0].socket);
	assert_int_equal(conf->api_count, 1);
	assert_string_equal(conf->apis[0].name, "djoser");
	assert_string_equal(conf->apis[0].dialect, "djoser");
	assert_string_equal(conf->apis[0].prefix, "/auth/");
	assert_null(conf->apis[0].host[0]);
	assert_string_equal(conf->apis[0].password_validators[3], "numeric");
	assert_null(conf->apis[0].password_validators[4]);
	assert_string_equal(conf->site_name, "shop.example");
	assert_string_equal(conf->apis[0].signing_key, conf->secret_key);
	assert_string_equal(conf->apis[0].email_frontend_domain,
	    "shop.example");
	assert_string_equal(conf->apis[0].email_frontend_protocol, "https");
	assert_string_equal(conf->apis[0].email_frontend_site_name,
	    "shop.example");
	conf_close(&conf);
}

static void
tells_all_errors_at_once(void **state)
{
	(void)state;
	assert_null(open_file(SAMPLES "/wrong.conf"));
	assert_errors_are("wrong.errors");
}

static void
tells_unknown_blocks_and_goes_on(void **state)
{
	(void)state;
	assert_null(open_file(SAMPLES "/blocks.conf"));
	assert_errors_are("blocks.errors");
}

static void
refuses_a_secret_beside_a_file(void **state)
{
	(void)state;
	assert_null(open_file(SAMPLES "/both.conf"));
	assert_non_null(strstr(errors, "both.conf:1: give secret_key or "
	    "secret_key_file, not both\n"));
	assert_non_null(strstr(errors, "both.conf:4: give password or "
	    "password_file, not both\n"));
}

static void
an_included_file_overrides(void **state)
{
	struct conf *conf = open_file(SAMPLES "/base.conf");

	(void)state;
	if (conf == NULL)
		fail_msg("%s", errors);
	assert_string_equal(conf->domain, "fragment.example");
	assert_string_equal(conf->log_form, "json");
	assert_null(conf->pid_file);
	assert_string_equal(conf->database.name, "fragment");
	assert_string_equal(conf->database.user, "base");
	assert_null(conf->database.password_file);
	assert_string_equal(conf->database.password, "x");
	assert_int_equal(conf->lane_count, 2);
	assert_string_equal(conf->lanes[0].socket, "/run/base.sock");
	assert_int_equal(conf->lanes[0].workers, 1);
	assert_string_equal(conf->lanes[1].name, "hash");
	assert_int_equal(conf->api_count, 1);
	assert_true(conf->apis[0].send_activation_email);
	assert_true(conf->apis[0].send_confirmation_email);
	assert_string_equal(conf->apis[0].host[0], "c");
	assert_null(conf->apis[0].host[1]);
	conf_close(&conf);
}

static void
tells_where_a_missing_file_is_included(void **state)
{
	(void)state;
	assert_refused(KEY REST "\ninclude(\"/nonexistent/x.conf\")\n",
	    ":5: /nonexistent/x.conf cannot be read: No such file");
	assert_refused(KEY "lane \"a\" { include(\"x\") }",
	    ":2: no such option 'include'");
	assert_null(open_file("/nonexistent/y.conf"));
	assert_string_equal(errors, "/nonexistent/y.conf: /nonexistent/y.conf "
	    "cannot be read: No such file or directory\n");
	assert_null(open_file("/"));
}

static void
ends_where_a_file_includes_itself(void **state)
{
	char file[] = "/tmp/test_conf.XXXXXX";
	FILE *stream = fdopen(mkstemp(file), "w");

	(void)state;
	fprintf(stream, KEY REST "include(\"%s\")\n", file);
	fclose(stream);
	assert_null(open_file(file));
	assert_non_null(strstr(errors, "does one include itself?"));
	unlink(file);
}

static void
requires_domain_database_and_secret(void **state)
{
	(void)state;
	assert_null(open_text("\n"));
	assert_non_null(strstr(errors, "secret_key or secret_key_file must"));
	assert_non_null(strstr(errors, "domain must be set"));
	assert_non_null(strstr(errors, "name must be set in the block"));
	assert_refused(REST "secret_key = \"\"\n", "must be set");
}

/* What seems to be missing may stand behind the place. */
static void
tells_of_broken_syntax_without_guessing(void **state)
{
	static const char *const broken[] = {
		KEY "domain = \"x", KEY "domain = 'x", KEY "/* domain",
		KEY "database {", KEY "database { port", KEY "= 1",
		KEY "database {}}", KEY "domain \"x\"", KEY "lane { }",
		KEY "domain = ", KEY "domain = {a", KEY "include \"x\"",
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(broken) / sizeof(broken[0]); i++) {
		assert_null(open_text(broken[i]));
		assert_true(errors_size > 0);
		assert_null(strstr(errors, "must be set"));
	}
}

static void
tells_of_a_missing_closing_brace(void **state)
{
	(void)state;
	assert_null(open_file(SAMPLES "/unclosed.conf"));
	assert_non_null(strstr(errors, "unclosed.conf:1: domain must"));
	assert_non_null(strstr(errors, "unclosed.conf:3: workers must"));
	assert_non_null(strstr(errors, "the last block or comment is not"));
	assert_null(open_file(SAMPLES "/nested.conf"));
	assert_non_null(strstr(errors, "nested.conf:1: domain must"));
	assert_non_null(strstr(errors, "nested.conf:4: "));
	assert_non_null(strstr(errors, "is a closing brace missing?"));
}

static void
refuses_what_is_no_text(void **state)
{
	char file[] = "/tmp/test_conf.XXXXXX";
	FILE *stream = fdopen(mkstemp(file), "w");

	(void)state;
	assert_refused(KEY "\nsite_name = \"\xff\"\n" REST,
	    ":3: is no text in UTF-8");
	fwrite("\na\0b\n", 1, 5, stream);
	fclose(stream);
	assert_null(open_file(file));
	assert_non_null(strstr(errors, ":2: is no text in UTF-8"));
	unlink(file);
}

static void
counts_lines_past_every_kind_of_comment(void **state)
{
	(void)state;
	assert_refused("# one\n// two\n/* three\n four */ /* */\n"
	    "site_name = \"six\n\"\n"
	    "wrong = 1 # \" ' { /*\nagain = 'a # b // c' wrong = 2\n",
	    ":7: there is no setting \"wrong\"");
	assert_non_null(strstr(errors, ":8: there is no setting \"again\""));
	assert_non_null(strstr(errors, ":8: wrong is given twice; the first "
	    "is in line 7"));
}

/* What begins there was passed over. */
static void
a_comment_ends_where_something_begins(void **state)
{
	struct conf *conf = open_text(KEY REST
	    "site_name = /* c */\"a # b\"\n"
	    "/* c *//* d\n */# it's\n"
	    "api \"djoser\" { issuer = 'c # d' }\n");

	(void)state;
	if (conf == NULL)
		fail_msg("%s", errors);
	assert_string_equal(conf->site_name, "a # b");
	assert_string_equal(conf->apis[0].issuer, "c # d");
	conf_close(&conf);
	assert_refused("/* one *//* one */\nwrong = 1\n",
	    ":2: there is no setting \"wrong\"");
}

/* An unquoted word may have slashes in it. */
static void
a_word_is_not_a_comment(void **state)
{
	struct conf *conf = open_text(KEY REST "site_name = a//b/c\n");

	(void)state;
	assert_non_null(conf);
	assert_string_equal(conf->site_name, "a//b/c");
	conf_close(&conf);
}

static void
numbers_have_bounds(void **state)
{
	(void)state;
	assert_refused(KEY REST "body_depth = 0\n", "from 1 to 64, not 0");
	assert_refused(KEY REST "body_depth = 65\n", "from 1 to 64, not 65");
	assert_refused(KEY REST "body_depth = -1\n", "from 1 to 64, not -1");
	assert_refused(KEY REST "body_depth = 99999999999999999999\n",
	    "from 1 to 64, not 99999999999999999999");
	assert_refused(KEY REST "body_depth = \"\"\n", "a whole number");
	assert_refused(KEY REST "body_depth = 1.5\n", "a whole number");
	assert_refused(KEY REST "body_depth = 0x10\n", "a whole number");
	assert_refused(KEY REST "body_depth = {}\n", "takes one value");
}

static void
the_secret_comes_from_the_first_line_of_its_file(void **state)
{
	char file[] = "/tmp/test_conf.XXXXXX", text[256];
	FILE *stream = fdopen(mkstemp(file), "w");
	struct conf *conf;
	size_t i;

	(void)state;
	fputs("0123456789abcdef0123456789abcdef\r\nsecond line\n", stream);
	fclose(stream);
	snprintf(text, sizeof(text), "secret_key_file = \"%s\"\n" REST, file);
	conf = open_text(text);
	assert_non_null(conf);
	assert_string_equal(conf->secret_key,
	    "0123456789abcdef0123456789abcdef");
	conf_close(&conf);
	assert_int_equal(truncate(file, 31), 0);
	assert_refused(text, ":1: secret_key_file: the first line of");
	/* It would be a shorter secret. */
	stream = fopen(file, "w");
	fputs("0123456789abcdef0123456789abcdef", stream);
	fputc('\0', stream);
	fputs("ghi\n", stream);
	fclose(stream);
	assert_refused(text, "it has a NUL in it");
	assert_int_equal(truncate(file, 0), 0);
	assert_refused(text, "it is empty");
	stream = fopen(file, "w");
	for (i = 0; i < 5000; i++)
		fputc('k', stream);
	fclose(stream);
	assert_refused(text, "its first line is too long");
	unlink(file);
}

/* RFC 7468: some of these lines are long enough for a secret. */
static void
the_first_line_of_a_pem_is_no_secret(void **state)
{
	static const struct {
		const char *before, *behind;
	} kinds[] = {
		{ "secret_key", "" },
		{ KEY "api \"a\" { signing_key", " }" },
	};
	char file[] = "/tmp/test_conf.XXXXXX", text[256];
	FILE *stream = fdopen(mkstemp(file), "w");
	size_t i;

	(void)state;
	fputs("-----BEGIN ENCRYPTED PRIVATE KEY-----\nMII=\n", stream);
	fclose(stream);
	for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		snprintf(text, sizeof(text), "%s_file = \"%s\"%s\n" REST,
		    kinds[i].before, file, kinds[i].behind);
		assert_refused(text, "its first line is no secret");
	}
	unlink(file);
}

static void
a_secret_is_never_told(void **state)
{
	struct conf *conf = open_text(REST
	    "secret_key = \"THESECRET-THESECRET-THESECRET-12\"\n"
	    "api \"a\" { signing_key = \"THESECRET-THESECRET-THESECRET-34\" }"
	    "database { }\n");

	(void)state;
	assert_null(conf);
	assert_null(strstr(errors, "THESECRET"));
	assert_null(open_text("secret_key = \"THESECRET\"\n"));
	assert_null(strstr(errors, "THESECRET"));
	assert_null(open_text("secret_key = \"THESECRET\n\"\n"));
	assert_null(strstr(errors, "THESECRET"));
}

static char *
printed(const struct conf *conf)
{
	char *text = NULL;
	size_t size;
	FILE *stream = open_memstream(&text, &size);

	conf_print(conf, stream);
	fclose(stream);
	return text;
}

static void
a_column_is_told_though_it_holds_passwords(void **state)
{
	struct conf *conf = open_text(KEY "domain = \"shop.example\"\n"
	    "user { password = \"pass_hash\" }\n"
	    "database { name = \"shop\" password = \"THESECRET\" }\n");
	char *text;

	(void)state;
	if (conf == NULL)
		fail_msg("%s", errors);
	text = printed(conf);
	assert_non_null(strstr(text, "\tpassword = \"pass_hash\"\n"));
	assert_null(strstr(text, "THESECRET"));
	free(text);
	conf_close(&conf);
}

static void
a_time_zone_is_one_of_the_database(void **state)
{
	struct conf *conf = open_text(KEY REST);

	(void)state;
	assert_string_equal(conf->time_zone, "UTC");
	conf_close(&conf);
	conf = open_text(KEY REST "time_zone = \"Europe/Berlin\"\n");
	if (conf == NULL)
		fail_msg("%s", errors);
	conf_close(&conf);
	assert_refused(KEY REST "time_zone = \"Europe/Berln\"\n",
	    "time_zone must be a time zone of /usr/share/zoneinfo");
	assert_refused(KEY REST "time_zone = \"../../../etc/passwd\"\n",
	    "time_zone must be a time zone of");
	assert_refused(KEY REST "time_zone = \"\"\n",
	    "time_zone must be a time zone of");
}

#define OLD	"0123456789-an-earlier-secret-012"
#define OLDER	"0123456789-an-even-earlier-secret"

static void
earlier_secrets_stand_behind_the_present_one(void **state)
{
	struct conf *conf = open_text(KEY REST
	    "secret_key_fallbacks = {\"" OLD "\", \"" OLDER "\"}\n"
	    "api \"a\" { }\n"
	    "api \"b\" { prefix = \"/b/\" signing_key = \"" OLD "\" }\n"
	    "api \"c\" { prefix = \"/c/\" algorithm = \"HS512\" }\n");

	(void)state;
	if (conf == NULL)
		fail_msg("%s", errors);
	assert_string_equal(conf->secret_keys[0], conf->secret_key);
	assert_string_equal(conf->secret_keys[1], OLD);
	assert_string_equal(conf->secret_keys[2], OLDER);
	assert_null(conf->secret_keys[3]);
	assert_string_equal(conf->apis[0].old_signing_keys[1], OLDER);
	assert_null(conf->apis[0].old_signing_keys[2]);
	assert_null(conf->apis[1].old_signing_keys);
	assert_string_equal(conf->apis[2].old_signing_keys[0], OLD);
	conf_close(&conf);
	conf = open_text(KEY REST);
	assert_non_null(conf);
	assert_non_null(conf->secret_keys[0]);
	assert_null(conf->secret_keys[1]);
	assert_null(conf->apis[0].old_signing_keys[0]);
	conf_close(&conf);
}

static void
earlier_secrets_come_from_a_file(void **state)
{
	static const struct {
		const char *lines, *wrong;
	} cases[] = {
		{ "", "it is empty" },
		{ OLD "\n\nshort\n", "line 3 of" },
		{ OLD "\t\n", "control characters" },
		{ "-----BEGIN PRIVATE KEY-----------\n", "is in PEM" },
	};
	char file[] = "/tmp/test_conf.XXXXXX", text[256];
	FILE *stream = fdopen(mkstemp(file), "w");
	struct conf *conf;
	size_t i;

	(void)state;
	fputs("\n" OLD "\r\n\n" OLDER, stream);
	fclose(stream);
	snprintf(text, sizeof(text), KEY "secret_key_fallbacks_file = \"%s\"\n"
	    REST, file);
	if ((conf = open_text(text)) == NULL)
		fail_msg("%s", errors);
	assert_string_equal(conf->secret_keys[1], OLD);
	assert_string_equal(conf->secret_keys[2], OLDER);
	assert_null(conf->secret_keys[3]);
	conf_close(&conf);
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		stream = fopen(file, "w");
		fputs(cases[i].lines, stream);
		fclose(stream);
		assert_refused(text, cases[i].wrong);
		assert_null(strstr(errors, OLD));
	}
	unlink(file);
	assert_refused(text, "secret_key_fallbacks_file: /tmp");
	assert_refused(KEY "secret_key_fallbacks = \"" OLD "\"\n"
	    "secret_key_fallbacks_file = \"/x\"\n" REST, "not both");
}

#define LONG	"THESECRET-THESECRET-THESECRET-12"

static void
earlier_secrets_are_never_told(void **state)
{
	static const char *const wrong[] = {
		"{\"THESECRET\"}", "{\"" LONG "\", \"" LONG "\"}",
		"{\"" LONG "\t\"}", "{\"\"}",
		"\"-----BEGIN THESECRET THESECRET-----\"",
	};
	struct conf *conf;
	char text[512], *shown;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		snprintf(text, sizeof(text), KEY REST
		    "secret_key_fallbacks = %s\n", wrong[i]);
		assert_refused(text, ": secret_key_fallbacks ");
		assert_null(strstr(errors, "THESECRET"));
	}
	conf = open_text(KEY REST "secret_key_fallbacks = \"" LONG "\"\n");
	assert_non_null(conf);
	shown = printed(conf);
	assert_null(strstr(shown, "THESECRET"));
	assert_non_null(strstr(shown, "\n# secret_key_fallbacks (set)\n"));
	conf_close(&conf);
	free(shown);
	conf = open_text(KEY REST);
	shown = printed(conf);
	assert_non_null(strstr(shown,
	    "\n# secret_key_fallbacks is not set\n"));
	conf_close(&conf);
	free(shown);
}

/* Without the first line, which names the file. */
static const char *
body_of(const char *text)
{
	return strchr(text, '\n');
}

static void
what_is_printed_reads_the_same(void **state)
{
	char key[] = "/tmp/test_conf.XXXXXX", text[1024], *first, *second;
	FILE *stream = fdopen(mkstemp(key), "w");
	struct conf *conf;

	(void)state;
	fputs("THESECRETTHESECRETTHESECRETTHESECRET\n", stream);
	fclose(stream);
	snprintf(text, sizeof(text), "secret_key_file = \"%s\"\n" REST
	    "site_name = \"\\\"a\\\" \\\\ \\${HOME} \xc3\xa9 # // {\"\n"
	    "pid_file = \"/run/x\"\nmail_directory = '$HOME'\n"
	    "lane \"a\" { socket = \"/x\" } lane \"b\" { workers = 9 }\n"
	    "api \"z\" { host = {\"a\", \"b\"} password_validators = {} }\n"
	    "api \"y\" { prefix = \"/y/\" hide_users = off }\n", key);
	conf = open_text(text);
	if (conf == NULL)
		fail_msg("%s", errors);
	first = printed(conf);
	assert_null(strstr(first, "THESECRET"));
	conf_close(&conf);
	conf = open_text(first);
	if (conf == NULL)
		fail_msg("%s", errors);
	assert_string_equal(conf->site_name,
	    "\"a\" \\ ${HOME} \xc3\xa9 # // {");
	assert_string_equal(conf->mail_directory, "$HOME");
	second = printed(conf);
	assert_string_equal(body_of(first), body_of(second));
	assert_non_null(strstr(first, "\npid_file = \"/run/x\"\n"));
	assert_non_null(strstr(first, "\nprotocol = \"https\"\t# default\n"));
	assert_non_null(strstr(first, "\n\thost = {\"a\", \"b\"}\n"));
	conf_close(&conf);
	unlink(key);
	free(first);
	free(second);
}

static void
the_socket_can_be_overridden_for_good(void **state)
{
	struct conf *conf;

	(void)state;
	conf_override_socket("/run/other.sock");
	conf = open_file(SAMPLES "/good.conf");
	conf_override_socket(NULL);
	assert_non_null(conf);
	assert_string_equal(conf->lanes[0].socket, "/run/other.sock");
	assert_string_equal(conf->lanes[1].socket, "/run/portress/hash.sock");
	conf_close(&conf);
}

static void
the_default_file_is_the_environments_first(void **state)
{
	(void)state;
	setenv("PORTRESS_CONF", "/x/y.conf", 1);
	assert_string_equal(conf_default_file(), "/x/y.conf");
	unsetenv("PORTRESS_CONF");
	assert_string_equal(conf_default_file(),
	    SYSCONFDIR "/portress.conf");
}

static void
cookies_can_be_sent(void **state)
{
	static const struct {
		const char *setting, *wrong;
	} cases[] = {
		{ "name = \"\"",		"one word" },
		{ "name = \"a b\"",		"one word" },
		{ "name = \"a=b\"",		"one word" },
		{ "name = \"a;b\"",		"one word" },
		{ "path = \"x\"",		"begin with a slash" },
		{ "path = \"/; Secure\"",	"must not have a ;" },
		{ "domain = \"a.b; x\"",	"a host name" },
		{ "domain = \"a.b:80\"",	"a host name" },
		{ "samesite = \"none\"",	"one of Lax|Strict|None" },
		{ "samesite = \"None\" session_cookie_secure = false",
		    "needs session_cookie_secure" },
		{ "name = \"__Secure-s\" session_cookie_secure = false",
		    "__Secure-s needs session_cookie_secure" },
		{ "name = \"__Host-s\" session_cookie_secure = false",
		    "__Host-s needs session_cookie_secure" },
		{ "name = \"__Host-s\" session_cookie_domain = \"a.b\"",
		    "__Host-s needs the path / and no domain" },
		{ "name = \"__Host-s\" session_cookie_path = \"/a\"",
		    "__Host-s needs the path / and no domain" },
	};
	struct conf *conf;
	char text[256];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		snprintf(text, sizeof(text), KEY REST
		    "api \"a\" { session_cookie_%s }\n", cases[i].setting);
		assert_refused(text, cases[i].wrong);
	}
	conf = open_text(KEY REST "api \"a\" { session_cookie_domain = "
	    "\".shop.example\" session_cookie_samesite = \"None\" }\n");
	assert_non_null(conf);
	assert_string_equal(conf->apis[0].session_cookie_domain,
	    ".shop.example");
	conf_close(&conf);
	conf = open_text(KEY REST "api \"a\" { session_cookie_domain = "
	    "\"\" }\n");
	assert_non_null(conf);
	assert_null(conf->apis[0].session_cookie_domain);
	conf_close(&conf);
}

#define COOKIES "use_jwt = true jwt_auth_cookie = \"a\" "
#define BY_COOKIE "default_authentication_classes = " \
	"{ \"JWTCookieAuthentication\" } "

static void
cookies_of_tokens_make_sense(void **state)
{
	static const struct {
		const char *settings, *wrong;
	} cases[] = {
		{ "jwt_auth_refresh_cookie = \"r\"",
		    "needs jwt_auth_cookie beside it" },
		{ BY_COOKIE "jwt_auth_cookie = \"a\"", "needs use_jwt" },
		{ COOKIES, "needs JWTCookieAuthentication among" },
		{ COOKIES BY_COOKIE "jwt_auth_refresh_cookie = \"a\"",
		    "jwt_auth_cookie and jwt_auth_refresh_cookie have the same "
		    "name" },
		{ COOKIES BY_COOKIE "csrf_cookie_name = \"sessionid\"",
		    "session_cookie_name and csrf_cookie_name have the same" },
		{ COOKIES BY_COOKIE "jwt_auth_secure = false "
		    "jwt_auth_samesite = \"None\"",
		    "jwt_auth_samesite = \"None\" needs jwt_auth_secure" },
		{ COOKIES BY_COOKIE "jwt_auth_samesite = \"None\" "
		    "jwt_auth_cookie_use_csrf = false",
		    "needs jwt_auth_cookie_use_csrf" },
		{ COOKIES BY_COOKIE "jwt_auth_refresh_cookie = \"__Host-r\" "
		    "jwt_auth_refresh_cookie_path = \"/x/\"",
		    "__Host-r needs the path / and no domain" },
		{ COOKIES BY_COOKIE "jwt_auth_refresh_cookie = \"a b\"",
		    "one word" },
		{ COOKIES BY_COOKIE "csrf_header_name = \"X-CSRFToken\"",
		    "must be HTTP_" },
		{ COOKIES BY_COOKIE "csrf_header_name = \"HTTP_COOKIE\"",
		    "must not be a header that browsers send" },
		{ COOKIES BY_COOKIE "csrf_header_name = \"HTTP_AUTHORIZATION\"",
		    "must be a header of its own" },
		{ "auth_header_name = \"HTTP_ORIGIN\"",
		    "must not be a header that browsers send" },
		{ COOKIES BY_COOKIE "jwt_auth_refresh_cookie = \"r\" "
		    "jwt_auth_refresh_cookie_path = \"/auth/token/\"",
		    "must be the prefix or a path above it" },
		{ "use_jwt = true algorithm = \"RS256\" "
		    "verifying_key_file = \"/nowhere\"",
		    "needs a key to sign JWTs with" },
	};
	struct conf *conf;
	char text[512];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		snprintf(text, sizeof(text), KEY REST "api \"a\" { %s }\n",
		    cases[i].settings);
		assert_refused(text, cases[i].wrong);
	}
	conf = open_text(KEY REST "api \"a\" { " COOKIES BY_COOKIE
	    "jwt_auth_refresh_cookie = \"r\" "
	    "jwt_auth_samesite = \"None\" }\n api \"b\" { prefix = "
	    "\"/b/\" use_jwt = true }\n");
	assert_non_null(conf);
	assert_true(conf->apis[0].has_token_cookies);
	assert_false(conf->apis[1].has_token_cookies);
	conf_close(&conf);
}

static void
sessions_ask_for_a_csrf_token(void **state)
{
	struct conf *conf = open_text(KEY REST "api \"a\" { "
	    "default_authentication_classes = { \"TokenAuthentication\", "
	    "\"SessionAuthentication\" } }\n"
	    "api \"b\" { prefix = \"/b/\" create_session_on_login = true }");

	(void)state;
	if (conf == NULL)
		fail_msg("%s", errors);
	assert_true(conf->apis[0].takes_sessions);
	assert_true(conf->apis[0].has_csrf_token);
	assert_false(conf->apis[0].guards_tokens);
	assert_false(conf->apis[1].takes_sessions);
	assert_false(conf->apis[1].has_csrf_token);
	conf_close(&conf);
	/* The token's cookie is sent as the session's is. */
	assert_refused(KEY REST "api \"a\" { default_authentication_classes = "
	    "\"SessionAuthentication\" session_cookie_secure = false "
	    "csrf_cookie_name = \"__Host-c\" }\n",
	    "csrf_cookie_name __Host-c needs session_cookie_secure");
}

static void
claims_left_empty_have_names_all_the_same(void **state)
{
	static const char *const cases[] = {
		"user_id_claim = \"jti\" jti_claim = \"\"",
		"user_id_claim = \"token_type\" token_type_claim = \"\"",
		"sliding_token_refresh_exp_claim = \"jti\" jti_claim = \"\"",
	};
	struct conf *conf;
	char text[256];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		snprintf(text, sizeof(text), KEY REST "api \"a\" { %s }\n",
		    cases[i]);
		assert_refused(text, "is another one's already");
	}
	conf = open_text(KEY REST
	    "api \"a\" { jti_claim = \"\" token_type_claim = \"\" }\n");
	assert_non_null(conf);
	conf_close(&conf);
}

static void
a_header_has_a_name(void **state)
{
	(void)state;
	assert_refused(KEY REST "api \"a\" { auth_header_name = \"HTTP_\" }\n",
	    "auth_header_name must be HTTP_ and the header's name");
}

/* As they stand in a project's settings.py. */
static void
djangos_own_words_are_told_from_ours(void **state)
{
	static const struct {
		const char *line, *said;
	} cases[] = {
		{ "ROTATE_REFRESH_TOKENS = true",
		    "did you mean rotate_refresh_tokens?" },
		{ "verifying_key = \"x\"", "did you mean verifying_key_file?" },
		{ "permission_user = { "
		    "\"djoser.permissions.CurrentUserOrAdmin\" }",
		    "takes \"CurrentUserOrAdmin\", without "
		    "\"djoser.permissions.\"" },
		{ "permission_user = { \"a.Nonsense\" }", "must be one of" },
		{ "signing_key = \"-----BEGIN PUBLIC KEY-----MCowBQYDK2\"",
		    "must not be in PEM" },
		{ "activation_url = \"https://a.b/{uid}/{token}\"",
		    "must be a path" },
	};
	char text[256];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		snprintf(text, sizeof(text), KEY REST "api \"a\" { %s }\n",
		    cases[i].line);
		assert_refused(text, cases[i].said);
	}
}

static void
an_origin_is_as_browsers_send_it(void **state)
{
	static const char *const wrong[] = {
		"", "*", "null", "example.com", "https://", "ftp://a.b",
		"https://a.b/", "https://A.b", "https://a.b/x", "https://*.a.b",
		"https://a@b.c", "https://a.b https://c.d", "HTTPS://a.b",
	};
	struct conf *conf;
	char text[256];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		snprintf(text, sizeof(text), KEY REST "api \"a\" { "
		    "cors_allowed_origins = { \"%s\" } }\n", wrong[i]);
		assert_refused(text, "must be origins as browsers send them");
	}
	conf = open_text(KEY REST "api \"a\" { cors_allowed_origins = "
	    "{ \"https://a.b-c.example\", \"http://localhost:3000\", "
	    "\"http://[::1]:80\" } }\n");
	assert_non_null(conf);
	conf_close(&conf);
}

static void
assert_mail_is_refused(const char *text, const char *expected)
{
	char whole[512];

	snprintf(whole, sizeof(whole), KEY REST "%s", text);
	assert_refused(whole, expected);
}

static void
assert_mail_is_taken(const char *text)
{
	char whole[512];
	struct conf *conf;

	snprintf(whole, sizeof(whole), KEY REST "%s", text);
	conf = open_text(whole);
	if (conf == NULL)
		fail_msg("%s: %s", text, errors);
	conf_close(&conf);
}

static void
settings_of_mail_agree(void **state)
{
	(void)state;
	assert_mail_is_refused("email_host_user = \"a\"\n",
	    "email_host_user needs email_host_password");
	assert_mail_is_refused("email_host_password = \"a\"\n",
	    "email_host_password needs email_host_user");
	assert_mail_is_refused("email_host_user = \"a\"\n"
	    "email_host_password = \"b\"\nemail_tls = \"none\"\n"
	    "email_host = \"mail.example\"\n",
	    ":6: email_tls = \"none\" would show email_host_password");
	assert_mail_is_refused("email_host_user = \"a\"\n"
	    "email_host_password = \"b\"\nemail_tls = \"none\"\n"
	    "email_host = \"127.mail.example\"\n",
	    ":6: email_tls = \"none\" would show email_host_password");
	assert_mail_is_taken("email_host_user = \"a\"\n"
	    "email_host_password = \"b\"\nemail_tls = \"none\"\n"
	    "email_host = \"127.0.0.1\"\n");
	assert_mail_is_refused("email_host_user = \"a\"\n"
	    "email_host_password = \"b\"\nemail_tls = \"none\"\n"
	    "email_host = \"127.mail.example\"\n",
	    ":6: email_tls = \"none\" would show email_host_password");
	assert_mail_is_refused("mail_transport = \"directory\"\n",
	    "needs mail_directory");
	assert_mail_is_taken("mail_transport = \"directory\"\n"
	    "mail_directory = \"/tmp\"\n");
	assert_mail_is_refused("sendmail = {}\n", "sendmail needs one word");
	assert_mail_is_refused("sendmail = {\"\"}\n", "must not be empty");
	assert_mail_is_taken("sendmail = {\"a\", \"-x\", \"-X\", \"-x\"}\n");
}

static void
a_mail_host_is_a_name_or_an_address(void **state)
{
	static const char *const good[] = {
		"localhost", "mail.example.com", "127.0.0.1", "::1", "[::1]",
		"xn--bcher-kva.example", "a_b.example.", "2001:db8::25",
		"::ffff:192.0.2.1", "[2001:db8::25]",
	};
	static const char *const bad[] = {
		"", "mail.example.com:25", "smtp://mail", "a b", "a/b", "a@b",
		"b\u00fccher.example", "a?b", "a#b", "a%41", "[", "]", ".",
		"..", "a..b", "-a", "[::1", "::1]", "[[::1]]", "a:b:c",
		"1:2:3", "[localhost]", "[127.0.0.1]",
	};
	char text[128];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		snprintf(text, sizeof(text), "email_host = \"%s\"\n",
		    good[i]);
		assert_mail_is_taken(text);
	}
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		snprintf(text, sizeof(text), "email_host = \"%s\"\n",
		    bad[i]);
		assert_mail_is_refused(text, "email_host must be");
	}
}

static void
gates_are_blocks_with_names(void **state)
{
	struct conf *conf = open_text(KEY REST "api \"a\" { gate = true }\n"
	    "gate \"staff\" { prefix = {\"/admin\", \"/stats/\"}\n"
	    "permission = {\"IsAdminUser\"} host = {\"Shop.Example\"} }\n"
	    "gate \"rest\" { methods = {\"GET\", \"PROPFIND\"} }\n");

	(void)state;
	assert_int_equal(conf->gate_count, 2);
	assert_string_equal(conf->gates[0].prefix[1], "/stats/");
	assert_string_equal(conf->gates[0].host[0], "shop.example");
	assert_string_equal(conf->gates[1].name, "rest");
	assert_string_equal(conf->gates[1].prefix[0], "/");
	assert_string_equal(conf->gates[1].permission[0], "IsAuthenticated");
	conf_close(&conf);
}

static void
gates_that_make_no_sense_are_refused(void **state)
{
	static const struct {
		const char *text, *said;
	} wrong[] = {
		{ "prefix = {}", "prefix needs one word" },
		{ "prefix = {\"admin\"}", "must begin with a slash" },
		{ "prefix = {\"/a//b\"}", "must be plain paths" },
		{ "prefix = {\"/a/../b\"}", "must be plain paths" },
		{ "prefix = {\"/a/*\"}", "must be plain paths" },
		{ "prefix = {\"/a/..\"}", "must be plain paths" },
		{ "prefix = {\"/.\"}", "must be plain paths" },
		{ "prefix = {\"/caf%C3%A9\"}", "must be plain paths" },
		{ "prefix = {\"/a;b\"}", "must be plain paths" },
		{ "prefix = {\"/a\\\\b\"}", "must be plain paths" },
		{ "methods = {\"get\"}", "in upper case" },
		{ "methods = {\"\"}", "in upper case" },
		{ "permission = {}", "permission needs one word" },
		{ "permission = {\"CurrentUserOrAdmin\"}",
		    "permission must be one of AllowAny|" },
		{ "host = {\"a:80\"}", "without a port" },
		{ "host = {\"*.example\"}", "must be whole host names" },
		{ "host = {\".example\"}", "must be whole host names" },
		{ "host = {\"a.example.\"}", "must be whole host names" },
		{ "host = {\"\xc3\xa9.example\"}", "must be whole host names" },
		{ "api = {\"b\"}", "there is no api \"b\"" },
	};
	char text[512];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		snprintf(text, sizeof(text), KEY REST "api \"a\" { gate = "
		    "true }\ngate \"g\" { %s }\n", wrong[i].text);
		assert_refused(text, wrong[i].said);
	}
	assert_refused(KEY REST "gate \"g\" { }\n", "asked by nobody");
	assert_refused(KEY REST "api \"a\" { gate = true }\n"
	    "api \"b\" { prefix = \"/b/\" }\n"
	    "gate \"g\" { api = {\"b\"} }\n", "asked by nobody");
}

static void
a_page_to_sign_in_at_is_an_address(void **state)
{
	static const char *const good[] = { "/sign-in", "/in?next={path}",
		"https://example.com/in?next={url}&x=1",
		"https://example.com", "https://example.com?{url}", "" };
	static const char *const bad[] = { "sign-in", "javascript:1",
		"/in?next={uri}", "/in?next={path", "/sign in", "/in\\\"x",
		"https://", "http:///in", "https://{path}/", "https://h{path}" };
	char text[512];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		struct conf *conf;

		snprintf(text, sizeof(text), KEY REST "api \"a\" { "
		    "gate_sign_in_url = \"%s\" }\n", good[i]);
		conf = open_text(text);
		conf_close(&conf);
	}
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		snprintf(text, sizeof(text), KEY REST "api \"a\" { "
		    "gate_sign_in_url = \"%s\" }\n", bad[i]);
		assert_refused(text, "gate_sign_in_url must ");
	}
}

/* Levenshtein (1966): substitutions, insertions and deletions. */
static void
distances_are_levenshteins(void **state)
{
	(void)state;
	assert_int_equal(setting_distance("kitten", "sitting"), 3);
	assert_int_equal(setting_distance("", "abc"), 3);
	assert_int_equal(setting_distance("abc", ""), 3);
	assert_int_equal(setting_distance("domain", "domain"), 0);
	assert_int_equal(setting_distance("domian", "domain"), 2);
}

/* Every default must itself be a value that may be written. */
static void
defaults_may_be_written(void **state)
{
	const struct conf_setting *setting;

	(void)state;
	for (setting = conf_settings; setting->name != NULL; setting++) {
		const char *text = setting->fallback;

		assert_true(strlen(setting->explanation) > 0);
		if (text == NULL)
			continue;
		if (setting->type == CONF_NUMBER)
			assert_in_range(atoll(text), setting->minimum,
			    setting->maximum);
		if (setting->type == CONF_CHOICE)
			assert_true(setting_has_choice(setting, text));
		if (setting->type == CONF_FLAG)
			assert_true(setting_flag(text) != -1);
	}
}

static const char *
manual_section(enum conf_section section)
{
	static const char *const names[] = {
		"\n.Ss Top of the file\n", "\n.Ss database\n", "\n.Ss user\n",
		"\n.Ss lane\n", "\n.Ss column\n", "\n.Ss gate\n",
		"\n.Ss api\n"
	};

	return names[section];
}

/* The list of passwords stands where configure puts it. */
static const char *
manual_default(const struct conf_setting *setting)
{
	if (strcmp(setting->name, "common_passwords") == 0)
		return ".../common-passwords.txt";
	return setting->fallback;
}

/*
 * A setting is an item ".It Ic NAME" or ".It Ic NAME No = DEFAULT" in its
 * section's part, and there are no others.
 */
static void
the_manual_has_every_setting(void **state)
{
	char *manual = read_file("man/portress.conf.5");
	const struct conf_setting *setting;
	size_t settings = 0, items = 0;
	const char *at;

	(void)state;
	for (setting = conf_settings; setting->name != NULL; setting++) {
		const char *part = strstr(manual,
		    manual_section(setting->section));
		char line[256];

		assert_non_null(part);
		if (setting->fallback == NULL)
			snprintf(line, sizeof(line), "\n.It Ic %s\n",
			    setting->name);
		else
			snprintf(line, sizeof(line), "\n.It Ic %s No = %s\n",
			    setting->name, manual_default(setting));
		at = strstr(part, line);
		if (at == NULL || (strstr(part + 1, "\n.Ss ") != NULL &&
		    at > strstr(part + 1, "\n.Ss ")))
			fail_msg("not in its part of the manual:%s", line);
		settings++;
	}
	for (at = manual; (at = strstr(at, "\n.It Ic ")) != NULL; at++)
		items++;
	assert_int_equal(items, settings);
	free(manual);
}

/* base/mailbox.h tells which are senders. */
static void
a_sender_is_one_address(void **state)
{
	static const char *const bad[] = { "", "shop", "a@", "@b", "a b@c.de",
		"a@b.de, c@d.de", "Shop <a@b.de", "Shop a@b.de", "<>",
		"a@b.de <c@d.de>", "Shop <a@b..de>" };
	static const char *const good[] = { "a@b", "Shop <a@b.de>",
		"Shop, Inc. <a@b.de>", "L\u00e4den <a@b\u00fccher.de>" };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		char text[256];

		snprintf(text, sizeof(text), KEY REST
		    "default_from_email = \"%s\"\n", bad[i]);
		assert_refused(text, "default_from_email must be one e-mail "
		    "address, or a name with one");
	}
	for (i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		char text[256];
		struct conf *conf;

		snprintf(text, sizeof(text), KEY REST
		    "default_from_email = \"%s\"\n", good[i]);
		conf = open_text(text);
		assert_non_null(conf);
		assert_string_equal(conf->default_from_email, good[i]);
		conf_close(&conf);
	}
}

static void
languages_are_tags(void **state)
{
	(void)state;
	assert_refused(KEY REST "language_code = \"\"\n",
	    "language_code must be the tag of a language");
	assert_refused(KEY REST "language_code = \"de_AT\"\n",
	    "language_code must be the tag of a language");
	assert_refused(KEY REST "mail_languages = { \"en\", \"../x\" }\n",
	    "mail_languages must be the tag of a language");
	assert_refused(KEY REST "mail_languages = { \"en\", \"EN\" }\n",
	    "twice");
}

static void
an_api_uses_columns_in_its_order(void **state)
{
	struct conf *conf = open_text(KEY REST
	    "column \"phone\" { length = 20 }\n"
	    "column \"born\" { type = \"date\" }\n"
	    "api \"a\" {\n"
	    "\tcolumns = { \"born\", \"first_name\", \"is_staff\", \"phone\" }\n"
	    "\trequired_columns = { \"phone\" }\n"
	    "\tread_only_columns = { \"born\" }\n"
	    "}\n");
	const struct conf_use *use;

	(void)state;
	assert_non_null(conf);
	assert_int_equal(conf->database.column_count, 4);
	assert_int_equal(conf->apis[0].use_count, 4);
	use = conf->apis[0].uses;
	assert_string_equal(conf->database.columns[use[0].column].name,
	    "born");
	assert_true(use[0].is_read_only);
	assert_string_equal(conf->database.columns[use[1].column].name,
	    "first_name");
	assert_string_equal(conf->database.columns[use[1].column].table,
	    "user");
	assert_false(use[1].is_read_only || use[1].is_required);
	/* What says who is who is never for users to set. */
	assert_true(use[2].is_read_only);
	assert_true(conf->database.columns[use[2].column].is_own);
	assert_true(use[3].is_required);
	conf_close(&conf);
}

#define NAMED	KEY REST "user { username = \"email\" }\n" \
	"column \"username\" { table = \"user\" initial = \"\" }\n"

static void
a_name_beside_the_address_is_a_column(void **state)
{
	struct conf *conf = open_text(NAMED "api \"a\" {\n"
	    "username_field = \"email\"\ncolumns = { \"username\" } }\n");

	(void)state;
	assert_non_null(conf);
	/* Empty is a value here, not none. */
	assert_string_equal(conf->database.columns[0].initial, "");
	conf_close(&conf);
	assert_refused(NAMED "api \"a\" {\nusername_field = \"email\"\n"
	    "login_field = \"username\"\ncolumns = { \"username\" } }\n",
	    "columns: \"username\" is what login_field calls the address");
	assert_refused(KEY REST "column \"username\" { }\n",
	    "column \"username\" is the dialects' own");
}

static void
refuses_columns_that_cannot_be(void **state)
{
	char many[2048] = KEY REST;
	int i;

	(void)state;
	assert_refused(KEY REST "api \"a\" { columns = { \"phone\" } }\n",
	    "columns: \"phone\" is not declared by a block column");
	assert_refused(KEY REST "column \"password\" { }\n",
	    "column \"password\" is the dialects' own");
	assert_refused(KEY REST "column \"is_staff\" { }\n",
	    "column \"is_staff\" needs no declaration");
	assert_refused(KEY REST "column \"x`; --\" { }\n",
	    "must be up to 32 small letters, digits and _");
	assert_refused(KEY REST "column \"a-b\" { }\n",
	    "must be up to 32 small letters, digits and _");
	assert_refused(KEY REST "column \"a\" { type = \"blob\" }\n",
	    "type must be one of text|email|url|integer|boolean|date");
	assert_refused(KEY REST "api \"a\" { columns = { \"first_name\" }\n"
	    "required_columns = { \"last_name\" } }\n",
	    "required_columns: \"last_name\" is none of columns");
	assert_refused(KEY REST "api \"a\" { columns = { \"is_staff\" }\n"
	    "required_columns = { \"is_staff\" } }\n",
	    "\"is_staff\" is shown only, and cannot be given");
	assert_refused(KEY REST "api \"a\" { login_by = \"either\" }\n",
	    "login_by = \"either\" needs email_unique");
	assert_refused(KEY REST "api \"a\" { username_field = \"email\"\n"
	    "username_changeable = true }\n", "username_changeable does not");
	assert_refused(KEY REST "column \"a\" { length = 4000 }\n"
	    "column \"b\" { length = 4000 }\ncolumn \"c\" { length = 4000 }\n"
	    "column \"d\" { length = 4000 }\n", "column \"d\": those of "
	    "portress_profile are too long together");
	for (i = 0; i < 40; i++)
		sprintf(many + strlen(many), "column \"c%d\" { }\n", i);
	assert_refused(many, "is one too many: there can be 16");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_every_form_of_value),
		cmocka_unit_test(reads_what_editors_under_windows_write),
		cmocka_unit_test(a_sender_is_one_address),
		cmocka_unit_test(languages_are_tags),
		cmocka_unit_test(an_api_uses_columns_in_its_order),
		cmocka_unit_test(a_name_beside_the_address_is_a_column),
		cmocka_unit_test(refuses_columns_that_cannot_be),
		cmocka_unit_test(fills_in_what_is_not_set),
		cmocka_unit_test(tells_all_errors_at_once),
		cmocka_unit_test(tells_unknown_blocks_and_goes_on),
		cmocka_unit_test(refuses_a_secret_beside_a_file),
		cmocka_unit_test(an_included_file_overrides),
		cmocka_unit_test(tells_where_a_missing_file_is_included),
		cmocka_unit_test(ends_where_a_file_includes_itself),
		cmocka_unit_test(requires_domain_database_and_secret),
		cmocka_unit_test(tells_of_broken_syntax_without_guessing),
		cmocka_unit_test(tells_of_a_missing_closing_brace),
		cmocka_unit_test(refuses_what_is_no_text),
		cmocka_unit_test(counts_lines_past_every_kind_of_comment),
		cmocka_unit_test(a_comment_ends_where_something_begins),
		cmocka_unit_test(a_word_is_not_a_comment),
		cmocka_unit_test(numbers_have_bounds),
		cmocka_unit_test(
		    the_secret_comes_from_the_first_line_of_its_file),
		cmocka_unit_test(the_first_line_of_a_pem_is_no_secret),
		cmocka_unit_test(a_secret_is_never_told),
		cmocka_unit_test(a_column_is_told_though_it_holds_passwords),
		cmocka_unit_test(a_time_zone_is_one_of_the_database),
		cmocka_unit_test(earlier_secrets_stand_behind_the_present_one),
		cmocka_unit_test(earlier_secrets_come_from_a_file),
		cmocka_unit_test(earlier_secrets_are_never_told),
		cmocka_unit_test(what_is_printed_reads_the_same),
		cmocka_unit_test(the_socket_can_be_overridden_for_good),
		cmocka_unit_test(the_default_file_is_the_environments_first),
		cmocka_unit_test(cookies_can_be_sent),
		cmocka_unit_test(cookies_of_tokens_make_sense),
		cmocka_unit_test(sessions_ask_for_a_csrf_token),
		cmocka_unit_test(claims_left_empty_have_names_all_the_same),
		cmocka_unit_test(a_header_has_a_name),
		cmocka_unit_test(djangos_own_words_are_told_from_ours),
		cmocka_unit_test(an_origin_is_as_browsers_send_it),
		cmocka_unit_test(settings_of_mail_agree),
		cmocka_unit_test(a_mail_host_is_a_name_or_an_address),
		cmocka_unit_test(gates_are_blocks_with_names),
		cmocka_unit_test(gates_that_make_no_sense_are_refused),
		cmocka_unit_test(a_page_to_sign_in_at_is_an_address),
		cmocka_unit_test(distances_are_levenshteins),
		cmocka_unit_test(defaults_may_be_written),
		cmocka_unit_test(the_manual_has_every_setting),
	};
	const char *top = getenv("top_srcdir");
	int failed;

	if (top != NULL && chdir(top) == -1) {
		perror(top);
		return 1;
	}
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	free(errors);
	return failed;
}
