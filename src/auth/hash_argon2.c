/*
 * Django's "argon2$argon2id$v=19$m=102400,t=2,p=8$salt$hash" (RFC 9106), by
 * libargon2. The text behind the first "$" is that library's own, but it is
 * read here: for its bounds, and as argon2_verify would start p threads.
 */

#include <argon2.h>
#include <stdio.h>
#include <string.h>

#include "auth/hash.h"
#include "base/secret.h"

#define MEMORY_MAXIMUM	(1 << 20)	/* KiB */
#define WORK_MAXIMUM	(1 << 22)	/* KiB in all passes */
#define LANES_MAXIMUM	255
#define BYTES_MAXIMUM	64		/* of a salt or a hash */

/* Django's since 3.2; the hash has argon2-cffi's size. */
#define FRESH_MEMORY	102400
#define FRESH_PASSES	2
#define FRESH_LANES	8
#define FRESH_SIZE	32

struct stored {
	argon2_type	 type;
	int64_t		 version, memory, passes, lanes;
	unsigned char	 salt[BYTES_MAXIMUM], key[BYTES_MAXIMUM];
	ssize_t		 salt_length, key_length;
};

static bool
skip(const char **rest, const char *text)
{
	size_t length = strlen(text);

	if (strncmp(*rest, text, length) != 0)
		return false;
	*rest += length;
	return true;
}

static bool
read_type(const char **rest, argon2_type *type_r)
{
	static const struct {
		const char	*text;
		argon2_type	 type;
	} types[] = {
		{ "argon2id$", Argon2_id }, { "argon2i$", Argon2_i },
		{ "argon2d$", Argon2_d },
	};
	size_t i;

	for (i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (skip(rest, types[i].text)) {
			*type_r = types[i].type;
			return true;
		}
	return false;
}

/* A version that is not told is the one of before versions were told. */
static bool
read_version(const char **rest, int64_t *version_r)
{
	*version_r = ARGON2_VERSION_10;
	if (!skip(rest, "v="))
		return true;
	return hash_number(rest, '$', version_r) &&
	    (*version_r == ARGON2_VERSION_10 ||
	    *version_r == ARGON2_VERSION_13);
}

static bool
read_bytes(struct stored *stored, const char *rest)
{
	const char *salt;
	size_t length;

	if (!hash_part(&rest, '$', &salt, &length))
		return false;
	stored->salt_length = hash_base64_read(stored->salt, BYTES_MAXIMUM,
	    salt, length);
	stored->key_length = hash_base64_read(stored->key, BYTES_MAXIMUM,
	    rest, strlen(rest));
	return stored->salt_length >= ARGON2_MIN_SALT_LENGTH &&
	    stored->key_length >= ARGON2_MIN_OUTLEN;
}

static enum hash_result
read_stored(struct stored *stored, const char *rest)
{
	if (!read_type(&rest, &stored->type) ||
	    !read_version(&rest, &stored->version) ||
	    !skip(&rest, "m=") || !hash_number(&rest, ',', &stored->memory) ||
	    !skip(&rest, "t=") || !hash_number(&rest, ',', &stored->passes) ||
	    !skip(&rest, "p=") || !hash_number(&rest, '$', &stored->lanes) ||
	    !read_bytes(stored, rest))
		return HASH_BROKEN;
	if (stored->memory > MEMORY_MAXIMUM ||
	    stored->passes > WORK_MAXIMUM / stored->memory ||
	    stored->lanes > LANES_MAXIMUM)
		return HASH_TOO_DEAR;
	return stored->memory >= 8 * stored->lanes ? HASH_MATCHES :
	    HASH_BROKEN;
}

/* One thread does the work of all lanes: a worker has its own core at best. */
static int
make_key(unsigned char *key, size_t size, struct stored *stored,
    const char *password)
{
	argon2_context context = {
		.out = key, .outlen = (uint32_t)size,
		.pwd = (uint8_t *)(uintptr_t)password,	/* is only read */
		.pwdlen = (uint32_t)strlen(password),
		.salt = stored->salt,
		.saltlen = (uint32_t)stored->salt_length,
		.t_cost = (uint32_t)stored->passes,
		.m_cost = (uint32_t)stored->memory,
		.lanes = (uint32_t)stored->lanes, .threads = 1,
		.version = (uint32_t)stored->version,
		.flags = ARGON2_DEFAULT_FLAGS,
	};

	return argon2_ctx(&context, stored->type) == ARGON2_OK ? 0 : -1;
}

static enum hash_result
compare(const struct hash_kind *kind, const char *rest, const char *password)
{
	unsigned char key[BYTES_MAXIMUM];
	struct stored stored;
	enum hash_result result = read_stored(&stored, rest);

	(void)kind;
	if (result != HASH_MATCHES)
		return result;
	if (make_key(key, (size_t)stored.key_length, &stored, password) == -1)
		return HASH_FAILED;
	if (!secret_equal(key, stored.key, (size_t)stored.key_length))
		result = HASH_DIFFERS;
	secret_wipe(key, sizeof(key));
	return result;
}

static bool
is_weaker(const struct hash_kind *kind, const char *rest, int64_t cost)
{
	struct stored stored;

	(void)kind;
	(void)cost;
	return read_stored(&stored, rest) == HASH_MATCHES &&
	    (stored.type != Argon2_id || stored.version < ARGON2_VERSION_13 ||
	    stored.memory < FRESH_MEMORY || stored.passes < FRESH_PASSES ||
	    stored.salt_length < HASH_SALT_LENGTH);
}

static int
make(const struct hash_kind *kind, char *hash, size_t size,
    const char *password, int64_t cost)
{
	struct stored fresh = { Argon2_id, ARGON2_VERSION_13, FRESH_MEMORY,
	    FRESH_PASSES, FRESH_LANES, .salt_length = HASH_SALT_LENGTH };
	char salt[HASH_BASE64_SIZE(HASH_SALT_LENGTH)];
	char key[HASH_BASE64_SIZE(FRESH_SIZE)];
	int length;

	(void)cost;
	hash_salt((char *)fresh.salt);
	if (make_key(fresh.key, FRESH_SIZE, &fresh, password) == -1)
		return -1;
	hash_base64_bare(salt, fresh.salt, HASH_SALT_LENGTH);
	hash_base64_bare(key, fresh.key, FRESH_SIZE);
	secret_wipe(&fresh, sizeof(fresh));
	length = snprintf(hash, size, "%sargon2id$v=%d$m=%d,t=%d,p=%d$%s$%s",
	    kind->prefix, ARGON2_VERSION_13, FRESH_MEMORY, FRESH_PASSES,
	    FRESH_LANES, salt, key);
	return (size_t)length < size ? 0 : -1;
}

const struct hash_kind hash_argon2[] = {
	{ "argon2$", "argon2", .compare = compare, .is_weaker = is_weaker,
	    .make = make },
	{ 0 },
};
