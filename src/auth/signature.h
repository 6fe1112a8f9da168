/*
 * signature: signatures of JWTs, by every algorithm of RFC 7518 section 3 that
 * is one, and EdDSA of RFC 8037.
 *
 * The key is the api's: of HS* the text signing_key, and where that is the
 * site's secret, its fallbacks are good enough to verify; else a PEM,
 * signing_key the private and verifying_key the public one. Keys are set up
 * when they are first used, and kept; of very many the oldest are let go and
 * set up anew.
 */
#ifndef PORTRESS_AUTH_SIGNATURE_H
#define PORTRESS_AUTH_SIGNATURE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

struct conf;
struct conf_api;

#define SIGNATURE_SIZE 1024	/* the largest, of an RSA key of 8192 bits */

/* The signature of the bytes. Its size. The api must have a signing key. */
size_t	signature_make(unsigned char signature[SIGNATURE_SIZE],
	    const struct conf_api *api, const void *bytes, size_t length);
/* In constant time, where there is a secret. */
bool	signature_is_good(const struct conf_api *api, const void *bytes,
	    size_t length, const unsigned char *signature, size_t size);

/*
 * Whether the keys of all apis fit their algorithms: the kind, the curve, RSA
 * from 2048 to 8192 bits, private and public key of one pair. What is wrong
 * is written to `errors`, a line each.
 */
bool	signature_is_ready(const struct conf *conf, FILE *errors);
/*
 * Logs which apis can only verify, and which files with keys anybody may
 * read.
 */
void	signature_remark(const struct conf *conf);

#endif
