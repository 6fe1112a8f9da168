#include "auth/bearer.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include <json-c/json.h>

#include "auth/mark.h"
#include "auth/signature.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/codec.h"
#include "base/random.h"
#include "conf/conf.h"
#include "store/user.h"

#define TOKEN_MAXIMUM	8192
#define TIME_MAXIMUM	253402300799	/* the end of the year 9999 */
#define DEPTH		8
#define JTI_BYTES	16
#define HEADER_SIZE	64

static const char *const type_names[] = {
	[BEARER_ANY]	 = NULL,
	[BEARER_ACCESS]	 = "access",
	[BEARER_REFRESH] = "refresh",
	[BEARER_SLIDING] = "sliding",
};

/*
 * Header parameters that bring a key or must be understood (RFC 7515). There
 * is one key only, so kid says nothing.
 */
static const char *const refused_parameters[] = {
	"crit", "jku", "jwk", "x5u", NULL
};

/* --- making --------------------------------------------------------------- */

/* Claims that need not be there have a name all the same. */
static const char *
type_claim(const struct conf_api *api)
{
	return *api->token_type_claim != '\0' ? api->token_type_claim :
	    "token_type";
}

static const char *
jti_claim(const struct conf_api *api)
{
	return *api->jti_claim != '\0' ? api->jti_claim : "jti";
}

static int64_t
lifetime(const struct conf_api *api, enum bearer_type type)
{
	switch (type) {
	case BEARER_REFRESH:
		return api->refresh_token_lifetime;
	case BEARER_SLIDING:
		return api->sliding_token_lifetime;
	default:
		return api->access_token_lifetime;
	}
}

/* {"alg":...,"typ":"JWT"}, which we, simplejwt and most others write. */
static void
usual_header(char header[HEADER_SIZE], const char *algorithm)
{
	char text[HEADER_SIZE / 2];
	int length = snprintf(text, sizeof(text),
	    "{\"alg\":\"%s\",\"typ\":\"JWT\"}", algorithm);

	codec_base64url(header, text, (size_t)length);
}

static void
add_name(struct buf *out, const char *name)
{
	buf_char(out, ',');
	buf_string(out, name);
	buf_char(out, ':');
}

static void
add_text(struct buf *out, const char *name, const char *text)
{
	add_name(out, name);
	buf_string(out, text);
}

static void
add_number(struct buf *out, const char *name, int64_t number)
{
	add_name(out, name);
	buf_integer(out, number);
}

/* In simplejwt's order. user_id is a text, as its newest release has it. */
static void
add_claims(struct buf *out, const struct conf_api *api,
    const struct bearer *bearer)
{
	add_text(out, type_claim(api), type_names[bearer->type]);
	add_number(out, "exp", bearer->expires);
	add_number(out, "iat", bearer->issued);
	add_text(out, jti_claim(api), bearer->jti);
	if (bearer->refreshable != -1)
		add_number(out, api->sliding_token_refresh_exp_claim,
		    bearer->refreshable);
	if (bearer->user_id != NULL) {
		add_name(out, api->user_id_claim);
		buf_string(out, bearer->user_id);
	}
	buf_text(out, bearer->others);
	if (api->audience != NULL)
		add_text(out, "aud", api->audience);
	if (api->issuer != NULL)
		add_text(out, "iss", api->issuer);
}

/* The bytes as base64url behind what is there. */
static void
add_coded(struct buf *out, struct arena *arena, const void *bytes,
    size_t length)
{
	char *text = arena_alloc(arena, CODEC_BASE64URL_SIZE(length));

	codec_base64url(text, bytes, length);
	buf_text(out, text);
}

const char *
bearer_sign(struct arena *arena, const struct conf_api *api,
    const struct bearer *bearer)
{
	unsigned char signature[SIGNATURE_SIZE];
	char header[HEADER_SIZE];
	struct buf claims, token;
	size_t size;

	buf_open(&claims, arena);
	add_claims(&claims, api, bearer);
	claims.text[0] = '{';	/* where the first comma stands */
	buf_char(&claims, '}');
	buf_open(&token, arena);
	usual_header(header, api->algorithm);
	buf_text(&token, header);
	buf_char(&token, '.');
	add_coded(&token, arena, claims.text, claims.length);
	size = signature_make(signature, api, token.text, token.length);
	buf_char(&token, '.');
	add_coded(&token, arena, signature, size);
	return token.text;
}

static void
begin(struct bearer *bearer, struct arena *arena, const struct conf_api *api,
    enum bearer_type type)
{
	char *jti = arena_alloc(arena, 2 * JTI_BYTES + 1);

	random_hex(jti, JTI_BYTES);
	bearer->type = type;
	bearer->jti = jti;
	bearer_prolong(bearer, api);
}

void
bearer_make(struct bearer *bearer_r, struct arena *arena,
    const struct conf_api *api, enum bearer_type type,
    const struct user *user)
{
	char mark[MARK_SIZE];
	struct buf others;

	*bearer_r = (struct bearer){ .user_id = user->id, .refreshable = -1 };
	begin(bearer_r, arena, api, type);
	if (type == BEARER_SLIDING)
		bearer_r->refreshable = bearer_r->issued +
		    api->sliding_token_refresh_lifetime;
	buf_open(&others, arena);
	if (api->check_revoke_token) {
		mark_make(mark, user->hash);
		add_text(&others, api->revoke_token_claim, mark);
	}
	bearer_r->others = others.text;
}

void
bearer_derive(struct bearer *bearer_r, struct arena *arena,
    const struct conf_api *api, enum bearer_type type,
    const struct bearer *from)
{
	*bearer_r = *from;
	begin(bearer_r, arena, api, type);
}

static void
issue_at(struct bearer *bearer, const struct conf_api *api, int64_t time)
{
	bearer->issued = time;
	bearer->expires = time + lifetime(api, bearer->type);
}

void
bearer_repeat(struct bearer *bearer_r, const struct conf_api *api,
    const struct bearer *from, const char *jti, int64_t issued)
{
	*bearer_r = *from;
	bearer_r->type = BEARER_REFRESH;
	bearer_r->jti = jti;
	issue_at(bearer_r, api, issued);
}

void
bearer_prolong(struct bearer *bearer, const struct conf_api *api)
{
	issue_at(bearer, api, clock_now());
}

/* --- reading --------------------------------------------------------------- */

/* The JSON object in a part of a token; the caller's to put. Or NULL. */
static struct json_object *
part_read(struct arena *arena, const char *part, size_t length)
{
	char *text = arena_alloc(arena, length + 1);
	ssize_t size = codec_base64url_read(text, length, part, length);
	struct json_tokener *tokener;
	struct json_object *object;

	if (size <= 0 || (tokener = json_tokener_new_ex(DEPTH)) == NULL)
		return NULL;
	/* Not strict: in json-c 0.18 that refuses all text beyond ASCII. */
	json_tokener_set_flags(tokener, JSON_TOKENER_VALIDATE_UTF8);
	object = json_tokener_parse_ex(tokener, text, (int)size);
	if (!json_object_is_type(object, json_type_object) ||
	    json_tokener_get_parse_end(tokener) != (size_t)size) {
		json_object_put(object);
		object = NULL;
	}
	json_tokener_free(tokener);
	return object;
}

/* The text of a member, or NULL; not beyond a NUL. */
static const char *
member_text(struct json_object *object, const char *name)
{
	struct json_object *member;
	const char *text;

	if (!json_object_object_get_ex(object, name, &member) ||
	    !json_object_is_type(member, json_type_string))
		return NULL;
	text = json_object_get_string(member);
	return strlen(text) == (size_t)json_object_get_string_len(member) ?
	    text : NULL;
}

static bool
member_is(struct json_object *object, const char *name, const char *text)
{
	const char *member = member_text(object, name);

	return member != NULL && strcmp(member, text) == 0;
}

/* The one algorithm of the api, and nothing that names another key. */
static bool
header_is_good(struct arena *arena, const struct conf_api *api,
    const char *part, size_t length)
{
	struct json_object *header;
	char usual[HEADER_SIZE];
	const char *const *name;
	bool good;

	/* Known without being parsed, for jwt/verify's sake. */
	usual_header(usual, api->algorithm);
	if (strlen(usual) == length && memcmp(usual, part, length) == 0)
		return true;
	header = part_read(arena, part, length);
	good = header != NULL && member_is(header, "alg", api->algorithm);
	for (name = refused_parameters; good && *name != NULL; name++)
		good = !json_object_object_get_ex(header, *name, NULL);
	json_object_put(header);
	return good;
}

static bool
is_signed(const struct conf_api *api, const char *token, const char *signature)
{
	unsigned char sent[SIGNATURE_SIZE];
	ssize_t size = codec_base64url_read(sent, sizeof(sent), signature,
	    strlen(signature));

	return size > 0 && strchr(signature, '=') == NULL &&
	    signature_is_good(api, token, (size_t)(signature - token) - 1,
	    sent, (size_t)size);
}

/* The claims of a token that we signed; the caller's to put. Or NULL. */
static struct json_object *
claims_open(struct arena *arena, const struct conf_api *api,
    const char *token)
{
	const char *payload, *signature;

	if (strnlen(token, TOKEN_MAXIMUM + 1) > TOKEN_MAXIMUM ||
	    (payload = strchr(token, '.')) == NULL ||
	    (signature = strchr(++payload, '.')) == NULL ||
	    strchr(++signature, '.') != NULL ||
	    !header_is_good(arena, api, token, (size_t)(payload - token) - 1) ||
	    !is_signed(api, token, signature))
		return NULL;
	return part_read(arena, payload, (size_t)(signature - payload) - 1);
}

/*
 * A number as PyJWT takes it, without its fraction; -1 for what is none, or is
 * not from 0 to the maximum.
 */
static int64_t
claim_number(struct json_object *claim, int64_t maximum)
{
	bool is_fraction = json_object_is_type(claim, json_type_double);
	double number = json_object_get_double(claim);
	int64_t whole;

	if (!is_fraction && !json_object_is_type(claim, json_type_int))
		return -1;
	if (is_fraction && !(number >= 0 && number <= TIME_MAXIMUM))
		return -1;
	whole = is_fraction ? (int64_t)number : json_object_get_int64(claim);
	return whole >= 0 && whole <= maximum ? whole : -1;
}

/* 1; 0 and -1 as the time if there is no such claim; -1 if it is no time. */
static int
claim_time(struct json_object *claims, const char *name, int64_t *time_r)
{
	struct json_object *claim;

	*time_r = -1;
	if (!json_object_object_get_ex(claims, name, &claim))
		return 0;
	*time_r = claim_number(claim, TIME_MAXIMUM);
	return *time_r != -1 ? 1 : -1;
}

static enum bearer_fault
check_times(struct json_object *claims, const struct conf_api *api,
    struct bearer *bearer)
{
	int64_t now = clock_now(), not_before;

	if (claim_time(claims, "iat", &bearer->issued) == -1 ||
	    claim_time(claims, "nbf", &not_before) == -1 ||
	    claim_time(claims, "exp", &bearer->expires) == -1 ||
	    bearer->issued > now + api->leeway ||
	    not_before > now + api->leeway)
		return BEARER_INVALID;
	if (bearer->expires != -1 && bearer->expires <= now - api->leeway)
		return BEARER_EXPIRED;
	return BEARER_GOOD;
}

/* aud is a text or a list of texts (RFC 7519 section 4.1.3). */
static bool
audience_is_good(struct json_object *claims, const char *audience)
{
	struct json_object *list;
	bool good = false;
	size_t i;

	if (member_is(claims, "aud", audience))
		return true;
	if (!json_object_object_get_ex(claims, "aud", &list) ||
	    !json_object_is_type(list, json_type_array))
		return false;
	for (i = 0; i < json_object_array_length(list); i++) {
		struct json_object *one = json_object_array_get_idx(list, i);

		if (!json_object_is_type(one, json_type_string))
			return false;
		good = good ||
		    strcmp(json_object_get_string(one), audience) == 0;
	}
	return good;
}

static enum bearer_fault
check_type(struct json_object *claims, const struct conf_api *api,
    enum bearer_type wanted, struct bearer *bearer)
{
	const char *name = api->token_type_claim;
	enum bearer_type type;

	bearer->type = BEARER_ANY;
	for (type = BEARER_ACCESS; type <= BEARER_SLIDING; type++)
		if (member_is(claims, name, type_names[type]))
			bearer->type = type;
	if (wanted == BEARER_ANY || wanted == bearer->type)
		return BEARER_GOOD;
	if (*name == '\0') {
		bearer->type = wanted;
		return BEARER_GOOD;
	}
	return json_object_object_get_ex(claims, name, NULL) ?
	    BEARER_WRONG_TYPE : BEARER_WITHOUT_TYPE;
}

/*
 * A text, or a number as simplejwt before 5.5.1 has it; NULL if there is no
 * such claim, "" for what is nobody's id.
 */
static const char *
claim_user_id(struct arena *arena, struct json_object *claims,
    const char *name)
{
	const char *text = member_text(claims, name);
	struct json_object *claim;
	int64_t id;

	if (text != NULL)
		return arena_text(arena, text);
	if (!json_object_object_get_ex(claims, name, &claim))
		return NULL;
	id = claim_number(claim, INT64_MAX);
	return id > 0 ? arena_printf(arena, "%" PRId64, id) : "";
}

/* Whether add_claims writes it anew. */
static bool
is_own_claim(const struct conf_api *api, enum bearer_type type,
    const char *name)
{
	return strcmp(name, "exp") == 0 || strcmp(name, "iat") == 0 ||
	    strcmp(name, "jti") == 0 || strcmp(name, jti_claim(api)) == 0 ||
	    strcmp(name, type_claim(api)) == 0 ||
	    strcmp(name, api->user_id_claim) == 0 ||
	    (api->audience != NULL && strcmp(name, "aud") == 0) ||
	    (api->issuer != NULL && strcmp(name, "iss") == 0) ||
	    (type == BEARER_SLIDING &&
	    strcmp(name, api->sliding_token_refresh_exp_claim) == 0);
}

static const char *
other_claims(struct arena *arena, struct json_object *claims,
    const struct conf_api *api, enum bearer_type type)
{
	struct json_object_iterator at = json_object_iter_begin(claims);
	struct json_object_iterator end = json_object_iter_end(claims);
	struct buf others;

	buf_open(&others, arena);
	for (; !json_object_iter_equal(&at, &end); json_object_iter_next(&at)) {
		const char *name = json_object_iter_peek_name(&at);

		if (is_own_claim(api, type, name))
			continue;
		add_name(&others, name);
		buf_text(&others, json_object_to_json_string_ext(
		    json_object_iter_peek_value(&at), JSON_C_TO_STRING_PLAIN |
		    JSON_C_TO_STRING_NOSLASHESCAPE));
	}
	return others.text;
}

/* The token's id; NULL if it has none. -1 if it could not be recorded. */
static int
take_jti(struct arena *arena, struct json_object *claims,
    const struct conf_api *api, struct bearer *bearer)
{
	const char *jti = member_text(claims, jti_claim(api));

	if (jti == NULL)
		return json_object_object_get_ex(claims, jti_claim(api),
		    NULL) ? -1 : 0;
	if (strlen(jti) > BEARER_JTI_MAXIMUM)
		return -1;
	bearer->jti = arena_text(arena, jti);
	return 0;
}

/*
 * A text, as PyJWT asks for since 2.10; or a number, as simplejwt before 5.5.1
 * wrote it where USER_ID_CLAIM is sub.
 */
static bool
subject_is_good(struct json_object *claims)
{
	struct json_object *claim;

	return !json_object_object_get_ex(claims, "sub", &claim) ||
	    json_object_is_type(claim, json_type_string) ||
	    json_object_is_type(claim, json_type_int);
}

/* What is told besides the times. -1 if it makes no sense. */
static int
take_claims(struct arena *arena, struct json_object *claims,
    const struct conf_api *api, enum bearer_type wanted,
    struct bearer *bearer)
{
	const char *mark = api->check_revoke_token ?
	    member_text(claims, api->revoke_token_claim) : NULL;

	bearer->user_id = claim_user_id(arena, claims,
	    api->user_id_claim);
	if (!subject_is_good(claims) ||
	    take_jti(arena, claims, api, bearer) == -1)
		return -1;
	if (mark != NULL)
		bearer->mark = arena_text(arena, mark);
	bearer->refreshable = -1;
	if (wanted == BEARER_SLIDING && claim_time(claims,
	    api->sliding_token_refresh_exp_claim, &bearer->refreshable) == -1)
		return -1;
	if (wanted == BEARER_REFRESH || wanted == BEARER_SLIDING)
		bearer->others = other_claims(arena, claims, api, wanted);
	return 0;
}

/*
 * First what PyJWT checks while it decodes, then what simplejwt's
 * Token.verify checks.
 */
static enum bearer_fault
check_claims(struct arena *arena, struct json_object *claims,
    const struct conf_api *api, enum bearer_type wanted,
    struct bearer *bearer)
{
	enum bearer_fault fault = check_times(claims, api, bearer);

	if (fault != BEARER_GOOD)
		return fault;
	if (api->issuer != NULL && !member_is(claims, "iss", api->issuer))
		return BEARER_INVALID;
	if (api->audience != NULL && !audience_is_good(claims, api->audience))
		return BEARER_INVALID;
	if (take_claims(arena, claims, api, wanted, bearer) == -1)
		return BEARER_INVALID;
	if (bearer->expires == -1)
		return BEARER_WITHOUT_EXPIRY;
	if (*api->jti_claim != '\0' &&
	    !json_object_object_get_ex(claims, api->jti_claim, NULL))
		return BEARER_WITHOUT_ID;
	return check_type(claims, api, wanted, bearer);
}

enum bearer_fault
bearer_read(struct arena *arena, const struct conf_api *api,
    const char *token, enum bearer_type wanted, struct bearer *bearer_r)
{
	struct json_object *claims = claims_open(arena, api, token);
	enum bearer_fault fault;

	if (claims == NULL)
		return BEARER_INVALID;
	*bearer_r = (struct bearer){ .others = "" };
	fault = check_claims(arena, claims, api, wanted, bearer_r);
	json_object_put(claims);
	return fault;
}
