#include "base/secret.h"

#include <string.h>

#include <openssl/crypto.h>

#define STACK_DEPTH (32 * 1024)	/* deeper than a request goes */

bool
secret_equal(const void *a, const void *b, size_t length)
{
	return CRYPTO_memcmp(a, b, length) == 0;
}

bool
secret_text_equal(const char *a, const char *b)
{
	size_t length = strlen(a);

	return length == strlen(b) && secret_equal(a, b, length);
}

void
secret_wipe(void *bytes, size_t length)
{
	if (length > 0)
		explicit_bzero(bytes, length);
}

__attribute__((noinline)) void
secret_wipe_stack(void)
{
	char stack[STACK_DEPTH];

	explicit_bzero(stack, sizeof(stack));
}
