/* passwords: hashers and validators. */

#include <stdio.h>
#include <string.h>

#include "adopt/convert.h"
#include "adopt/dump.h"
#include "adopt/plan.h"
#include "base/arena.h"
#include "base/node.h"
#include "conf/setting.h"

static const struct {
	const char	*class_name, *algorithm;
} hashers[] = {
	{ "PBKDF2PasswordHasher", "pbkdf2_sha256" },
	{ "PBKDF2SHA1PasswordHasher", "pbkdf2_sha1" },
	{ "Argon2PasswordHasher", "argon2" },
	{ "BCryptSHA256PasswordHasher", "bcrypt_sha256" },
	{ "ScryptPasswordHasher", "scrypt" },
};

/* What a release takes that says nothing else (its PBKDF2PasswordHasher). */
static const struct {
	const char	*django;
	int64_t		 rounds;
} rounds[] = {
	{ "3.0.", 180000 }, { "3.1.", 216000 }, { "3.2.", 260000 },
	{ "4.0.", 320000 }, { "4.1.", 390000 }, { "4.2.", 600000 },
	{ "5.0.", 720000 }, { "5.1.", 870000 }, { "5.2.", 1000000 },
	{ "6.0.", 1200000 }, { "6.1.", 1500000 },
};

/* The first of the list, by what it calls itself. */
static const char *
first_algorithm(const struct turn *turn)
{
	const char *const *texts;
	const char *word;
	size_t i;

	if (turn->dump->hashers != NULL && turn->dump->hashers->first != NULL)
		return node_text(turn->dump->hashers->first, "algorithm");
	if ((texts = turn_texts(turn)) == NULL || texts[0] == NULL)
		return NULL;
	word = convert_word(texts[0]);
	for (i = 0; i < sizeof(hashers) / sizeof(hashers[0]); i++)
		if (strcmp(hashers[i].class_name, word) == 0)
			return hashers[i].algorithm;
	return word;
}

/* Those of the hasher itself, or those of the release; 0: unknown. */
static int64_t
rounds_of(const struct dump *dump, const char *algorithm)
{
	const struct node *hasher = dump->hashers != NULL ?
	    dump->hashers->first : NULL;
	char release[16];
	size_t i;

	for (; hasher != NULL; hasher = hasher->next) {
		const char *name = node_text(hasher, "algorithm");
		const struct node *count = node_member(hasher, "rounds");

		if (name != NULL && strcmp(name, algorithm) == 0 &&
		    count != NULL && count->kind == NODE_NUMBER &&
		    count->number >= 1 && count->number < 1e9)
			return (int64_t)count->number;
	}
	snprintf(release, sizeof(release), "%s.", dump->django != NULL ?
	    dump->django : "");
	for (i = 0; i < sizeof(rounds) / sizeof(rounds[0]); i++)
		if (strncmp(release, rounds[i].django,
		    strlen(rounds[i].django)) == 0)
			return rounds[i].rounds;
	return 0;
}

void
take_hashers(const struct turn *turn)
{
	const char *algorithm = first_algorithm(turn);
	int64_t count;

	if (algorithm == NULL || strcmp(algorithm, "yescrypt") == 0 ||
	    !setting_has_choice(setting_find(CONF_GLOBAL, "hasher"),
	    algorithm)) {
		if (algorithm != NULL)
			turn_lost(turn, "hashes of the kind %s are read if "
			    "Django itself has them, and not written; new "
			    "ones are pbkdf2_sha256: let PASSWORD_HASHERS list "
			    "that, too", algorithm);
		algorithm = "pbkdf2_sha256";
	}
	turn_text(turn, "hasher", algorithm);
	if (strncmp(algorithm, "pbkdf2_", 7) == 0 &&
	    (count = rounds_of(turn->dump, algorithm)) > 0)
		turn_number(turn, "pbkdf2_rounds", count);
}

static const struct {
	const char	*class_name, *word;
} validators[] = {
	{ "UserAttributeSimilarityValidator", "similarity" },
	{ "MinimumLengthValidator", "length" },
	{ "CommonPasswordValidator", "common" },
	{ "NumericPasswordValidator", "numeric" },
};

/* What a validator is given; min_length of another one is none of ours. */
static void
take_option(const struct turn *turn, const char *word,
    const struct node *option)
{
	struct turn of_option = *turn;

	of_option.value = option;
	of_option.where = "api.password_min_length";
	if (strcmp(word, "length") == 0 &&
	    strcmp(option->name, "min_length") == 0)
		take_number(&of_option);
	else
		turn_lost(turn, "the option %s of %s cannot be set",
		    option->name, word);
}

static const char *
take_validator(const struct turn *turn, const struct node *validator)
{
	const char *name = node_text(validator, "NAME");
	const struct node *options = node_member(validator, "OPTIONS");
	const struct node *option = options != NULL ? options->first : NULL;
	const char *word;
	size_t i;

	if (name == NULL)
		name = "(none)";
	word = convert_word(name);
	for (i = 0; i < sizeof(validators) / sizeof(validators[0]); i++) {
		if (strcmp(validators[i].class_name, word) != 0)
			continue;
		for (; option != NULL && options->kind == NODE_OBJECT;
		    option = option->next)
			take_option(turn, validators[i].word, option);
		return validators[i].word;
	}
	turn_lost(turn, "%s is code of yours, and is not run: passwords that "
	    "it would refuse are taken", name);
	return NULL;
}

static size_t
count_of(const struct node *list)
{
	const struct node *item;
	size_t count = 0;

	for (item = list->first; item != NULL; item = item->next)
		count++;
	return count;
}

void
take_validators(const struct turn *turn)
{
	const struct node *item = turn->value->first;
	const char **words = arena_alloc(turn->plan->arena,
	    (count_of(turn->value) + 1) * sizeof(*words));
	size_t count = 0;

	if (turn->value->kind != NODE_LIST) {
		turn_lost(turn, "it is no list");
		return;
	}
	for (; item != NULL; item = item->next)
		if ((words[count] = take_validator(turn, item)) != NULL)
			count++;
	turn_set(turn, turn->where, words);
}
