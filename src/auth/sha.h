/*
 * sha: the block functions of SHA-1 and SHA-256 (FIPS 180-4, section 6), on
 * words.
 *
 * libcrypto has them too, but only behind digests, whose bookkeeping a block
 * costs more than the block itself. PBKDF2 calls a block function a million
 * times and has its words at hand, so it wants nothing else.
 */
#ifndef PORTRESS_AUTH_SHA_H
#define PORTRESS_AUTH_SHA_H

#include <stddef.h>
#include <stdint.h>

#define SHA_WORDS	8	/* of a state: SHA-256's, and SHA-1's 5 */
#define SHA_BLOCK_WORDS	16
#define SHA_BLOCK_SIZE	64

struct sha {
	size_t		 words;			/* that count of a state */
	uint32_t	 initial[SHA_WORDS];	/* the state of no blocks */
	/* The state with one more block in it. */
	void		 (*compress)(uint32_t state[SHA_WORDS],
			    const uint32_t block[SHA_BLOCK_WORDS]);
	/*
	 * So often: the words at the block's start become what `inner`, then
	 * `outer` is with the block in it, and are laid over the sum. NULL
	 * where that is no faster than by `compress`.
	 */
	void		 (*chain)(uint32_t sum[SHA_WORDS],
			    uint32_t block[SHA_BLOCK_WORDS],
			    const uint32_t inner[SHA_WORDS],
			    const uint32_t outer[SHA_WORDS], uint32_t count);
};

/* For every processor. */
extern const struct sha sha1_portable, sha256_portable;

/* The fastest that this processor has: by its SHA extensions, if any. */
const struct sha	*sha1_fastest(void);
const struct sha	*sha256_fastest(void);

#endif
