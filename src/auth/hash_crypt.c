/*
 * Hashes of libxcrypt (crypt(5)), as they are, and those of Django's that have
 * one of them inside: "bcrypt$$2b$12$...", "bcrypt_sha256$$2b$12$..." and
 * "crypt$$...".
 */

#include <crypt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/evp.h>

#include "auth/hash.h"
#include "auth/mac.h"
#include "base/codec.h"
#include "base/random.h"
#include "base/secret.h"

#define CRYPT_MAXIMUM	(CRYPT_MAX_PASSPHRASE_SIZE - 1)
#define BCRYPT_MAXIMUM	72		/* bytes that bcrypt looks at */
#define BCRYPT_PREFIX	4		/* "$2b$" */
#define BCRYPT_FRESH	12		/* Django's */
#define DES_LENGTH	13
#define MEMORY_MAXIMUM	(1 << 23)	/* N * r of a gigabyte */
#define ROUNDS_MAXIMUM	1000000
#define SALT_SIZE	16

/* What crypt(3) is given for a password; may be put into the text. */
typedef const char *wrapper(char text[CRYPT_MAX_PASSPHRASE_SIZE],
    const char *password);

struct way {
	/* What the text behind the prefix costs, or -1 if it is broken. */
	int64_t		 (*cost)(const char *parameters);
	int64_t		 most;
};

/* 32 KiB, too much for a stack; a worker hashes one password at a time. */
static struct crypt_data workspace;

/* --- what a hash costs ---------------------------------------------------- */

/* The value of a digit in crypt(5)'s base 64, or -1. */
static int
digit_value(char digit)
{
	static const char digits[] = "./0123456789"
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
	const char *found;

	if (digit == '\0' || (found = strchr(digits, digit)) == NULL)
		return -1;
	return (int)(found - digits);
}

/* Of so many digits, the lowest first, or -1. */
static int64_t
digits_value(const char *digits, int count)
{
	int64_t value = 0;
	int i, digit;

	for (i = 0; i < count; i++) {
		if ((digit = digit_value(digits[i])) == -1)
			return -1;
		value |= (int64_t)digit << 6 * i;
	}
	return value;
}

/* N * r; N itself may not be too large either. */
static int64_t
memory_cost(int log_n, int64_t r)
{
	return log_n <= 20 ? r << log_n : INT64_MAX;
}

/*
 * yescrypt: "j" for its default flavour, a digit for log2(N) - 1 and one for
 * r - 1, and no further parameters.
 */
static int64_t
yescrypt_cost(const char *parameters)
{
	int log_n, r;

	if (parameters[0] != 'j' ||
	    (log_n = digit_value(parameters[1])) == -1 ||
	    (r = digit_value(parameters[2])) == -1 || parameters[3] != '$')
		return -1;
	return memory_cost(log_n + 1, r + 1);
}

/* scrypt: a digit for log2(N), five for r and five for p. */
static int64_t
scrypt_cost(const char *parameters)
{
	int log_n = digit_value(parameters[0]);
	int64_t r, p;

	if (log_n == -1 || (r = digits_value(parameters + 1, 5)) == -1 ||
	    (p = digits_value(parameters + 6, 5)) == -1)
		return -1;
	return p == 1 ? memory_cost(log_n, r) : INT64_MAX;
}

/* bcrypt: two decimal digits for log2 of the rounds. */
static int64_t
bcrypt_cost(const char *parameters)
{
	if (parameters[0] < '0' || parameters[0] > '3' ||
	    parameters[1] < '0' || parameters[1] > '9' ||
	    parameters[2] != '$')
		return -1;
	return (parameters[0] - '0') * 10 + parameters[1] - '0';
}

/* SHA-crypt: "rounds=1000$", or the salt at once for 5000. */
static int64_t
sha_cost(const char *parameters)
{
	static const char name[] = "rounds=";
	int64_t rounds;

	if (strncmp(parameters, name, sizeof(name) - 1) != 0)
		return 5000;
	parameters += sizeof(name) - 1;
	return hash_number(&parameters, '$', &rounds) ? rounds : -1;
}

/* NetBSD's: "24680$". */
static int64_t
sha1_cost(const char *parameters)
{
	int64_t rounds;

	return hash_number(&parameters, '$', &rounds) ? rounds : -1;
}

/* Solaris' MD5: ",rounds=904$", or "$" for none beyond its 4096. */
static int64_t
sun_cost(const char *parameters)
{
	static const char name[] = ",rounds=";
	int64_t rounds;

	if (parameters[0] == '$')
		return 0;
	if (strncmp(parameters, name, sizeof(name) - 1) != 0)
		return -1;
	parameters += sizeof(name) - 1;
	return hash_number(&parameters, '$', &rounds) ? rounds : -1;
}

/* BSDi's DES: four digits for the rounds. */
static int64_t
bsdi_cost(const char *parameters)
{
	return digits_value(parameters, 4);
}

static int64_t
fixed_cost(const char *parameters)
{
	(void)parameters;
	return 0;
}

static const struct way yescrypt = { yescrypt_cost, MEMORY_MAXIMUM };
static const struct way scrypt = { scrypt_cost, MEMORY_MAXIMUM };
static const struct way bcrypt = { bcrypt_cost, 15 };
static const struct way sha = { sha_cost, ROUNDS_MAXIMUM };
static const struct way sha1 = { sha1_cost, ROUNDS_MAXIMUM };
static const struct way sun = { sun_cost, ROUNDS_MAXIMUM };
static const struct way bsdi = { bsdi_cost, ROUNDS_MAXIMUM };
static const struct way fixed = { fixed_cost, 0 };

/* --- what is hashed ------------------------------------------------------- */

/*
 * What is longer than libxcrypt takes counts to its last byte: its digest
 * stands for it.
 */
static const char *
wrap_any(char text[CRYPT_MAX_PASSPHRASE_SIZE], const char *password)
{
	unsigned char digest[MAC_SIZE];

	if (strlen(password) <= CRYPT_MAXIMUM)
		return password;
	codec_hex(text, digest, mac_make(digest, "SHA512",
	    "portress.long_password", password, strlen(password)));
	secret_wipe(digest, sizeof(digest));
	return text;
}

/* Django let its start stand for a long one: its accounts must get in. */
static const char *
wrap_cut(char text[CRYPT_MAX_PASSPHRASE_SIZE], const char *password)
{
	size_t length = strnlen(password, BCRYPT_MAXIMUM);

	memcpy(text, password, length);
	text[length] = '\0';
	return text;
}

/* Django's bcrypt_sha256: the digest in hex. */
static const char *
wrap_digest(char text[CRYPT_MAX_PASSPHRASE_SIZE], const char *password)
{
	unsigned char digest[EVP_MAX_MD_SIZE];
	size_t size;

	if (EVP_Q_digest(NULL, "SHA256", NULL, password, strlen(password),
	    digest, &size) != 1)
		abort();
	codec_hex(text, digest, size);
	secret_wipe(digest, sizeof(digest));
	return text;
}

/* --- hashes --------------------------------------------------------------- */

/* Belongs to the workspace; NULL if libxcrypt cannot say. */
static const char *
crypted(wrapper *wrap, const char *password, const char *setting)
{
	char text[CRYPT_MAX_PASSPHRASE_SIZE];
	const char *made = crypt_rn(wrap(text, password), setting, &workspace,
	    sizeof(workspace));

	secret_wipe(text, sizeof(text));
	return made;
}

/*
 * Of a hash of crypt(3) whose prefix has that length. It is broken, too, if
 * there was no memory: libxcrypt does not tell.
 */
static enum hash_result
compare_by(const struct way *way, wrapper *wrap, const char *hash,
    size_t prefix, const char *password)
{
	int64_t cost = way->cost(hash + prefix);
	enum hash_result result = HASH_DIFFERS;
	const char *made;

	if (cost == -1 || cost > way->most)
		return cost == -1 ? HASH_BROKEN : HASH_TOO_DEAR;
	made = crypted(wrap, password, hash);
	if (made == NULL)
		result = HASH_BROKEN;
	else if (secret_text_equal(made, hash))
		result = HASH_MATCHES;
	secret_wipe(&workspace, sizeof(workspace));
	return result;
}

static enum hash_result
compare(const struct hash_kind *kind, const char *rest, const char *password)
{
	const struct way *way = kind->how;
	size_t prefix = strlen(kind->prefix);

	/* bcrypt would leave its end out. */
	if (way->cost == bcrypt_cost && strlen(password) > BCRYPT_MAXIMUM)
		return HASH_SKIPPED;
	return compare_by(way, wrap_any, rest - prefix, prefix, password);
}

static bool
is_des(const char *hash)
{
	size_t i;

	for (i = 0; i < DES_LENGTH; i++)
		if (digit_value(hash[i]) == -1)
			return false;
	return hash[i] == '\0';
}

/* crypt_gensalt refuses no salt of this size and no cost of these. */
static void
make_setting(char setting[CRYPT_GENSALT_OUTPUT_SIZE], const char *prefix,
    int64_t cost)
{
	char salt[SALT_SIZE];

	random_bytes(salt, sizeof(salt));
	if (crypt_gensalt_rn(prefix, (unsigned long)cost, salt, SALT_SIZE,
	    setting, CRYPT_GENSALT_OUTPUT_SIZE) == NULL)
		abort();
}

static int
make_by(const char *begin, wrapper *wrap, const char *prefix, int64_t cost,
    char *hash, size_t size, const char *password)
{
	char setting[CRYPT_GENSALT_OUTPUT_SIZE];
	const char *made;
	int result = -1;

	make_setting(setting, prefix, cost);
	made = crypted(wrap, password, setting);
	if (made != NULL && strlen(begin) + strlen(made) < size) {
		snprintf(hash, size, "%s%s", begin, made);
		result = 0;
	}
	secret_wipe(&workspace, sizeof(workspace));
	return result;
}

static int
make_yescrypt(const struct hash_kind *kind, char *hash, size_t size,
    const char *password, int64_t cost)
{
	return make_by("", wrap_any, kind->prefix, cost, hash, size, password);
}

static bool
yescrypt_is_weaker(const struct hash_kind *kind, const char *rest,
    int64_t cost)
{
	char setting[CRYPT_GENSALT_OUTPUT_SIZE];

	make_setting(setting, kind->prefix, cost);
	return yescrypt_cost(rest) <
	    yescrypt_cost(setting + strlen(kind->prefix));
}

/* --- Django's, around one of those ---------------------------------------- */

static enum hash_result
compare_bcrypt(const struct hash_kind *kind, const char *rest,
    const char *password)
{
	wrapper *const *wrap = kind->how;

	if (rest[0] != '$' || rest[1] != '2' || rest[2] == '\0' ||
	    strchr("aby", rest[2]) == NULL || rest[3] != '$')
		return HASH_BROKEN;
	return compare_by(&bcrypt, *wrap, rest, BCRYPT_PREFIX, password);
}

static int
make_bcrypt(const struct hash_kind *kind, char *hash, size_t size,
    const char *password, int64_t cost)
{
	wrapper *const *wrap = kind->how;

	(void)cost;
	return make_by(kind->prefix, *wrap, "$2b$", BCRYPT_FRESH, hash, size,
	    password);
}

static bool
bcrypt_is_weaker(const struct hash_kind *kind, const char *rest, int64_t cost)
{
	(void)kind;
	(void)cost;
	return strlen(rest) > BCRYPT_PREFIX &&
	    bcrypt_cost(rest + BCRYPT_PREFIX) < BCRYPT_FRESH;
}

/* The salt stands in the hash, too. */
static enum hash_result
compare_crypt(const struct hash_kind *kind, const char *rest,
    const char *password)
{
	const char *salt;
	size_t length;

	(void)kind;
	if (!hash_part(&rest, '$', &salt, &length) || !is_des(rest))
		return HASH_BROKEN;
	return compare_by(&fixed, wrap_cut, rest, 0, password);
}

static wrapper *const cut = wrap_cut, *const digested = wrap_digest;

/* clang-format off */
const struct hash_kind hash_crypt[] = {
	{ "$y$",    "yescrypt", &yescrypt, .compare = compare,
	    .is_weaker = yescrypt_is_weaker, .make = make_yescrypt },
	{ "$gy$",   .how = &yescrypt,	.compare = compare },
	{ "$7$",    .how = &scrypt,	.compare = compare },
	{ "$2b$",   .how = &bcrypt,	.compare = compare },
	{ "$2y$",   .how = &bcrypt,	.compare = compare },
	{ "$2a$",   .how = &bcrypt,	.compare = compare },
	{ "$2x$",   .how = &bcrypt,	.compare = compare },
	{ "$6$",    .how = &sha,	.compare = compare },
	{ "$5$",    .how = &sha,	.compare = compare },
	{ "$sha1$", .how = &sha1,	.compare = compare },
	{ "$md5",   .how = &sun,	.compare = compare },
	{ "$1$",    .how = &fixed,	.compare = compare, .is_cheap = true },
	{ "$3$",    .how = &fixed,	.compare = compare, .is_cheap = true },
	{ "_",	    .how = &bsdi,	.compare = compare, .is_cheap = true },
	{ "bcrypt_sha256$", "bcrypt_sha256", &digested,
	    .compare = compare_bcrypt, .is_weaker = bcrypt_is_weaker,
	    .make = make_bcrypt },
	{ "bcrypt$", .how = &cut,	.compare = compare_bcrypt },
	{ "crypt$", .is_cheap = true,	.compare = compare_crypt },
	{ "",	    .how = &fixed,	.compare = compare, .is_cheap = true,
	    .is_it = is_des },
	{ 0 },
};
/* clang-format on */
