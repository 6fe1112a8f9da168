/*
 * pbkdf2: keys from passwords by PBKDF2 with HMAC (RFC 8018 section 5.2,
 * RFC 2104).
 *
 * The two blocks with the padded password begin every HMAC: they are
 * compressed once, and a round is two blocks and nothing else, of words that
 * nobody takes to bytes and back. With Intel's SHA extensions a round of
 * SHA-256 takes 64 times the latency of SHA256RNDS2: the rounds are a chain, so
 * no program can be faster, and who guesses has no advantage over who signs in.
 */
#ifndef PORTRESS_AUTH_PBKDF2_H
#define PORTRESS_AUTH_PBKDF2_H

#include <stddef.h>
#include <stdint.h>

struct sha;

#define PBKDF2_SALT_MAXIMUM 256

/*
 * `size` bytes of key. `sha` is the digest: sha1_fastest(), sha256_fastest().
 * The salt has PBKDF2_SALT_MAXIMUM bytes at most; rounds are at least 1. What
 * was worked with is wiped, as far down the stack as it was.
 */
void	pbkdf2(void *key, size_t size, const struct sha *sha,
	    const void *password, size_t password_length,
	    const void *salt, size_t salt_length, uint32_t rounds);

#endif
