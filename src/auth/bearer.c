#include "auth/bearer.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <json-c/json.h>
#include <jwt.h>

#include "auth/mac.h"
#include "base/arena.h"
#include "base/clock.h"
#include "base/codec.h"
#include "base/random.h"
#include "base/secret.h"
#include "conf/conf.h"

#define TOKEN_MAXIMUM	8192
#define TIME_MAXIMUM	253402300799	/* the end of the year 9999 */
#define DEPTH		8

static const char *const type_names[] = {
	[BEARER_ANY]	 = NULL,
	[BEARER_ACCESS]	 = "access",
	[BEARER_REFRESH] = "refresh",
};

/* Header parameters that name a key or must be understood (RFC 7515). */
static const char *const refused_parameters[] = {
	"crit", "jku", "jwk", "kid", "x5u", NULL
};

/*
 * {"alg":...,"typ":"JWT"}, which we, simplejwt and most others write: known
 * without being parsed, for jwt/verify's sake.
 */
static const struct {
	const char	*algorithm, *part;
} usual_headers[] = {
	{ "HS256", "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9" },
	{ "HS384", "eyJhbGciOiJIUzM4NCIsInR5cCI6IkpXVCJ9" },
	{ "HS512", "eyJhbGciOiJIUzUxMiIsInR5cCI6IkpXVCJ9" },
};

static int
key_length(const struct conf_api *api)
{
	return (int)strlen(api->signing_key);
}

static const unsigned char *
key_bytes(const struct conf_api *api)
{
	return (const unsigned char *)api->signing_key;
}

static int
add_claims(jwt_t *jwt, const struct conf_api *api, const struct bearer *bearer)
{
	char id[21];

	snprintf(id, sizeof(id), "%" PRId64, bearer->user_id);
	if (jwt_add_grant(jwt, "token_type", type_names[bearer->type]) != 0 ||
	    jwt_add_grant_int(jwt, "exp", bearer->expires) != 0 ||
	    jwt_add_grant_int(jwt, "iat", bearer->issued) != 0 ||
	    jwt_add_grant(jwt, "jti", bearer->jti) != 0 ||
	    jwt_add_grant(jwt, "user_id", id) != 0)
		return -1;
	if (api->issuer != NULL && jwt_add_grant(jwt, "iss", api->issuer) != 0)
		return -1;
	if (api->audience == NULL)
		return 0;
	return jwt_add_grant(jwt, "aud", api->audience) == 0 ? 0 : -1;
}

/* libjwt fails here only without memory. */
static char *
sign(struct arena *arena, const struct conf_api *api,
    const struct bearer *bearer)
{
	jwt_t *jwt = NULL;
	char *signed_text, *token;

	if (jwt_new(&jwt) != 0 || add_claims(jwt, api, bearer) == -1 ||
	    jwt_set_alg(jwt, jwt_str_alg(api->algorithm), key_bytes(api),
	    key_length(api)) != 0 ||
	    (signed_text = jwt_encode_str(jwt)) == NULL)
		abort();
	token = arena_text(arena, signed_text);
	secret_wipe(signed_text, strlen(signed_text));
	free(signed_text);
	jwt_free(jwt);
	return token;
}

const char *
bearer_sign(struct arena *arena, const struct conf_api *api,
    enum bearer_type type, int64_t user_id, struct bearer *made_r)
{
	char *jti = arena_alloc(arena, BEARER_JTI_SIZE);
	int64_t now = clock_now();
	struct bearer bearer = {
		.type = type,
		.user_id = user_id,
		.issued = now,
		.expires = now + (type == BEARER_REFRESH ?
		    api->refresh_token_lifetime : api->access_token_lifetime),
		.jti = jti,
	};

	random_hex(jti, (BEARER_JTI_SIZE - 1) / 2);
	if (made_r != NULL)
		*made_r = bearer;
	return sign(arena, api, &bearer);
}

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

/* The digest of an HMAC's algorithm (RFC 7518 section 3.2), or NULL. */
static const char *
digest_of(const char *algorithm)
{
	static const char *const names[][2] = {
		{ "HS256", "SHA256" },
		{ "HS384", "SHA384" },
		{ "HS512", "SHA512" },
	};
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strcmp(names[i][0], algorithm) == 0)
			return names[i][1];
	return NULL;
}

static bool
header_is_usual(const char *algorithm, const char *part, size_t length)
{
	size_t i;

	for (i = 0; i < sizeof(usual_headers) / sizeof(usual_headers[0]); i++)
		if (strcmp(usual_headers[i].algorithm, algorithm) == 0)
			return strlen(usual_headers[i].part) == length &&
			    memcmp(usual_headers[i].part, part, length) == 0;
	return false;
}

/* The one algorithm of the api, and nothing that names another key. */
static bool
header_is_good(struct arena *arena, const struct conf_api *api,
    const char *part, size_t length)
{
	struct json_object *header;
	const char *const *name;
	bool good;

	if (header_is_usual(api->algorithm, part, length))
		return true;
	header = part_read(arena, part, length);
	good = header != NULL && member_is(header, "alg", api->algorithm);
	for (name = refused_parameters; good && *name != NULL; name++)
		good = !json_object_object_get_ex(header, *name, NULL);
	json_object_put(header);
	return good;
}

/*
 * Made again and compared, before anything behind the header is parsed. Not by
 * jwt_decode: libjwt 1.10 overruns its heap on an empty payload before it
 * looks at the signature, and sets the key up anew for every token.
 */
static bool
signature_is_good(const struct conf_api *api, const char *token,
    const char *signature)
{
	const char *digest = digest_of(api->algorithm);
	unsigned char sent[MAC_SIZE], made[MAC_SIZE];
	ssize_t size = codec_base64url_read(sent, sizeof(sent), signature,
	    strlen(signature));

	return digest != NULL && size > 0 && strchr(signature, '=') == NULL &&
	    (size_t)size == mac_make(made, digest, api->signing_key, token,
	    (size_t)(signature - token) - 1) &&
	    secret_equal(sent, made, (size_t)size);
}

/*
 * The claims of a token that we signed; the caller's to put. Or NULL. They
 * are read first, because libjwt 1.10 writes beyond its memory when the
 * payload is empty.
 */
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
	    !signature_is_good(api, token, signature))
		return NULL;
	return part_read(arena, payload, (size_t)(signature - payload) - 1);
}

/* 1; 0 and -1 as the time if there is no such claim; -1 if it is no time. */
static int
claim_time(struct json_object *claims, const char *name, int64_t *time_r)
{
	struct json_object *claim;

	*time_r = -1;
	if (!json_object_object_get_ex(claims, name, &claim))
		return 0;
	if (!json_object_is_type(claim, json_type_int))
		return -1;
	*time_r = json_object_get_int64(claim);
	return *time_r >= 0 && *time_r <= TIME_MAXIMUM ? 1 : -1;
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
check_type(struct json_object *claims, enum bearer_type wanted,
    struct bearer *bearer)
{
	bearer->type = BEARER_ANY;
	if (member_is(claims, "token_type", type_names[BEARER_ACCESS]))
		bearer->type = BEARER_ACCESS;
	if (member_is(claims, "token_type", type_names[BEARER_REFRESH]))
		bearer->type = BEARER_REFRESH;
	if (wanted == BEARER_ANY || wanted == bearer->type)
		return BEARER_GOOD;
	return json_object_object_get_ex(claims, "token_type", NULL) ?
	    BEARER_WRONG_TYPE : BEARER_WITHOUT_TYPE;
}

/*
 * A text of digits, or a number as simplejwt before 5.5.1 has it; -1 if there
 * is no such claim, 0 for what is nobody's id.
 */
static int64_t
claim_user_id(struct json_object *claims)
{
	const char *text = member_text(claims, "user_id");
	struct json_object *claim;
	int64_t id;

	if (text != NULL)
		return codec_decimal_read(&id, text) == 0 ? id : 0;
	if (!json_object_object_get_ex(claims, "user_id", &claim))
		return -1;
	if (!json_object_is_type(claim, json_type_int))
		return 0;
	id = json_object_get_int64(claim);
	return id > 0 ? id : 0;
}

/*
 * First what PyJWT checks while it decodes, then what simplejwt's
 * Token.verify checks.
 */
static enum bearer_fault
check_claims(struct json_object *claims, const struct conf_api *api,
    enum bearer_type wanted, struct bearer *bearer)
{
	enum bearer_fault fault = check_times(claims, api, bearer);

	if (fault != BEARER_GOOD)
		return fault;
	if (api->issuer != NULL && !member_is(claims, "iss", api->issuer))
		return BEARER_INVALID;
	if (api->audience != NULL && !audience_is_good(claims, api->audience))
		return BEARER_INVALID;
	if (bearer->expires == -1)
		return BEARER_WITHOUT_EXPIRY;
	if (!json_object_object_get_ex(claims, "jti", NULL))
		return BEARER_WITHOUT_ID;
	if ((bearer->jti = member_text(claims, "jti")) == NULL)
		return BEARER_INVALID;
	bearer->user_id = claim_user_id(claims);
	return check_type(claims, wanted, bearer);
}

enum bearer_fault
bearer_read(struct arena *arena, const struct conf_api *api,
    const char *token, enum bearer_type wanted, struct bearer *bearer_r)
{
	struct json_object *claims = claims_open(arena, api, token);
	struct bearer bearer = { 0 };
	enum bearer_fault fault;

	if (claims == NULL)
		return BEARER_INVALID;
	fault = check_claims(claims, api, wanted, &bearer);
	if (fault == BEARER_GOOD) {
		bearer.jti = arena_text(arena, bearer.jti);
		*bearer_r = bearer;
	}
	json_object_put(claims);
	return fault;
}
