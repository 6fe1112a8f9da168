/* print: a configuration as a file that says the same. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "conf/column.h"
#include "conf/conf.h"
#include "conf/preset.h"
#include "conf/setting.h"

/* Quoted as libConfuse reads it; ${NAME} would be the environment's. */
void
conf_print_text(const char *text, FILE *out)
{
	putc('"', out);
	for (; *text != '\0'; text++) {
		if (strchr("\"\\$", *text) != NULL)
			putc('\\', out);
		putc(*text, out);
	}
	putc('"', out);
}

static void
print_list(const char *const *list, FILE *out)
{
	size_t i;

	putc('{', out);
	for (i = 0; list[i] != NULL; i++) {
		if (i > 0)
			fputs(", ", out);
		conf_print_text(list[i], out);
	}
	putc('}', out);
}

static void
print_value(const struct conf_setting *setting, const void *member, FILE *out)
{
	switch (setting->type) {
	case CONF_TEXT:
	case CONF_CHOICE:
		conf_print_text(*(const char *const *)member, out);
		break;
	case CONF_FLAG:
		fputs(*(const bool *)member ? "true" : "false", out);
		break;
	case CONF_NUMBER:
		fprintf(out, "%" PRId64, *(const int64_t *)member);
		break;
	case CONF_LIST:
	case CONF_CHOICES:
		print_list(*(const char *const *const *)member, out);
		break;
	}
}

/* The words of a list's default stand apart by single blanks. */
static bool
list_is(const char *const *list, const char *words)
{
	for (; *list != NULL; list++) {
		size_t length = strlen(*list);

		if (strncmp(words, *list, length) != 0 ||
		    (words[length] != ' ' && words[length] != '\0'))
			return false;
		words += length + (words[length] == ' ');
	}
	return *words == '\0';
}

static bool
is_default(const struct conf_setting *setting, const void *member,
    const char *fallback)
{
	switch (setting->type) {
	case CONF_FLAG:
		return *(const bool *)member == (setting_flag(fallback) == 1);
	case CONF_NUMBER:
		return *(const int64_t *)member ==
		    strtoll(fallback, NULL, 10);
	case CONF_LIST:
	case CONF_CHOICES:
		return list_is(*(const char *const *const *)member, fallback);
	default:
		return strcmp(*(const char *const *)member, fallback) == 0;
	}
}

/* An empty list is told as one, unless what is in it would not be. */
static bool
is_unset(const struct conf_setting *setting, const void *member)
{
	if (setting_is_list(setting))
		return setting_is_secret(setting) &&
		    **(const char *const *const *)member == NULL;
	return (setting->type == CONF_TEXT || setting->type == CONF_CHOICE) &&
	    *(const char *const *)member == NULL;
}

static void
print_setting(const struct conf_setting *setting, const void *base,
    const char *fallback, const char *indent, FILE *out)
{
	const void *member = setting_member(setting, base);

	if (is_unset(setting, member)) {
		fprintf(out, "%s# %s is not set\n", indent, setting->name);
		return;
	}
	if (setting_is_secret(setting)) {
		fprintf(out, "%s# %s (set)\n", indent, setting->name);
		return;
	}
	fprintf(out, "%s%s = ", indent, setting->name);
	print_value(setting, member, out);
	fputs(is_default(setting, member, fallback ? fallback : "") ?
	    "\t# default\n" : "\n", out);
}

static void
print_section(enum conf_section section, const void *base,
    const char *indent, FILE *out)
{
	const struct conf_setting *setting;

	for (setting = conf_settings; setting->name != NULL; setting++)
		if (setting->section == section)
			print_setting(setting, base, section == CONF_API ?
			    preset_default(base, setting) : setting->fallback,
			    indent, out);
}

/* Those that need no declaration have none. */
static void
print_columns(const struct conf_database *database, FILE *out)
{
	size_t i;

	for (i = 0; i < database->column_count; i++) {
		if (column_is_known(database->columns[i].name))
			continue;
		fprintf(out, "\ncolumn \"%s\" {\n",
		    database->columns[i].name);
		print_section(CONF_COLUMN, &database->columns[i], "\t", out);
		fputs("}\n", out);
	}
}

void
conf_print_setting(const struct conf_setting *setting,
    const char *const *values, bool shows_secrets, FILE *out)
{
	fprintf(out, "%s = ", setting->name);
	if (setting_is_secret(setting) && !shows_secrets)
		fputs("(not shown)", out);
	else if (setting_is_list(setting))
		print_list(values, out);
	else if (setting->type == CONF_FLAG || setting->type == CONF_NUMBER)
		fputs(values[0], out);
	else
		conf_print_text(values[0], out);
}

void
conf_print(const struct conf *conf, FILE *out)
{
	size_t i;

	fprintf(out, "# In force by %s. Secrets are not shown.\n", conf->file);
	print_section(CONF_GLOBAL, conf, "", out);
	fputs("\ndatabase {\n", out);
	print_section(CONF_DATABASE, &conf->database, "\t", out);
	fputs("}\n\nuser {\n", out);
	print_section(CONF_USER, &conf->database.accounts, "\t", out);
	fputs("}\n", out);
	for (i = 0; i < conf->lane_count; i++) {
		fprintf(out, "\nlane \"%s\" {\n", conf->lanes[i].name);
		print_section(CONF_LANE, &conf->lanes[i], "\t", out);
		fputs("}\n", out);
	}
	print_columns(&conf->database, out);
	for (i = 0; i < conf->gate_count; i++) {
		fprintf(out, "\ngate \"%s\" {\n", conf->gates[i].name);
		print_section(CONF_GATE, &conf->gates[i], "\t", out);
		fputs("}\n", out);
	}
	for (i = 0; i < conf->api_count; i++) {
		fprintf(out, "\napi \"%s\" {\n", conf->apis[i].name);
		print_section(CONF_API, &conf->apis[i], "\t", out);
		fputs("}\n", out);
	}
}
