/*
 * signature: the vectors of RFC 7515 appendix A and RFC 8037 appendix A, and
 * what PyJWT signed (jwt_vectors.h).
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "auth/bearer.h"
#include "auth/signature.h"
#include "base/arena.h"
#include "base/clock.h"
#include "base/codec.h"
#include "conf/conf.h"
#include "store/user.h"
#include "jwt_vectors.h"

#define NOW	1795233600	/* when PyJWT's tokens were made */
#include "scene.h"

#define MADE	(sizeof(made_elsewhere) / sizeof(made_elsewhere[0]))

static struct conf_api
api_with(const char *algorithm, const char *signing, const char *verifying)
{
	return (struct conf_api){
		.name = "djoser",
		.algorithm = algorithm,
		.signing_key = signing,
		.signing_key_file = "private.pem",
		.verifying_key = verifying,
		.verifying_key_file = "public.pem",
		.access_token_lifetime = 300,
		.user_id_claim = "user_id",
		.token_type_claim = "token_type",
		.jti_claim = "jti",
		.sliding_token_refresh_exp_claim = "refresh_exp",
	};
}

/* A token's signature, as bytes. */
static size_t
signature_of(unsigned char signature[SIGNATURE_SIZE], const char *token)
{
	const char *text = strrchr(token, '.') + 1;
	ssize_t size = codec_base64url_read(signature, SIGNATURE_SIZE, text,
	    strlen(text));

	assert_true(size > 0);
	return (size_t)size;
}

static bool
is_good(const struct conf_api *api, const char *token)
{
	unsigned char signature[SIGNATURE_SIZE];
	size_t size = signature_of(signature, token);

	return signature_is_good(api, token,
	    (size_t)(strrchr(token, '.') - token), signature, size);
}

static const struct {
	const char	*algorithm, *public, *token;
} published[] = {
	/* RFC 7515 appendix A.2 */
	{ "RS256", rfc_rsa,
	    "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODA"
	    "sDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ"
	    ".cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh"
	    "7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX"
	    "4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7"
	    "K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPq"
	    "vhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVr"
	    "Bp0igcN_IoypGlUPQGe77Rw" },
	/* A.3 */
	{ "ES256", rfc_p256,
	    "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODA"
	    "sDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ"
	    ".DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlS"
	    "ApmWQxfKTUJqPP3-Kg6NU1Q" },
	/* A.4 */
	{ "ES512", rfc_p521,
	    "eyJhbGciOiJFUzUxMiJ9.UGF5bG9hZA"
	    ".AdwMgeerwtHoh-l192l60hp9wAHZFVJbLfD_UxMi70cwnZOYaRI1bKPWROc-mZZ"
	    "qwqT2SI-KGDKB34XO0aw_7XdtAG8GaSwFKdCAPZgoXD2YBJZCPEX3xKpRwcdOO8K"
	    "pEHwJjyqOgzDO7iKvU8vcnwNrmxYbSW9ERBXukOXolLzeO_Jn" },
	/* RFC 8037 appendix A.4 */
	{ "EdDSA", rfc_ed25519,
	    "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc"
	    ".hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5"
	    "BhVsPt9g7sVvpAr_MuM0KAg" },
};

static void
the_rfcs_signatures_are_good(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(published) / sizeof(published[0]); i++) {
		struct conf_api api = api_with(published[i].algorithm, NULL,
		    published[i].public);
		char *changed = arena_text(arena, published[i].token);

		assert_true(is_good(&api, published[i].token));
		changed[strcspn(changed, ".") + 3] ^= 1;
		assert_false(is_good(&api, changed));
	}
}

static void
what_pyjwt_signed_is_read(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < MADE; i++) {
		struct conf_api public = api_with(made_elsewhere[i].algorithm,
		    NULL, made_elsewhere[i].public);
		/* The public half is in the private key, too. */
		struct conf_api private = api_with(made_elsewhere[i].algorithm,
		    made_elsewhere[i].key, NULL);
		struct bearer bearer;

		assert_int_equal(bearer_read(arena, &public,
		    made_elsewhere[i].token, BEARER_ACCESS, &bearer),
		    BEARER_GOOD);
		assert_string_equal(bearer.user_id, "24");
		assert_int_equal(bearer_read(arena, &private,
		    made_elsewhere[i].token, BEARER_ACCESS, &bearer),
		    BEARER_GOOD);
	}
}

static void
what_we_sign_the_public_key_verifies(void **state)
{
	static const struct user mary = { .id = "24" };
	size_t i;

	(void)state;
	for (i = 0; i < MADE; i++) {
		struct conf_api private = api_with(made_elsewhere[i].algorithm,
		    made_elsewhere[i].key, NULL);
		struct conf_api public = api_with(made_elsewhere[i].algorithm,
		    NULL, made_elsewhere[i].public);
		struct bearer bearer;
		const char *token;

		bearer_make(&bearer, arena, &private, BEARER_ACCESS, &mary);
		token = bearer_sign(arena, &private, &bearer);
		assert_int_equal(bearer_read(arena, &public, token,
		    BEARER_ACCESS, &bearer), BEARER_GOOD);
		assert_string_equal(bearer.user_id, "24");
		assert_int_equal(strlen(token),
		    strlen(made_elsewhere[i].token));
	}
}

/* RFC 8725 section 2.1: neither by the header nor by the key. */
static void
another_algorithm_is_refused(void **state)
{
	struct bearer bearer;
	size_t i, j;

	(void)state;
	for (i = 0; i < MADE; i++)
		for (j = 0; j < MADE; j++) {
			struct conf_api api = api_with(
			    made_elsewhere[j].algorithm, NULL,
			    made_elsewhere[j].public);

			if (i != j)
				assert_int_equal(bearer_read(arena, &api,
				    made_elsewhere[i].token, BEARER_ANY,
				    &bearer), BEARER_INVALID);
		}
}

/* The header says what is configured; what signed is something else. */
static void
a_header_does_not_make_a_signature(void **state)
{
	unsigned char signature[SIGNATURE_SIZE];
	size_t i, j, size;

	(void)state;
	for (i = 0; i < MADE; i++)
		for (j = 0; j < MADE; j++) {
			struct conf_api signer = api_with(
			    made_elsewhere[i].algorithm,
			    made_elsewhere[i].key, NULL);
			struct conf_api api = api_with(
			    made_elsewhere[j].algorithm, NULL,
			    made_elsewhere[j].public);

			size = signature_make(signature, &signer, "x.y", 3);
			assert_int_equal(signature_is_good(&api, "x.y", 3,
			    signature, size), i == j);
		}
}

static void
a_public_key_is_no_secret(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < MADE; i++) {
		struct conf_api forger = api_with("HS256",
		    made_elsewhere[i].public, NULL);
		struct conf_api api = api_with(made_elsewhere[i].algorithm,
		    NULL, made_elsewhere[i].public);
		struct user mary = { .id = "24" };
		struct bearer bearer;
		const char *token, *body;
		char header[64], text[64];

		bearer_make(&bearer, arena, &forger, BEARER_ACCESS, &mary);
		token = bearer_sign(arena, &forger, &bearer);
		assert_int_equal(bearer_read(arena, &api, token, BEARER_ANY,
		    &bearer), BEARER_INVALID);
		snprintf(text, sizeof(text), "{\"alg\":\"%s\",\"typ\":\"JWT\"}",
		    api.algorithm);
		codec_base64url(header, text, strlen(text));
		body = strchr(token, '.');
		assert_int_equal(bearer_read(arena, &api, arena_printf(arena,
		    "%s%s", header, body), BEARER_ANY, &bearer),
		    BEARER_INVALID);
	}
}

static void
tokens_that_call_themselves_unsigned_are_refused(void **state)
{
	static const char *const headers[] = {
		"{\"alg\":\"none\",\"typ\":\"JWT\"}", "{\"alg\":\"NONE\"}",
		"{}",
	};
	struct bearer bearer;
	char header[64];
	size_t i, j;

	(void)state;
	for (i = 0; i < MADE; i++)
		for (j = 0; j < sizeof(headers) / sizeof(headers[0]); j++) {
			struct conf_api api = api_with(
			    made_elsewhere[i].algorithm, NULL,
			    made_elsewhere[i].public);
			const char *body = strchr(made_elsewhere[i].token, '.');
			size_t length = (size_t)(strrchr(body, '.') - body);

			codec_base64url(header, headers[j],
			    strlen(headers[j]));
			assert_int_equal(bearer_read(arena, &api,
			    arena_printf(arena, "%s%s", header, body),
			    BEARER_ANY, &bearer), BEARER_INVALID);
			assert_int_equal(bearer_read(arena, &api,
			    arena_printf(arena, "%s%.*s.", header,
			    (int)length, body), BEARER_ANY, &bearer),
			    BEARER_INVALID);
		}
}

static void
signatures_of_any_other_length_are_refused(void **state)
{
	unsigned char signature[SIGNATURE_SIZE];
	size_t i, size, right;

	(void)state;
	for (i = 0; i < MADE; i++) {
		struct conf_api api = api_with(made_elsewhere[i].algorithm,
		    NULL, made_elsewhere[i].public);
		const char *token = made_elsewhere[i].token;
		size_t length = (size_t)(strrchr(token, '.') - token);

		memset(signature, 0, sizeof(signature));
		right = signature_of(signature, token);
		for (size = 0; size <= sizeof(signature); size++)
			assert_int_equal(signature_is_good(&api, token,
			    length, signature, size), size == right);
	}
}

static void
no_changed_bit_is_accepted(void **state)
{
	unsigned char signature[SIGNATURE_SIZE];
	size_t i, j, size;

	(void)state;
	for (i = 0; i < MADE; i++) {
		struct conf_api api = api_with(made_elsewhere[i].algorithm,
		    NULL, made_elsewhere[i].public);
		const char *token = made_elsewhere[i].token;
		size_t length = (size_t)(strrchr(token, '.') - token);

		size = signature_of(signature, token);
		for (j = 0; j < size; j++) {
			signature[j] ^= (unsigned char)(1 << (j & 7));
			assert_false(signature_is_good(&api, token, length,
			    signature, size));
			signature[j] ^= (unsigned char)(1 << (j & 7));
		}
		assert_true(signature_is_good(&api, token, length, signature,
		    size));
	}
}

/* CVE-2022-21449: r and s of nothing, or of the order's size. */
static void
empty_and_huge_numbers_are_no_signatures(void **state)
{
	unsigned char signature[SIGNATURE_SIZE];
	size_t i;

	(void)state;
	for (i = 0; i < MADE; i++) {
		struct conf_api api = api_with(made_elsewhere[i].algorithm,
		    NULL, made_elsewhere[i].public);
		const char *token = made_elsewhere[i].token;
		size_t length = (size_t)(strrchr(token, '.') - token);
		size_t size = signature_of(signature, token);

		memset(signature, 0, sizeof(signature));
		assert_false(signature_is_good(&api, token, length, signature,
		    size));
		memset(signature, 0xff, sizeof(signature));
		assert_false(signature_is_good(&api, token, length, signature,
		    size));
		memset(signature, 0, sizeof(signature));
		signature[size - 1] = signature[size / 2 - 1] = 1;
		assert_false(signature_is_good(&api, token, length, signature,
		    size));
	}
}

static const struct {
	const char	*algorithm, *signing, *verifying;
	const char	*complaint;	/* a part of it; NULL: it is ready */
} keys[] = {
	{ "HS256", "a text of thirty-two characters.", NULL, NULL },
	{ "RS256", rsa, NULL, NULL },
	{ "PS512", rsa, rsa_public, NULL },
	{ "RS256", NULL, rsa_public, NULL },
	{ "RS256", rsa_traditional, rsa_public_traditional, NULL },
	{ "ES256", p256, NULL, NULL },
	{ "ES384", p384, p384_public, NULL },
	{ "ES512", NULL, p521_public, NULL },
	{ "EdDSA", ed25519, NULL, NULL },
	{ "EdDSA", NULL, ed448_public, NULL },
	{ "RS256", "", NULL, "has no private key in PEM" },
	{ "RS256", "a text of thirty-two characters.", NULL,
	    "has no private key in PEM" },
	{ "RS256", rsa_public, NULL, "has no private key in PEM" },
	{ "RS256", rsa_locked, NULL, "opens without a passphrase" },
	{ "RS256", NULL, "", "has no public key in PEM" },
	{ "RS256", NULL, rsa, "has no public key in PEM" },
	{ "RS256", p256, NULL, "is no RSA key" },
	{ "PS256", NULL, ed25519_public, "is no RSA key" },
	{ "RS256", rsa_short, NULL, "less than 2048 bits" },
	{ "PS256", NULL, rsa_short_public, "less than 2048 bits" },
	{ "ES256", rsa, NULL, "is no key of an elliptic curve" },
	{ "ES256", p384, NULL, "is a key of another curve" },
	{ "ES256", k256, NULL, "is a key of another curve" },
	{ "ES384", NULL, p256_public, "is a key of another curve" },
	{ "ES512", ed25519, NULL, "is no key of an elliptic curve" },
	{ "EdDSA", p256, NULL, "is no key of Ed25519 or Ed448" },
	{ "RS256", rsa, rfc_rsa, "is not the other half" },
	{ "ES256", p256, rfc_p256, "is not the other half" },
	{ "EdDSA", ed25519, rfc_ed25519, "is not the other half" },
};

static void
keys_must_fit_their_algorithm(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		struct conf_api api = api_with(keys[i].algorithm,
		    keys[i].signing, keys[i].verifying);
		struct conf conf = { .file = "portress.conf", .apis = &api,
			.api_count = 1 };
		char *said = NULL;
		size_t length;
		FILE *errors = open_memstream(&said, &length);
		bool ready = signature_is_ready(&conf, errors);

		fclose(errors);
		assert_int_equal(ready, keys[i].complaint == NULL);
		if (ready)
			assert_string_equal(said, "");
		else if (strstr(said, keys[i].complaint) == NULL ||
		    strstr(said, keys[i].algorithm) == NULL ||
		    strncmp(said, "portress.conf: api \"djoser\": ", 29) != 0)
			fail_msg("%zu: %s", i, said);
		free(said);
	}
}

/* More keys than are kept: each is found again. */
static void
many_keys_do_not_mix(void **state)
{
	size_t i, round;

	(void)state;
	for (round = 0; round < 3; round++)
		for (i = 0; i < 40; i++) {
			/* What stands before a PEM does not count. */
			struct conf_api api = api_with("ES256", NULL,
			    arena_printf(arena, "%zu\n%s", i,
			    i % 2 == 0 ? rfc_p256 : p256_public));

			assert_int_equal(is_good(&api, published[1].token),
			    i % 2 == 0);
		}
}

/* As of reloads with one file after another: text before a PEM is no key. */
static void
more_keys_come_than_are_kept(void **state)
{
	struct conf_api api = api_with("EdDSA", ed25519, NULL);
	struct conf conf = { .file = "portress.conf", .apis = &api,
		.api_count = 1 };
	int i;

	(void)state;
	for (i = 0; i < 100; i++) {
		api.verifying_key = arena_printf(arena, "number %d\n%s", i,
		    ed25519_public);
		assert_true(signature_is_ready(&conf, stderr));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_rfcs_signatures_are_good),
		cmocka_unit_test(what_pyjwt_signed_is_read),
		cmocka_unit_test(what_we_sign_the_public_key_verifies),
		cmocka_unit_test(another_algorithm_is_refused),
		cmocka_unit_test(a_header_does_not_make_a_signature),
		cmocka_unit_test(a_public_key_is_no_secret),
		cmocka_unit_test(
		    tokens_that_call_themselves_unsigned_are_refused),
		cmocka_unit_test(signatures_of_any_other_length_are_refused),
		cmocka_unit_test(no_changed_bit_is_accepted),
		cmocka_unit_test(empty_and_huge_numbers_are_no_signatures),
		cmocka_unit_test(keys_must_fit_their_algorithm),
		cmocka_unit_test(many_keys_do_not_mix),
		cmocka_unit_test(more_keys_come_than_are_kept),
	};

	return cmocka_run_group_tests(tests, open_scene, close_scene);
}
