/*
 * buf: text that grows, in an arena.
 *
 * The text is always NUL-terminated. Growing copies within the arena and
 * leaves the old copy to the arena's end.
 */
#ifndef PORTRESS_BASE_BUF_H
#define PORTRESS_BASE_BUF_H

#include <stddef.h>
#include <stdint.h>

struct arena;

struct buf {
	struct arena	*arena;
	char		*text;
	size_t		 length;
	size_t		 size;
};

/* An empty text; the arena owns its memory. */
void	buf_open(struct buf *buf, struct arena *arena);
void	buf_add(struct buf *buf, const void *bytes, size_t length);
void	buf_text(struct buf *buf, const char *text);
void	buf_char(struct buf *buf, char character);
void	buf_integer(struct buf *buf, int64_t number);
void	buf_printf(struct buf *buf, const char *format, ...)
	    __attribute__((format(printf, 2, 3)));
/* Adds the text as a value of a query (codec_percent). */
void	buf_percent(struct buf *buf, const char *text);
/*
 * Adds `length` bytes of UTF-8 as a JSON string with its quotes (RFC 8259),
 * escaped as Python's json and DRF's renderer do: nothing beyond what must
 * be, and U+2028 and U+2029 (which JavaScript once took as line ends). A byte
 * that is no UTF-8 becomes U+FFFD.
 */
void	buf_quoted(struct buf *buf, const char *bytes, size_t length);
/* The same of a whole text. */
void	buf_string(struct buf *buf, const char *text);

#endif
