#include "auth/pbkdf2.h"

#include <assert.h>
#include <string.h>

#include "auth/sha.h"
#include "base/secret.h"

#define INNER_PAD	0x36363636
#define OUTER_PAD	0x5c5c5c5c

/* HMAC with a key: the states behind the block of the padded key. */
struct hmac {
	const struct sha	*sha;
	uint32_t		 inner[SHA_WORDS];
	uint32_t		 outer[SHA_WORDS];
};

static uint32_t
word_at(const unsigned char bytes[4])
{
	return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 |
	    (uint32_t)bytes[2] << 8 | bytes[3];
}

static void
put_word(unsigned char bytes[4], uint32_t word)
{
	bytes[0] = (unsigned char)(word >> 24);
	bytes[1] = (unsigned char)(word >> 16);
	bytes[2] = (unsigned char)(word >> 8);
	bytes[3] = (unsigned char)word;
}

static void
absorb_block(const struct sha *sha, uint32_t state[SHA_WORDS],
    const unsigned char bytes[SHA_BLOCK_SIZE])
{
	uint32_t block[SHA_BLOCK_WORDS];
	size_t i;

	for (i = 0; i < SHA_BLOCK_WORDS; i++)
		block[i] = word_at(bytes + 4 * i);
	sha->compress(state, block);
}

/*
 * The end of a message, padded (FIPS 180-4 section 5.1.1), comes into a state
 * that has `before` bytes of it.
 */
static void
absorb(const struct sha *sha, uint32_t state[SHA_WORDS], size_t before,
    const unsigned char *bytes, size_t length)
{
	unsigned char last[2 * SHA_BLOCK_SIZE] = { 0 };
	uint64_t bits = ((uint64_t)before + length) * 8;
	size_t rest, size;

	for (rest = length; rest >= SHA_BLOCK_SIZE; rest -= SHA_BLOCK_SIZE) {
		absorb_block(sha, state, bytes);
		bytes += SHA_BLOCK_SIZE;
	}
	size = rest + 9 <= SHA_BLOCK_SIZE ? SHA_BLOCK_SIZE : sizeof(last);
	memcpy(last, bytes, rest);
	last[rest] = 0x80;
	put_word(last + size - 8, (uint32_t)(bits >> 32));
	put_word(last + size - 4, (uint32_t)bits);
	absorb_block(sha, state, last);
	if (size > SHA_BLOCK_SIZE)
		absorb_block(sha, state, last + SHA_BLOCK_SIZE);
}

static void
hmac_begin(struct hmac *hmac, const struct sha *sha,
    const unsigned char *key, size_t length)
{
	uint32_t padded[SHA_BLOCK_WORDS] = { 0 };
	unsigned char bytes[SHA_BLOCK_SIZE] = { 0 };
	size_t i;

	if (length > SHA_BLOCK_SIZE) {
		memcpy(padded, sha->initial, sizeof(sha->initial));
		absorb(sha, padded, 0, key, length);
	} else {
		memcpy(bytes, key, length);
		for (i = 0; i < SHA_BLOCK_WORDS; i++)
			padded[i] = word_at(bytes + 4 * i);
	}
	hmac->sha = sha;
	memcpy(hmac->inner, sha->initial, sizeof(sha->initial));
	memcpy(hmac->outer, sha->initial, sizeof(sha->initial));
	for (i = 0; i < SHA_BLOCK_WORDS; i++)
		padded[i] ^= INNER_PAD;
	sha->compress(hmac->inner, padded);
	for (i = 0; i < SHA_BLOCK_WORDS; i++)
		padded[i] ^= INNER_PAD ^ OUTER_PAD;
	sha->compress(hmac->outer, padded);
}

/*
 * The block of a digest's words behind the block of a key: what is padding in
 * it stays when the words change.
 */
static void
pad_block(const struct sha *sha, uint32_t block[SHA_BLOCK_WORDS])
{
	memset(block, 0, SHA_BLOCK_SIZE);
	block[sha->words] = 0x80000000;
	block[SHA_BLOCK_WORDS - 1] =
	    (SHA_BLOCK_SIZE + 4 * (uint32_t)sha->words) * 8;
}

/* The words at the block's start become the block's HMAC, or its outer half. */
static void
hmac_half(const struct hmac *hmac, const uint32_t half[SHA_WORDS],
    uint32_t block[SHA_BLOCK_WORDS])
{
	uint32_t state[SHA_WORDS];
	size_t i;

	memcpy(state, half, sizeof(state));
	hmac->sha->compress(state, block);
	for (i = 0; i < hmac->sha->words; i++)
		block[i] = state[i];
}

/* U_1: the HMAC of the salt and the number of the part. */
static void
first_round(const struct hmac *hmac, uint32_t block[SHA_BLOCK_WORDS],
    const void *salt, size_t length, uint32_t part)
{
	unsigned char text[PBKDF2_SALT_MAXIMUM + 4];
	uint32_t state[SHA_WORDS];

	memcpy(text, salt, length);
	put_word(text + length, part);
	memcpy(state, hmac->inner, sizeof(state));
	absorb(hmac->sha, state, SHA_BLOCK_SIZE, text, length + 4);
	pad_block(hmac->sha, block);
	memcpy(block, state, 4 * hmac->sha->words);
	hmac_half(hmac, hmac->outer, block);
}

/* The rounds after the first, one over the other. */
static void
more_rounds(const struct hmac *hmac, uint32_t sum[SHA_WORDS],
    uint32_t block[SHA_BLOCK_WORDS], uint32_t count)
{
	size_t i;

	if (hmac->sha->chain != NULL) {
		hmac->sha->chain(sum, block, hmac->inner, hmac->outer, count);
		return;
	}
	for (; count > 0; count--) {
		hmac_half(hmac, hmac->inner, block);
		hmac_half(hmac, hmac->outer, block);
		for (i = 0; i < hmac->sha->words; i++)
			sum[i] ^= block[i];
	}
}

void
pbkdf2(void *key, size_t size, const struct sha *sha,
    const void *password, size_t password_length,
    const void *salt, size_t salt_length, uint32_t rounds)
{
	unsigned char *out = key, bytes[4 * SHA_WORDS];
	uint32_t block[SHA_BLOCK_WORDS], sum[SHA_WORDS], part;
	struct hmac hmac;
	size_t i, count;

	assert(rounds >= 1 && salt_length <= PBKDF2_SALT_MAXIMUM);
	hmac_begin(&hmac, sha, password, password_length);
	for (part = 1; size > 0; part++, out += count, size -= count) {
		first_round(&hmac, block, salt, salt_length, part);
		memcpy(sum, block, sizeof(sum));
		more_rounds(&hmac, sum, block, rounds - 1);
		for (i = 0; i < sha->words; i++)
			put_word(bytes + 4 * i, sum[i]);
		count = size < 4 * sha->words ? size : 4 * sha->words;
		memcpy(out, bytes, count);
	}
	secret_wipe(&hmac, sizeof(hmac));
	secret_wipe(block, sizeof(block));
	secret_wipe(sum, sizeof(sum));
	secret_wipe(bytes, sizeof(bytes));
	secret_wipe_stack();
}
