/*
 * mac: HMACs (RFC 2104).
 *
 * Setting a key up costs more than using it, so keys that were used lately by
 * mac_make, and stay the same for long, are kept, set up.
 */
#ifndef PORTRESS_AUTH_MAC_H
#define PORTRESS_AUTH_MAC_H

#include <stddef.h>

#define MAC_SIZE 64		/* the largest, SHA-512's */
#define MAC_SALTED_SIZE 32	/* SHA-256's */

/*
 * The HMAC of the bytes with the digest ("SHA256", "SHA384", "SHA512") and
 * the key. Returns its size.
 */
size_t	mac_make(unsigned char mac[MAC_SIZE], const char *digest,
	    const char *key, const void *bytes, size_t length);
/*
 * The HMAC-SHA256 of the text with the key SHA256(salt + secret): salted_hmac
 * of django.utils.crypto (3.1 and later, algorithm sha256).
 */
void	mac_salted(unsigned char mac[MAC_SALTED_SIZE], const char *salt,
	    const char *secret, const char *text, size_t length);

#endif
