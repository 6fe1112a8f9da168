#include "op/sign_in.h"

#include "auth/password.h"
#include "base/arena.h"
#include "op/call.h"
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

enum verdict
sign_in(struct call *call, enum message refusal)
{
	const char *password = call_text(call, FIELD_PASSWORD);
	struct user *user = arena_alloc(call->arena, sizeof(*user));
	enum verdict verdict;
	int found;

	found = user_find_by_name(call->db, call->arena,
	    call_text(call, FIELD_USERNAME), user);
	if (found == -1)
		return VERDICT_UNAVAILABLE;
	if (found == 0) {
		password_waste(password);
		return call_refuse(call, FIELD_NONE, refusal);
	}
	call->target = user;	/* whom the log names */
	if (!password_matches(user->hash, password) || !user->is_active)
		return call_refuse(call, FIELD_NONE, refusal);
	verdict = hold(call, user);
	return verdict == VERDICT_DONE ? sign_in_seen(call, user) : verdict;
}
