#include "auth/mark.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/evp.h>

#include "base/codec.h"
#include "base/secret.h"

void
mark_make(char mark[MARK_SIZE], const char *hash)
{
	unsigned char digest[EVP_MAX_MD_SIZE];
	char *at;

	if (EVP_Digest(hash, strlen(hash), digest, NULL, EVP_md5(), NULL) != 1)
		abort();
	codec_hex(mark, digest, (MARK_SIZE - 1) / 2);
	for (at = mark; *at != '\0'; at++)
		*at = (char)toupper((unsigned char)*at);
}

bool
mark_fits(const char *mark, const char *hash)
{
	char wanted[MARK_SIZE];

	if (mark == NULL)
		return false;
	mark_make(wanted, hash);
	return secret_text_equal(mark, wanted);
}
