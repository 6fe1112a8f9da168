#include "mail/address.h"

#include <ctype.h>
#include <stddef.h>
#include <string.h>

#include "base/codec.h"

#define ADDRESS_MAXIMUM 500	/* bytes; a line of SMTP has 512: RFC 5321 */

static bool
is_ascii(const char *text, size_t length)
{
	for (; length > 0; text++, length--)
		if ((unsigned char)*text >= 0x80)
			return false;
	return true;
}

/* C0, DEL and C1, which UTF-8 writes C2 80 to C2 9F; what a path ends at. */
static const char *
fault_of_characters(const char *text)
{
	for (; *text != '\0'; text++) {
		if (iscntrl((unsigned char)*text) || (*text == '\xc2' &&
		    (unsigned char)text[1] < 0xa0))
			return "has a control character in it";
		if (*text == ' ')
			return "has a space in it";
		if (*text == '<' || *text == '>')
			return "has < or > in it";
	}
	return NULL;
}

const char *
address_fault(const char *address)
{
	const char *at = strrchr(address, '@');

	if (at == NULL)
		return "has no @";
	if (at == address)
		return "has nothing before the @";
	if (at[1] == '\0')
		return "has no domain";
	if (strlen(address) > ADDRESS_MAXIMUM)
		return "is too long";
	if (!codec_is_utf8(address, strlen(address)))
		return "is no UTF-8";
	if (!is_ascii(at, strlen(at)))
		return "has a domain that is not written in ASCII";
	return fault_of_characters(address);
}

bool
address_needs_utf8(const char *address)
{
	const char *at = strrchr(address, '@');

	return !is_ascii(address, at != NULL ? (size_t)(at - address) :
	    strlen(address));
}
