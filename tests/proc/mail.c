/*
 * mail KIND LANGUAGE [NAME=VALUE]...
 *
 * Prints the mail of that kind with these facts (mail/message.h). "conf=FILE"
 * names a configuration whose templates and default_from_email are taken.
 */
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "conf/conf.h"
#include "mail/message.h"

#define FACT(name) { #name, offsetof(struct message_facts, name) }

static const struct {
	const char	*name;
	size_t		 fact;
} rows[] = {
	FACT(from), FACT(to), FACT(site_name), FACT(domain), FACT(protocol),
	FACT(username), FACT(email), FACT(link), FACT(new_email), FACT(device),
	FACT(moment), FACT(id),
};

static void
take_conf(const char *file, struct message_facts *facts)
{
	struct conf *conf = conf_open(file, stderr);

	if (conf == NULL || message_prepare(conf, stderr) == -1)
		exit(1);
	facts->from = conf->default_from_email;
}

static void
take(const char *pair, struct message_facts *facts)
{
	const char *value = strchr(pair, '=');
	size_t length = value != NULL ? (size_t)(value++ - pair) : 0, i;

	if (strncmp(pair, "conf=", 5) == 0)
		take_conf(value, facts);
	else if (strncmp(pair, "valid=", 6) == 0)
		facts->valid = atoll(value);
	else
		for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
			if (strlen(rows[i].name) == length &&
			    strncmp(rows[i].name, pair, length) == 0)
				*(const char **)((char *)facts +
				    rows[i].fact) = value;
}

int
main(int count, char **arguments)
{
	struct arena *arena = arena_open(1 << 24);
	struct message_facts facts = { .from = "webmaster@localhost" };
	struct buf out;
	int i;

	if (count < 3)
		return 64;
	for (i = 3; i < count; i++)
		take(arguments[i], &facts);
	buf_open(&out, arena);
	if (message_write(&out, arguments[1], arguments[2], &facts) == -1)
		return 1;
	fwrite(out.text, 1, out.length, stdout);
	arena_close(&arena);
	return 0;
}
