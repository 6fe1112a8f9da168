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

/* A state as the instructions want it; e is in the highest word, alone. */
struct halves {
	__m128i		 abcd, e;
};

SHA_EXTENSION static inline struct halves
halves_of(const uint32_t state[SHA_WORDS])
{
	return (struct halves){
	    REVERSED(_mm_loadu_si128((const __m128i *)state)),
	    _mm_set_epi32((int)state[4], 0, 0, 0) };
}

/* The state with a block in it. */
SHA_EXTENSION static inline struct halves
compress_quickly(const struct halves *state, __m128i w0, __m128i w4,
    __m128i w8, __m128i w12)
{
	__m128i abcd = state->abcd;
	/* The instruction rotates it by 30, as if it had been an a. */
	__m128i e = _mm_or_si128(_mm_slli_epi32(state->e, 2),
	    _mm_srli_epi32(state->e, 30));

	TWENTY_ROUNDS(w0, w4, w8, w12, 0);
	TWENTY_ROUNDS(w4, w8, w12, w0, 1);
	TWENTY_ROUNDS(w8, w12, w0, w4, 2);
	TWENTY_ROUNDS(w12, w0, w4, w8, 3);
	return (struct halves){ _mm_add_epi32(abcd, state->abcd),
	    _mm_sha1nexte_epu32(e, state->e) };
}

SHA_EXTENSION static void
compress_extended(uint32_t state[SHA_WORDS],
    const uint32_t block[SHA_BLOCK_WORDS])
{
	const __m128i *w = (const __m128i *)block;
	struct halves halves = halves_of(state);

	halves = compress_quickly(&halves, REVERSED(_mm_loadu_si128(w)),
	    REVERSED(_mm_loadu_si128(w + 1)), REVERSED(_mm_loadu_si128(w + 2)),
	    REVERSED(_mm_loadu_si128(w + 3)));
	_mm_storeu_si128((__m128i *)state, REVERSED(halves.abcd));
	state[4] = (uint32_t)_mm_extract_epi32(halves.e, 3);
}

SHA_EXTENSION static void
chain_extended(uint32_t sum[SHA_WORDS], uint32_t block[SHA_BLOCK_WORDS],
    const uint32_t inner[SHA_WORDS], const uint32_t outer[SHA_WORDS],
    uint32_t count)
{
	const struct halves first = halves_of(inner);
	const struct halves second = halves_of(outer);
	const __m128i *const w = (const __m128i *)block;
	/* What stands behind the e of a block's words. */
	const __m128i rest = _mm_set_epi32(0, (int)block[5], (int)block[6],
	    (int)block[7]);
	const __m128i w8 = REVERSED(_mm_loadu_si128(w + 2));
	const __m128i w12 = REVERSED(_mm_loadu_si128(w + 3));
	struct halves words = halves_of(block), sums = halves_of(sum);

	for (; count > 0; count--) {
		words = compress_quickly(&first, words.abcd,
		    _mm_or_si128(words.e, rest), w8, w12);
		words = compress_quickly(&second, words.abcd,
		    _mm_or_si128(words.e, rest), w8, w12);
		sums.abcd = _mm_xor_si128(sums.abcd, words.abcd);
		sums.e = _mm_xor_si128(sums.e, words.e);
	}
	_mm_storeu_si128((__m128i *)block, REVERSED(words.abcd));
	block[4] = (uint32_t)_mm_extract_epi32(words.e, 3);
	_mm_storeu_si128((__m128i *)sum, REVERSED(sums.abcd));
	sum[4] = (uint32_t)_mm_extract_epi32(sums.e, 3);
}

const struct sha *
sha1_fastest(void)
{
	static const struct sha extended = { 5, INITIAL, compress_extended,
	    chain_extended };

	return sha_extension_is_there() ? &extended : &sha1_portable;
}

#else

const struct sha *
sha1_fastest(void)
{
	return &sha1_portable;
}

#endif
