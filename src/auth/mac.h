/*
 * mac: HMACs (RFC 2104) with keys that stay the same for long.
 *
 * Setting a key up costs more than using it, so keys that were used lately
 * are kept, set up, for the life of the process.
 */
#ifndef PORTRESS_AUTH_MAC_H
#define PORTRESS_AUTH_MAC_H

#include <stddef.h>

#define MAC_SIZE 64		/* the largest, SHA-512's */

/*
 * The HMAC of the bytes with the digest ("SHA256", "SHA384", "SHA512") and
 * the key. Returns its size.
 */
size_t	mac_make(unsigned char mac[MAC_SIZE], const char *digest,
	    const char *key, const void *bytes, size_t length);

#endif
