/*
 * random: bytes from the kernel's CSPRNG (getrandom(2)).
 *
 * Without randomness nothing here is safe, so failure ends the process.
 */
#ifndef PORTRESS_BASE_RANDOM_H
#define PORTRESS_BASE_RANDOM_H

#include <stddef.h>

void	random_bytes(void *bytes, size_t length);
/* Writes 2 * count lower-case hex digits and a NUL. */
void	random_hex(char *text, size_t count);
/* A UUID of version 4 (RFC 9562, section 5.4), of CODEC_UUID_SIZE. */
void	random_uuid(char *text);

#endif
