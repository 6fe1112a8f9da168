#include "auth/sha.h"

#include <string.h>

#include "auth/sha_extension.h"

#define INITIAL { 0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, \
	0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19 }

/* Section 4.2.2 */
static const uint32_t k[64] __attribute__((aligned(16))) = {
	0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5,
	0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
	0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3,
	0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
	0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc,
	0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
	0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7,
	0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
	0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13,
	0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
	0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3,
	0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
	0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5,
	0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
	0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208,
	0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
};

static inline uint32_t
rotr(uint32_t x, int count)
{
	return x >> count | x << (32 - count);
}

/* Step 1: W of 16 rounds later takes the place of W of round t. */
#define SCHEDULE(t) do { \
	uint32_t x = w[((t) + 1) & 15], y = w[((t) + 14) & 15]; \
\
	w[t] += w[((t) + 9) & 15] + (rotr(x, 7) ^ rotr(x, 18) ^ x >> 3) + \
	    (rotr(y, 17) ^ rotr(y, 19) ^ y >> 10); \
} while (0)

/* Step 3 of section 6.2.2. */
#define ROUND(a, b, c, d, e, f, g, h, t) do { \
	h += (rotr(e, 6) ^ rotr(e, 11) ^ rotr(e, 25)) + \
	    (g ^ (e & (f ^ g))) + constants[t] + w[t]; \
	d += h; \
	h += (rotr(a, 2) ^ rotr(a, 13) ^ rotr(a, 22)) + \
	    ((a & b) | (c & (a | b))); \
	SCHEDULE(t); \
} while (0)

/* They bring each letter back to its place. */
#define EIGHT_ROUNDS(t) do { \
	ROUND(a, b, c, d, e, f, g, h, t); \
	ROUND(h, a, b, c, d, e, f, g, (t) + 1); \
	ROUND(g, h, a, b, c, d, e, f, (t) + 2); \
	ROUND(f, g, h, a, b, c, d, e, (t) + 3); \
	ROUND(e, f, g, h, a, b, c, d, (t) + 4); \
	ROUND(d, e, f, g, h, a, b, c, (t) + 5); \
	ROUND(c, d, e, f, g, h, a, b, (t) + 6); \
	ROUND(b, c, d, e, f, g, h, a, (t) + 7); \
} while (0)

static void
compress(uint32_t state[SHA_WORDS], const uint32_t block[SHA_BLOCK_WORDS])
{
	uint32_t a = state[0], b = state[1], c = state[2], d = state[3];
	uint32_t e = state[4], f = state[5], g = state[6], h = state[7];
	const uint32_t *constants;
	uint32_t w[SHA_BLOCK_WORDS];

	memcpy(w, block, sizeof(w));
	for (constants = k; constants < k + 64; constants += 16) {
		EIGHT_ROUNDS(0);
		EIGHT_ROUNDS(8);
	}
	state[0] += a;
	state[1] += b;
	state[2] += c;
	state[3] += d;
	state[4] += e;
	state[5] += f;
	state[6] += g;
	state[7] += h;
}

const struct sha sha256_portable = { 8, INITIAL, compress };

#ifdef SHA_EXTENSION

/* Four rounds, with what the schedule has for them. */
SHA_EXTENSION static inline void
four_rounds(__m128i *abef, __m128i *cdgh, __m128i w, const uint32_t *constants)
{
	w = _mm_add_epi32(w, _mm_load_si128((const __m128i *)constants));
	*cdgh = _mm_sha256rnds2_epu32(*cdgh, *abef, w);
	*abef = _mm_sha256rnds2_epu32(*abef, *cdgh, _mm_shuffle_epi32(w, 14));
}

/* The schedule's next four words, of the last sixteen. */
SHA_EXTENSION static inline __m128i
next_four(__m128i w0, __m128i w4, __m128i w8, __m128i w12)
{
	return _mm_sha256msg2_epu32(_mm_add_epi32(
	    _mm_sha256msg1_epu32(w0, w4), _mm_alignr_epi8(w12, w8, 4)), w12);
}

/* A state as the instructions want it, the first letter in the highest word. */
struct halves {
	__m128i		 abef, cdgh;
};

/* To those halves and back it is the same shuffle. */
#define SHUFFLED(x) _mm_shuffle_epi32((x), 0x72)

SHA_EXTENSION static inline struct halves
halves_of(const uint32_t state[SHA_WORDS])
{
	__m128i abcd = _mm_loadu_si128((const __m128i *)state);
	__m128i efgh = _mm_loadu_si128((const __m128i *)state + 1);

	return (struct halves){ SHUFFLED(_mm_unpacklo_epi32(efgh, abcd)),
	    SHUFFLED(_mm_unpackhi_epi32(efgh, abcd)) };
}

/* The state with a block in it, as words in their order. */
SHA_EXTENSION static inline void
compress_quickly(const struct halves *state, __m128i w0, __m128i w4,
    __m128i w8, __m128i w12, __m128i *abcd_r, __m128i *efgh_r)
{
	__m128i abef = state->abef, cdgh = state->cdgh;
	int t;

	for (t = 0; t < 64; t += 16) {
		four_rounds(&abef, &cdgh, w0, k + t);
		four_rounds(&abef, &cdgh, w4, k + t + 4);
		four_rounds(&abef, &cdgh, w8, k + t + 8);
		four_rounds(&abef, &cdgh, w12, k + t + 12);
		w0 = next_four(w0, w4, w8, w12);
		w4 = next_four(w4, w8, w12, w0);
		w8 = next_four(w8, w12, w0, w4);
		w12 = next_four(w12, w0, w4, w8);
	}
	abef = _mm_add_epi32(abef, state->abef);
	cdgh = _mm_add_epi32(cdgh, state->cdgh);
	*abcd_r = SHUFFLED(_mm_unpackhi_epi32(abef, cdgh));
	*efgh_r = SHUFFLED(_mm_unpacklo_epi32(abef, cdgh));
}

SHA_EXTENSION static void
compress_extended(uint32_t state[SHA_WORDS],
    const uint32_t block[SHA_BLOCK_WORDS])
{
	const __m128i *w = (const __m128i *)block;
	const struct halves halves = halves_of(state);
	__m128i abcd, efgh;

	compress_quickly(&halves, _mm_loadu_si128(w), _mm_loadu_si128(w + 1),
	    _mm_loadu_si128(w + 2), _mm_loadu_si128(w + 3), &abcd, &efgh);
	_mm_storeu_si128((__m128i *)state, abcd);
	_mm_storeu_si128((__m128i *)state + 1, efgh);
}

SHA_EXTENSION static void
chain_extended(uint32_t sum[SHA_WORDS], uint32_t block[SHA_BLOCK_WORDS],
    const uint32_t inner[SHA_WORDS], const uint32_t outer[SHA_WORDS],
    uint32_t count)
{
	const struct halves first = halves_of(inner);
	const struct halves second = halves_of(outer);
	__m128i *const sums = (__m128i *)sum, *const w = (__m128i *)block;
	__m128i sum0 = _mm_loadu_si128(sums), sum4 = _mm_loadu_si128(sums + 1);
	__m128i w0 = _mm_loadu_si128(w), w4 = _mm_loadu_si128(w + 1);
	const __m128i w8 = _mm_loadu_si128(w + 2);
	const __m128i w12 = _mm_loadu_si128(w + 3);

	for (; count > 0; count--) {
		compress_quickly(&first, w0, w4, w8, w12, &w0, &w4);
		compress_quickly(&second, w0, w4, w8, w12, &w0, &w4);
		sum0 = _mm_xor_si128(sum0, w0);
		sum4 = _mm_xor_si128(sum4, w4);
	}
	_mm_storeu_si128(w, w0);
	_mm_storeu_si128(w + 1, w4);
	_mm_storeu_si128(sums, sum0);
	_mm_storeu_si128(sums + 1, sum4);
}

const struct sha *
sha256_fastest(void)
{
	static const struct sha extended = { 8, INITIAL, compress_extended,
	    chain_extended };

	return sha_extension_is_there() ? &extended : &sha256_portable;
}

#else

const struct sha *
sha256_fastest(void)
{
	return &sha256_portable;
}

#endif
