#include "op/sign_in.h"

#include <string.h>

#include "auth/password.h"
#include "base/arena.h"
#include "op/call.h"
#include "op/device.h"
#include "op/hold.h"
#include "store/pending.h"

enum verdict
sign_in_seen(struct call *call, const struct user *user)
{
	if (user->is_active && user->is_pending &&
	    pending_end(call->db, user->id) == -1)
		return VERDICT_UNAVAILABLE;
	return VERDICT_DONE;
}

/* Who was first, of those who can sign in; who came later takes nothing. */
static const struct user *
owner(const struct users *users)
{
	size_t i;

	for (i = 0; i < users->count; i++)
		if (users->list[i].is_active)
			return &users->list[i];
	return users->count > 0 ? &users->list[0] : NULL;
}

int
sign_in_find_address(struct call *call, const char *address,
    struct user *user_r)
{
	const struct user *user;
	struct users users;

	if (strchr(address, '@') == NULL)
		return 0;
	if (user_list_by_email(call->db, call->arena, address, &users) == -1)
		return -1;
	if ((user = owner(&users)) != NULL)
		*user_r = *user;
	return user != NULL;
}

/* An address comes first: nobody can take another's by it for a user name. */
int
sign_in_find(struct call *call, const char *text, struct user *user_r)
{
	const char *by = call->api->login_by;
	int found = 0;

	if (strcmp(by, "username") != 0)
		found = sign_in_find_address(call, text, user_r);
	if (found == 0 && strcmp(by, "email") != 0)
		found = user_find_by_name(call->db, call->arena, text, user_r);
	return found;
}

/*
 * What the account's hash should be, or NULL to let it be. It is made before
 * the account is held, as that takes long. Without memory for a better one the
 * old one does.
 */
static const char *
upgraded(struct call *call, const struct user *user)
{
	char *hash;

	if (!call->conf->password_upgrade || !password_is_stale(user->hash))
		return NULL;
	hash = arena_alloc(call->arena, PASSWORD_HASH_SIZE);
	return password_hash(hash, PASSWORD_HASH_SIZE,
	    call_text(call, FIELD_PASSWORD)) == 0 ? hash : NULL;
}

static enum verdict
replace_hash(struct call *call, struct user *user, const char *hash)
{
	if (user_set_hash(call->db, user->id, hash) == -1)
		return VERDICT_UNAVAILABLE;
	user->hash = hash;	/* what the session and JWTs are tied to */
	return VERDICT_DONE;
}

enum verdict
sign_in_as(struct call *call, int found, struct user *user,
    const struct sign_in_words *words)
{
	const char *password = call_text(call, FIELD_PASSWORD);
	const char *hash;
	enum verdict verdict;

	if (found == -1)
		return VERDICT_UNAVAILABLE;
	if (found == 0) {
		password_waste(password);
		return call_refuse(call, FIELD_NONE, words->unknown);
	}
	call->target = user;	/* whom the log names */
	if (!password_matches(user->id, user->hash, password))
		return call_refuse(call, FIELD_NONE, words->unknown);
	if (!user->is_active)
		return call_refuse(call, FIELD_NONE, user->is_pending ?
		    words->pending : words->inactive);
	hash = upgraded(call, user);
	verdict = hold(call, user);
	if (verdict == VERDICT_DONE && hash != NULL)
		verdict = replace_hash(call, user, hash);
	if (verdict == VERDICT_DONE)
		verdict = sign_in_seen(call, user);
	return verdict == VERDICT_DONE ? device_seen(call, user) : verdict;
}

enum verdict
sign_in(struct call *call, enum message refusal)
{
	const struct sign_in_words words = { refusal, refusal, refusal };
	struct user *user = arena_alloc(call->arena, sizeof(*user));

	return sign_in_as(call, sign_in_find(call,
	    call_text(call, FIELD_USERNAME), user), user, &words);
}
