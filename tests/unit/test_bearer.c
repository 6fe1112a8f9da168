#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include "auth/bearer.h"
#include "base/arena.h"
#include "base/clock.h"
#include "base/codec.h"
#include "conf/conf.h"
#include "store/user.h"

#define NOW	1795233600	/* 2026-11-21 04:00:00 UTC */
#include "scene.h"

#define KEY	"a signing key of at least thirty-two bytes"
#define HS256	"{\"alg\":\"HS256\",\"typ\":\"JWT\"}"
/* A payload's claims that are right; more may follow. */
#define GOOD	"\"token_type\":\"access\",\"jti\":\"x\",\"user_id\":\"24\""
#define EXP	"\"exp\":1795233900"

static const struct conf_api api = {
	.signing_key = KEY,
	.algorithm = "HS256",
	.access_token_lifetime = 300,
	.refresh_token_lifetime = 86400,
	.sliding_token_lifetime = 600,
	.sliding_token_refresh_lifetime = 7200,
	.user_id_claim = "user_id",
	.token_type_claim = "token_type",
	.jti_claim = "jti",
	.sliding_token_refresh_exp_claim = "refresh_exp",
	.revoke_token_claim = "hash_password",
	.has_signing_key = true,
};

static const struct user mary = {
	.id = "24",
	.hash = "pbkdf2_sha256$260000$salt$aGFzaA==",
};

static const char *
coded(const void *bytes, size_t length)
{
	char *text = arena_alloc(arena, CODEC_BASE64URL_SIZE(length));

	codec_base64url(text, bytes, length);
	return text;
}

/* A token with a right signature, whatever it says. */
static const char *
forged(const EVP_MD *digest, const char *header, const char *payload)
{
	const char *text = arena_printf(arena, "%s.%s",
	    coded(header, strlen(header)), coded(payload, strlen(payload)));
	unsigned char mac[EVP_MAX_MD_SIZE];
	unsigned length;

	assert_non_null(HMAC(digest, KEY, sizeof(KEY) - 1,
	    (const unsigned char *)text, strlen(text), mac, &length));
	return arena_printf(arena, "%s.%s", text, coded(mac, length));
}

static const char *
token(const char *payload)
{
	return forged(EVP_sha256(), HS256, payload);
}

static enum bearer_fault
fault(const struct conf_api *conf, const char *text, enum bearer_type wanted)
{
	struct bearer bearer;
	enum bearer_fault found = bearer_read(arena, conf, text, wanted,
	    &bearer);

	return found;
}

/* The vector of RFC 7515 appendix A.1. */
static const char rfc_token[] =
    "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9"
    ".eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFt"
    "cGxlLmNvbS9pc19yb290Ijp0cnVlfQ"
    ".dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

static void
the_rfcs_signature_is_good(void **state)
{
	char key[65] = "", changed[sizeof(rfc_token)];
	struct conf_api rfc = api;

	(void)state;
	assert_int_equal(codec_base64url_read(key, 64,
	    "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0i"
	    "PS4hcgUuTwjAzZr1Z9CAow", 86), 64);
	rfc.signing_key = key;
	/* It has no jti, and that is all that it lacks before its time. */
	clock_set(1300819379);
	assert_int_equal(fault(&rfc, rfc_token, BEARER_ANY),
	    BEARER_WITHOUT_ID);
	clock_set(1300819380);
	assert_int_equal(fault(&rfc, rfc_token, BEARER_ANY), BEARER_EXPIRED);
	strcpy(changed, rfc_token);
	changed[sizeof(changed) - 3] ^= 1;
	assert_int_equal(fault(&rfc, changed, BEARER_ANY), BEARER_INVALID);
	assert_int_equal(fault(&api, rfc_token, BEARER_ANY), BEARER_INVALID);
	clock_set(NOW);
}

/* Made by simplejwt 5.2.2 with PyJWT 2.6 at NOW, with KEY. */
static const char simple_access[] =
    "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJ0b2tlbl90eXBlIjoiYWNjZXNzIiwiZX"
    "hwIjoxNzk1MjMzOTAwLCJpYXQiOjE3OTUyMzM2MDAsImp0aSI6IjcyMTY3N2QyZDZkNTQ5N"
    "GE5YTdhZDc0ZGQ3Y2EwNjQ0IiwidXNlcl9pZCI6MjR9"
    ".bZge8M5Uk-Yby74lRNUK1gcsOnse6WeNt8HFqNTXqTc";
static const char simple_refresh[] =
    "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJ0b2tlbl90eXBlIjoicmVmcmVzaCIsIm"
    "V4cCI6MTc5NTMyMDAwMCwiaWF0IjoxNzk1MjMzNjAwLCJqdGkiOiI0MTAzMTdkZmI1ZTQ0N"
    "2YxODk3NjY3MDZjZDA0ZTEyZSIsInVzZXJfaWQiOjI0fQ"
    ".jvCuAWH0im8H8jvjxqnUwcqmvZoOdI_JHMUQzBezaC4";
/* With audience "web" and issuer "shop". */
static const char simple_384[] =
    "eyJhbGciOiJIUzM4NCIsInR5cCI6IkpXVCJ9.eyJ0b2tlbl90eXBlIjoiYWNjZXNzIiwiZX"
    "hwIjoxNzk1MjMzOTAwLCJpYXQiOjE3OTUyMzM2MDAsImp0aSI6ImVlMWNjNTQyYjAxMTQ3Y"
    "zBhNmVmODhlZGNmOWExZmMxIiwidXNlcl9pZCI6MjQsImF1ZCI6IndlYiIsImlzcyI6InNo"
    "b3AifQ.Xm4Rtsnj5ZD8MctTqcnJ7nBGL6XMB4Qe5gtZrhYOnGtVzyJkR6v8H7JkoL1huzKk";
static const char simple_512[] =
    "eyJhbGciOiJIUzUxMiIsInR5cCI6IkpXVCJ9.eyJ0b2tlbl90eXBlIjoiYWNjZXNzIiwiZX"
    "hwIjoxNzk1MjMzOTAwLCJpYXQiOjE3OTUyMzM2MDAsImp0aSI6Ijg1YjczNjI0MmI5MjQ2Y"
    "jhiZjBjZjg4MGFhNzM1ZjBkIiwidXNlcl9pZCI6MjQsImF1ZCI6IndlYiIsImlzcyI6InNo"
    "b3AifQ.kN2-M39CgC8XvrHw5fhy26kM0Du9ROco7m6oS1_UTQ_azgsJkDivC2l4cnguS10N"
    "VPxOlbHFFZ6Y-XgUfTE8tg";

static void
tokens_of_an_earlier_secret_are_read_and_none_is_made(void **state)
{
	static const char *const old[] = { "another", KEY, NULL };
	struct conf_api later = api;
	struct bearer bearer;
	const char *text;

	(void)state;
	later.signing_key = "a signing key that came later than the other";
	assert_int_equal(fault(&later, simple_access, BEARER_ACCESS),
	    BEARER_INVALID);
	later.old_signing_keys = old;
	assert_int_equal(fault(&later, simple_access, BEARER_ACCESS),
	    BEARER_GOOD);
	assert_int_equal(fault(&later, simple_refresh, BEARER_REFRESH),
	    BEARER_GOOD);
	assert_int_equal(fault(&later, rfc_token, BEARER_ANY),
	    BEARER_INVALID);
	bearer_make(&bearer, arena, &later, BEARER_ACCESS, &mary);
	text = bearer_sign(arena, &later, &bearer);
	assert_int_equal(fault(&later, text, BEARER_ACCESS), BEARER_GOOD);
	assert_int_equal(fault(&api, text, BEARER_ACCESS), BEARER_INVALID);
	later.algorithm = "HS512";
	assert_int_equal(fault(&later, simple_access, BEARER_ACCESS),
	    BEARER_INVALID);
}

static void
tokens_of_simplejwt_are_read(void **state)
{
	struct conf_api other = api;
	struct bearer bearer;

	(void)state;
	assert_int_equal(bearer_read(arena, &api, simple_access,
	    BEARER_ACCESS, &bearer), BEARER_GOOD);
	assert_int_equal(bearer.type, BEARER_ACCESS);
	assert_string_equal(bearer.user_id, "24");
	assert_int_equal(bearer.issued, NOW);
	assert_int_equal(bearer.expires, NOW + 300);
	assert_string_equal(bearer.jti, "721677d2d6d5494a9a7ad74dd7ca0644");
	assert_int_equal(bearer_read(arena, &api, simple_refresh, BEARER_ANY,
	    &bearer), BEARER_GOOD);
	assert_int_equal(bearer.type, BEARER_REFRESH);
	assert_int_equal(bearer.expires, NOW + 86400);
	other.algorithm = "HS384";
	assert_int_equal(fault(&other, simple_384, BEARER_ACCESS),
	    BEARER_GOOD);
	other.algorithm = "HS512";
	other.audience = "web";
	other.issuer = "shop";
	assert_int_equal(fault(&other, simple_512, BEARER_ACCESS),
	    BEARER_GOOD);
}

static void
another_algorithm_is_refused(void **state)
{
	struct conf_api other = api;

	(void)state;
	assert_int_equal(fault(&api, simple_384, BEARER_ANY), BEARER_INVALID);
	assert_int_equal(fault(&api, simple_512, BEARER_ANY), BEARER_INVALID);
	other.algorithm = "HS512";
	assert_int_equal(fault(&other, simple_access, BEARER_ANY),
	    BEARER_INVALID);
	assert_int_equal(fault(&other, simple_384, BEARER_ANY),
	    BEARER_INVALID);
}

static void
types_are_not_interchangeable(void **state)
{
	(void)state;
	assert_int_equal(fault(&api, simple_access, BEARER_REFRESH),
	    BEARER_WRONG_TYPE);
	assert_int_equal(fault(&api, simple_refresh, BEARER_ACCESS),
	    BEARER_WRONG_TYPE);
}

static void
headers_that_say_something_else_are_refused(void **state)
{
	static const char *const headers[] = {
		"", "{}", "[]", "null", "\"HS256\"", "{", HS256 "x", HS256 "{}",
		"{\"alg\":\"none\"}", "{\"alg\":\"None\",\"typ\":\"JWT\"}",
		"{\"alg\":null}", "{\"alg\":[\"HS256\"]}", "{\"alg\":256}",
		"{\"alg\":\"hs256\"}", "{\"alg\":\"HS256 \"}",
		"{\"alg\":\"HS256\\u0000\"}", "{\"ALG\":\"HS256\"}",
		"{\"alg\":\"RS256\"}", "{\"alg\":\"ES256\"}",
		"{\"typ\":\"JWT\"}",
		"{\"alg\":\"HS256\",\"alg\":\"none\"}",
		"{\"alg\":\"HS256\",\"crit\":[\"exp\"]}",
		"{\"alg\":\"HS256\",\"crit\":null}",
		"{\"alg\":\"HS256\",\"jku\":\"http://127.0.0.1/\"}",
		"{\"alg\":\"HS256\",\"jwk\":{}}",
		"{\"alg\":\"HS256\",\"x5u\":\"http://127.0.0.1/\"}",
		"{\"alg\":\"HS256\",\"x\":[[[[[[[[[[[[1]]]]]]]]]]]]}",
	};
	size_t i;

	(void)state;
	assert_int_equal(fault(&api, token("{" EXP "," GOOD "}"),
	    BEARER_ACCESS), BEARER_GOOD);
	assert_int_equal(fault(&api, forged(EVP_sha256(),
	    "{\"typ\":\"JWT\",\"alg\":\"HS256\"}", "{" EXP "," GOOD "}"),
	    BEARER_ACCESS), BEARER_GOOD);
	assert_int_equal(fault(&api, forged(EVP_sha256(),
	    "{\"alg\":\"HS256\",\"kid\":\"1\"}", "{" EXP "," GOOD "}"),
	    BEARER_ACCESS), BEARER_GOOD);
	for (i = 0; i < sizeof(headers) / sizeof(headers[0]); i++)
		assert_int_equal(fault(&api, forged(EVP_sha256(), headers[i],
		    "{" EXP "," GOOD "}"), BEARER_ACCESS), BEARER_INVALID);
}

static void
unsigned_tokens_are_refused(void **state)
{
	static const char none[] = "{\"alg\":\"none\",\"typ\":\"JWT\"}";
	static const char payload[] = "{" EXP "," GOOD "}";
	const char *start = arena_printf(arena, "%s.%s",
	    coded(none, strlen(none)), coded(payload, strlen(payload)));
	const char *right = arena_printf(arena, "%s.%s",
	    coded(HS256, strlen(HS256)), coded(payload, strlen(payload)));

	(void)state;
	assert_int_equal(fault(&api, start, BEARER_ANY), BEARER_INVALID);
	assert_int_equal(fault(&api, arena_printf(arena, "%s.", start),
	    BEARER_ANY), BEARER_INVALID);
	assert_int_equal(fault(&api, right, BEARER_ANY), BEARER_INVALID);
	assert_int_equal(fault(&api, arena_printf(arena, "%s.", right),
	    BEARER_ANY), BEARER_INVALID);
	assert_int_equal(fault(&api, arena_printf(arena, "%s.AAAA", right),
	    BEARER_ANY), BEARER_INVALID);
}

static void
texts_that_are_no_tokens_are_refused(void **state)
{
	static const char *const texts[] = {
		"", ".", "..", "...", "....", "a", "a.b", "a.b.c", "a.b.c.d",
		"eyJhbGciOiJIUzI1NiJ9..", ".eyJhbGciOiJIUzI1NiJ9.",
		"e30.e30.e30", "\xff\xfe.\x80.\x01", "null", "{}.{}.{}",
	};
	const char *good = token("{" EXP "," GOOD "}");
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		assert_int_equal(fault(&api, texts[i], BEARER_ANY),
		    BEARER_INVALID);
	for (i = 0; i < strlen(good); i++)
		assert_int_equal(fault(&api, arena_copy(arena, good, i),
		    BEARER_ANY), BEARER_INVALID);
	assert_int_equal(fault(&api, arena_printf(arena, "%s.", good),
	    BEARER_ANY), BEARER_INVALID);
	assert_int_equal(fault(&api, arena_printf(arena, " %s", good),
	    BEARER_ANY), BEARER_INVALID);
	assert_int_equal(fault(&api, arena_printf(arena, "%s=", good),
	    BEARER_ANY), BEARER_INVALID);
	assert_int_equal(fault(&api, arena_printf(arena, "%s\n", good),
	    BEARER_ANY), BEARER_INVALID);
}

/* For memory checkers: every length modulo four of base64. */
static void
payloads_of_every_length_are_read(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < 64; i++) {
		assert_int_equal(fault(&api, token(arena_printf(arena, "{"
		    EXP "," GOOD "%*s}", (int)i, "")), BEARER_ACCESS),
		    BEARER_GOOD);
		assert_int_equal(fault(&api, token(arena_printf(arena,
		    "{%*s}", (int)i, "")), BEARER_ANY),
		    BEARER_WITHOUT_EXPIRY);
	}
}

static void
huge_tokens_are_refused(void **state)
{
	char padding[6201];

	(void)state;
	memset(padding, 'x', sizeof(padding));
	padding[3000] = '\0';
	assert_int_equal(fault(&api, token(arena_printf(arena,
	    "{\"pad\":\"%s\"," EXP "," GOOD "}", padding)), BEARER_ACCESS),
	    BEARER_GOOD);
	padding[3000] = 'x';
	padding[6200] = '\0';
	assert_int_equal(fault(&api, token(arena_printf(arena,
	    "{\"pad\":\"%s\"," EXP "," GOOD "}", padding)), BEARER_ACCESS),
	    BEARER_INVALID);
	arena_reset(arena);
}

static const struct {
	const char		*payload;
	enum bearer_fault	 fault;		/* when access is wanted */
} payloads[] = {
	{ "{" EXP "," GOOD "}", BEARER_GOOD },
	{ "", BEARER_INVALID },
	{ "{", BEARER_INVALID },
	{ "[]", BEARER_INVALID },
	{ "null", BEARER_INVALID },
	{ "{" EXP "," GOOD "}{}", BEARER_INVALID },
	{ "{" EXP "," GOOD ",\"x\":\"\xff\"}", BEARER_INVALID },
	{ "{}", BEARER_WITHOUT_EXPIRY },
	{ "{" GOOD "}", BEARER_WITHOUT_EXPIRY },
	{ "{" EXP "}", BEARER_WITHOUT_ID },
	{ "{" EXP ",\"token_type\":\"refresh\"}", BEARER_WITHOUT_ID },
	{ "{" EXP ",\"jti\":\"x\"}", BEARER_WITHOUT_TYPE },
	/* PyJWT 2.10 asks for texts. */
	{ "{" EXP ",\"jti\":1,\"token_type\":\"access\"}", BEARER_INVALID },
	{ "{" EXP ",\"jti\":null,\"token_type\":\"access\"}", BEARER_INVALID },
	{ "{" EXP ",\"jti\":[1],\"token_type\":\"access\"}", BEARER_INVALID },
	{ "{" EXP "," GOOD ",\"sub\":\"x\"}", BEARER_GOOD },
	{ "{" EXP "," GOOD ",\"sub\":24}", BEARER_GOOD },
	{ "{" EXP "," GOOD ",\"sub\":null}", BEARER_INVALID },
	{ "{" EXP "," GOOD ",\"sub\":[\"x\"]}", BEARER_INVALID },
	{ "{" EXP ",\"jti\":\"x\",\"token_type\":\"sliding\"}",
	    BEARER_WRONG_TYPE },
	{ "{" EXP ",\"jti\":\"x\",\"token_type\":\"Access\"}",
	    BEARER_WRONG_TYPE },
	{ "{" EXP ",\"jti\":\"x\",\"token_type\":null}", BEARER_WRONG_TYPE },
	{ "{" EXP ",\"jti\":\"x\",\"token_type\":[\"access\"]}",
	    BEARER_WRONG_TYPE },
	/* exp; what is expired is so before anything else is looked at. */
	{ "{\"exp\":1795233601," GOOD "}", BEARER_GOOD },
	{ "{\"exp\":1795233600," GOOD "}", BEARER_EXPIRED },
	{ "{\"exp\":1}", BEARER_EXPIRED },
	{ "{\"exp\":0," GOOD "}", BEARER_EXPIRED },
	{ "{\"exp\":-1," GOOD "}", BEARER_INVALID },
	{ "{\"exp\":\"1795233900\"," GOOD "}", BEARER_INVALID },
	{ "{\"exp\":null," GOOD "}", BEARER_INVALID },
	{ "{\"exp\":true," GOOD "}", BEARER_INVALID },
	{ "{\"exp\":[1795233900]," GOOD "}", BEARER_INVALID },
	{ "{\"exp\":1795233601.5," GOOD "}", BEARER_GOOD },
	/* PyJWT takes the fraction off. */
	{ "{\"exp\":1795233600.5," GOOD "}", BEARER_EXPIRED },
	{ "{\"exp\":1.8e9," GOOD "}", BEARER_GOOD },
	{ "{\"exp\":-1.5," GOOD "}", BEARER_INVALID },
	{ "{\"exp\":1e300," GOOD "}", BEARER_INVALID },
	{ "{\"exp\":253402300799," GOOD "}", BEARER_GOOD },
	{ "{\"exp\":253402300800," GOOD "}", BEARER_INVALID },
	{ "{\"exp\":9223372036854775807," GOOD "}", BEARER_INVALID },
	{ "{\"exp\":9223372036854775808," GOOD "}", BEARER_INVALID },
	{ "{\"exp\":1795233600000000000000000000," GOOD "}", BEARER_INVALID },
	{ "{\"exp\":1e999," GOOD "}", BEARER_INVALID },
	{ "{\"exp\":NaN," GOOD "}", BEARER_INVALID },
	/* iat and nbf, which need not be there */
	{ "{" EXP ",\"iat\":1795233600," GOOD "}", BEARER_GOOD },
	{ "{" EXP ",\"iat\":1795233601," GOOD "}", BEARER_INVALID },
	{ "{" EXP ",\"iat\":-5," GOOD "}", BEARER_INVALID },
	{ "{" EXP ",\"iat\":\"1795233600\"," GOOD "}", BEARER_INVALID },
	{ "{" EXP ",\"iat\":1e300," GOOD "}", BEARER_INVALID },
	{ "{\"exp\":1,\"iat\":1795233601," GOOD "}", BEARER_INVALID },
	{ "{" EXP ",\"nbf\":1795233600," GOOD "}", BEARER_GOOD },
	{ "{" EXP ",\"nbf\":1795233601," GOOD "}", BEARER_INVALID },
	{ "{" EXP ",\"nbf\":\"soon\"," GOOD "}", BEARER_INVALID },
	{ "{" EXP ",\"nbf\":null," GOOD "}", BEARER_INVALID },
};

static void
claims_are_checked_in_order(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(payloads) / sizeof(payloads[0]); i++) {
		enum bearer_fault found = fault(&api,
		    token(payloads[i].payload), BEARER_ACCESS);

		if (found != payloads[i].fault)
			print_error("%s\n", payloads[i].payload);
		assert_int_equal(found, payloads[i].fault);
	}
}

static void
any_type_will_do_where_any_is_wanted(void **state)
{
	struct bearer bearer;

	(void)state;
	assert_int_equal(bearer_read(arena, &api, token("{" EXP
	    ",\"jti\":\"x\",\"token_type\":\"other\"}"), BEARER_ANY,
	    &bearer), BEARER_GOOD);
	assert_int_equal(bearer.type, BEARER_ANY);
	assert_null(bearer.user_id);
	assert_int_equal(bearer.issued, -1);
	assert_int_equal(fault(&api, token("{" EXP ",\"jti\":\"x\"}"),
	    BEARER_ANY), BEARER_GOOD);
}

static void
leeway_moves_both_ends(void **state)
{
	struct conf_api lenient = api;

	(void)state;
	lenient.leeway = 60;
	assert_int_equal(fault(&lenient, token("{\"exp\":1795233541," GOOD
	    "}"), BEARER_ACCESS), BEARER_GOOD);
	assert_int_equal(fault(&lenient, token("{\"exp\":1795233540," GOOD
	    "}"), BEARER_ACCESS), BEARER_EXPIRED);
	assert_int_equal(fault(&lenient, token("{" EXP ",\"iat\":1795233660,"
	    GOOD "}"), BEARER_ACCESS), BEARER_GOOD);
	assert_int_equal(fault(&lenient, token("{" EXP ",\"iat\":1795233661,"
	    GOOD "}"), BEARER_ACCESS), BEARER_INVALID);
	assert_int_equal(fault(&lenient, token("{" EXP ",\"nbf\":1795233660,"
	    GOOD "}"), BEARER_ACCESS), BEARER_GOOD);
	assert_int_equal(fault(&lenient, token("{" EXP ",\"nbf\":1795233661,"
	    GOOD "}"), BEARER_ACCESS), BEARER_INVALID);
}

static void
issuer_and_audience_count_where_configured(void **state)
{
	static const struct {
		const char *claims;
		bool good;
	} cases[] = {
		{ "\"iss\":\"shop\",\"aud\":\"web\"", true },
		{ "\"iss\":\"shop\",\"aud\":[\"app\",\"web\"]", true },
		{ "\"iss\":\"shop\",\"aud\":[\"app\"]", false },
		{ "\"iss\":\"shop\",\"aud\":[\"web\",1]", false },
		{ "\"iss\":\"shop\",\"aud\":[]", false },
		{ "\"iss\":\"shop\",\"aud\":\"app\"", false },
		{ "\"iss\":\"shop\",\"aud\":\"\"", false },
		{ "\"iss\":\"shop\",\"aud\":null", false },
		{ "\"iss\":\"shop\",\"aud\":{\"web\":1}", false },
		{ "\"iss\":\"shop\"", false },
		{ "\"iss\":\"shop2\",\"aud\":\"web\"", false },
		{ "\"iss\":[\"shop\"],\"aud\":\"web\"", false },
		{ "\"iss\":\"shop\\u0000\",\"aud\":\"web\"", false },
		{ "\"aud\":\"web\"", false },
	};
	struct conf_api strict = api;
	size_t i;

	(void)state;
	strict.issuer = "shop";
	strict.audience = "web";
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const char *text = token(arena_printf(arena, "{%s," EXP ","
		    GOOD "}", cases[i].claims));

		assert_int_equal(fault(&strict, text, BEARER_ACCESS),
		    cases[i].good ? BEARER_GOOD : BEARER_INVALID);
	}
	assert_int_equal(fault(&strict, simple_access, BEARER_ANY),
	    BEARER_INVALID);
	assert_int_equal(fault(&api, token("{\"aud\":\"app\",\"iss\":\"x\","
	    EXP "," GOOD "}"), BEARER_ACCESS), BEARER_GOOD);
}

static void
ids_are_read_as_texts_and_numbers(void **state)
{
	static const struct {
		const char *claim, *id;
	} cases[] = {
		{ "24", "24" }, { "\"24\"", "24" }, { "0", "" },
		{ "9223372036854775807", "9223372036854775807" },
		{ "\"9223372036854775808\"", "9223372036854775808" },
		{ "-24", "" }, { "\"-24\"", "-24" }, { "\"\"", "" },
		{ "\"24\\u0000\"", "" }, { "24.0", "24" },
		{ "-2.4", "" }, { "1e300", "" },
		{ "null", "" }, { "true", "" }, { "[24]", "" },
		{ "\"mary\"", "mary" },
	};
	struct bearer bearer;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const char *text = token(arena_printf(arena, "{" EXP
		    ",\"jti\":\"x\",\"token_type\":\"access\","
		    "\"user_id\":%s}", cases[i].claim));
		enum bearer_fault found = bearer_read(arena, &api, text,
		    BEARER_ACCESS, &bearer);

		/* A parser may refuse a NUL altogether. */
		if (strstr(cases[i].claim, "u0000") != NULL &&
		    found == BEARER_INVALID)
			continue;
		assert_int_equal(found, BEARER_GOOD);
		assert_string_equal(bearer.user_id, cases[i].id);
	}
}

/* What stands in the token, as text. */
static const char *
payload_of(const char *text)
{
	const char *payload = strchr(text, '.') + 1;
	size_t length = strcspn(payload, ".");
	char *decoded = arena_alloc(arena, length + 1);

	assert_true(codec_base64url_read(decoded, length, payload, length) >
	    0);
	return decoded;
}

/* A new token of mary's, signed; and what it says. */
static const char *
issued(const struct conf_api *conf, enum bearer_type type,
    struct bearer *made_r)
{
	bearer_make(made_r, arena, conf, type, &mary);
	return bearer_sign(arena, conf, made_r);
}

static void
what_we_sign_we_read(void **state)
{
	static const char *const algorithms[] = { "HS256", "HS384", "HS512" };
	struct conf_api own = api;
	struct bearer made, read;
	const char *text;
	size_t i;

	(void)state;
	own.issuer = "shop";
	own.audience = "web";
	for (i = 0; i < 3; i++) {
		own.algorithm = algorithms[i];
		text = issued(&own, BEARER_REFRESH, &made);
		assert_int_equal(bearer_read(arena, &own, text,
		    BEARER_REFRESH, &read), BEARER_GOOD);
		assert_int_equal(made.type, BEARER_REFRESH);
		assert_string_equal(made.user_id, "24");
		assert_int_equal(made.issued, NOW);
		assert_int_equal(made.expires, NOW + 86400);
		assert_int_equal(strlen(made.jti), 32);
		assert_int_equal(read.type, made.type);
		assert_string_equal(read.user_id, made.user_id);
		assert_int_equal(read.issued, made.issued);
		assert_int_equal(read.expires, made.expires);
		assert_string_equal(read.jti, made.jti);
		assert_string_equal(read.others, "");
	}
	text = issued(&api, BEARER_ACCESS, &made);
	assert_string_not_equal(text, issued(&api, BEARER_ACCESS, &made));
	clock_set(NOW + 299);
	assert_int_equal(fault(&api, text, BEARER_ACCESS), BEARER_GOOD);
	clock_set(NOW + 300);
	assert_int_equal(fault(&api, text, BEARER_ACCESS), BEARER_EXPIRED);
	clock_set(NOW);
}

/*
 * simplejwt writes its claims in this order; user_id is a text, as in its
 * newest release.
 */
static void
our_tokens_look_like_simplejwts(void **state)
{
	struct conf_api own = api;
	struct bearer made;
	const char *text = issued(&api, BEARER_ACCESS, &made);
	char header[64] = "";

	(void)state;
	assert_true(codec_base64url_read(header, sizeof(header) - 1, text,
	    strcspn(text, ".")) > 0);
	assert_string_equal(header, HS256);
	assert_string_equal(payload_of(text), arena_printf(arena,
	    "{\"token_type\":\"access\",\"exp\":1795233900,"
	    "\"iat\":1795233600,\"jti\":\"%s\",\"user_id\":\"24\"}",
	    made.jti));
	own.audience = "web";
	own.issuer = "the \"shop\"";
	own.check_revoke_token = true;
	text = issued(&own, BEARER_SLIDING, &made);
	/* printf 'pbkdf2_sha256$260000$salt$aGFzaA==' | md5sum */
	assert_string_equal(payload_of(text), arena_printf(arena,
	    "{\"token_type\":\"sliding\",\"exp\":1795234200,"
	    "\"iat\":1795233600,\"jti\":\"%s\",\"refresh_exp\":1795240800,"
	    "\"user_id\":\"24\",\"hash_password\":\"63CA40ECAF86A80CF723DEF57604A3E0\","
	    "\"aud\":\"web\",\"iss\":\"the \\\"shop\\\"\"}", made.jti));
}

/* As simplejwt's access_token: all claims but four, of any kind. */
static void
other_claims_go_on(void **state)
{
	static const char others[] =
	    ",\"name\":\"Mary \xc3\xa4 \\\"M\\\"\",\"roles\":[\"a\",{\"b\":null}],"
	    "\"rate\":1.5,\"big\":9007199254740993,\"is_staff\":false,"
	    "\"path\":\"/a/b\",\"aud\":\"web\",\"nbf\":1";
	struct bearer refresh, derived;
	const char *text = token(arena_printf(arena,
	    "{\"token_type\":\"refresh\",\"exp\":1795233900,\"iat\":5,"
	    "\"jti\":\"x\",\"user_id\":24%s}", others));

	(void)state;
	assert_int_equal(bearer_read(arena, &api, text, BEARER_REFRESH,
	    &refresh), BEARER_GOOD);
	assert_string_equal(refresh.others, others);
	bearer_derive(&derived, arena, &api, BEARER_ACCESS, &refresh);
	assert_string_equal(payload_of(bearer_sign(arena, &api, &derived)),
	    arena_printf(arena, "{\"token_type\":\"access\","
	    "\"exp\":1795233900,\"iat\":1795233600,\"jti\":\"%s\","
	    "\"user_id\":\"24\"%s}", derived.jti, others));
	assert_string_not_equal(derived.jti, "x");
	bearer_derive(&derived, arena, &api, BEARER_REFRESH, &refresh);
	assert_int_equal(derived.expires, NOW + 86400);
	assert_string_equal(derived.others, others);
}

static void
a_sliding_token_goes_on_as_itself(void **state)
{
	struct bearer made, read;
	const char *text = issued(&api, BEARER_SLIDING, &made);

	(void)state;
	assert_int_equal(bearer_read(arena, &api, text, BEARER_SLIDING,
	    &read), BEARER_GOOD);
	assert_int_equal(read.refreshable, NOW + 7200);
	clock_set(NOW + 100);
	bearer_prolong(&read, &api);
	text = bearer_sign(arena, &api, &read);
	assert_int_equal(bearer_read(arena, &api, text, BEARER_SLIDING,
	    &read), BEARER_GOOD);
	assert_string_equal(read.jti, made.jti);
	assert_int_equal(read.issued, NOW + 100);
	assert_int_equal(read.expires, NOW + 700);
	assert_int_equal(read.refreshable, NOW + 7200);
	clock_set(NOW);
}

static void
claims_have_the_names_they_are_given(void **state)
{
	struct conf_api own = api;
	struct bearer made, read;
	const char *text;

	(void)state;
	own.user_id_claim = "sub";
	own.token_type_claim = "typ";
	own.jti_claim = "tid";
	own.sliding_token_refresh_exp_claim = "until";
	own.check_revoke_token = true;
	own.revoke_token_claim = "pw";
	text = issued(&own, BEARER_SLIDING, &made);
	assert_string_equal(payload_of(text), arena_printf(arena,
	    "{\"typ\":\"sliding\",\"exp\":1795234200,"
	    "\"iat\":1795233600,\"tid\":\"%s\",\"until\":1795240800,"
	    "\"sub\":\"24\",\"pw\":\"63CA40ECAF86A80CF723DEF57604A3E0\"}", made.jti));
	assert_int_equal(bearer_read(arena, &own, text, BEARER_SLIDING,
	    &read), BEARER_GOOD);
	assert_string_equal(read.user_id, "24");
	assert_string_equal(read.mark, "63CA40ECAF86A80CF723DEF57604A3E0");
	assert_int_equal(fault(&api, text, BEARER_SLIDING),
	    BEARER_WITHOUT_ID);
}

static void
claims_without_a_name_are_not_asked_for(void **state)
{
	struct conf_api own = api;
	struct bearer made, read;

	(void)state;
	own.token_type_claim = "";
	own.jti_claim = "";
	assert_int_equal(bearer_read(arena, &own, token("{" EXP "}"),
	    BEARER_ACCESS, &read), BEARER_GOOD);
	assert_null(read.jti);
	assert_int_equal(read.type, BEARER_ACCESS);
	assert_int_equal(fault(&own, issued(&own, BEARER_REFRESH, &made),
	    BEARER_ACCESS), BEARER_GOOD);
	/* What is there is known all the same. */
	assert_int_equal(bearer_read(arena, &own, issued(&own,
	    BEARER_REFRESH, &made), BEARER_REFRESH, &read), BEARER_GOOD);
	assert_string_equal(read.jti, made.jti);
}

/* So that it can be asked for, and blacklisted, whatever it is. */
static void
the_id_of_every_genuine_token_is_told(void **state)
{
	struct bearer read;

	(void)state;
	assert_int_equal(bearer_read(arena, &api, token("{" EXP "," GOOD "}"),
	    BEARER_REFRESH, &read), BEARER_WRONG_TYPE);
	assert_string_equal(read.jti, "x");
	assert_int_equal(bearer_read(arena, &api, token("{" GOOD "}"),
	    BEARER_ACCESS, &read), BEARER_WITHOUT_EXPIRY);
	assert_string_equal(read.jti, "x");
	assert_int_equal(bearer_read(arena, &api, token("{" EXP "}"),
	    BEARER_ACCESS, &read), BEARER_WITHOUT_ID);
	assert_null(read.jti);
}

static void
ids_fit_their_column(void **state)
{
	char id[257];

	(void)state;
	memset(id, 'x', sizeof(id));
	id[255] = '\0';
	assert_int_equal(fault(&api, token(arena_printf(arena,
	    "{" EXP ",\"token_type\":\"access\",\"jti\":\"%s\"}", id)),
	    BEARER_ACCESS), BEARER_GOOD);
	id[255] = 'x';
	id[256] = '\0';
	assert_int_equal(fault(&api, token(arena_printf(arena,
	    "{" EXP ",\"token_type\":\"access\",\"jti\":\"%s\"}", id)),
	    BEARER_ACCESS), BEARER_INVALID);
}

static void
no_changed_byte_is_accepted(void **state)
{
	size_t i, length = sizeof(simple_access) - 1;
	int bit;

	(void)state;
	for (i = 0; i < length; i++)
		for (bit = 0; bit < 8; bit++) {
			char *text = arena_text(arena, simple_access);

			text[i] = (char)(text[i] ^ 1 << bit);
			assert_int_equal(fault(&api, text, BEARER_ANY),
			    BEARER_INVALID);
			arena_reset(arena);
		}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_rfcs_signature_is_good),
		cmocka_unit_test(
		    tokens_of_an_earlier_secret_are_read_and_none_is_made),
		cmocka_unit_test(tokens_of_simplejwt_are_read),
		cmocka_unit_test(another_algorithm_is_refused),
		cmocka_unit_test(types_are_not_interchangeable),
		cmocka_unit_test(headers_that_say_something_else_are_refused),
		cmocka_unit_test(unsigned_tokens_are_refused),
		cmocka_unit_test(texts_that_are_no_tokens_are_refused),
		cmocka_unit_test(payloads_of_every_length_are_read),
		cmocka_unit_test(huge_tokens_are_refused),
		cmocka_unit_test(claims_are_checked_in_order),
		cmocka_unit_test(any_type_will_do_where_any_is_wanted),
		cmocka_unit_test(leeway_moves_both_ends),
		cmocka_unit_test(issuer_and_audience_count_where_configured),
		cmocka_unit_test(ids_are_read_as_texts_and_numbers),
		cmocka_unit_test(what_we_sign_we_read),
		cmocka_unit_test(our_tokens_look_like_simplejwts),
		cmocka_unit_test(other_claims_go_on),
		cmocka_unit_test(a_sliding_token_goes_on_as_itself),
		cmocka_unit_test(claims_have_the_names_they_are_given),
		cmocka_unit_test(claims_without_a_name_are_not_asked_for),
		cmocka_unit_test(the_id_of_every_genuine_token_is_told),
		cmocka_unit_test(ids_fit_their_column),
		cmocka_unit_test(no_changed_byte_is_accepted),
	};

	return cmocka_run_group_tests(tests, open_scene, close_scene);
}
