#include "store/user.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "auth/password.h"
#include "auth/policy.h"
#include "base/arena.h"
#include "base/codec.h"
#include "base/unicode.h"
#include "conf/conf.h"
#include "ctl/cell.h"
#include "ctl/ctl.h"
#include "ctl/desk.h"
#include "ctl/prompt.h"
#include "op/check.h"
#include "store/db.h"
#include "store/email_change.h"

#define NAME_WIDTH	20	/* of 80 columns */
#define EMAIL_WIDTH	30

static void
say_fault(const struct conf_api *api, enum policy_fault fault)
{
	static const char *const texts[] = {
		[POLICY_SIMILAR_USERNAME]   = "too similar to the name",
		[POLICY_SIMILAR_FIRST_NAME] = "too similar to the first name",
		[POLICY_SIMILAR_LAST_NAME]  = "too similar to the last name",
		[POLICY_SIMILAR_EMAIL]	    = "too similar to the e-mail",
		[POLICY_TOO_COMMON]	    = "too common",
		[POLICY_ALL_NUMERIC]	    = "entirely numeric",
	};

	if (fault == POLICY_TOO_SHORT)
		ctl_say("the password has less than %" PRId64 " characters",
		    api->password_min_length);
	else
		ctl_say("the password is %s", texts[fault]);
}

static bool
policy_allows(const struct desk *desk, const struct user *user,
    const char *password)
{
	const struct conf_api *api = &desk->conf->apis[0];
	enum policy_fault faults[POLICY_FAULTS];
	size_t count, i;

	if (policy_prepare(desk->conf->common_passwords) == -1)
		return false;
	count = policy_check(api, user, password, faults);
	for (i = 0; i < count; i++)
		say_fault(api, faults[i]);
	if (count > 0)
		ctl_say("--force takes it all the same");
	return count == 0;
}

/* As the API takes it: without white space around it. NULL: said. */
static const char *
ask_password(struct arena *arena)
{
	const char *password = prompt_new_password(arena);
	size_t length;

	if (password == NULL)
		return NULL;
	length = strlen(password);
	unicode_trim(&password, &length);
	if (length > 0)
		return arena_copy(arena, password, length);
	ctl_say("the password is nothing but white space");
	return NULL;
}

/* Asks for the user's new password and hashes it. */
static enum exits
make_hash(const struct desk *desk, const struct ctl *ctl,
    const struct user *user, char hash[PASSWORD_HASH_SIZE])
{
	const char *password = ask_password(desk->arena);

	if (password == NULL)
		return EXIT_FAILED;
	password_prepare(desk->conf);
	if (ctl_value(ctl, "force") == NULL &&
	    !policy_allows(desk, user, password))
		return EXIT_FAILED;
	return password_hash(hash, PASSWORD_HASH_SIZE, password) == 0 ?
	    EXIT_OK : EXIT_FAILED;
}

/* The name as it is stored, or NULL, said. */
static const char *
stored_name(struct arena *arena, const char *name)
{
	if (codec_is_utf8(name, strlen(name)) && check_is_username(name)) {
		name = unicode_nfkc(arena, name);
		if (codec_utf8_length(name, strlen(name)) <=
		    USER_NAME_MAXIMUM)
			return name;
	}
	ctl_say("a name has 1 to %d letters, digits or any of @.+-_",
	    USER_NAME_MAXIMUM);
	return NULL;
}

/* The address with its domain in lower case, or NULL, said. */
static const char *
stored_email(struct arena *arena, const char *email)
{
	const char *at;

	if (email == NULL || *email == '\0')
		return "";
	if (!codec_is_utf8(email, strlen(email)) || !check_is_email(email) ||
	    codec_utf8_length(email, strlen(email)) > USER_EMAIL_MAXIMUM) {
		ctl_say("%s is no e-mail address", email);
		return NULL;
	}
	at = strrchr(email, '@');
	return arena_printf(arena, "%.*s%s", (int)(at - email), email,
	    unicode_lower(arena, at));
}

/* Where the table has one column for both, the name is the address. */
static const char *
stored_address(struct arena *arena, const char *name, const char *email)
{
	if (*name != '\0' && (email == NULL || strcmp(email, name) == 0))
		return stored_email(arena, name);
	ctl_say(*name == '\0' ? "a name is an address here" :
	    "--email: the name is the address here");
	return NULL;
}

/* False, and said, if they are none. */
static bool
take_names(const struct desk *desk, const struct ctl *ctl, struct user *user_r)
{
	const struct conf_user *accounts = &desk->conf->database.accounts;
	const char *email = ctl_value(ctl, "email");

	if (strcmp(accounts->username, accounts->email) == 0) {
		user_r->email = stored_address(desk->arena, ctl->argument,
		    email);
		user_r->username = user_r->email;
	} else {
		user_r->username = stored_name(desk->arena, ctl->argument);
		user_r->email = stored_email(desk->arena, email);
	}
	return user_r->username != NULL && user_r->email != NULL;
}

/* What the table has no column for must not seem to be done. */
static bool
can_be_set(const struct ctl *ctl, const char *option, const char *column)
{
	if (ctl_value(ctl, option) == NULL || column[0] != '\0')
		return true;
	ctl_say("--%s: the table of accounts has no column for it", option);
	return false;
}

static bool
take_flags(const struct desk *desk, const struct ctl *ctl, struct user *user_r)
{
	const struct conf_user *accounts = &desk->conf->database.accounts;

	user_r->is_active = ctl_value(ctl, "inactive") == NULL;
	user_r->is_staff = ctl_value(ctl, "staff") != NULL;
	user_r->is_superuser = ctl_value(ctl, "superuser") != NULL;
	return can_be_set(ctl, "inactive", accounts->is_active) &&
	    can_be_set(ctl, "staff", accounts->is_staff) &&
	    can_be_set(ctl, "superuser", accounts->is_superuser);
}

static enum exits
store_new(struct desk *desk, struct user *user)
{
	switch (user_create(desk->db, desk->arena, &desk->conf->database, user,
	    NULL)) {
	case 0:
		break;
	case DB_DUPLICATE:
		ctl_say("there is a user %s already", user->username);
		return EXIT_FAILED;
	default:
		return desk_say_database(desk);
	}
	if (db_commit(desk->db) == -1)
		return desk_say_database(desk);
	printf("user %s has the id %s\n", user->username, user->id);
	return EXIT_OK;
}

static enum exits
add(struct desk *desk, const struct ctl *ctl)
{
	char hash[PASSWORD_HASH_SIZE];
	struct user other, user = {
		.hash = hash, .first_name = "", .last_name = "",
	};
	enum exits result;

	if (!take_names(desk, ctl, &user) || !take_flags(desk, ctl, &user))
		return EXIT_USAGE;
	switch (user_find_by_name(desk->db, desk->arena, user.username,
	    &other)) {
	case 0:
		break;
	case 1:
		ctl_say("there is a user %s already", other.username);
		return EXIT_FAILED;
	default:
		return desk_say_database(desk);
	}
	result = make_hash(desk, ctl, &user, hash);
	return result == EXIT_OK ? store_new(desk, &user) : result;
}

static enum exits
set_password(struct desk *desk, const struct ctl *ctl)
{
	char hash[PASSWORD_HASH_SIZE];
	struct user user;
	enum exits result;

	if (!codec_is_utf8(ctl->argument, strlen(ctl->argument)))
		return EXIT_USAGE;
	switch (user_find_by_name(desk->db, desk->arena, ctl->argument,
	    &user)) {
	case 1:
		break;
	case 0:
		ctl_say("there is no user %s", ctl->argument);
		return EXIT_FAILED;
	default:
		return desk_say_database(desk);
	}
	if ((result = make_hash(desk, ctl, &user, hash)) != EXIT_OK)
		return result;
	if (user_set_hash(desk->db, user.id, hash) == -1 ||
	    email_change_cancel(desk->db, user.id) == -1 ||
	    db_commit(desk->db) == -1)
		return desk_say_database(desk);
	return EXIT_OK;
}

static enum exits
list(struct desk *desk, const struct ctl *ctl)
{
	struct users users;
	size_t i;

	(void)ctl;
	if (user_list(desk->db, desk->arena, INT32_MAX, &users) == -1)
		return desk_say_database(desk);
	printf("%8s %-*s %-*s %s\n", "id", NAME_WIDTH, "name", EMAIL_WIDTH,
	    "e-mail", "is");
	for (i = 0; i < users.count; i++) {
		const struct user *user = &users.list[i];

		printf("%8s ", user->id);
		cell_print(user->username, NAME_WIDTH);
		putchar(' ');
		cell_print(user->email, EMAIL_WIDTH);
		printf("%s%s\n", user->is_superuser ? " superuser" :
		    user->is_staff ? " staff" : "",
		    user->is_active ? "" : " inactive");
	}
	return EXIT_OK;
}

static enum exits
user_add(const struct ctl *ctl)
{
	return desk_work(ctl, add);
}

static enum exits
user_set_password(const struct ctl *ctl)
{
	return desk_work(ctl, set_password);
}

static enum exits
user_list_all(const struct ctl *ctl)
{
	return desk_work(ctl, list);
}

static const struct ctl_option add_options[] = {
	{ "email", "ADDRESS", "the user's e-mail" },
	{ "staff", NULL, "sees and changes all accounts" },
	{ "superuser", NULL, "sets is_superuser, for Django" },
	{ "inactive", NULL, "cannot sign in until it is activated" },
	{ "force", NULL, "does not ask whether the password is a good one" },
	{ 0 },
};

static const struct ctl_option set_password_options[] = {
	{ "force", NULL, "does not ask whether the password is a good one" },
	{ 0 },
};

const struct ctl_command ctl_user_add = {
	"user add", "NAME", "makes an account; asks for its password",
	add_options, user_add
};

const struct ctl_command ctl_user_set_password = {
	"user set-password", "NAME", "asks for a new password",
	set_password_options, user_set_password
};

const struct ctl_command ctl_user_list = {
	"user list", NULL, "lists the accounts", NULL, user_list_all
};
