/* Django's own: "pbkdf2_sha256$rounds$salt$hash", and with SHA-1. */

#include <stdio.h>
#include <string.h>

#include "auth/hash.h"
#include "auth/pbkdf2.h"
#include "auth/sha.h"
#include "base/secret.h"

#define ROUNDS_MAXIMUM	10000000	/* pbkdf2_rounds' */
#define KEY_MAXIMUM	(4 * SHA_WORDS)

struct stored {
	int64_t		 rounds;
	const char	*salt;
	size_t		 salt_length;
	const char	*key;		/* in base64 */
};

static const struct sha *
sha_of(const struct hash_kind *kind)
{
	const struct sha *(*const *fastest)(void) = kind->how;

	return (*fastest)();
}

static enum hash_result
read_stored(struct stored *stored, const char *rest)
{
	if (!hash_number(&rest, '$', &stored->rounds) ||
	    !hash_part(&rest, '$', &stored->salt, &stored->salt_length) ||
	    stored->salt_length == 0 ||
	    stored->salt_length > PBKDF2_SALT_MAXIMUM)
		return HASH_BROKEN;
	stored->key = rest;
	return stored->rounds <= ROUNDS_MAXIMUM ? HASH_MATCHES : HASH_TOO_DEAR;
}

static void
make_key(char text[HASH_BASE64_SIZE(KEY_MAXIMUM)],
    const struct hash_kind *kind, const struct stored *stored,
    const char *password)
{
	const struct sha *sha = sha_of(kind);
	unsigned char key[KEY_MAXIMUM];

	pbkdf2(key, 4 * sha->words, sha, password, strlen(password),
	    stored->salt, stored->salt_length, (uint32_t)stored->rounds);
	hash_base64(text, key, 4 * sha->words);
	secret_wipe(key, sizeof(key));
}

static enum hash_result
compare(const struct hash_kind *kind, const char *rest, const char *password)
{
	char key[HASH_BASE64_SIZE(KEY_MAXIMUM)];
	struct stored stored;
	enum hash_result result = read_stored(&stored, rest);

	if (result != HASH_MATCHES)
		return result;
	make_key(key, kind, &stored, password);
	if (!secret_text_equal(key, stored.key))
		result = HASH_DIFFERS;
	secret_wipe(key, sizeof(key));
	return result;
}

static bool
is_weaker(const struct hash_kind *kind, const char *rest, int64_t cost)
{
	struct stored stored;

	(void)kind;
	return read_stored(&stored, rest) == HASH_MATCHES &&
	    (stored.rounds < cost || stored.salt_length < HASH_SALT_LENGTH);
}

static int
make(const struct hash_kind *kind, char *hash, size_t size,
    const char *password, int64_t cost)
{
	char salt[HASH_SALT_LENGTH + 1];
	char key[HASH_BASE64_SIZE(KEY_MAXIMUM)];
	const struct stored fresh = { cost, salt, HASH_SALT_LENGTH, NULL };

	hash_salt(salt);
	make_key(key, kind, &fresh, password);
	return (size_t)snprintf(hash, size, "%s%lld$%s$%s", kind->prefix,
	    (long long)cost, salt, key) < size ? 0 : -1;
}

static void
harden(const struct hash_kind *kind, const char *rest, const char *password,
    int64_t cost)
{
	char key[HASH_BASE64_SIZE(KEY_MAXIMUM)];
	struct stored stored;

	if (read_stored(&stored, rest) != HASH_MATCHES ||
	    stored.rounds >= cost)
		return;
	stored.rounds = cost - stored.rounds;
	make_key(key, kind, &stored, password);
	secret_wipe(key, sizeof(key));
}

static const struct sha *(*const sha1)(void) = sha1_fastest;
static const struct sha *(*const sha256)(void) = sha256_fastest;

const struct hash_kind hash_pbkdf2[] = {
	{ "pbkdf2_sha256$", "pbkdf2_sha256", &sha256, .compare = compare,
	    .is_weaker = is_weaker, .make = make, .harden = harden },
	{ "pbkdf2_sha1$", "pbkdf2_sha1", &sha1, .compare = compare,
	    .is_weaker = is_weaker, .make = make, .harden = harden },
	{ 0 },
};
