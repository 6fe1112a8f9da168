/*
 * What the oldest releases of Django wrote: a digest of salt and password, or
 * of the password alone. They are read so that nobody is locked out, and never
 * made.
 */

#include <stdlib.h>
#include <string.h>

#include <openssl/evp.h>

#include "auth/hash.h"
#include "base/codec.h"
#include "base/secret.h"

#define MD5_DIGITS 32

/* In hex. False without memory, or where the system forbids the digest. */
static bool
digest(char hex[2 * EVP_MAX_MD_SIZE + 1], const struct hash_kind *kind,
    const char *salt, size_t length, const char *password)
{
	unsigned char bytes[EVP_MAX_MD_SIZE];
	EVP_MD_CTX *context = EVP_MD_CTX_new();
	unsigned size;
	bool made = context != NULL &&
	    EVP_DigestInit_ex(context, EVP_get_digestbyname(kind->how),
	    NULL) == 1 &&
	    EVP_DigestUpdate(context, salt, length) == 1 &&
	    EVP_DigestUpdate(context, password, strlen(password)) == 1 &&
	    EVP_DigestFinal_ex(context, bytes, &size) == 1;

	if (made)
		codec_hex(hex, bytes, size);
	secret_wipe(bytes, sizeof(bytes));
	EVP_MD_CTX_free(context);
	return made;
}

static enum hash_result
compare_with(const struct hash_kind *kind, const char *salt, size_t length,
    const char *hex, const char *password)
{
	char made[2 * EVP_MAX_MD_SIZE + 1];
	enum hash_result result;

	if (!digest(made, kind, salt, length, password))
		return HASH_FAILED;
	result = secret_text_equal(made, hex) ? HASH_MATCHES : HASH_DIFFERS;
	secret_wipe(made, sizeof(made));
	return result;
}

static enum hash_result
compare_salted(const struct hash_kind *kind, const char *rest,
    const char *password)
{
	const char *salt;
	size_t length;

	if (!hash_part(&rest, '$', &salt, &length) || length == 0)
		return HASH_BROKEN;
	return compare_with(kind, salt, length, rest, password);
}

static enum hash_result
compare_bare(const struct hash_kind *kind, const char *rest,
    const char *password)
{
	return compare_with(kind, "", 0, rest, password);
}

static bool
is_bare(const char *hash)
{
	return strlen(hash) == MD5_DIGITS && strchr(hash, '$') == NULL;
}

const struct hash_kind hash_digest[] = {
	{ "md5$$",  .how = "MD5",  .is_cheap = true, .compare = compare_bare },
	{ "md5$",   .how = "MD5",  .is_cheap = true,
	    .compare = compare_salted },
	{ "sha1$$", .how = "SHA1", .is_cheap = true, .compare = compare_bare },
	{ "sha1$",  .how = "SHA1", .is_cheap = true,
	    .compare = compare_salted },
	{ "",	    .how = "MD5",  .is_cheap = true, .is_it = is_bare,
	    .compare = compare_bare },
	{ 0 },
};
