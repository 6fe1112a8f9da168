#include "base/mailbox.h"

#include <ctype.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include <idn2.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/codec.h"

#define DOMAIN_MAXIMUM	255	/* bytes: RFC 5321 section 4.5.3.1.2 */
#define LOCAL_MAXIMUM	600	/* bytes, so that a header's line has room */
#define PATH_MAXIMUM	500	/* bytes; a line of SMTP has 512: RFC 5321 */

/* RFC 5322 section 3.2.3; beyond ASCII by RFC 6532 section 3.2. */
static bool
is_atext(char byte)
{
	return isalnum((unsigned char)byte) || (unsigned char)byte >= 0x80 ||
	    (byte != '\0' && strchr("!#$%&'*+-/=?^_`{|}~", byte) != NULL);
}

static bool
is_dot_atom(const char *text, size_t length)
{
	size_t i;

	for (i = 0; i < length; i++)
		if (text[i] == '.' ? i == 0 || text[i - 1] == '.' :
		    !is_atext(text[i]))
			return false;
	return length > 0 && text[length - 1] != '.';
}

/* The end of the quoted text that begins here, behind its last quote. */
static const char *
quoted_end(const char *text)
{
	for (text++; *text != '\0' && *text != '"'; text++)
		if (*text == '\\' && text[1] != '\0')
			text++;
	return *text == '"' ? text + 1 : text;
}

static bool
is_quoted(const char *text, size_t length)
{
	return length >= 2 && text[0] == '"' && text[length - 1] == '"' &&
	    quoted_end(text) == text + length;
}

static bool
has_controls(const char *text)
{
	size_t length = strlen(text), i;

	for (i = 0; i < length; i++)
		if (iscntrl((unsigned char)text[i]) ||
		    ((unsigned char)text[i] == 0xc2 &&
		    (unsigned char)text[i + 1] < 0xa0))
			return true;
	return !codec_is_utf8(text, length) ||
	    strstr(text, "\u2028") != NULL || strstr(text, "\u2029") != NULL;
}

/* Without the quotes, and without the backslashes before others. */
static const char *
unquoted(struct arena *arena, const char *text, size_t length)
{
	struct buf plain;
	size_t i;

	buf_open(&plain, arena);
	for (i = 1; i + 1 < length; i++) {
		if (text[i] == '\\' && i + 2 < length)
			i++;
		buf_char(&plain, text[i]);
	}
	return plain.text;
}

/* --- domains -------------------------------------------------------------- */

static bool
is_literal(const char *text, size_t length)
{
	size_t i;

	for (i = 1; i + 1 < length; i++)
		if (!isalnum((unsigned char)text[i]) &&
		    strchr(".:-", text[i]) == NULL)
			return false;
	return length > 2 && text[0] == '[' && text[length - 1] == ']';
}

/* Of a domain beyond ASCII; NULL if there is none. */
static const char *
ace_of(struct arena *arena, const char *domain)
{
	char *ace = NULL;
	const char *copy = NULL;

	if (idn2_to_ascii_8z(domain, &ace, IDN2_NFC_INPUT |
	    IDN2_NONTRANSITIONAL) == IDN2_OK)
		copy = arena_text(arena, ace);
	idn2_free(ace);
	return copy;
}

static bool
is_ascii(const char *text, size_t length)
{
	while (length > 0 && (unsigned char)text[length - 1] < 0x80)
		length--;
	return length == 0;
}

static const char *
write_domain(struct arena *arena, const char *text, size_t length)
{
	const char *domain = arena_copy(arena, text, length);

	if (!is_ascii(domain, length))
		domain = ace_of(arena, domain);
	if (domain == NULL || strlen(domain) > DOMAIN_MAXIMUM)
		return NULL;
	length = strlen(domain);
	return is_dot_atom(domain, length) || is_literal(domain, length) ?
	    domain : NULL;
}

const char *
mailbox_domain(struct arena *arena, const char *text)
{
	const char *colon = strrchr(text, ':');
	size_t length = colon == NULL || strchr(colon, ']') != NULL ?
	    strlen(text) : (size_t)(colon - text);

	return has_controls(text) ? NULL : write_domain(arena, text, length);
}

/* --- addresses ------------------------------------------------------------ */

/* RFC 2047 section 2, from afar. */
static bool
looks_encoded(const char *text, size_t length)
{
	const char *begin = memmem(text, length, "=?", 2);

	return begin != NULL && memmem(begin + 2,
	    length - (size_t)(begin + 2 - text), "?=", 2) != NULL;
}

/*
 * What looks like an encoded word is quoted too, with a backslash within it:
 * many a reader decodes these where RFC 2047 says that there are none.
 */
static const char *
write_local(struct arena *arena, const char *text, size_t length)
{
	const char *plain;
	struct buf quoted;

	if (!looks_encoded(text, length) &&
	    (is_dot_atom(text, length) || is_quoted(text, length)))
		return arena_copy(arena, text, length);
	plain = is_quoted(text, length) ? unquoted(arena, text, length) :
	    arena_copy(arena, text, length);
	buf_open(&quoted, arena);
	buf_char(&quoted, '"');
	for (; *plain != '\0'; plain++) {
		if (*plain == '"' || *plain == '\\' ||
		    strncmp(plain, "=?", 2) == 0)
			buf_char(&quoted, '\\');
		buf_char(&quoted, *plain);
	}
	buf_char(&quoted, '"');
	return quoted.text;
}

const char *
mailbox_address(struct arena *arena, const char *text)
{
	const char *at = strrchr(text, '@');
	const char *local, *domain;

	if (at == NULL || at == text || has_controls(text))
		return NULL;
	local = write_local(arena, text, (size_t)(at - text));
	domain = write_domain(arena, at + 1, strlen(at + 1));
	if (domain == NULL || strlen(local) > LOCAL_MAXIMUM)
		return NULL;
	return arena_printf(arena, "%s@%s", local, domain);
}

const char *
mailbox_fault(const char *address)
{
	const char *at = strrchr(address, '@');

	if (at == NULL)
		return "has no @";
	if (at == address)
		return "has nothing before the @";
	if (at[1] == '\0')
		return "has no domain";
	if (strlen(address) > PATH_MAXIMUM)
		return "is too long";
	if (!codec_is_utf8(address, strlen(address)))
		return "is no UTF-8";
	if (!is_ascii(at, strlen(at)))
		return "has a domain that is not written in ASCII";
	if (has_controls(address))
		return "has a control character in it";
	if (strchr(address, ' ') != NULL)
		return "has a space in it";
	return strpbrk(address, "<>") != NULL ? "has < or > in it" : NULL;
}

bool
mailbox_needs_utf8(const char *address)
{
	const char *at = strrchr(address, '@');

	return !is_ascii(address, at != NULL ? (size_t)(at - address) :
	    strlen(address));
}

/* --- with a name ---------------------------------------------------------- */

/* An address without any mistake that quotes would have to cover. */
static int
read_address(struct arena *arena, const char *text, struct mailbox *mailbox)
{
	const char *at = strrchr(text, '@');
	size_t length = at != NULL ? (size_t)(at - text) : 0;

	if (!is_dot_atom(text, length) && !is_quoted(text, length))
		return -1;
	mailbox->address = mailbox_address(arena, text);
	return mailbox->address != NULL ? 0 : -1;
}

static int
read_name(struct arena *arena, const char *text, size_t length,
    struct mailbox *mailbox)
{
	while (length > 0 && text[length - 1] == ' ')
		length--;
	if (is_quoted(text, length)) {
		mailbox->name = unquoted(arena, text, length);
		return 0;
	}
	mailbox->name = arena_copy(arena, text, length);
	return strpbrk(mailbox->name, "\"<>@") == NULL ? 0 : -1;
}

/* The first < outside of quotes, or NULL. */
static const char *
find_angle(const char *text)
{
	while (*text != '\0' && *text != '<')
		text = *text == '"' ? quoted_end(text) : text + 1;
	return *text == '<' ? text : NULL;
}

int
mailbox_read(struct arena *arena, const char *text, struct mailbox *mailbox_r)
{
	const char *angle, *end;

	*mailbox_r = (struct mailbox){ "", NULL };
	if (has_controls(text))
		return -1;
	text += strspn(text, " ");
	end = text + strlen(text);
	while (end > text && end[-1] == ' ')
		end--;
	angle = find_angle(text);
	if (angle == NULL)
		return read_address(arena, arena_copy(arena, text,
		    (size_t)(end - text)), mailbox_r);
	if (end[-1] != '>' ||
	    read_name(arena, text, (size_t)(angle - text), mailbox_r) == -1)
		return -1;
	return read_address(arena, arena_copy(arena, angle + 1,
	    (size_t)(end - angle - 2)), mailbox_r);
}
