/* keys: secrets, and where they stand. */

#include <stdbool.h>
#include <string.h>

#include "adopt/convert.h"
#include "adopt/dump.h"
#include "adopt/plan.h"
#include "base/node.h"

void
take_secret(const struct turn *turn)
{
	if (turn->value->kind == NODE_TEXT)
		turn_text(turn, turn->where, turn->value->text);
	else
		turn_lost(turn, "it is no text");
}

static bool
is_mac(const struct dump *dump)
{
	const struct node *algorithm = dump_at(dump, "SIMPLE_JWT.ALGORITHM");

	return algorithm == NULL || strncmp(algorithm->text, "HS", 2) == 0;
}

static void
take_pem(const struct turn *turn, const char *where, const char *name)
{
	const char *path = plan_key(turn->plan, name, turn->value->text);

	if (path != NULL)
		turn_text(turn, where, path);
	else
		turn_lost(turn, "keys stand in files, and standard output has "
		    "none beside it: say --output FILE");
}

void
take_signing_key(const struct turn *turn)
{
	const char *secret = node_text(turn->dump->settings, "SECRET_KEY");

	if (turn->value->kind != NODE_TEXT || turn->value->text[0] == '\0')
		return;
	if (!is_mac(turn->dump))
		take_pem(turn, "api.signing_key_file",
		    "portress-signing-key.pem");
	else if (secret != NULL && strcmp(secret, turn->value->text) == 0)
		turn_moot(turn, "it is SECRET_KEY");
	else
		take_text(turn);
}

void
take_verifying_key(const struct turn *turn)
{
	if (turn->value->kind != NODE_TEXT || turn->value->text[0] == '\0')
		return;
	if (is_mac(turn->dump))
		turn_moot(turn, "such an algorithm has one key");
	else
		take_pem(turn, turn->where, "portress-verifying-key.pem");
}
