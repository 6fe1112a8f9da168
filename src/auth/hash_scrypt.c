/* Django's "scrypt$N$salt$r$p$hash" (RFC 7914); libxcrypt has its own form. */

#include <stdio.h>
#include <string.h>

#include <openssl/evp.h>

#include "auth/hash.h"
#include "base/secret.h"

#define WORK_MAXIMUM	(1 << 23)	/* N * r of a gigabyte */
#define MEMORY_MAXIMUM	(2ULL << 30)	/* libcrypto asks for it */
#define KEY_SIZE	64

/* Django's, since 5.1 */
#define FRESH_N		(1 << 14)
#define FRESH_R		8
#define FRESH_P		5

struct stored {
	int64_t		 n, r, p;
	const char	*salt;
	size_t		 salt_length;
	const char	*key;		/* in base64 */
};

static enum hash_result
read_stored(struct stored *stored, const char *rest)
{
	if (!hash_number(&rest, '$', &stored->n) ||
	    !hash_part(&rest, '$', &stored->salt, &stored->salt_length) ||
	    !hash_number(&rest, '$', &stored->r) ||
	    !hash_number(&rest, '$', &stored->p) ||
	    stored->salt_length == 0 || stored->n < 2 ||
	    (stored->n & (stored->n - 1)) != 0)
		return HASH_BROKEN;
	stored->key = rest;
	if (stored->n > WORK_MAXIMUM || stored->r > WORK_MAXIMUM / stored->n ||
	    stored->p > WORK_MAXIMUM / stored->n / stored->r)
		return HASH_TOO_DEAR;
	return HASH_MATCHES;
}

/* 0, or -1 without memory, or where there are no such parameters. */
static int
make_key(char text[HASH_BASE64_SIZE(KEY_SIZE)], const struct stored *stored,
    const char *password)
{
	unsigned char key[KEY_SIZE];

	if (EVP_PBE_scrypt(password, strlen(password),
	    (const unsigned char *)stored->salt, stored->salt_length,
	    (uint64_t)stored->n, (uint64_t)stored->r, (uint64_t)stored->p,
	    MEMORY_MAXIMUM, key, sizeof(key)) != 1)
		return -1;
	hash_base64(text, key, sizeof(key));
	secret_wipe(key, sizeof(key));
	return 0;
}

static enum hash_result
compare(const struct hash_kind *kind, const char *rest, const char *password)
{
	char key[HASH_BASE64_SIZE(KEY_SIZE)];
	struct stored stored;
	enum hash_result result = read_stored(&stored, rest);

	(void)kind;
	if (result != HASH_MATCHES)
		return result;
	if (make_key(key, &stored, password) == -1)
		return HASH_FAILED;
	if (!secret_text_equal(key, stored.key))
		result = HASH_DIFFERS;
	secret_wipe(key, sizeof(key));
	return result;
}

/* By its memory: Django's p has changed, and who shares a database with an
 * older one would write each other's anew for ever. */
static bool
is_weaker(const struct hash_kind *kind, const char *rest, int64_t cost)
{
	struct stored stored;

	(void)kind;
	(void)cost;
	return read_stored(&stored, rest) == HASH_MATCHES &&
	    (stored.n * stored.r < FRESH_N * FRESH_R ||
	    stored.salt_length < HASH_SALT_LENGTH);
}

static int
make(const struct hash_kind *kind, char *hash, size_t size,
    const char *password, int64_t cost)
{
	char salt[HASH_SALT_LENGTH + 1], key[HASH_BASE64_SIZE(KEY_SIZE)];
	const struct stored fresh = { FRESH_N, FRESH_R, FRESH_P, salt,
	    HASH_SALT_LENGTH, NULL };

	(void)cost;
	hash_salt(salt);
	if (make_key(key, &fresh, password) == -1)
		return -1;
	return (size_t)snprintf(hash, size, "%s%d$%s$%d$%d$%s", kind->prefix,
	    FRESH_N, salt, FRESH_R, FRESH_P, key) < size ? 0 : -1;
}

const struct hash_kind hash_scrypt[] = {
	{ "scrypt$", "scrypt", .compare = compare, .is_weaker = is_weaker,
	    .make = make },
	{ 0 },
};
