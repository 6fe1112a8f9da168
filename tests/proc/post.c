/*
 * post CONFIGURATION: hands letters to the configured transport, for
 * test_transport.py. Each line of standard input is a command, its words
 * percent-encoded with blanks between:
 *
 *	check			what transport_check says
 *	send FROM TO NAME FILE	the letter in FILE
 *	rest
 *
 * and is answered by a line: how it went, and the reason.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/codec.h"
#include "base/mailbox.h"
#include "conf/conf.h"
#include "mail/transport.h"

#define MEMORY	((size_t)1024 * 1024)

static char *
next_word(void)
{
	char *word = strtok(NULL, " \n");

	if (word == NULL)
		abort();
	codec_percent_decode(word, strlen(word), false);
	return word;
}

/* As mails are addressed; what cannot be is handed over as it is. */
static const char *
next_address(struct arena *arena)
{
	const char *word = next_word();
	const char *address = mailbox_address(arena, word);

	return address != NULL ? address : word;
}

static char *
read_file(const char *name, size_t *length_r)
{
	FILE *file = fopen(name, "r");
	size_t size = (size_t)8 * 1024 * 1024;
	char *text = malloc(size);

	if (file == NULL || text == NULL)
		abort();
	*length_r = fread(text, 1, size, file);
	fclose(file);
	return text;
}

static void
send_letter(struct transport *transport, struct arena *arena)
{
	static const char *const outcomes[] = {
		[DELIVERY_DONE] = "done", [DELIVERY_REFUSED] = "refused",
		[DELIVERY_PUT_OFF] = "put off",
		[DELIVERY_IMPOSSIBLE] = "impossible",
	};
	struct letter letter = { 0 };
	char reason[DELIVERY_REASON];
	enum delivery delivery;
	char *text;

	letter.from = next_address(arena);
	letter.to = next_address(arena);
	letter.name = next_word();
	text = read_file(next_word(), &letter.length);
	letter.text = text;
	letter.link = "https://example.com/activate/uid/token";
	delivery = transport_send(transport, &letter, reason);
	printf("%s\t%s\n", outcomes[delivery], reason);
	free(text);
	arena_reset(arena);
}

static void
obey(const struct conf *conf, struct transport *transport,
    struct arena *arena, char *line)
{
	char *command = strtok(line, " \n");
	char reason[DELIVERY_REASON];

	if (command == NULL)
		abort();
	if (strcmp(command, "send") == 0) {
		send_letter(transport, arena);
	} else if (strcmp(command, "check") == 0) {
		printf("%s\t%s\n", transport_check(conf, reason) == 0 ?
		    "good" : "bad", reason);
	} else {
		transport_rest(transport);
		puts("rested\t");
	}
	fflush(stdout);
}

int
main(int argc, char **argv)
{
	struct conf *conf = argc == 2 ? conf_open(argv[1], stderr) : NULL;
	struct transport *transport;
	struct arena *arena;
	char line[8192];

	if (conf == NULL)
		return EXIT_FAILURE;
	transport = transport_open(conf);
	arena = arena_open(MEMORY);
	while (fgets(line, sizeof(line), stdin) != NULL)
		obey(conf, transport, arena, line);
	transport_close(&transport);
	arena_close(&arena);
	conf_close(&conf);
	return EXIT_SUCCESS;
}
