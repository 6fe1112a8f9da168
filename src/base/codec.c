#include "base/codec.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

void
codec_hex(char *text, const void *bytes, size_t length)
{
	static const char digits[] = "0123456789abcdef";
	const unsigned char *byte = bytes;

	for (; length > 0; length--, byte++) {
		*text++ = digits[*byte >> 4];
		*text++ = digits[*byte & 15];
	}
	*text = '\0';
}

static const char base64url_digits[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

void
codec_base64url(char *text, const void *bytes, size_t length)
{
	const unsigned char *byte = bytes;
	uint32_t bits = 0;
	unsigned count = 0;	/* of bits that wait for their digit */

	for (; length > 0; length--) {
		bits = bits << 8 | *byte++;
		for (count += 8; count >= 6; count -= 6)
			*text++ = base64url_digits[bits >> (count - 6) & 63];
	}
	if (count > 0)
		*text++ = base64url_digits[bits << (6 - count) & 63];
	*text = '\0';
}

/* The value of a digit, or -1. */
static int
base64url_value(char digit)
{
	if (digit >= 'A' && digit <= 'Z')
		return digit - 'A';
	if (digit >= 'a' && digit <= 'z')
		return digit - 'a' + 26;
	if (digit >= '0' && digit <= '9')
		return digit - '0' + 52;
	if (digit == '-')
		return 62;
	return digit == '_' ? 63 : -1;
}

ssize_t
codec_base64url_read(void *bytes, size_t size, const char *text,
    size_t length)
{
	unsigned char *byte = bytes;
	size_t written = 0;
	uint32_t bits = 0;
	unsigned count = 0;
	size_t i;

	if (length % 4 == 0)
		for (i = 0; i < 2 && length > 0 && text[length - 1] == '='; i++)
			length--;
	if (length % 4 == 1)
		return -1;
	for (i = 0; i < length; i++) {
		int value = base64url_value(text[i]);

		if (value == -1)
			return -1;
		bits = bits << 6 | (uint32_t)value;
		count += 6;
		if (count < 8)
			continue;
		count -= 8;
		if (written == size)
			return -1;
		byte[written++] = (unsigned char)(bits >> count);
	}
	/* Bits left over must be zero, or two texts would mean the same. */
	return (bits & ((1u << count) - 1)) == 0 ? (ssize_t)written : -1;
}

void
codec_base36(char text[CODEC_BASE36_SIZE], uint64_t number)
{
	char digits[CODEC_BASE36_SIZE];
	size_t i = sizeof(digits) - 1;

	digits[i] = '\0';
	do {
		digits[--i] = "0123456789abcdefghijklmnopqrstuvwxyz"[number % 36];
		number /= 36;
	} while (number > 0);
	memcpy(text, digits + i, sizeof(digits) - i);
}

int
codec_base36_read(uint64_t *number_r, const char *text, size_t length)
{
	uint64_t number = 0;
	size_t i;

	if (length < 1 || length > 12)
		return -1;
	for (i = 0; i < length; i++) {
		if (text[i] >= '0' && text[i] <= '9')
			number = number * 36 + (uint64_t)(text[i] - '0');
		else if (text[i] >= 'a' && text[i] <= 'z')
			number = number * 36 + (uint64_t)(text[i] - 'a' + 10);
		else
			return -1;
	}
	*number_r = number;
	return 0;
}

void
codec_percent(char *out, const char *text)
{
	static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	    "abcdefghijklmnopqrstuvwxyz0123456789_.-~";
	static const char digits[] = "0123456789ABCDEF";

	for (; *text != '\0'; text++) {
		unsigned char byte = (unsigned char)*text;

		if (byte == ' ' || strchr(plain, byte) != NULL) {
			*out++ = byte == ' ' ? '+' : *text;
			continue;
		}
		*out++ = '%';
		*out++ = digits[byte >> 4];
		*out++ = digits[byte & 0xf];
	}
	*out = '\0';
}

static int
hex_value(char digit)
{
	if (digit >= '0' && digit <= '9')
		return digit - '0';
	digit |= 0x20;
	return digit >= 'a' && digit <= 'f' ? digit - 'a' + 10 : -1;
}

size_t
codec_percent_decode(char *text, size_t length, bool plus)
{
	char *out = text;
	size_t i;

	for (i = 0; i < length; i++) {
		int high = -1, low = -1;

		if (text[i] == '%' && i + 2 < length) {
			high = hex_value(text[i + 1]);
			low = hex_value(text[i + 2]);
		}
		if (high != -1 && low != -1) {
			*out++ = (char)(high << 4 | low);
			i += 2;
			continue;
		}
		*out++ = plus && text[i] == '+' ? ' ' : text[i];
	}
	*out = '\0';
	return (size_t)(out - text);
}

bool
codec_has_dot_segment(const char *path)
{
	const char *at;

	for (at = path; (at = strstr(at, "/.")) != NULL; at++) {
		size_t dots = at[2] == '.' ? 3 : 2;

		if (at[dots] == '/' || at[dots] == '\0')
			return true;
	}
	return false;
}

/* The table of RFC 3629 section 4. */
size_t
codec_utf8_sequence(const char *bytes, size_t length)
{
	const unsigned char *byte = (const unsigned char *)bytes;
	unsigned char low = 0x80, high = 0xbf;
	size_t size, i;

	if (byte[0] < 0x80)
		return 1;
	if (byte[0] < 0xc2 || byte[0] > 0xf4)
		return 0;
	size = byte[0] < 0xe0 ? 2 : byte[0] < 0xf0 ? 3 : 4;
	if (size > length)
		return 0;
	switch (byte[0]) {
	case 0xe0: low = 0xa0; break;
	case 0xed: high = 0x9f; break;
	case 0xf0: low = 0x90; break;
	case 0xf4: high = 0x8f; break;
	}
	if (byte[1] < low || byte[1] > high)
		return 0;
	for (i = 2; i < size; i++)
		if ((byte[i] & 0xc0) != 0x80)
			return 0;
	return size;
}

bool
codec_is_utf8(const char *bytes, size_t length)
{
	size_t size;

	for (; length > 0; bytes += size, length -= size)
		if ((size = codec_utf8_sequence(bytes, length)) == 0)
			return false;
	return true;
}

size_t
codec_utf8_length(const char *bytes, size_t length)
{
	size_t count = 0;

	for (; length > 0; length--, bytes++)
		count += ((unsigned char)*bytes & 0xc0) != 0x80;
	return count;
}

int
codec_decimal_read(int64_t *number_r, const char *text)
{
	int64_t number = 0;

	if (*text == '\0')
		return -1;
	for (; *text != '\0'; text++) {
		if (!isdigit((unsigned char)*text) ||
		    __builtin_mul_overflow(number, 10, &number) ||
		    __builtin_add_overflow(number, *text - '0', &number))
			return -1;
	}
	*number_r = number;
	return 0;
}

static bool
is_hyphen_of_uuid(size_t place)
{
	return place == 8 || place == 12 || place == 16 || place == 20;
}

int
codec_uuid_read(char digits_r[CODEC_UUID_DIGITS], const char *text)
{
	bool has_hyphens = strlen(text) == CODEC_UUID_SIZE - 1;
	size_t count = 0;

	while (count < CODEC_UUID_DIGITS - 1) {
		if (has_hyphens && is_hyphen_of_uuid(count) && *text++ != '-')
			return -1;
		if (!isxdigit((unsigned char)*text))
			return -1;
		digits_r[count++] = (char)tolower((unsigned char)*text++);
	}
	digits_r[count] = '\0';
	return *text == '\0' ? 0 : -1;
}

void
codec_uuid(char text_r[CODEC_UUID_SIZE], const char *digits)
{
	size_t i;

	for (i = 0; i < CODEC_UUID_DIGITS - 1; i++) {
		if (is_hyphen_of_uuid(i))
			*text_r++ = '-';
		*text_r++ = (char)tolower((unsigned char)digits[i]);
	}
	*text_r = '\0';
}
