/*
 * How long PBKDF2 takes here, beside libcrypto's PKCS5_PBKDF2_HMAC: in turn,
 * the median of the ratios, in time of the processor. See script/bench.
 */

#include <openssl/evp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "auth/pbkdf2.h"
#include "auth/sha.h"

#define ROUNDS	600000
#define TURNS	9
#define SIZE	20

static const char password[] = "a bench of oak and iron";
static const char salt[] = "jXVDrFpMkQdr3SzJsA2u1h";

struct digest {
	const char		*name;
	const struct sha	*(*sha)(void);
	const EVP_MD		*(*evp)(void);
};

static double
processor_time(void)
{
	struct timespec now;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static double
ours(const struct digest *digest, unsigned char key[SIZE])
{
	double start = processor_time();

	pbkdf2(key, SIZE, digest->sha(), password, strlen(password), salt,
	    strlen(salt), ROUNDS);
	return processor_time() - start;
}

static double
theirs(const struct digest *digest, unsigned char key[SIZE])
{
	double start = processor_time();

	if (PKCS5_PBKDF2_HMAC(password, (int)strlen(password),
	    (const unsigned char *)salt, (int)strlen(salt), ROUNDS,
	    digest->evp(), SIZE, key) != 1)
		abort();
	return processor_time() - start;
}

static int
by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static void
measure(const struct digest *digest)
{
	unsigned char key[SIZE], same[SIZE];
	double mine[TURNS], others[TURNS], ratios[TURNS];
	int i;

	for (i = 0; i < TURNS; i++) {
		mine[i] = ours(digest, key);
		others[i] = theirs(digest, same);
		ratios[i] = mine[i] / others[i];
		if (memcmp(key, same, SIZE) != 0)
			abort();
	}
	qsort(mine, TURNS, sizeof(*mine), by_size);
	qsort(others, TURNS, sizeof(*others), by_size);
	qsort(ratios, TURNS, sizeof(*ratios), by_size);
	printf("PBKDF2 %-8s %d rounds: %6.1f ms, libcrypto %6.1f ms, "
	    "ratio %.2f\n", digest->name, ROUNDS, mine[TURNS / 2] * 1e3,
	    others[TURNS / 2] * 1e3, ratios[TURNS / 2]);
}

int
main(void)
{
	static const struct digest digests[] = {
		{ "SHA-256,", sha256_fastest, EVP_sha256 },
		{ "SHA-1,", sha1_fastest, EVP_sha1 },
	};
	size_t i;

	for (i = 0; i < sizeof(digests) / sizeof(digests[0]); i++)
		measure(&digests[i]);
	return 0;
}
