#include "auth/sha.h"

#include <string.h>

#include "auth/sha_extension.h"

#define INITIAL { 0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0 }

static inline uint32_t
rotl(uint32_t x, int count)
{
	return x << count | x >> (32 - count);
}

/* Sections 4.1.1 and 4.2.1: f and K of round t. */
static inline uint32_t
mixed(int t, uint32_t b, uint32_t c, uint32_t d)
{
	if (t < 20)
		return (d ^ (b & (c ^ d))) + 0x5a827999;
	if (t < 40)
		return (b ^ c ^ d) + 0x6ed9eba1;
	if (t < 60)
		return ((b & c) | (d & (b | c))) + 0x8f1bbcdc;
	return (b ^ c ^ d) + 0xca62c1d6;
}

/* Section 6.1.2, step 3. Five of them bring each letter back to its place. */
#define ROUND(a, b, c, d, e, t) do { \
	e += rotl(a, 5) + mixed(t, b, c, d) + w[(t) & 15]; \
	b = rotl(b, 30); \
	w[(t) & 15] = rotl(w[(t) & 15] ^ w[((t) + 2) & 15] ^ \
	    w[((t) + 8) & 15] ^ w[((t) + 13) & 15], 1); \
} while (0)

static void
compress(uint32_t state[SHA_WORDS], const uint32_t block[SHA_BLOCK_WORDS])
{
	uint32_t a = state[0], b = state[1], c = state[2], d = state[3];
	uint32_t e = state[4];
	uint32_t w[SHA_BLOCK_WORDS];
	int t;

	memcpy(w, block, sizeof(w));
	for (t = 0; t < 80; t += 5) {
		ROUND(a, b, c, d, e, t);
		ROUND(e, a, b, c, d, t + 1);
		ROUND(d, e, a, b, c, t + 2);
		ROUND(c, d, e, a, b, t + 3);
		ROUND(b, c, d, e, a, t + 4);
	}
	state[0] += a;
	state[1] += b;
	state[2] += c;
	state[3] += d;
	state[4] += e;
}

const struct sha sha1_portable = { 5, INITIAL, compress };

#ifdef SHA_EXTENSION

/*
 * Four rounds, then the schedule's words of sixteen rounds later. e is that of
 * the four rounds before, as it is made from their a; kind is of f and K.
 */
#define FOUR_ROUNDS(w0, w4, w8, w12, kind) do { \
	const __m128i before = abcd; \
	abcd = _mm_sha1rnds4_epu32(abcd, _mm_sha1nexte_epu32(e, w0), kind); \
	e = before; \
	w0 = _mm_sha1msg2_epu32(_mm_xor_si128( \
	    _mm_sha1msg1_epu32(w0, w4), w8), w12); \
} while (0)

/* The first word belongs into the highest place. */
#define REVERSED(x) _mm_shuffle_epi32((x), 0x1b)

#define TWENTY_ROUNDS(w0, w4, w8, w12, kind) do { \
	FOUR_ROUNDS(w0, w4, w8, w12, kind); \
	FOUR_ROUNDS(w4, w8, w12, w0, kind); \
	FOUR_ROUNDS(w8, w12, w0, w4, kind); \
	FOUR_ROUNDS(w12, w0, w4, w8, kind); \
	FOUR_ROUNDS(w0, w4, w8, w12, kind); \
} while (0)

SHA_EXTENSION static void
compress_extended(uint32_t state[SHA_WORDS],
    const uint32_t block[SHA_BLOCK_WORDS])
{
	const __m128i *const words = (const __m128i *)block;
	const __m128i first = REVERSED(_mm_loadu_si128((__m128i *)state));
	__m128i w0 = REVERSED(_mm_loadu_si128(words));
	__m128i w4 = REVERSED(_mm_loadu_si128(words + 1));
	__m128i w8 = REVERSED(_mm_loadu_si128(words + 2));
	__m128i w12 = REVERSED(_mm_loadu_si128(words + 3));
	/* The instruction rotates it by 30, as if it had been an a. */
	__m128i e = _mm_set_epi32((int)rotl(state[4], 2), 0, 0, 0);
	__m128i abcd = first;

	TWENTY_ROUNDS(w0, w4, w8, w12, 0);
	TWENTY_ROUNDS(w4, w8, w12, w0, 1);
	TWENTY_ROUNDS(w8, w12, w0, w4, 2);
	TWENTY_ROUNDS(w12, w0, w4, w8, 3);
	e = _mm_sha1nexte_epu32(e, _mm_setzero_si128());
	state[4] += (uint32_t)_mm_extract_epi32(e, 3);
	_mm_storeu_si128((__m128i *)state,
	    REVERSED(_mm_add_epi32(abcd, first)));
}

const struct sha *
sha1_fastest(void)
{
	static const struct sha extended = { 5, INITIAL, compress_extended };

	return sha_extension_is_there() ? &extended : &sha1_portable;
}

#else

const struct sha *
sha1_fastest(void)
{
	return &sha1_portable;
}

#endif
