#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <openssl/evp.h>

#include "auth/pbkdf2.h"
#include "auth/sha.h"
#include "base/codec.h"
#include "base/random.h"

#define KEY_MAXIMUM 80
#define PASSWORD_MAXIMUM 200

/* Each digest in each way; the fastest may be the portable one. */
struct variant {
	const struct sha	*(*sha)(void);
	const EVP_MD		*(*evp)(void);
};

static const struct sha *
portable_1(void)
{
	return &sha1_portable;
}

static const struct sha *
portable_256(void)
{
	return &sha256_portable;
}

static const struct variant variants[] = {
	{ sha1_fastest, EVP_sha1 },
	{ portable_1, EVP_sha1 },
	{ sha256_fastest, EVP_sha256 },
	{ portable_256, EVP_sha256 },
};
#define VARIANTS (sizeof(variants) / sizeof(variants[0]))

static void
a_block_is_compressed_as_the_standard_says(void **state)
{
	/* "abc", padded; digests from FIPS 180-4's examples. */
	static const uint32_t block[SHA_BLOCK_WORDS] = {
		0x61626380, [15] = 24 };
	static const uint32_t digests[2][SHA_WORDS] = {
		{ 0xa9993e36, 0x4706816a, 0xba3e2571, 0x7850c26c, 0x9cd0d89d },
		{ 0xba7816bf, 0x8f01cfea, 0x414140de, 0x5dae2223,
		    0xb00361a3, 0x96177a9c, 0xb410ff61, 0xf20015ad },
	};
	uint32_t words[SHA_WORDS];
	size_t i;

	(void)state;
	for (i = 0; i < VARIANTS; i++) {
		const struct sha *sha = variants[i].sha();

		memcpy(words, sha->initial, sizeof(words));
		sha->compress(words, block);
		assert_memory_equal(words, digests[i / 2], 4 * sha->words);
	}
}

static const struct {
	size_t		 digest;	/* 1, or 2 for SHA-256 */
	const char	*password;
	size_t		 password_length;
	const char	*salt;
	size_t		 salt_length;
	uint32_t	 rounds;
	const char	*key;
} known[] = {
	/* RFC 6070, but for the one of 16777216 rounds */
	{ 0, "password", 8, "salt", 4, 1,
	    "0c60c80f961f0e71f3a9b524af6012062fe037a6" },
	{ 0, "password", 8, "salt", 4, 2,
	    "ea6c014dc72d6f8ccd1ed92ace1d41f0d8de8957" },
	{ 0, "password", 8, "salt", 4, 4096,
	    "4b007901b765489abead49d926f721d065a429c1" },
	{ 0, "passwordPASSWORDpassword", 24,
	    "saltSALTsaltSALTsaltSALTsaltSALTsalt", 36, 4096,
	    "3d2eec4fe41c849b80c8d83662c0e44a8b291a964cf2f07038" },
	{ 0, "pass\0word", 9, "sa\0lt", 5, 4096,
	    "56fa6aa75548099dcc37d7f03425e0c3" },
	/* RFC 7914 section 11 */
	{ 1, "passwd", 6, "salt", 4, 1,
	    "55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc"
	    "49ca9cccf179b645991664b39d77ef317c71b845b1e30bd509112041d3a19783"
	    },
	{ 1, "Password", 8, "NaCl", 4, 80000,
	    "4ddcd8f60b98be21830cee5ef22701f9641a4418d04c0414aeff08876b34ab56"
	    "a1d425a1225833549adb841b51c9b3176a272bdebba1d078478f62b397f33c8d"
	    },
};

static void
known_answers_come_out(void **state)
{
	unsigned char key[KEY_MAXIMUM];
	char hex[2 * KEY_MAXIMUM + 1];
	size_t i, way;

	(void)state;
	for (i = 0; i < 2 * sizeof(known) / sizeof(known[0]); i++) {
		size_t row = i / 2, size = strlen(known[row].key) / 2;

		way = 2 * known[row].digest + i % 2;
		pbkdf2(key, size, variants[way].sha(),
		    known[row].password, known[row].password_length,
		    known[row].salt, known[row].salt_length,
		    known[row].rounds);
		codec_hex(hex, key, size);
		assert_string_equal(hex, known[row].key);
	}
}

static size_t
any_up_to(size_t maximum)
{
	uint32_t number;

	random_bytes(&number, sizeof(number));
	return number % (maximum + 1);
}

static void
libcrypto_says_the_same_of_anything(void **state)
{
	unsigned char password[PASSWORD_MAXIMUM], salt[PBKDF2_SALT_MAXIMUM];
	unsigned char key[KEY_MAXIMUM], theirs[KEY_MAXIMUM];
	int i;

	(void)state;
	for (i = 0; i < 4000; i++) {
		const struct variant *way = &variants[(size_t)i % VARIANTS];
		size_t length = any_up_to(sizeof(password));
		size_t salt_length = any_up_to(sizeof(salt));
		size_t size = 1 + any_up_to(sizeof(key) - 1);
		uint32_t rounds = 1 + (uint32_t)any_up_to(20);

		random_bytes(password, length);
		random_bytes(salt, salt_length);
		pbkdf2(key, size, way->sha(), password, length, salt,
		    salt_length, rounds);
		assert_int_equal(PKCS5_PBKDF2_HMAC((const char *)password,
		    (int)length, salt, (int)salt_length, (int)rounds,
		    way->evp(), (int)size, theirs), 1);
		assert_memory_equal(key, theirs, size);
	}
}

/* Where a key or the padding first needs another block. */
static void
libcrypto_says_the_same_at_every_edge(void **state)
{
	static const char text[PASSWORD_MAXIMUM] = "of any length";
	unsigned char key[20], theirs[20];
	size_t length, i;

	(void)state;
	for (length = 0; length <= sizeof(text); length++)
		for (i = 0; i < VARIANTS; i++) {
			pbkdf2(key, sizeof(key), variants[i].sha(), text,
			    length, text, length, 2);
			assert_int_equal(PKCS5_PBKDF2_HMAC(text, (int)length,
			    (const unsigned char *)text, (int)length, 2,
			    variants[i].evp(), sizeof(theirs), theirs), 1);
			assert_memory_equal(key, theirs, sizeof(key));
		}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_block_is_compressed_as_the_standard_says),
		cmocka_unit_test(known_answers_come_out),
		cmocka_unit_test(libcrypto_says_the_same_of_anything),
		cmocka_unit_test(libcrypto_says_the_same_at_every_edge),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
