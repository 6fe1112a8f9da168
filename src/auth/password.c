#include "auth/password.h"

#include <assert.h>
#include <string.h>

#include "auth/hash.h"
#include "base/log.h"
#include "base/secret.h"
#include "conf/conf.h"

static const struct hash_kind *const families[] = {
	hash_pbkdf2, hash_crypt, hash_argon2, hash_scrypt, hash_digest
};
#define FAMILIES (sizeof(families) / sizeof(families[0]))

/* What new hashes are: yescrypt's row, unless the configuration says so. */
static struct {
	const struct hash_kind	*kind;
	int64_t			 cost;
} fresh = { &hash_crypt[0], 5 };

/* The kind that a setting names. */
static const struct hash_kind *
kind_named(const char *name)
{
	const struct hash_kind *kind;
	size_t i;

	for (i = 0; i < FAMILIES; i++)
		for (kind = families[i]; kind->prefix != NULL; kind++)
			if (kind->name != NULL && strcmp(kind->name, name) == 0)
				return kind;
	return NULL;
}

/* The kind of a stored hash, or NULL. */
static const struct hash_kind *
kind_of(const char *hash)
{
	const struct hash_kind *kind;
	size_t i;

	for (i = 0; i < FAMILIES; i++)
		for (kind = families[i]; kind->prefix != NULL; kind++)
			if (strncmp(hash, kind->prefix, strlen(kind->prefix))
			    == 0 && (kind->is_it == NULL || kind->is_it(hash)))
				return kind;
	return NULL;
}

static const char *
behind_prefix(const struct hash_kind *kind, const char *hash)
{
	return hash + strlen(kind->prefix);
}

void
password_prepare(const struct conf *conf)
{
	fresh.kind = kind_named(conf->hasher);
	assert(fresh.kind != NULL);
	fresh.cost = strncmp(conf->hasher, "pbkdf2", 6) == 0 ?
	    conf->pbkdf2_rounds : conf->password_cost;
}

int
password_hash(char *hash, size_t size, const char *password)
{
	if (fresh.kind->make(fresh.kind, hash, size, password, fresh.cost)
	    == 0)
		return 0;
	log_event(LOG_ERR, "password_not_hashed",
	    log_text("hasher", fresh.kind->name));
	return -1;
}

void
password_waste(const char *password)
{
	char hash[PASSWORD_HASH_SIZE];

	if (password_hash(hash, sizeof(hash), password) == 0)
		secret_wipe(hash, sizeof(hash));
}

/* A hash that cannot be what it says is somebody's trouble, who should know. */
static void
complain(const char *account, enum hash_result result)
{
	static const char *const reasons[] = {
		[HASH_BROKEN] = "broken, or of an unknown kind",
		[HASH_TOO_DEAR] = "costs too much",
		[HASH_FAILED] = "no memory, or forbidden here",
	};

	log_event(LOG_WARNING, "password_hash_refused",
	    log_text("account", account), log_text("reason", reasons[result]));
}

/* The rest of the time that a fresh hash of ours takes. */
static void
spend_rest(const struct hash_kind *kind, const char *hash,
    const char *password)
{
	if (kind->is_cheap)
		password_waste(password);
	else if (kind == fresh.kind && kind->harden != NULL)
		kind->harden(kind, behind_prefix(kind, hash), password,
		    fresh.cost);
}

bool
password_matches(const char *account, const char *hash, const char *password)
{
	const struct hash_kind *kind = kind_of(hash);
	enum hash_result result = HASH_BROKEN;

	if (*hash == '\0' || !password_is_usable(hash))
		result = HASH_SKIPPED;
	else if (kind != NULL)
		result = kind->compare(kind, behind_prefix(kind, hash),
		    password);
	switch (result) {
	case HASH_MATCHES:
		return true;
	case HASH_DIFFERS:
		spend_rest(kind, hash, password);
		return false;
	case HASH_BROKEN:
	case HASH_TOO_DEAR:
	case HASH_FAILED:
		complain(account, result);
		break;
	case HASH_SKIPPED:
		break;
	}
	password_waste(password);
	return false;
}

/* crypt(5)'s begin so, or are DES's 13 letters. Django has a name there. */
static bool
is_of_django(const char *hash)
{
	return hash[0] != '$' && hash[0] != '_' && strlen(hash) != 13;
}

bool
password_is_stale(const char *hash)
{
	const struct hash_kind *kind = kind_of(hash);

	/* It may have to read it again. */
	if (is_of_django(hash) && fresh.kind == &hash_crypt[0])
		return false;
	return kind != fresh.kind ||
	    kind->is_weaker(kind, behind_prefix(kind, hash), fresh.cost);
}

bool
password_is_usable(const char *hash)
{
	return hash[0] != '!';
}
