/*
 * codec: texts to bytes and back. No allocation; the caller gives the room.
 */
#ifndef PORTRESS_BASE_CODEC_H
#define PORTRESS_BASE_CODEC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/* 2 * length lower-case digits and a NUL. */
void	codec_hex(char *text, const void *bytes, size_t length);

/* Room for the base64url text of `length` bytes, with its NUL. */
#define CODEC_BASE64URL_SIZE(length) (((length) * 4 + 2) / 3 + 1)

/* base64url without padding (RFC 4648 section 5). */
void	codec_base64url(char *text, const void *bytes, size_t length);
/*
 * The bytes of base64url text, with or without padding.
 * The number of bytes written, or -1 if the text is not base64url or needs
 * more than `size` bytes.
 */
ssize_t	codec_base64url_read(void *bytes, size_t size, const char *text,
	    size_t length) __attribute__((warn_unused_result));

#define CODEC_BASE36_SIZE 14

/* Lower-case base 36, without sign. */
void	codec_base36(char text[CODEC_BASE36_SIZE], uint64_t number);
/* 0, or -1 if the text is not 1 to 12 digits of base 36. */
int	codec_base36_read(uint64_t *number_r, const char *text, size_t length)
	    __attribute__((warn_unused_result));

#define CODEC_PERCENT_SIZE(length) ((length) * 3 + 1)

/*
 * The text as a value of a query, NUL-terminated: all but letters, digits and
 * "_.-~" as %XX, a space as +.
 */
void	codec_percent(char *out, const char *text);
/*
 * Decodes %XX (and, if `plus`, + as a space) in place; RFC 3986, and the
 * WHATWG's urlencoded form. A % that no two digits follow stays as it is.
 * Returns the new length; the text is NUL-terminated behind it.
 */
size_t	codec_percent_decode(char *text, size_t length, bool plus);
/* Whether . or .. stands behind a slash and alone (RFC 3986 section 3.3). */
bool	codec_has_dot_segment(const char *path);

/*
 * The size of the well-formed UTF-8 character at the start of at least one
 * byte, or 0 if there is none.
 */
size_t	codec_utf8_sequence(const char *bytes, size_t length);
/* Whether the bytes are well-formed UTF-8 (RFC 3629: no surrogates). */
bool	codec_is_utf8(const char *bytes, size_t length);
/* The number of code points of well-formed UTF-8. */
size_t	codec_utf8_length(const char *bytes, size_t length);

/* With the final NUL: of 32 digits, and of a UUID's text. */
#define CODEC_UUID_DIGITS	33
#define CODEC_UUID_SIZE		37

/*
 * A UUID's 32 hexadecimal digits, in lower case, from its text (RFC 9562, also
 * in upper case or without hyphens). 0, or -1 if it is none.
 */
int	codec_uuid_read(char digits_r[CODEC_UUID_DIGITS], const char *text)
	    __attribute__((warn_unused_result));
/* Its text, in lower case with hyphens, from 32 digits. */
void	codec_uuid(char text_r[CODEC_UUID_SIZE], const char *digits);

/* 0, or -1 if the text is not a decimal number from 0 to INT64_MAX. */
int	codec_decimal_read(int64_t *number_r, const char *text)
	    __attribute__((warn_unused_result));

#endif
