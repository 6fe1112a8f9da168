/* known: classes and words of Django's packages that have others here. */

#include <stdbool.h>
#include <string.h>
#include <strings.h>

#include "adopt/convert.h"
#include "adopt/dump.h"
#include "adopt/plan.h"
#include "base/arena.h"
#include "base/node.h"
#include "conf/setting.h"

/* --- who may, and how one is known ---------------------------------------- */

static const struct conf_setting *
api_setting(const struct turn *turn)
{
	return setting_find(CONF_API, strchr(turn->where, '.') + 1);
}

static void
add_once(const char **words, size_t *count, const char *word)
{
	if (conf_list_has(words, word))
		return;
	words[(*count)++] = word;
}

/*
 * Each class must admit. One that is not known may have refused anybody, so
 * without it only staff is admitted.
 */
void
take_permissions(const struct turn *turn)
{
	const char *const *texts;
	const char **words;
	size_t count = 0, i;

	if (turn->value->kind == NODE_NULL ||
	    (texts = turn_texts(turn)) == NULL)
		return;
	for (i = 0; texts[i] != NULL; i++)
		continue;
	words = arena_alloc(turn->plan->arena, (i + 2) * sizeof(*words));
	for (i = 0; texts[i] != NULL; i++) {
		const char *word = convert_word(texts[i]);

		if (!setting_has_choice(api_setting(turn), word)) {
			turn_lost(turn, "%s is code of yours, and is not run: "
			    "until you say otherwise, staff only", texts[i]);
			word = "IsAdminUser";
		}
		add_once(words, &count, word);
	}
	if (count == 0)
		words[0] = "AllowAny";
	turn_set(turn, turn->where, words);
}

void
take_authentication(const struct turn *turn)
{
	const char *const *texts = turn->value->kind != NODE_NULL ?
	    turn_texts(turn) : NULL;
	const char **words;
	size_t count = 0, i;

	for (i = 0; texts != NULL && texts[i] != NULL; i++)
		continue;
	words = arena_alloc(turn->plan->arena, (i + 1) * sizeof(*words));
	for (i = 0; texts != NULL && texts[i] != NULL; i++) {
		const char *word = convert_word(texts[i]);

		if (setting_has_choice(api_setting(turn), word))
			add_once(words, &count, word);
		else
			turn_lost(turn, "%s is not known here, and lets nobody "
			    "in", texts[i]);
	}
	if (count > 0)
		turn_set(turn, turn->where, words);
	else
		turn_lost(turn, "nothing of it is left; what stands is the "
		    "default, JWTs and opaque tokens");
}

void
take_backends(const struct turn *turn)
{
	static const char ours[] = "django.contrib.auth.backends.ModelBackend";
	static const char djosers[] = "djoser.auth_backends.LoginFieldBackend";
	const char *const *texts = turn_texts(turn);

	for (; texts != NULL && *texts != NULL; texts++)
		if (strcmp(*texts, ours) == 0)
			turn_moot(turn, "ModelBackend is what Portress does");
		else if (strcmp(*texts, djosers) == 0)
			turn_moot(turn, "LoginFieldBackend goes with "
			    "LOGIN_FIELD");
		else
			turn_lost(turn, "%s is code of yours, and signs nobody "
			    "in; where it looks for the address, set login_by "
			    "= \"either\" and email_unique = true", *texts);
}

/* --- Djoser's and simplejwt's --------------------------------------------- */

static const char *
key_of(const struct dump *dump)
{
	const char *key = node_text(dump->user, "key");

	return key != NULL ? key : "id";
}

void
take_id_field(const struct turn *turn)
{
	if (turn->value->kind == NODE_TEXT &&
	    strcmp(turn->value->text, key_of(turn->dump)) == 0 &&
	    strcmp(turn->value->text, "id") != 0)
		turn_lost(turn, "the account's key is called id, whatever its "
		    "column is called");
	else
		take_text(turn);
}

static bool
has_login_backend(const struct dump *dump)
{
	const struct node *list = node_member(dump->settings,
	    "AUTHENTICATION_BACKENDS");
	const struct node *item = list != NULL ? list->first : NULL;

	while (item != NULL &&
	    strcmp(convert_word(item->text), "LoginFieldBackend") != 0)
		item = item->next;
	return item != NULL;
}

void
take_login_field(const struct turn *turn)
{
	const char *name = node_text(turn->dump->user, "username");

	take_text(turn);
	if (strcmp(turn->value->text, "email") != 0 ||
	    (name != NULL && strcmp(name, "email") == 0) ||
	    !has_login_backend(turn->dump))
		return;
	turn_text(turn, "djoser.login_by", "email");
	turn_text(turn, "djoser.email_unique", "true");
}

/* Under one claim, the number of one account could be the key of another. */
void
take_jwt_id_field(const struct turn *turn)
{
	const char *name = turn->value->text;

	if (strcmp(name, "id") == 0 || strcmp(name, "pk") == 0 ||
	    strcmp(name, key_of(turn->dump)) == 0) {
		turn_moot(turn, "JWTs name the account's key, always");
		return;
	}
	plan_forget(turn->plan, "api.user_id_claim");
	turn_text(turn, "api.user_id_claim", "portress_user_id");
	turn_lost(turn, "JWTs name the account's key, not its %s, and in "
	    "a claim of another name: those that Django has made are refused, "
	    "and ours there", name);
}

void
take_token_model(const struct turn *turn)
{
	static const char theirs[] = "rest_framework.authtoken.models.Token";

	if (turn->value->kind == NODE_NULL)
		turn_text(turn, turn->where, "none");
	else if (strcmp(turn->value->text, theirs) == 0)
		turn_text(turn, turn->where, "Token");
	else
		turn_lost(turn, "tokens of %s are not read; only those of %s",
		    turn->value->text, theirs);
}

void
take_serializer(const struct turn *turn)
{
	static const char djosers[] = "djoser.serializers.";
	const char *const *texts = turn_texts(turn);

	if (texts == NULL || texts[0] == NULL)
		return;
	if (strncmp(texts[0], djosers, strlen(djosers)) != 0)
		turn_lost(turn, "%s is code of yours, and is not run; "
		    "columns and required_columns say what an account takes",
		    texts[0]);
	else if (strstr(texts[0], "RetypeSerializer") != NULL)
		turn_text(turn, turn->where, "true");
	else
		turn_moot(turn, "it is Djoser's own");
}

/* --- allauth's ------------------------------------------------------------ */

/* A set of email and username; once it was one word of both. */
void
take_login_methods(const struct turn *turn)
{
	const char *const *words = turn_texts(turn);
	bool email, name;

	if (words == NULL)
		return;
	email = conf_list_has(words, "email");
	name = conf_list_has(words, "username");
	if (conf_list_has(words, "username_email") || (email && name))
		turn_text(turn, turn->where, "either");
	else if (email || name)
		turn_text(turn, turn->where, email ? "email" : "username");
	else
		turn_lost(turn, "it has neither email nor username");
}

void
take_signup_fields(const struct turn *turn)
{
	const char *const *words = turn_texts(turn);

	if (words != NULL)
		turn_text(turn, turn->where, conf_list_has(words, "email*") ?
		    "true" : "false");
}

void
take_verification(const struct turn *turn)
{
	const char *word = turn->value->text;

	if (strcmp(word, "optional") == 0)
		turn_lost(turn, "an account is activated by its mail, or needs "
		    "none: set send_activation_email as you like");
	else if (strcmp(word, "mandatory") == 0) {
		turn_text(turn, turn->where, "true");
		turn_lost(turn, "accounts that wait for allauth's mail are "
		    "active here: whether an address was verified is not "
		    "looked at");
	} else
		turn_text(turn, turn->where, "false");
}

/* --- languages ------------------------------------------------------------ */

/* Those of templates/; "de-at" is served by "de". */
static bool
has_mails_in(const char *tag)
{
	static const char *const shipped[] = { "de", "en", "es", "fr", "it",
		NULL };
	size_t length = strcspn(tag, "-"), i;

	for (i = 0; shipped[i] != NULL; i++)
		if (strlen(shipped[i]) == length &&
		    strncasecmp(shipped[i], tag, length) == 0)
			return true;
	return false;
}

/* Djoser's mails come in that one, whatever who asks for them reads. */
void
take_language(const struct turn *turn)
{
	const char **tags = arena_alloc(turn->plan->arena, 2 * sizeof(*tags));

	tags[0] = turn->value->text;
	if (turn->value->kind != NODE_TEXT)
		turn_lost(turn, "it is no text");
	else if (!has_mails_in(tags[0]))
		turn_lost(turn, "there are no mails in it: they come in "
		    "English until you put texts of yours below "
		    "mail_templates and set language_code");
	else {
		turn_text(turn, turn->where, tags[0]);
		turn_set(turn, "mail_languages", tags);
	}
}
