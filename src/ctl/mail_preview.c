/* mail_preview: what mails say, without sending one. */

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/buf.h"
#include "conf/conf.h"
#include "ctl/ctl.h"
#include "mail/message.h"

#define ARENA_LIMIT	((size_t)16 * 1024 * 1024)

/* --- preview -------------------------------------------------------------- */

static bool
find_kind(const char *name)
{
	size_t i;

	if (message_is_known(name))
		return true;
	ctl_say("there is no mail %s; there are", name);
	for (i = 0; message_kind(i) != NULL; i++)
		fprintf(stderr, "  %s\n", message_kind(i));
	return false;
}

static const struct conf_api *
find_api(const struct conf *conf, const char *name)
{
	const struct conf_api *api;
	size_t i;

	if (name == NULL)
		return &conf->apis[0];
	if ((api = conf_find_api(conf, name)) != NULL)
		return api;
	ctl_say("there is no api %s; there are", name);
	for (i = 0; i < conf->api_count; i++)
		fprintf(stderr, "  %s\n", conf->apis[i].name);
	return NULL;
}

/* The one that serves it, as a mail would be in; NULL, said, if none does. */
static const char *
find_language(const char *wanted)
{
	const char *found = message_language(NULL, wanted);
	const char *const *tag;

	if (wanted == NULL ||
	    strncasecmp(found, wanted, strcspn(found, "-")) == 0)
		return found;
	ctl_say("there is no mail in %s; there are", wanted);
	for (tag = message_languages(); *tag != NULL; tag++)
		fprintf(stderr, "  %s\n", *tag);
	return NULL;
}

/* The kind is known, so it can be written. */
static void
print(const struct ctl *ctl, const struct message_facts *facts,
    const char *language, struct arena *arena)
{
	int (*write)(struct buf *, const char *, const char *,
	    const struct message_facts *) = message_write;
	struct buf out;

	if (ctl_value(ctl, "html") != NULL)
		write = message_write_html;
	else if (ctl_value(ctl, "text") != NULL)
		write = message_write_text;
	buf_open(&out, arena);
	if (write(&out, ctl->argument, language, facts) == -1)
		abort();
	fwrite(out.text, 1, out.length, stdout);
}

static enum exits
preview(const struct ctl *ctl, const struct conf *conf)
{
	struct arena *arena = arena_open(ARENA_LIMIT);
	const struct conf_api *api = find_api(conf, ctl_value(ctl, "api"));
	const char *language = NULL;
	struct message_facts facts;

	if (api != NULL && find_kind(ctl->argument))
		language = find_language(ctl_value(ctl, "language"));
	if (language != NULL) {
		facts = message_sample(arena, conf, api, ctl->argument);
		print(ctl, &facts, language, arena);
	}
	arena_close(&arena);
	return language != NULL ? EXIT_OK : EXIT_USAGE;
}

static enum exits
mail_preview(const struct ctl *ctl)
{
	enum exits result = EXIT_CONFIG;
	struct conf *conf;

	if (ctl_value(ctl, "html") != NULL && ctl_value(ctl, "text") != NULL) {
		ctl_say("--html or --text: which of them?");
		return EXIT_USAGE;
	}
	conf = ctl_conf(ctl);
	if (conf == NULL)
		return result;
	if (message_prepare(conf, stderr) == 0)
		result = preview(ctl, conf);
	conf_close(&conf);
	return result;
}

static const struct ctl_option options[] = {
	{ "language", "TAG", "the language that somebody asks for" },
	{ "api", "API", "whose mail; the first one's if not given" },
	{ "html", NULL, "its HTML alone" },
	{ "text", NULL, "its text alone" },
	{ 0 },
};

const struct ctl_command ctl_mail_preview = {
	"mail preview", "KIND", "prints a mail as it goes out, made up",
	options, mail_preview
};

/* --- templates ------------------------------------------------------------ */

static enum exits
mail_templates(const struct ctl *ctl)
{
	char *path;

	if (message_copy_templates(ctl->argument, stdout, stderr) == -1)
		return EXIT_FAILED;
	path = realpath(ctl->argument, NULL);
	if (path == NULL)
		return EXIT_FAILED;
	puts("\nEdit them, delete those that you leave as they are, and set in "
	    "the configuration\n");
	printf("  mail_templates = ");
	conf_print_text(path, stdout);
	puts("\n\n`portress check` tells whether they can be used, `portress "
	    "mail preview KIND`\nshows one.");
	free(path);
	return EXIT_OK;
}

const struct ctl_command ctl_mail_templates = {
	"mail templates", "DIRECTORY", "writes the texts of mails, to be edited",
	NULL, mail_templates
};
