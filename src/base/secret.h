/*
 * secret: the one place where secrets are compared and wiped.
 */
#ifndef PORTRESS_BASE_SECRET_H
#define PORTRESS_BASE_SECRET_H

#include <stdbool.h>
#include <stddef.h>

/* Whether two byte strings are equal, in time that depends on length only. */
bool	secret_equal(const void *a, const void *b, size_t length);
/* The same for NUL-terminated texts; a different length is unequal at once. */
bool	secret_text_equal(const char *a, const char *b);
/* Overwrites memory in a way that the compiler may not leave out. */
void	secret_wipe(void *bytes, size_t length);
/*
 * Overwrites what deeper calls have left on the stack: there are copies that
 * nobody asked for, as of vector registers, which the dynamic linker saves
 * when a library first calls a function.
 */
void	secret_wipe_stack(void);

#endif
