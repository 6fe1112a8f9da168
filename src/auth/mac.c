#include "auth/mac.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include "base/secret.h"

#define KEPT 32

struct kept {
	char		 digest[8];
	char		*key;
	EVP_MAC_CTX	*context;	/* NULL: nothing is kept here */
};

static struct kept kept[KEPT];
static size_t oldest;

static void
forget(struct kept *one)
{
	if (one->key != NULL)
		secret_wipe(one->key, strlen(one->key));
	free(one->key);
	EVP_MAC_CTX_free(one->context);
}

/* libcrypto fails here only without memory. */
static EVP_MAC_CTX *
set_up(const char *digest, const char *key)
{
	char *name = (char *)(uintptr_t)digest;	/* is only read */
	const OSSL_PARAM parameters[] = {
		OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, name,
		    0),
		OSSL_PARAM_construct_end(),
	};
	EVP_MAC *algorithm = EVP_MAC_fetch(NULL, "HMAC", NULL);
	EVP_MAC_CTX *context = EVP_MAC_CTX_new(algorithm);

	EVP_MAC_free(algorithm);
	if (context == NULL || EVP_MAC_init(context,
	    (const unsigned char *)key, strlen(key), parameters) != 1)
		abort();
	return context;
}

static struct kept *
keep(const char *digest, const char *key)
{
	struct kept *one = &kept[oldest];

	oldest = (oldest + 1) % KEPT;
	forget(one);
	strncpy(one->digest, digest, sizeof(one->digest) - 1);
	if ((one->key = strdup(key)) == NULL)
		abort();
	one->context = set_up(digest, key);
	return one;
}

static struct kept *
find(const char *digest, const char *key)
{
	size_t i;

	for (i = 0; i < KEPT && kept[i].context != NULL; i++)
		if (strcmp(kept[i].digest, digest) == 0 &&
		    secret_text_equal(kept[i].key, key))
			return &kept[i];
	return keep(digest, key);
}

size_t
mac_make(unsigned char mac[MAC_SIZE], const char *digest, const char *key,
    const void *bytes, size_t length)
{
	EVP_MAC_CTX *context = find(digest, key)->context;
	size_t size;

	/* Without a key: the same one again. */
	if (EVP_MAC_init(context, NULL, 0, NULL) != 1 ||
	    EVP_MAC_update(context, bytes, length) != 1 ||
	    EVP_MAC_final(context, mac, &size, MAC_SIZE) != 1)
		abort();
	return size;
}

/* SHA256(salt + secret), which libcrypto takes in pieces. */
static void
derive_key(unsigned char key[MAC_SALTED_SIZE], const char *salt,
    const char *secret)
{
	EVP_MD_CTX *context = EVP_MD_CTX_new();

	if (context == NULL ||
	    EVP_DigestInit_ex(context, EVP_sha256(), NULL) != 1 ||
	    EVP_DigestUpdate(context, salt, strlen(salt)) != 1 ||
	    EVP_DigestUpdate(context, secret, strlen(secret)) != 1 ||
	    EVP_DigestFinal_ex(context, key, NULL) != 1)
		abort();
	EVP_MD_CTX_free(context);
}

void
mac_salted(unsigned char mac[MAC_SALTED_SIZE], const char *salt,
    const char *secret, const char *text, size_t length)
{
	unsigned char key[MAC_SALTED_SIZE];

	derive_key(key, salt, secret);
	if (HMAC(EVP_sha256(), key, sizeof(key), (const unsigned char *)text,
	    length, mac, NULL) == NULL)
		abort();
	secret_wipe(key, sizeof(key));
}
