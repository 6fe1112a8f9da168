/*
 * unicode: what Python's str does with text, on UTF-8, by utf8proc.
 *
 * Texts must be well-formed UTF-8, except that code points of lone surrogates
 * are passed over.
 */
#ifndef PORTRESS_BASE_UNICODE_H
#define PORTRESS_BASE_UNICODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;

/*
 * Reads the code point at the start of the text; the number of its bytes, or
 * 0 where there is none (then *point_r is -1).
 */
size_t	unicode_next(const char *text, size_t length, int32_t *point_r);
/* Moves start and end over white space, as str.strip() does. */
void	unicode_trim(const char **text, size_t *length);
/* Whether `\w` of Python's re matches: letters, digits, marks by isalnum, _. */
bool	unicode_is_word(int32_t point);
/* Whether str.isdigit() takes it, as of Unicode 14. */
bool	unicode_is_digit(int32_t point);

#define UNICODE_SIZE 4

/* Writes the code point as UTF-8, without a NUL; the number of bytes. */
size_t	unicode_write(char text[UNICODE_SIZE], int32_t point);
/*
 * str.lower() of a code point, and of a text in the arena: the simple
 * mappings of Unicode, not those that depend on neighbours or give two code
 * points (a final sigma, a capital I with a dot).
 */
int32_t	unicode_lower_point(int32_t point);
char	*unicode_lower(struct arena *arena, const char *text);
/* Normalization form KC. In the arena. */
char	*unicode_nfkc(struct arena *arena, const char *text);

#endif
