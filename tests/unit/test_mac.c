/* mac: the vectors of RFC 4231. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "auth/mac.h"
#include "base/codec.h"

static void
expect(const char *digest, const char *key, const char *text, const char *hex)
{
	unsigned char mac[MAC_SIZE];
	char found[2 * MAC_SIZE + 1];
	size_t size = mac_make(mac, digest, key, text, strlen(text));

	codec_hex(found, mac, size);
	assert_string_equal(found, hex);
}

/* Section 4.3, test case 2. */
static void
macs_are_those_of_the_rfc(void **state)
{
	static const char key[] = "Jefe";
	static const char text[] = "what do ya want for nothing?";

	(void)state;
	expect("SHA256", key, text, "5bdcc146bf60754e6a042426089575c7"
	    "5a003f089d2739839dec58b964ec3843");
	expect("SHA384", key, text, "af45d2e376484031617f78d2b58a6b1b"
	    "9c7ef464f5a01b47e42ec3736322445e8e2240ca5e69e2c78b3239ecfab21649");
	expect("SHA512", key, text, "164b7a7bfcf819e2e395fbe73b56e0a3"
	    "87bd64222e831fd610270cd7ea2505549758bf75c05a994a6d034f65f8f0e6fd"
	    "caeab1a34d4a6b4b636e070a38bce737");
	/* Once more, with the key that was kept. */
	expect("SHA256", key, text, "5bdcc146bf60754e6a042426089575c7"
	    "5a003f089d2739839dec58b964ec3843");
}

static void
more_keys_than_are_kept_do_not_mix(void **state)
{
	unsigned char first[40][MAC_SIZE], again[MAC_SIZE];
	char key[8];
	int i, round;

	(void)state;
	for (round = 0; round < 3; round++)
		for (i = 0; i < 40; i++) {
			snprintf(key, sizeof(key), "key %d", i);
			assert_int_equal(mac_make(round == 0 ? first[i] :
			    again, "SHA256", key, "x", 1), 32);
			if (round > 0)
				assert_memory_equal(first[i], again, 32);
			if (i > 0)
				assert_memory_not_equal(first[i],
				    first[i - 1], 32);
		}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(macs_are_those_of_the_rfc),
		cmocka_unit_test(more_keys_than_are_kept_do_not_mix),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
