#include "op/credential.h"

#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/codec.h"
#include "http/request.h"
#include "op/call.h"
#include "store/token.h"

#define WORDS 3			/* more are as wrong as three */

struct credential {
	const char	*words[WORDS];
	size_t		 count;
};

static void
split(struct arena *arena, struct credential *credential, const char *header)
{
	static const char space[] = " \t";

	header += strspn(header, space);
	while (*header != '\0' && credential->count < WORDS) {
		size_t length = strcspn(header, space);

		credential->words[credential->count++] =
		    arena_copy(arena, header, length);
		header += length;
		header += strspn(header, space);
	}
}

enum message
credential_message(enum bearer_fault fault)
{
	static const enum message messages[] = {
		[BEARER_INVALID]	= MSG_JWT_INVALID,
		[BEARER_EXPIRED]	= MSG_JWT_EXPIRED,
		[BEARER_WRONG_TYPE]	= MSG_JWT_WRONG_TYPE,
		[BEARER_WITHOUT_EXPIRY]	= MSG_JWT_WITHOUT_EXPIRY,
		[BEARER_WITHOUT_ID]	= MSG_JWT_WITHOUT_ID,
		[BEARER_WITHOUT_TYPE]	= MSG_JWT_WITHOUT_TYPE,
	};

	return messages[fault];
}

static enum verdict
refuse_bearer(struct call *call, enum message why)
{
	struct refusals *refusals = &call->refusals;

	call_refuse(call, FIELD_NONE, MSG_BEARER_NOT_VALID);
	refusals->list[refusals->count - 1].again = refusal_messages[why].text;
	return VERDICT_REFUSED;
}

/* What to say of an account that is gone or switched off. */
struct trouble {
	enum message gone, inactive;
};

static enum verdict
accept(struct call *call, int found, struct user *user,
    const struct trouble *trouble)
{
	if (found == -1)
		return VERDICT_UNAVAILABLE;
	if (found == 0)
		return call_refuse(call, FIELD_NONE, trouble->gone);
	if (!user->is_active)
		return call_refuse(call, FIELD_NONE, trouble->inactive);
	call->user = user;
	return VERDICT_DONE;
}

static enum verdict
identify_by_jwt(struct call *call, const char *text)
{
	static const struct trouble trouble = {
		MSG_BEARER_USER_GONE, MSG_BEARER_USER_INACTIVE };
	struct user *user = arena_alloc(call->arena, sizeof(*user));
	enum bearer_fault fault;
	struct bearer bearer;

	fault = bearer_read(call->arena, call->api, text, BEARER_ACCESS,
	    &bearer);
	if (fault != BEARER_GOOD)
		return refuse_bearer(call, credential_message(fault));
	if (bearer.user_id == -1)
		return call_refuse(call, FIELD_NONE, MSG_BEARER_WITHOUT_USER);
	return accept(call, user_find(call->db, call->arena, bearer.user_id,
	    user), user, &trouble);
}

static enum verdict
identify_by_key(struct call *call, const char *key)
{
	static const struct trouble trouble = {
		MSG_TOKEN_UNKNOWN, MSG_TOKEN_USER_INACTIVE };
	struct user *user = arena_alloc(call->arena, sizeof(*user));

	return accept(call, user_find_by_token(call->db, call->arena, key,
	    user), user, &trouble);
}

/* Of hex digits in any case: the column compares so, too. */
static bool
is_key(const char *text)
{
	return strlen(text) == TOKEN_KEY_LENGTH &&
	    strspn(text, "0123456789abcdefABCDEF") == TOKEN_KEY_LENGTH;
}

/* A front end may send an opaque key behind the word that JWTs have. */
static enum verdict
identify_by_bearer(struct call *call, const struct credential *sent)
{
	enum verdict verdict;

	if (sent->count != 2)
		return call_refuse(call, FIELD_NONE, MSG_BEARER_HEADER);
	if (!is_key(sent->words[1]))
		return identify_by_jwt(call, sent->words[1]);
	verdict = identify_by_key(call, sent->words[1]);
	if (verdict != VERDICT_REFUSED ||
	    call->refusals.list[0].message != MSG_TOKEN_UNKNOWN)
		return verdict;
	call->refusals.count = 0;
	return refuse_bearer(call, MSG_JWT_INVALID);
}

static enum verdict
identify_by_token(struct call *call, const struct credential *sent)
{
	if (sent->count == 1)
		return call_refuse(call, FIELD_NONE, MSG_TOKEN_HEADER_EMPTY);
	if (sent->count > 2)
		return call_refuse(call, FIELD_NONE, MSG_TOKEN_HEADER_SPACES);
	if (!codec_is_utf8(sent->words[1], strlen(sent->words[1])))
		return call_refuse(call, FIELD_NONE,
		    MSG_TOKEN_HEADER_CHARACTERS);
	if (!is_key(sent->words[1]))
		return call_refuse(call, FIELD_NONE, MSG_TOKEN_UNKNOWN);
	return identify_by_key(call, sent->words[1]);
}

static bool
takes(const struct call *call, const char *authentication)
{
	return conf_list_has(call->api->default_authentication_classes,
	    authentication);
}

enum verdict
credential_identify(struct call *call)
{
	struct credential sent = { .count = 0 };

	if ((call->op->flags & OP_BLIND) != 0 ||
	    call->request->authorization == NULL)
		return VERDICT_DONE;
	split(call->arena, &sent, call->request->authorization);
	if (sent.count == 0)
		return VERDICT_DONE;
	if (takes(call, "JWTAuthentication") &&
	    conf_list_has(call->api->auth_header_types, sent.words[0]))
		return identify_by_bearer(call, &sent);
	if (takes(call, "TokenAuthentication") &&
	    strcasecmp(sent.words[0], "Token") == 0)
		return identify_by_token(call, &sent);
	return VERDICT_DONE;
}
