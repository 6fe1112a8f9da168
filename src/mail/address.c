#include "mail/address.h"

#include <ctype.h>
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/codec.h"
#include "base/unicode.h"

#define LABEL_MAXIMUM	63	/* RFC 1035 */
#define DOMAIN_MAXIMUM	253

/* Of Punycode: RFC 3492 section 5. */
#define BASE		36
#define T_MINIMUM	1
#define T_MAXIMUM	26
#define SKEW		38
#define DAMP		700
#define FIRST_BIAS	72
#define FIRST_POINT	0x80

static bool
is_ascii(const char *text, size_t length)
{
	for (; length > 0; text++, length--)
		if ((unsigned char)*text >= 0x80)
			return false;
	return true;
}

/* C0, DEL and C1, which UTF-8 writes C2 80 to C2 9F; and what a path ends at. */
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
	if (!codec_is_utf8(address, strlen(address)))
		return "is no UTF-8";
	return fault_of_characters(address);
}

bool
address_needs_utf8(const char *address)
{
	const char *at = strrchr(address, '@');

	return !is_ascii(address, at != NULL ? (size_t)(at - address) :
	    strlen(address));
}

const char *
address_bare(struct arena *arena, const char *sender)
{
	const char *start = strrchr(sender, '<');
	size_t length = start != NULL ? strcspn(start, ">") : 0;

	if (start == NULL || start[length] != '>')
		return arena_text(arena, sender);
	return arena_copy(arena, start + 1, length - 1);
}

/* --- Punycode ------------------------------------------------------------- */

/* RFC 3492 section 6.1. */
static uint32_t
adapt(uint32_t delta, uint32_t count, bool is_first)
{
	uint32_t k = 0;

	delta = is_first ? delta / DAMP : delta / 2;
	delta += delta / count;
	for (; delta > (BASE - T_MINIMUM) * T_MAXIMUM / 2; k += BASE)
		delta /= BASE - T_MINIMUM;
	return k + (BASE - T_MINIMUM + 1) * delta / (delta + SKEW);
}

static void
put_digit(struct buf *out, uint32_t digit)
{
	buf_char(out, (char)(digit < 26 ? 'a' + digit : '0' + digit - 26));
}

/* A generalized variable-length integer: RFC 3492 section 3.3. */
static void
put_delta(struct buf *out, uint32_t delta, uint32_t bias)
{
	uint32_t k, threshold;

	for (k = BASE;; k += BASE) {
		threshold = k <= bias ? T_MINIMUM :
		    k >= bias + T_MAXIMUM ? T_MAXIMUM : k - bias;
		if (delta < threshold)
			break;
		put_digit(out, threshold +
		    (delta - threshold) % (BASE - threshold));
		delta = (delta - threshold) / (BASE - threshold);
	}
	put_digit(out, delta);
}

static int32_t
least_from(const int32_t *points, size_t count, int32_t from)
{
	int32_t least = INT32_MAX;
	size_t i;

	for (i = 0; i < count; i++)
		if (points[i] >= from && points[i] < least)
			least = points[i];
	return least;
}

/*
 * RFC 3492 section 6.3. With at most 63 code points nothing overflows: delta
 * is below 0x110000 * 64.
 */
static void
put_punycode(struct buf *out, const int32_t *points, size_t count)
{
	uint32_t delta = 0, bias = FIRST_BIAS, done = 0, basic;
	int32_t point = FIRST_POINT, next;
	size_t i;

	for (i = 0; i < count; i++)
		if (points[i] < FIRST_POINT) {
			buf_char(out, (char)points[i]);
			done++;
		}
	if ((basic = done) > 0)
		buf_char(out, '-');
	for (; done < count; delta++, point++) {
		next = least_from(points, count, point);
		delta += (uint32_t)(next - point) * (done + 1);
		point = next;
		for (i = 0; i < count; i++) {
			if (points[i] < point)
				delta++;
			if (points[i] != point)
				continue;
			put_delta(out, delta, bias);
			bias = adapt(delta, done + 1, done == basic);
			delta = 0;
			done++;
		}
	}
}

/* --- domains -------------------------------------------------------------- */

/* False: it is too long. */
static bool
put_label(struct buf *out, const char *label, size_t length)
{
	size_t start = out->length, count = 0, size;
	int32_t points[LABEL_MAXIMUM];

	if (is_ascii(label, length)) {
		buf_add(out, label, length);
		return length <= LABEL_MAXIMUM;
	}
	for (; length > 0; label += size, length -= size) {
		if (count == LABEL_MAXIMUM)
			return false;
		size = unicode_next(label, length, &points[count++]);
	}
	buf_text(out, "xn--");
	put_punycode(out, points, count);
	return out->length - start <= LABEL_MAXIMUM;
}

/* Full stops of other scripts part labels, too (UTS 46); this one NFKC leaves. */
static size_t
stop_at(const char *text)
{
	static const char ideographic[] = "\u3002";

	if (*text == '.')
		return 1;
	if (strncmp(text, ideographic, strlen(ideographic)) == 0)
		return strlen(ideographic);
	return 0;
}

/* False: it is none. Normalized and in lower case as UTS 46 has it. */
static bool
put_domain(struct buf *out, const char *domain)
{
	const char *text = unicode_lower(out->arena,
	    unicode_nfkc(out->arena, domain));
	size_t start = out->length, length, stop;

	for (;; text += length + stop) {
		length = 0;
		while (text[length] != '\0' && stop_at(text + length) == 0)
			length++;
		if (length == 0 || !put_label(out, text, length))
			return false;
		if (text[length] == '\0')
			return out->length - start <= DOMAIN_MAXIMUM;
		stop = stop_at(text + length);
		buf_char(out, '.');
	}
}

const char *
address_ascii(struct arena *arena, const char *address)
{
	const char *at = strrchr(address, '@');
	struct buf out;

	if (at == NULL || is_ascii(at, strlen(at)))
		return address;
	buf_open(&out, arena);
	buf_add(&out, address, (size_t)(at + 1 - address));
	if (!put_domain(&out, at + 1) || address_fault(out.text) != NULL)
		return NULL;
	return out.text;
}
