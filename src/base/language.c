#include "base/language.h"

#include <ctype.h>
#include <stddef.h>
#include <string.h>
#include <strings.h>

#define BLANKS		" \t"
#define RANGES		32	/* of a header that are looked at */
#define SUBTAG		8	/* letters */

/* A language range and its quality, in thousandths. */
struct range {
	char	tag[LANGUAGE_MAXIMUM + 1];
	int	quality;
};

bool
language_is_tag(const char *text)
{
	const char *at = text;
	size_t length, letters = strspn(text, "abcdefghijklmnopqrstuvwxyz"
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZ");

	if (letters < 2 || strlen(text) > LANGUAGE_MAXIMUM)
		return false;
	for (;; at += length + 1) {
		for (length = 0; isalnum((unsigned char)at[length]); length++)
			;
		if (length == 0 || length > SUBTAG ||
		    (at == text && letters != length))
			return false;
		if (at[length] == '\0')
			return true;
		if (at[length] != '-')
			return false;
	}
}

static const char *
find_same(const char *const *tags, const char *tag)
{
	for (; *tags != NULL; tags++)
		if (strcasecmp(*tags, tag) == 0)
			return *tags;
	return NULL;
}

/* A regional one of that language. */
static const char *
find_wider(const char *const *tags, const char *tag)
{
	size_t length = strcspn(tag, "-");

	for (; *tags != NULL; tags++)
		if (strncasecmp(*tags, tag, length) == 0 &&
		    (*tags)[length] == '-')
			return *tags;
	return NULL;
}

/* Without the last subtag, and without a single letter that leads it in. */
static bool
shorten(char *tag)
{
	char *hyphen = strrchr(tag, '-');

	if (hyphen == NULL)
		return false;
	if (hyphen - tag > 2 && hyphen[-2] == '-')
		hyphen -= 2;
	*hyphen = '\0';
	return true;
}

const char *
language_find(const char *const *tags, const char *language)
{
	char tag[LANGUAGE_MAXIMUM + 1];
	const char *found;

	if (language == NULL || !language_is_tag(language))
		return NULL;
	strcpy(tag, language);
	do
		found = find_same(tags, tag);
	while (found == NULL && shorten(tag));
	return found != NULL ? found : find_wider(tags, tag);
}

/* --- Accept-Language ------------------------------------------------------ */

/* RFC 9110 section 12.4.2: "0.125" is 125. -1 if it is none. */
static int
read_quality(const char *text, size_t length)
{
	int quality, scale = 100;
	size_t i;

	if (length == 0 || length > 5 || (*text != '0' && *text != '1') ||
	    (length > 1 && text[1] != '.'))
		return -1;
	quality = (*text - '0') * 1000;
	for (i = 2; i < length; i++, scale /= 10) {
		if (!isdigit((unsigned char)text[i]))
			return -1;
		quality += (text[i] - '0') * scale;
	}
	return quality <= 1000 ? quality : -1;
}

static size_t
trimmed(const char **text, size_t length)
{
	size_t blanks = strspn(*text, BLANKS);

	if (blanks > length)
		blanks = length;
	*text += blanks;
	length -= blanks;
	while (length > 0 && strchr(BLANKS, (*text)[length - 1]) != NULL)
		length--;
	return length;
}

/* "de-AT;q=0.7"; false if it is none, or one of a language too long for us. */
static bool
read_range(struct range *range, const char *text, size_t length)
{
	const char *mark = memchr(text, ';', length);
	size_t tag_length = mark != NULL ? (size_t)(mark - text) : length;

	range->quality = 1000;
	if (mark != NULL) {
		const char *weight = mark + 1;
		size_t size = trimmed(&weight, length - tag_length - 1);

		if (size < 2 || strncasecmp(weight, "q=", 2) != 0)
			return false;
		range->quality = read_quality(weight + 2, size - 2);
	}
	tag_length = trimmed(&text, tag_length);
	if (tag_length >= sizeof(range->tag) || range->quality == -1)
		return false;
	memcpy(range->tag, text, tag_length);
	range->tag[tag_length] = '\0';
	return strcmp(range->tag, "*") == 0 || language_is_tag(range->tag);
}

/* Those of a header, the best first; of the same quality in its order. */
static size_t
read_ranges(struct range ranges[RANGES], const char *header)
{
	size_t count = 0, looks, length, at;
	struct range range;

	for (looks = 0; looks < RANGES; looks++, header += length + 1) {
		length = strcspn(header, ",");
		if (read_range(&range, header, length)) {
			for (at = count++; at > 0 &&
			    ranges[at - 1].quality < range.quality; at--)
				ranges[at] = ranges[at - 1];
			ranges[at] = range;
		}
		if (header[length] == '\0')
			break;
	}
	return count;
}

/* q=0: anything but that. */
static bool
is_refused(const struct range *ranges, size_t count, const char *tag)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (ranges[i].quality == 0 &&
		    strcasecmp(ranges[i].tag, tag) == 0)
			return true;
	return false;
}

const char *
language_accept(const char *const *tags, const char *other,
    const char *header)
{
	struct range ranges[RANGES];
	size_t count = header != NULL ? read_ranges(ranges, header) : 0, i;
	const char *found;

	for (i = 0; i < count && ranges[i].quality > 0; i++) {
		found = strcmp(ranges[i].tag, "*") == 0 ? other :
		    language_find(tags, ranges[i].tag);
		if (found != NULL && !is_refused(ranges, count, found))
			return found;
	}
	return NULL;
}
