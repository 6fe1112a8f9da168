#include "ctl/ctl.h"

#include <assert.h>
#include <getopt.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "conf/conf.h"
#include "conf/setting.h"
#include "dialect/ready.h"
#include "proc/lane.h"

static const struct ctl_command *const commands[] = {
	&ctl_serve, &ctl_migrate, &ctl_check, &ctl_doctor, &ctl_config,
	&ctl_routes, &ctl_openapi, &ctl_adopt, &ctl_user_add,
	&ctl_user_set_password, &ctl_user_list, &ctl_mail_flush,
	&ctl_mail_list, &ctl_mail_show, &ctl_mail_retry, &ctl_mail_drop,
	&ctl_mail_test, &ctl_mail_preview, &ctl_mail_templates, NULL,
};

/* Of every command, and their letters. */
static const struct ctl_option common[] = {
	{ "conf", "FILE", "the configuration (also -c)" },
	{ "help", NULL, "tells of the command (also -h)" },
	{ "version", NULL, "prints the version (also -V)" },
	{ 0 },
};

static const char common_letters[] = "chV";

void
ctl_say(const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	fputs("portress: ", stderr);
	vfprintf(stderr, format, arguments);
	putc('\n', stderr);
	va_end(arguments);
}

const char *
ctl_value(const struct ctl *ctl, const char *option)
{
	const struct ctl_option *options = ctl->command->options;
	size_t i;

	for (i = 0; options != NULL && options[i].name != NULL; i++)
		if (strcmp(options[i].name, option) == 0)
			return ctl->values[i];
	assert(!"an option that the command does not declare");
	return NULL;
}

struct conf *
ctl_conf(const struct ctl *ctl)
{
	struct conf *conf = conf_open(ctl->file, stderr);

	if (conf != NULL && !ready_for(conf, stderr))
		conf_close(&conf);
	return conf;
}

static void
print_options(const struct ctl_option *option)
{
	char text[64];

	for (; option != NULL && option->name != NULL; option++) {
		snprintf(text, sizeof(text), "--%s %s", option->name,
		    option->argument ? option->argument : "");
		printf("  %-22s %s\n", text, option->help);
	}
}

static void
help(void)
{
	const struct ctl_command *const *command;
	char text[64];

	puts("usage: portress [-c FILE] COMMAND [OPTION ...] [ARGUMENT]\n\n"
	    "Registers users, signs them in and vouches for them, behind a "
	    "web server.\n");
	for (command = commands; *command != NULL; command++) {
		snprintf(text, sizeof(text), "%s %s", (*command)->name,
		    (*command)->argument ? (*command)->argument : "");
		printf("  %-22s %s\n", text, (*command)->help);
	}
	putchar('\n');
	print_options(common);
	printf("\nWithout -c the configuration is %s.\n"
	    "portress COMMAND --help tells of a command, portress(8) of "
	    "all.\n", conf_default_file());
}

static void
help_command(const struct ctl_command *command)
{
	printf("usage: portress [-c FILE] %s%s%s%s\n\n%s\n\n", command->name,
	    command->options != NULL ? " [OPTION ...]" : "",
	    command->argument != NULL ? " " : "",
	    command->argument != NULL ? command->argument : "",
	    command->help);
	print_options(command->options);
	print_options(common);
}

/* The words of the command's name that begin the arguments, all or none. */
static int
words_matched(const struct ctl_command *command, char **arguments)
{
	const char *name = command->name;
	int words = 0;

	while (*name != '\0') {
		size_t length = strcspn(name, " ");

		if (arguments[words] == NULL ||
		    strlen(arguments[words]) != length ||
		    strncmp(arguments[words], name, length) != 0)
			return 0;
		name += length + strspn(name + length, " ");
		words++;
	}
	return words;
}

static const struct ctl_command *
find_command(char **arguments, int *words_r)
{
	const struct ctl_command *const *command;

	for (command = commands; *command != NULL; command++)
		if ((*words_r = words_matched(*command, arguments)) > 0)
			return *command;
	return NULL;
}

/* "user" alone, or with a word that does not follow it. */
static bool
say_group(const char *word)
{
	const struct ctl_command *const *command;
	size_t length = strlen(word);
	bool is_group = false;

	for (command = commands; *command != NULL; command++) {
		const char *name = (*command)->name;

		if (strncmp(name, word, length) != 0 || name[length] != ' ')
			continue;
		if (!is_group)
			ctl_say("%s what?", word);
		is_group = true;
		fprintf(stderr, "  portress %s\n", name);
	}
	return is_group;
}

static void
say_unknown(char **arguments)
{
	const struct ctl_command *const *command, *nearest = NULL;
	size_t least = 4;

	if (say_group(arguments[0]))
		return;
	for (command = commands; *command != NULL; command++) {
		size_t distance = setting_distance(arguments[0],
		    (*command)->name);

		if (distance < least) {
			least = distance;
			nearest = *command;
		}
	}
	if (nearest != NULL)
		ctl_say("there is no command %s; did you mean %s?",
		    arguments[0], nearest->name);
	else
		ctl_say("there is no command %s; portress --help lists them",
		    arguments[0]);
}

/* What getopt_long(3) wants: the command's options, then the common ones. */
static void
long_options(const struct ctl_command *command, struct option *made)
{
	const struct ctl_option *option = command ? command->options : NULL;
	size_t count = 0, i;

	for (; option != NULL && option->name != NULL; option++) {
		assert(count < CTL_OPTIONS);
		made[count++] = (struct option){ option->name,
		    option->argument ? required_argument : no_argument,
		    NULL, 0 };
	}
	for (i = 0; common[i].name != NULL; i++)
		made[count + i] = (struct option){ common[i].name,
		    common[i].argument ? required_argument : no_argument,
		    NULL, common_letters[i] };
}

enum outcome { GO_ON, TELL_HELP, TELL_VERSION, WRONG };

/* Reads options up to the first argument; optind is left there. */
static enum outcome
read_options(struct ctl *ctl, int argc, char **argv)
{
	struct option options[CTL_OPTIONS + 4] = { { 0 } };
	int letter, which;

	long_options(ctl->command, options);
	while ((letter = getopt_long(argc, argv, "+c:hV", options,
	    &which)) != -1)
		switch (letter) {
		case 0:
			ctl->values[which] = optarg ? optarg : "";
			break;
		case 'c':
			ctl->file = optarg;
			break;
		case 'h':
			return TELL_HELP;
		case 'V':
			return TELL_VERSION;
		default:
			return WRONG;
		}
	return GO_ON;
}

/* Options may stand before and behind the argument. */
static enum outcome
read_command(struct ctl *ctl, int argc, char **argv)
{
	enum outcome outcome;

	optind = 1;
	while ((outcome = read_options(ctl, argc, argv)) == GO_ON &&
	    optind < argc) {
		if (ctl->argument != NULL || ctl->command->argument == NULL) {
			ctl_say("%s: what is %s?", ctl->command->name,
			    argv[optind]);
			return WRONG;
		}
		ctl->argument = argv[optind++];
	}
	if (outcome == GO_ON && ctl->command->argument != NULL &&
	    ctl->argument == NULL) {
		ctl_say("%s: %s is missing", ctl->command->name,
		    ctl->command->argument);
		return WRONG;
	}
	return outcome;
}

static enum exits
finish(enum outcome outcome, const struct ctl *ctl)
{
	switch (outcome) {
	case TELL_HELP:
		if (ctl->command != NULL)
			help_command(ctl->command);
		else
			help();
		return EXIT_OK;
	case TELL_VERSION:
		puts("portress " PACKAGE_VERSION);
		return EXIT_OK;
	case WRONG:
		ctl_say("portress %s%s--help tells more",
		    ctl->command ? ctl->command->name : "",
		    ctl->command ? " " : "");
		return EXIT_USAGE;
	default:
		return ctl->command->run(ctl);
	}
}

/* Where no command is given, a process manager may have started us so. */
static enum exits
run_without_command(struct ctl *ctl)
{
	if (!lane_listens(STDIN_FILENO)) {
		ctl_say("what shall be done? portress --help tells");
		return EXIT_USAGE;
	}
	ctl->command = &ctl_serve;
	return finish(GO_ON, ctl);
}

static enum exits
run(int argc, char **argv)
{
	struct ctl ctl = { .file = conf_default_file() };
	enum outcome outcome = read_options(&ctl, argc, argv);
	int words;

	if (outcome != GO_ON)
		return finish(outcome, &ctl);
	argc -= optind;
	argv += optind;
	if (argc == 0)
		return run_without_command(&ctl);
	if ((ctl.command = find_command(argv, &words)) == NULL) {
		say_unknown(argv);
		return EXIT_USAGE;
	}
	/* getopt_long passes over the first, the program's name. */
	argv[words - 1] = (char *)"portress";
	return finish(read_command(&ctl, argc - words + 1, argv + words - 1),
	    &ctl);
}

enum exits
ctl_run(int argc, char **argv)
{
	enum exits result = run(argc, argv);

	if (fflush(stdout) == 0 && !ferror(stdout))
		return result;
	ctl_say("what was to be printed could not be written");
	return result == EXIT_OK ? EXIT_FAILED : result;
}
