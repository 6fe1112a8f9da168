/* site: the database, and what else there is about a project. */

#include <stdbool.h>
#include <string.h>

#include "adopt/convert.h"
#include "adopt/dump.h"
#include "adopt/plan.h"
#include "base/arena.h"
#include "base/node.h"

void
take_engine(const struct turn *turn)
{
	if (strstr(turn->value->text, "mysql") != NULL)
		turn_moot(turn, "it is MySQL or MariaDB");
	else {
		turn->plan->is_in_vain = true;
		turn_lost(turn, "Portress speaks with MySQL and MariaDB, and "
		    "with no other: %s", turn->value->text);
	}
}

void
take_db_host(const struct turn *turn)
{
	struct turn of_socket = *turn;

	of_socket.where = "database.socket";
	take_text(turn->value->text[0] == '/' ? &of_socket : turn);
}

static void
take_tls_member(const struct turn *turn, const struct node *member)
{
	struct turn of_member = *turn;

	of_member.value = member;
	of_member.where = "database.tls_ca";
	if (strcmp(member->name, "ca") == 0)
		take_text(&of_member);
	else
		turn_lost(turn, "%s cannot be set: Portress has no "
		    "certificate of its own", member->name);
}

void
take_db_tls(const struct turn *turn)
{
	const struct node *member = turn->value->first;

	if (turn->value->kind == NODE_NULL)
		return;
	turn_text(turn, turn->where, "verify");
	for (; member != NULL && member->name != NULL; member = member->next)
		take_tls_member(turn, member);
}

void
take_db_tls_mode(const struct turn *turn)
{
	static const struct {
		const char	*theirs, *ours;
	} modes[] = {
		{ "DISABLED", "off" }, { "PREFERRED", "auto" },
		{ "REQUIRED", "auto" }, { "VERIFY_CA", "verify" },
		{ "VERIFY_IDENTITY", "verify" },
	};
	size_t i;

	for (i = 0; i < sizeof(modes) / sizeof(modes[0]); i++)
		if (strcmp(modes[i].theirs, turn->value->text) == 0) {
			turn_text(turn, turn->where, modes[i].ours);
			return;
		}
	turn_lost(turn, "it is none of MySQL's words");
}

/* Host names, of which mails can name one: not all, not the machine itself. */
void
take_host(const struct turn *turn)
{
	const char *const *hosts = turn_texts(turn);

	if (plan_get(turn->plan, turn->where) != NULL) {
		turn_moot(turn, "nginx says which hosts there are");
		return;
	}
	for (; hosts != NULL && *hosts != NULL; hosts++) {
		const char *host = *hosts + (**hosts == '.');

		if (strchr(host, '*') == NULL && host[0] != '\0' &&
		    strcmp(host, "localhost") != 0 &&
		    strcmp(host, "127.0.0.1") != 0 &&
		    strcmp(host, "[::1]") != 0) {
			turn_text(turn, turn->where, host);
			return;
		}
	}
}

void
take_use_tz(const struct turn *turn)
{
	if (strcmp(turn->value->text, "false") == 0)
		turn_lost(turn, "your tables have local times, where Portress "
		    "reads and writes UTC: dates and the ends of sessions and "
		    "tokens differ by your zone's hours (none, if TIME_ZONE is "
		    "UTC)");
	else
		turn_moot(turn, "dates are kept in UTC");
}

void
take_trusted_origins(const struct turn *turn)
{
	const char *const *origins = turn_texts(turn);

	if (origins != NULL && origins[0] != NULL)
		turn_moot(turn, "pages of the own host and of "
		    "cors_allowed_origins are trusted; add others there");
}

/* What such an app adds to signing in or to accounts, and Portress does not. */
static const struct {
	const char	*app, *words;
} apps[] = {
	{ "axes", "who guesses passwords is not locked out" },
	{ "defender", "who guesses passwords is not locked out" },
	{ "django_otp", "no second factor is asked for" },
	{ "two_factor", "no second factor is asked for" },
	{ "trench", "no second factor is asked for" },
	{ "mfa", "no second factor is asked for" },
	{ "allauth.mfa", "no second factor is asked for" },
	{ "social_django", "nobody signs in with other sites' accounts" },
	{ "allauth.socialaccount",
	    "nobody signs in with other sites' accounts" },
	{ "oauth2_provider", "its tokens are not read" },
	{ "knox", "its tokens are not read" },
	{ "simple_history", "what Portress changes is not in the history" },
	{ "reversion", "what Portress changes is not in the history" },
	{ "auditlog", "what Portress changes is not in the log" },
	{ "easyaudit", "what Portress changes is not in the log" },
	{ "guardian", "a new account has no row of its own rights" },
	{ "django_tenants", "there is one database, and one set of tables" },
};

void
take_apps(const struct turn *turn)
{
	size_t i;

	for (i = 0; i < sizeof(apps) / sizeof(apps[0]); i++)
		if (dump_has_app(turn->dump, apps[i].app))
			turn_lost(turn, "%s: %s", apps[i].app, apps[i].words);
}
