#include "mail/header.h"

#include <ctype.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>
#include <time.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/codec.h"
#include "base/mailbox.h"
#include "mail/plain.h"

#define LINE_MAXIMUM	78	/* RFC 5322 section 2.1.1 */
#define ENCODED_LINE	76	/* RFC 2047 section 2, and 75 for a word */
#define WORD_BEGIN	"=?UTF-8?Q?"
#define WORD_END	"?="
#define WORD_MAXIMUM	(75 - sizeof(WORD_BEGIN WORD_END) + 1)
#define ID_MAXIMUM	200

struct header_text
header_text(struct arena *arena, const char *text)
{
	return (struct header_text){ plain_text(arena, text) };
}

/* Characters of the line that is being written. */
static size_t
column(const struct buf *out)
{
	const char *end = memrchr(out->text, '\n', out->length);

	return end == NULL ? out->length :
	    (size_t)(out->text + out->length - end - 1);
}

/* A word behind a blank, or on a line of its own if the line is full. */
static void
put(struct buf *out, const char *word, size_t length)
{
	buf_text(out, column(out) + 1 + length > LINE_MAXIMUM ? "\r\n " : " ");
	buf_add(out, word, length);
}

/* --- encoded words -------------------------------------------------------- */

/* RFC 2047's "Q" in a phrase: letters and digits stand for themselves. */
static void
encode_character(struct buf *out, const char *text, size_t size)
{
	if (size == 1 && isalnum((unsigned char)*text)) {
		buf_char(out, *text);
		return;
	}
	if (*text == ' ') {
		buf_char(out, '_');
		return;
	}
	for (; size > 0; size--, text++)
		buf_printf(out, "=%02X", (unsigned char)*text);
}

static size_t
encoded_size(const char *text, size_t size)
{
	return size == 1 && (isalnum((unsigned char)*text) || *text == ' ') ?
	    1 : 3 * size;
}

/* Behind a blank; each word on a line of its own, and of whole characters. */
static void
encode_words(struct buf *out, const char *text)
{
	size_t room = ENCODED_LINE - column(out) - 1, used = 0, size;

	room -= sizeof(WORD_BEGIN WORD_END) - 1;
	if (room > WORD_MAXIMUM)
		room = WORD_MAXIMUM;
	buf_text(out, " " WORD_BEGIN);
	for (; *text != '\0'; text += size) {
		size = codec_utf8_sequence(text, strlen(text));
		if (used + encoded_size(text, size) > room) {
			buf_text(out, WORD_END "\r\n " WORD_BEGIN);
			room = WORD_MAXIMUM - 1;
			used = 0;
		}
		encode_character(out, text, size);
		used += encoded_size(text, size);
	}
	buf_text(out, WORD_END);
}

/* Whether it has to be encoded for a line of such a length to hold it. */
static bool
needs_encoding(const char *text, size_t room)
{
	size_t length = strlen(text), word;
	size_t i;

	for (i = 0; i < length; i++)
		if ((unsigned char)text[i] >= 0x80)
			return true;
	if (strstr(text, "=?") != NULL || text[0] == ' ' ||
	    (length > 0 && text[length - 1] == ' '))
		return true;
	for (; *text != '\0'; text += word + (text[word] == ' '))
		if ((word = strcspn(text, " ")) > room)
			return true;
	return false;
}

/* --- headers -------------------------------------------------------------- */

void
header_words(struct buf *out, const char *name, struct header_text value)
{
	const char *text = value.plain;

	buf_printf(out, "%s:", name);
	if (needs_encoding(text, LINE_MAXIMUM - 1 - column(out)))
		encode_words(out, text);
	else
		for (;;) {
			/* More than one blank goes with the word behind it. */
			size_t length = strspn(text, " ");

			length += strcspn(text + length, " ");
			put(out, text, length);
			if (text[length] == '\0')
				break;
			text += length + 1;
		}
	buf_text(out, "\r\n");
}

/* Words of letters and the like, which need no quotes. */
static bool
is_phrase(const char *text)
{
	for (; *text != '\0'; text++)
		if (!isalnum((unsigned char)*text) &&
		    strchr(" !#$%&'*+-/=?^_`{|}~", *text) == NULL)
			return false;
	return true;
}

static void
put_name(struct buf *out, const char *name)
{
	struct buf quoted;

	/* Twice: there may be a backslash before each. */
	if (needs_encoding(name, LINE_MAXIMUM) ||
	    2 * strlen(name) + 2 > LINE_MAXIMUM - 1 - column(out)) {
		encode_words(out, name);
		return;
	}
	if (is_phrase(name)) {
		put(out, name, strlen(name));
		return;
	}
	buf_open(&quoted, out->arena);
	buf_char(&quoted, '"');
	for (; *name != '\0'; name++) {
		if (*name == '"' || *name == '\\')
			buf_char(&quoted, '\\');
		buf_char(&quoted, *name);
	}
	buf_char(&quoted, '"');
	put(out, quoted.text, quoted.length);
}

void
header_mailbox(struct buf *out, const char *name, struct header_text display,
    struct header_text address)
{
	const char *written = mailbox_address(out->arena, address.plain);

	buf_printf(out, "%s:", name);
	if (written == NULL)
		written = "undisclosed-recipients:;";
	else if (display.plain[0] != '\0') {
		put_name(out, display.plain);
		written = arena_printf(out->arena, "<%s>", written);
	}
	put(out, written, strlen(written));
	buf_text(out, "\r\n");
}

void
header_id(struct buf *out, const char *name, struct header_text left,
    struct header_text right)
{
	const char *host = mailbox_domain(out->arena, right.plain);
	const char *at = left.plain;
	struct buf atom;

	buf_open(&atom, out->arena);
	for (; *at != '\0' && atom.length < ID_MAXIMUM; at++)
		buf_char(&atom, isalnum((unsigned char)*at) ||
		    strchr("-_", *at) != NULL ||
		    (*at == '.' && at > left.plain && at[-1] != '.' &&
		    at[1] != '\0') ? *at : '-');
	/* Never folded: many a reader takes the blank for a part of it. */
	buf_printf(out, "%s: <%s@%s>\r\n", name,
	    atom.length > 0 ? atom.text : "mail",
	    host != NULL ? host : "localhost");
}

void
header_date(struct buf *out, const char *name)
{
	time_t now = (time_t)clock_now();
	struct tm parts;
	char date[64];

	gmtime_r(&now, &parts);
	strftime(date, sizeof(date), "%a, %d %b %Y %H:%M:%S +0000", &parts);
	buf_printf(out, "%s: %s\r\n", name, date);
}
