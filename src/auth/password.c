#include "auth/password.h"

#include <assert.h>
#include <crypt.h>
#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "auth/mac.h"
#include "base/codec.h"
#include "base/log.h"
#include "base/random.h"
#include "base/secret.h"

#define PREFIX		"$y$"
#define DEFAULT_COST	5
#define SALT_SIZE	16
#define BCRYPT_MAXIMUM	72	/* bytes that bcrypt looks at */
#define CRYPT_MAXIMUM	(CRYPT_MAX_PASSPHRASE_SIZE - 1)

static struct {
	unsigned long	 cost;
	char		 dummy[CRYPT_GENSALT_OUTPUT_SIZE];
} fresh;

/* 32 KiB, too much for a stack; a worker hashes one password at a time. */
static struct crypt_data workspace;

/*
 * A kind of hash. What stands behind the prefix is checked before the work is
 * done, because the row tells how much work it is, and not every row was
 * written by us.
 */
struct scheme {
	const char	*prefix;
	bool		 (*is_bearable)(const char *parameters);
	size_t		 maximum;	/* bytes of a password, or 0 */
	bool		 (*matches)(const char *hash, const char *password);
};

/*
 * crypt_rn, but what is longer than libxcrypt takes counts to its last byte:
 * its digest stands for it.
 */
static const char *
crypted(const char *password, const char *setting)
{
	unsigned char digest[MAC_SIZE];
	char hex[2 * MAC_SIZE + 1];
	const char *made;

	if (strlen(password) <= CRYPT_MAXIMUM)
		return crypt_rn(password, setting, &workspace,
		    sizeof(workspace));
	codec_hex(hex, digest, mac_make(digest, "SHA512",
	    "portress.long_password", password, strlen(password)));
	made = crypt_rn(hex, setting, &workspace, sizeof(workspace));
	secret_wipe(digest, sizeof(digest));
	secret_wipe(hex, sizeof(hex));
	return made;
}

/* Whether the password has the hash: 1, 0, or -1 if libxcrypt cannot say. */
static int
compare(const char *hash, const char *password)
{
	const char *again = crypted(password, hash);
	int matches = again == NULL ? -1 : secret_text_equal(again, hash);

	secret_wipe(&workspace, sizeof(workspace));
	return matches;
}

static bool
crypt_matches(const char *hash, const char *password)
{
	int matches = compare(hash, password);

	if (matches == -1)
		password_waste(password);
	return matches == 1;
}

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

/*
 * yescrypt: "j" for its default flavour, a digit for log2(N) - 1 and one for
 * r - 1, and no further parameters. N * r of cost 11 is 2^23: 1 GiB.
 */
static bool
yescrypt_is_bearable(const char *parameters)
{
	int log_n, r;

	if (parameters[0] != 'j' ||
	    (log_n = digit_value(parameters[1])) == -1 ||
	    (r = digit_value(parameters[2])) == -1 || parameters[3] != '$')
		return false;
	return log_n + 1 <= 20 && ((int64_t)r + 1) << (log_n + 1) <= 1 << 23;
}

/* scrypt: a digit for log2(N), five for r and five for p, lowest first. */
static bool
scrypt_is_bearable(const char *parameters)
{
	int digits[11];
	size_t i;

	for (i = 0; i < 11; i++)
		if ((digits[i] = digit_value(parameters[i])) == -1)
			return false;
	for (i = 2; i < 11; i++)
		if (i != 6 && digits[i] != 0)
			return false;
	return digits[0] <= 20 && digits[6] == 1 &&
	    (int64_t)digits[1] << digits[0] <= 1 << 23;
}

/* bcrypt: two decimal digits for log2 of the rounds. */
static bool
bcrypt_is_bearable(const char *parameters)
{
	static const char most[] = "15$";

	return parameters[0] >= '0' && parameters[0] <= '1' &&
	    parameters[1] >= '0' && parameters[1] <= '9' &&
	    parameters[2] == '$' && strncmp(parameters, most, 3) <= 0;
}

/* SHA-crypt: "rounds=1000$", or the salt at once for 5000. */
static bool
sha_is_bearable(const char *parameters)
{
	static const char name[] = "rounds=";
	unsigned long rounds;
	char *end;

	if (strncmp(parameters, name, sizeof(name) - 1) != 0)
		return true;
	rounds = strtoul(parameters + sizeof(name) - 1, &end, 10);
	return *end == '$' && rounds <= 1000000;
}

static const struct scheme schemes[] = {
	{ "$y$",  yescrypt_is_bearable, 0,		crypt_matches },
	{ "$gy$", yescrypt_is_bearable, 0,		crypt_matches },
	{ "$7$",  scrypt_is_bearable,	0,		crypt_matches },
	{ "$2b$", bcrypt_is_bearable,	BCRYPT_MAXIMUM, crypt_matches },
	{ "$2y$", bcrypt_is_bearable,	BCRYPT_MAXIMUM, crypt_matches },
	{ "$2a$", bcrypt_is_bearable,	BCRYPT_MAXIMUM, crypt_matches },
	{ "$6$",  sha_is_bearable,	0,		crypt_matches },
	{ "$5$",  sha_is_bearable,	0,		crypt_matches },
};

/* The scheme of a hash that may be computed, or NULL. */
static const struct scheme *
scheme_of(const char *hash)
{
	size_t i;

	for (i = 0; i < sizeof(schemes) / sizeof(schemes[0]); i++) {
		const struct scheme *scheme = &schemes[i];
		size_t length = strlen(scheme->prefix);

		if (strncmp(hash, scheme->prefix, length) == 0)
			return scheme->is_bearable(hash + length) ? scheme
			    : NULL;
	}
	return NULL;
}

/* The library refuses no salt of this size and no cost of these. */
static void
make_setting(char setting[CRYPT_GENSALT_OUTPUT_SIZE], const char *salt)
{
	if (crypt_gensalt_rn(PREFIX, fresh.cost, salt, SALT_SIZE, setting,
	    CRYPT_GENSALT_OUTPUT_SIZE) == NULL)
		abort();
}

void
password_prepare(int cost)
{
	static const char salt[SALT_SIZE] = "nobody's account";

	assert(cost >= 1 && cost <= 11);
	fresh.cost = (unsigned long)cost;
	make_setting(fresh.dummy, salt);
}

int
password_hash(char *hash, size_t size, const char *password)
{
	char salt[SALT_SIZE], setting[CRYPT_GENSALT_OUTPUT_SIZE];
	const char *made;
	int result = -1;

	if (fresh.cost == 0)
		password_prepare(DEFAULT_COST);
	random_bytes(salt, sizeof(salt));
	make_setting(setting, salt);
	made = crypted(password, setting);
	if (made == NULL)
		log_event(LOG_ERR, "password_not_hashed",
		    log_text("reason", strerror(errno)));
	else if (strlen(made) < size) {
		memcpy(hash, made, strlen(made) + 1);
		result = 0;
	}
	secret_wipe(&workspace, sizeof(workspace));
	return result;
}

bool
password_matches(const char *hash, const char *password)
{
	const struct scheme *scheme = scheme_of(hash);

	if (scheme == NULL || (scheme->maximum > 0 &&
	    strlen(password) > scheme->maximum)) {
		password_waste(password);
		return false;
	}
	return scheme->matches(hash, password);
}

void
password_waste(const char *password)
{
	if (fresh.cost == 0)
		password_prepare(DEFAULT_COST);
	/* Compared too, so that no step of a real check is left out. With a
	 * setting of ours libxcrypt fails only without memory, whatever errno
	 * it leaves. */
	if (compare(fresh.dummy, password) == -1)
		log_event(LOG_ERR, "password_not_checked",
		    log_text("reason", strerror(ENOMEM)));
}

bool
password_is_usable(const char *hash)
{
	return hash[0] != '!';
}
