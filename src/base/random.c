#include "base/random.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/random.h>

#include "base/codec.h"
#include "base/log.h"
#include "base/secret.h"

#define HEX_BYTES 64

void
random_bytes(void *bytes, size_t length)
{
	unsigned char *next = bytes;

	while (length > 0) {
		ssize_t got = getrandom(next, length, 0);

		if (got == -1 && errno == EINTR)
			continue;
		if (got <= 0) {
			log_event(LOG_CRIT, "no_randomness",
			    log_int("errno", errno));
			abort();
		}
		next += got;
		length -= (size_t)got;
	}
}

void
random_hex(char *text, size_t count)
{
	unsigned char bytes[HEX_BYTES];

	if (count > sizeof(bytes))
		abort();
	random_bytes(bytes, count);
	codec_hex(text, bytes, count);
	secret_wipe(bytes, sizeof(bytes));
}

void
random_uuid(char *text)
{
	static const char variants[] = "89ab";
	char digits[CODEC_UUID_DIGITS];
	unsigned char byte;

	random_hex(digits, (CODEC_UUID_DIGITS - 1) / 2);
	random_bytes(&byte, sizeof(byte));
	digits[12] = '4';
	digits[16] = variants[byte & 3];
	codec_uuid(text, digits);
}
