#include "op/credential.h"

#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/codec.h"
#include "http/request.h"
#include "op/call.h"
#include "op/forgery.h"
#include "op/grant.h"
#include "op/session_cookie.h"
#include "op/sign_in.h"
#include "op/token_cookie.h"
#include "store/token.h"

#define WORDS 3			/* more are as wrong as three */

struct credential {
	const char	*words[WORDS];
	size_t		 count;
};

/* The words of a header, which may be NULL. */
static void
split(struct arena *arena, struct credential *credential, const char *header)
{
	static const char space[] = " \t";

	credential->count = 0;
	if (header == NULL)
		return;
	header += strspn(header, space);
	while (*header != '\0' && credential->count < WORDS) {
		size_t length = strcspn(header, space);

		credential->words[credential->count++] =
		    arena_copy(arena, header, length);
		header += length;
		header += strspn(header, space);
	}
}

/* Simplejwt's classes of tokens. */
static const struct {
	const char		*name, *type_name;
	enum bearer_type	 type;
} classes[] = {
	{ "AccessToken",	"access",	BEARER_ACCESS },
	{ "SlidingToken",	"sliding",	BEARER_SLIDING },
};

#define CLASSES (sizeof(classes) / sizeof(classes[0]))

/*
 * As each of the api's classes in turn. 1 if it is one of them; 0, and what
 * was wrong with it as each; or -1.
 */
static int
try_classes(struct call *call, const char *text, struct bearer *bearer_r,
    const struct tried **tried_r)
{
	const char *const *name = call->api->auth_token_classes;
	struct tried *tried = arena_alloc(call->arena,
	    (CLASSES + 1) * sizeof(*tried));

	*tried_r = tried;
	for (; *name != NULL; name++) {
		size_t i = strcmp(*name, classes[0].name) == 0 ? 0 : 1;
		enum message wrong;
		int good = grant_judge(call, text, classes[i].type, bearer_r,
		    &wrong);

		if (good != 0)
			return good;
		*tried++ = (struct tried){ classes[i].name,
		    classes[i].type_name, refusal_messages[wrong].text };
	}
	return 0;
}

static enum verdict
refuse_bearer(struct call *call, const struct tried *tried)
{
	struct refusals *refusals = &call->refusals;

	call_refuse(call, FIELD_NONE, MSG_BEARER_NOT_VALID);
	refusals->list[refusals->count - 1].tried = tried;
	return VERDICT_REFUSED;
}

/* What to say of an account that is gone or switched off. */
struct trouble {
	enum message gone, inactive;
	bool may_be_inactive;
};

static enum verdict
accept(struct call *call, int found, struct user *user,
    const struct trouble *trouble)
{
	if (found == -1)
		return VERDICT_UNAVAILABLE;
	if (found == 0)
		return call_refuse(call, FIELD_NONE, trouble->gone);
	if (!user->is_active && !trouble->may_be_inactive)
		return call_refuse(call, FIELD_NONE, trouble->inactive);
	call->user = user;
	return sign_in_seen(call, user);
}

/* The gate believes what a JWT says, unless something asks for more. */
static bool
is_believed(const struct call *call)
{
	return (call->op->flags & OP_GUARDS) != 0 &&
	    !call->api->gate_looks_up && !call->api->check_revoke_token &&
	    !permission_looks_closer(call);
}

/* What is nobody's id would pass without a name. */
static enum verdict
believe(struct call *call, const struct bearer *bearer)
{
	struct user *user = arena_alloc(call->arena, sizeof(*user));

	if (*bearer->user_id == '\0')
		return call_refuse(call, FIELD_NONE, MSG_BEARER_USER_GONE);
	*user = (struct user){ .id = bearer->user_id };
	call->user = user;
	return VERDICT_DONE;
}

static enum verdict
identify_by_jwt(struct call *call, const char *text)
{
	const struct trouble trouble = {
		MSG_BEARER_USER_GONE, MSG_BEARER_USER_INACTIVE,
		!call->api->check_user_is_active };
	struct user *user = arena_alloc(call->arena, sizeof(*user));
	const struct tried *tried;
	struct bearer bearer;
	enum verdict verdict;
	int good = try_classes(call, text, &bearer, &tried);

	if (good != 1)
		return good == -1 ? VERDICT_UNAVAILABLE :
		    refuse_bearer(call, tried);
	if (bearer.user_id == NULL)
		return call_refuse(call, FIELD_NONE, MSG_BEARER_WITHOUT_USER);
	if (is_believed(call))
		return believe(call, &bearer);
	verdict = accept(call, user_find(call->db, call->arena,
	    bearer.user_id, user), user, &trouble);
	if (verdict == VERDICT_DONE &&
	    !grant_fits_password(call, &bearer, user))
		return call_refuse(call, FIELD_NONE,
		    MSG_BEARER_PASSWORD_CHANGED);
	/* One that does not tell is as old as can be. */
	if (verdict == VERDICT_DONE)
		call->jwt_issued = bearer.issued > 0 ? bearer.issued : 1;
	return verdict;
}

static enum verdict
identify_by_key(struct call *call, const char *key)
{
	static const struct trouble trouble = {
		MSG_TOKEN_UNKNOWN, MSG_TOKEN_USER_INACTIVE, false };
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

static bool
takes_keys(const struct call *call)
{
	return conf_list_has(call->api->default_authentication_classes,
	    "TokenAuthentication");
}

/* A front end may send an opaque key behind the word that JWTs have. */
static enum verdict
identify_by_bearer(struct call *call, const struct credential *sent)
{
	enum verdict verdict;

	if (sent->count != 2)
		return call_refuse(call, FIELD_NONE, MSG_BEARER_HEADER);
	if (!takes_keys(call) || !is_key(sent->words[1]))
		return identify_by_jwt(call, sent->words[1]);
	verdict = identify_by_key(call, sent->words[1]);
	if (verdict != VERDICT_REFUSED ||
	    call->refusals.list[0].message != MSG_TOKEN_UNKNOWN)
		return verdict;
	call->refusals.count = 0;
	return identify_by_jwt(call, sent->words[1]);
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

static const char *
jwt_header(const struct call *call)
{
	return request_header(call->request, call->api->auth_header_name);
}

static bool
is_jwt_word(const struct call *call, const char *word)
{
	return conf_list_has(call->api->auth_header_types, word);
}

static const char *
token_header(const struct call *call)
{
	return call->request->authorization;
}

static bool
is_token_word(const struct call *call, const char *word)
{
	(void)call;
	return strcasecmp(word, "Token") == 0;
}

/* Each takes what is sent in its header if the first word is one of its own;
 * SessionAuthentication has none. */
static const struct authenticator {
	const char	*name;
	const char	*(*header)(const struct call *call);
	bool		 (*is_word)(const struct call *call, const char *word);
	enum verdict	 (*identify)(struct call *call,
			    const struct credential *sent);
} authenticators[] = {
	{ "JWTAuthentication", jwt_header, is_jwt_word, identify_by_bearer },
	{ "JWTCookieAuthentication", jwt_header, is_jwt_word,
	    identify_by_bearer },
	{ "TokenAuthentication", token_header, is_token_word,
	    identify_by_token },
	{ "SessionAuthentication", NULL, NULL, NULL },
};

/* One of settings.def's choices. */
static const struct authenticator *
authenticator_named(const char *name)
{
	const struct authenticator *row = authenticators;

	while (strcmp(row->name, name) != 0)
		row++;
	return row;
}

/* Whether a header is one's, and its words. */
static bool
is_sent_to(const struct call *call, const struct authenticator *one,
    struct credential *sent_r)
{
	if (one->header == NULL)
		return false;
	split(call->arena, sent_r, one->header(call));
	return sent_r->count > 0 && one->is_word(call, sent_r->words[0]);
}

bool
credential_is_sent(const struct call *call)
{
	const char *const *name = call->api->default_authentication_classes;
	struct credential sent;

	while (*name != NULL &&
	    !is_sent_to(call, authenticator_named(*name), &sent))
		name++;
	return *name != NULL;
}

static void
forget(struct call *call)
{
	call->refusals.count = 0;
	call->user = NULL;
}

static bool
needs_caller(const struct call *call)
{
	return !permission_admits(call) ||
	    (call->op->flags & (OP_ABOUT_CALLER | OP_ABOUT_ACCOUNT)) != 0;
}

static enum verdict
identify_by_cookie(struct call *call)
{
	const char *token = token_cookie_access(call);
	enum verdict verdict;

	if (token == NULL || !conf_list_has(
	    call->api->default_authentication_classes,
	    "JWTCookieAuthentication"))
		return VERDICT_DONE;
	if ((verdict = forgery_check(call)) == VERDICT_DONE)
		verdict = identify_by_jwt(call, token);
	if (verdict == VERDICT_DONE)
		forgery_offer_token(call);
	if (verdict != VERDICT_REFUSED)
		return verdict;
	call->user = NULL;
	if (needs_caller(call))
		return verdict;
	forget(call);
	return VERDICT_DONE;
}

/* Not of a page of ours, it is as if it were not there where it can be. */
static enum verdict
identify_by_session(struct call *call)
{
	struct user *user = arena_alloc(call->arena, sizeof(*user));
	int found = session_cookie_user(call, user);
	enum verdict verdict;

	if (found != 1)
		return found == -1 ? VERDICT_UNAVAILABLE : VERDICT_DONE;
	verdict = forgery_check_session(call);
	if (verdict == VERDICT_DONE) {
		call->user = user;
		forgery_offer_token(call);
		return sign_in_seen(call, user);
	}
	if (needs_caller(call) && !credential_is_sent(call))
		return verdict;
	forget(call);
	return VERDICT_DONE;
}

static enum verdict
identify(struct call *call)
{
	const char *const *name = call->api->default_authentication_classes;
	struct credential sent;
	enum verdict verdict;

	for (; *name != NULL; name++) {
		const struct authenticator *one = authenticator_named(*name);

		if (is_sent_to(call, one, &sent))
			return one->identify(call, &sent);
		if (one->identify != NULL)
			continue;
		verdict = identify_by_session(call);
		if (verdict != VERDICT_DONE || call->user != NULL)
			return verdict;
	}
	return identify_by_cookie(call);
}

enum verdict
credential_identify(struct call *call)
{
	return (call->op->flags & OP_BLIND) != 0 ? VERDICT_DONE :
	    identify(call);
}

enum verdict
credential_recognize(struct call *call)
{
	enum verdict verdict = identify(call);

	if (verdict != VERDICT_REFUSED)
		return verdict;
	forget(call);
	return VERDICT_DONE;
}
