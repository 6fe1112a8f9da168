#include "auth/hash.h"

#include <string.h>

#include "base/codec.h"
#include "base/random.h"

#define ENCODED_MAXIMUM 256

void
hash_salt(char salt[HASH_SALT_LENGTH + 1])
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz"
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
	unsigned char byte;
	size_t i = 0;

	while (i < HASH_SALT_LENGTH) {
		random_bytes(&byte, 1);
		if ((byte & 63) < sizeof(letters) - 1)
			salt[i++] = letters[byte & 63];
	}
	salt[i] = '\0';
}

bool
hash_part(const char **rest, char end, const char **part_r, size_t *length_r)
{
	const char *stop = strchr(*rest, end);

	if (stop == NULL)
		return false;
	*part_r = *rest;
	*length_r = (size_t)(stop - *rest);
	*rest = stop + 1;
	return true;
}

bool
hash_number(const char **rest, char end, int64_t *number_r)
{
	const char *digit;
	size_t length;

	if (!hash_part(rest, end, &digit, &length) || length == 0 ||
	    digit[0] == '0')
		return false;
	for (*number_r = 0; length > 0; length--, digit++) {
		if (*digit < '0' || *digit > '9')
			return false;
		if (__builtin_mul_overflow(*number_r, 10, number_r) ||
		    __builtin_add_overflow(*number_r, *digit - '0', number_r))
			*number_r = INT64_MAX;
	}
	return true;
}

void
hash_base64_bare(char *text, const void *bytes, size_t length)
{
	codec_base64url(text, bytes, length);
	for (; *text != '\0'; text++)
		if (*text == '-' || *text == '_')
			*text = *text == '-' ? '+' : '/';
}

void
hash_base64(char *text, const void *bytes, size_t length)
{
	size_t written;

	hash_base64_bare(text, bytes, length);
	for (written = strlen(text); written % 4 != 0; written++)
		text[written] = '=';
	text[written] = '\0';
}

ssize_t
hash_base64_read(void *bytes, size_t size, const char *text, size_t length)
{
	char url[ENCODED_MAXIMUM];
	size_t i;

	if (length > sizeof(url))
		return -1;
	for (i = 0; i < length; i++) {
		if (strchr("-_=", text[i]) != NULL)
			return -1;
		url[i] = text[i] == '+' ? '-' : text[i] == '/' ? '_' : text[i];
	}
	return codec_base64url_read(bytes, size, url, length);
}
