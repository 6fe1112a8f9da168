#include "auth/signature.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

#include "auth/mac.h"
#include "base/log.h"
#include "base/secret.h"
#include "conf/conf.h"

#define KEPT		32
#define RSA_MINIMUM	2048	/* RFC 7518 section 3.3 */
#define RSA_MAXIMUM	8192
#define DER_SIZE	160	/* of the largest ECDSA signature */

enum family { FAMILY_MAC, FAMILY_RSA, FAMILY_PSS, FAMILY_EC, FAMILY_ED };

struct algorithm {
	const char	*name;
	enum family	 family;
	const char	*digest;	/* as libcrypto calls it, or NULL */
	const char	*group;		/* of FAMILY_EC, likewise */
	int		 half;		/* of its signatures: the size of r */
};

/* clang-format off */
static const struct algorithm algorithms[] = {
	{ "HS256", FAMILY_MAC, "SHA256", NULL,		0 },
	{ "HS384", FAMILY_MAC, "SHA384", NULL,		0 },
	{ "HS512", FAMILY_MAC, "SHA512", NULL,		0 },
	{ "RS256", FAMILY_RSA, "SHA256", NULL,		0 },
	{ "RS384", FAMILY_RSA, "SHA384", NULL,		0 },
	{ "RS512", FAMILY_RSA, "SHA512", NULL,		0 },
	{ "PS256", FAMILY_PSS, "SHA256", NULL,		0 },
	{ "PS384", FAMILY_PSS, "SHA384", NULL,		0 },
	{ "PS512", FAMILY_PSS, "SHA512", NULL,		0 },
	{ "ES256", FAMILY_EC,  "SHA256", "prime256v1",	32 },
	{ "ES384", FAMILY_EC,  "SHA384", "secp384r1",	48 },
	{ "ES512", FAMILY_EC,  "SHA512", "secp521r1",	66 },
	{ "EdDSA", FAMILY_ED,  NULL,	 NULL,		0 },
};
/* clang-format on */

/* A key pair, or its public half. */
struct kept {
	char		*pem;
	bool		 is_private;
	EVP_PKEY	*pair;		/* NULL: nothing is kept here */
};

static struct kept kept[KEPT];
static size_t oldest;

static const struct algorithm *
algorithm_find(const char *name)
{
	size_t i = 0;

	while (strcmp(algorithms[i].name, name) != 0)
		i++;
	return &algorithms[i];
}

/* --- keys ----------------------------------------------------------------- */

/* A key with a passphrase is none that could be used without asking. */
static int
refuse_passphrase(char *text, int size, int is_written, void *unused)
{
	(void)text;
	(void)size;
	(void)is_written;
	(void)unused;
	return -1;
}

static EVP_PKEY *
pem_read(const char *pem, bool is_private)
{
	BIO *bio = BIO_new_mem_buf(pem, -1);
	EVP_PKEY *pair;

	if (bio == NULL)
		abort();
	pair = is_private ?
	    PEM_read_bio_PrivateKey(bio, NULL, refuse_passphrase, NULL) :
	    PEM_read_bio_PUBKEY(bio, NULL, refuse_passphrase, NULL);
	BIO_free(bio);
	ERR_clear_error();
	return pair;
}

static void
forget(struct kept *one)
{
	if (one->pem != NULL)
		secret_wipe(one->pem, strlen(one->pem));
	free(one->pem);
	EVP_PKEY_free(one->pair);
}

/* The key in a PEM, kept; or NULL if there is none. */
static EVP_PKEY *
key_find(const char *pem, bool is_private)
{
	struct kept *one;
	EVP_PKEY *pair;
	size_t i;

	for (i = 0; i < KEPT && kept[i].pair != NULL; i++)
		if (kept[i].is_private == is_private &&
		    secret_text_equal(kept[i].pem, pem))
			return kept[i].pair;
	if ((pair = pem_read(pem, is_private)) == NULL)
		return NULL;
	one = &kept[oldest];
	oldest = (oldest + 1) % KEPT;
	forget(one);
	one->is_private = is_private;
	one->pair = pair;
	if ((one->pem = strdup(pem)) == NULL)
		abort();
	return pair;
}

static EVP_PKEY *
verifying_key(const struct conf_api *api)
{
	return api->verifying_key != NULL ?
	    key_find(api->verifying_key, false) :
	    key_find(api->signing_key, true);
}

/* --- signatures ----------------------------------------------------------- */

/* libcrypto fails here only without memory. */
static void
must(bool is_done)
{
	if (!is_done)
		abort();
}

/* RFC 7518 section 3.5: as much salt as the digest has bytes. */
static void
set_padding(const struct algorithm *algorithm, EVP_PKEY_CTX *context)
{
	if (algorithm->family == FAMILY_PSS)
		must(EVP_PKEY_CTX_set_rsa_padding(context,
		    RSA_PKCS1_PSS_PADDING) == 1 &&
		    EVP_PKEY_CTX_set_rsa_pss_saltlen(context,
		    RSA_PSS_SALTLEN_DIGEST) == 1);
}

/* From DER to r and s one behind the other (RFC 7518 section 3.4). */
static size_t
join(unsigned char *signature, int half, const unsigned char *der,
    size_t size)
{
	ECDSA_SIG *pair = d2i_ECDSA_SIG(NULL, &der, (long)size);

	must(pair != NULL &&
	    BN_bn2binpad(ECDSA_SIG_get0_r(pair), signature, half) == half &&
	    BN_bn2binpad(ECDSA_SIG_get0_s(pair), signature + half, half) ==
	    half);
	ECDSA_SIG_free(pair);
	return 2 * (size_t)half;
}

/* The way back. */
static size_t
split(unsigned char der[DER_SIZE], const unsigned char *signature, int half)
{
	ECDSA_SIG *pair = ECDSA_SIG_new();
	BIGNUM *r = BN_bin2bn(signature, half, NULL);
	BIGNUM *s = BN_bin2bn(signature + half, half, NULL);
	int size;

	must(pair != NULL && r != NULL && s != NULL &&
	    ECDSA_SIG_set0(pair, r, s) == 1);
	size = i2d_ECDSA_SIG(pair, &der);
	must(size > 0);
	ECDSA_SIG_free(pair);
	return (size_t)size;
}

size_t
signature_make(unsigned char signature[SIGNATURE_SIZE],
    const struct conf_api *api, const void *bytes, size_t length)
{
	const struct algorithm *algorithm = algorithm_find(api->algorithm);
	unsigned char made[SIGNATURE_SIZE];
	size_t size = sizeof(made);
	EVP_PKEY_CTX *settings = NULL;
	EVP_MD_CTX *context;

	if (algorithm->family == FAMILY_MAC)
		return mac_make(signature, algorithm->digest,
		    api->signing_key, bytes, length);
	context = EVP_MD_CTX_new();
	must(context != NULL && EVP_DigestSignInit_ex(context, &settings,
	    algorithm->digest, NULL, NULL, key_find(api->signing_key, true),
	    NULL) == 1);
	set_padding(algorithm, settings);
	must(EVP_DigestSign(context, made, &size, bytes, length) == 1);
	EVP_MD_CTX_free(context);
	if (algorithm->family == FAMILY_EC)
		return join(signature, algorithm->half, made, size);
	memcpy(signature, made, size);
	return size;
}

static bool
mac_is_good(const struct algorithm *algorithm, const struct conf_api *api,
    const void *bytes, size_t length, const unsigned char *signature,
    size_t size)
{
	const char *const *old = api->old_signing_keys;
	const char *key = api->signing_key;
	unsigned char made[MAC_SIZE];

	while (key != NULL && (size != mac_make(made, algorithm->digest, key,
	    bytes, length) || !secret_equal(signature, made, size)))
		key = old != NULL ? *old++ : NULL;
	return key != NULL;
}

bool
signature_is_good(const struct conf_api *api, const void *bytes,
    size_t length, const unsigned char *signature, size_t size)
{
	const struct algorithm *algorithm = algorithm_find(api->algorithm);
	unsigned char der[DER_SIZE];
	EVP_PKEY_CTX *settings = NULL;
	EVP_MD_CTX *context;
	bool good;

	if (algorithm->family == FAMILY_MAC)
		return mac_is_good(algorithm, api, bytes, length, signature,
		    size);
	if (algorithm->family == FAMILY_EC) {
		if (size != 2 * (size_t)algorithm->half)
			return false;
		size = split(der, signature, algorithm->half);
		signature = der;
	}
	context = EVP_MD_CTX_new();
	must(context != NULL && EVP_DigestVerifyInit_ex(context, &settings,
	    algorithm->digest, NULL, NULL, verifying_key(api), NULL) == 1);
	set_padding(algorithm, settings);
	good = EVP_DigestVerify(context, signature, size, bytes, length) == 1;
	EVP_MD_CTX_free(context);
	ERR_clear_error();
	return good;
}

/* --- whether keys fit ------------------------------------------------------ */

static const char *
judge_rsa(EVP_PKEY *pair)
{
	if (!EVP_PKEY_is_a(pair, "RSA"))
		return "is no RSA key";
	if (EVP_PKEY_get_bits(pair) < RSA_MINIMUM)
		return "is an RSA key of less than 2048 bits";
	if (EVP_PKEY_get_bits(pair) > RSA_MAXIMUM)
		return "is an RSA key of more than 8192 bits";
	return NULL;
}

static const char *
judge_curve(EVP_PKEY *pair, const char *wanted)
{
	char group[32] = "";

	if (!EVP_PKEY_is_a(pair, "EC"))
		return "is no key of an elliptic curve";
	if (EVP_PKEY_get_group_name(pair, group, sizeof(group), NULL) != 1 ||
	    strcmp(group, wanted) != 0)
		return "is a key of another curve";
	return NULL;
}

/* What is wrong with a key, or NULL. */
static const char *
judge(const struct algorithm *algorithm, EVP_PKEY *pair)
{
	switch (algorithm->family) {
	case FAMILY_EC:
		return judge_curve(pair, algorithm->group);
	case FAMILY_ED:
		return EVP_PKEY_is_a(pair, "ED25519") ||
		    EVP_PKEY_is_a(pair, "ED448") ? NULL :
		    "is no key of Ed25519 or Ed448";
	default:
		return judge_rsa(pair);
	}
}

static void
complain(FILE *errors, const struct conf *conf, const struct conf_api *api,
    const char *setting, const char *file, const char *wrong)
{
	fprintf(errors, "%s: api \"%s\": %s %s: %s (algorithm %s)\n",
	    conf->file, api->name, setting, wrong, file, api->algorithm);
}

/* What is wrong with the key in a PEM, or NULL. */
static const char *
judge_pem(const struct conf_api *api, const char *pem, bool is_private)
{
	EVP_PKEY *pair = key_find(pem, is_private);

	if (pair != NULL)
		return judge(algorithm_find(api->algorithm), pair);
	return is_private ?
	    "has no private key in PEM that opens without a passphrase" :
	    "has no public key in PEM";
}

/* Whether the two, which are good, are the halves of one pair. */
static bool
is_pair(const struct conf_api *api)
{
	EVP_PKEY *signing = key_find(api->signing_key, true);
	bool is_one;

	/* To keep the other one it may be let go. */
	must(EVP_PKEY_up_ref(signing) == 1);
	is_one = EVP_PKEY_eq(signing, key_find(api->verifying_key, false))
	    == 1;
	EVP_PKEY_free(signing);
	return is_one;
}

static bool
api_is_ready(const struct conf *conf, const struct conf_api *api,
    FILE *errors)
{
	const char *wrong = NULL;

	if (algorithm_find(api->algorithm)->family == FAMILY_MAC)
		return true;
	if (api->signing_key != NULL)
		wrong = judge_pem(api, api->signing_key, true);
	if (wrong != NULL)
		complain(errors, conf, api, "signing_key_file",
		    api->signing_key_file, wrong);
	if (wrong != NULL || api->verifying_key == NULL)
		return wrong == NULL;
	wrong = judge_pem(api, api->verifying_key, false);
	if (wrong == NULL && api->signing_key != NULL && !is_pair(api))
		wrong = "is not the other half of signing_key_file";
	if (wrong != NULL)
		complain(errors, conf, api, "verifying_key_file",
		    api->verifying_key_file, wrong);
	return wrong == NULL;
}

bool
signature_is_ready(const struct conf *conf, FILE *errors)
{
	bool good = true;
	size_t i;

	for (i = 0; i < conf->api_count; i++)
		good = api_is_ready(conf, &conf->apis[i], errors) && good;
	return good;
}

void
signature_remark(const struct conf *conf)
{
	struct stat status;
	size_t i;

	for (i = 0; i < conf->api_count; i++) {
		const struct conf_api *api = &conf->apis[i];

		if (!api->has_signing_key)
			log_event(LOG_WARNING, "cannot_sign",
			    log_text("api", api->name));
		if (api->signing_key_file != NULL &&
		    stat(api->signing_key_file, &status) == 0 &&
		    (status.st_mode & S_IROTH) != 0)
			log_event(LOG_WARNING, "key_readable_by_all",
			    log_text("file", api->signing_key_file));
	}
}
