#include "http/cookie.h"

#include <inttypes.h>
#include <string.h>
#include <time.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"

#define BLANKS		" \t"
#define DATE_SIZE	32
#define TOKEN		"!#$%&'*+-.^_`|~0123456789" \
			"abcdefghijklmnopqrstuvwxyz" \
			"ABCDEFGHIJKLMNOPQRSTUVWXYZ"

/* Whether that is what stands before the "=". */
static bool
is_name(const char *text, const char *equals, const char *name)
{
	size_t length = strlen(name);

	text += strspn(text, BLANKS);
	return strncmp(text, name, length) == 0 &&
	    text + length + strspn(text + length, BLANKS) == equals;
}

static const char *
value_of(struct arena *arena, const char *text, size_t length)
{
	size_t blanks = strspn(text, BLANKS);

	text += blanks;
	length -= blanks;
	while (length > 0 && strchr(BLANKS, text[length - 1]) != NULL)
		length--;
	if (length < 2 || text[0] != '"' || text[length - 1] != '"')
		return arena_copy(arena, text, length);
	return arena_copy(arena, text + 1, length - 2);
}

/* Whether a name and "=" stand here (RFC 9110 section 5.6.2: a token). */
static bool
begins_cookie(const char *text)
{
	size_t length = strspn(text, TOKEN);

	return length > 0 && text[length] == '=';
}

/*
 * Up to the ";", or to the ", " by which Apache and Caddy join two headers: a
 * comma in a value, which browsers let pass, is none unless a cookie seems to
 * follow.
 */
static size_t
length_of(const char *text)
{
	bool is_quoted = false;
	size_t length;

	for (length = 0; text[length] != '\0' && text[length] != ';';
	    length++) {
		is_quoted ^= text[length] == '"';
		if (!is_quoted && strncmp(text + length, ", ", 2) == 0 &&
		    begins_cookie(text + length + 2))
			break;
	}
	return length;
}

/* Whether browsers see to who sets a cookie of that name. */
static bool
is_guarded(const char *name)
{
	return strncmp(name, "__Secure-", 9) == 0 ||
	    strncmp(name, "__Host-", 7) == 0;
}

/*
 * What stands behind a comma may be somebody's value: it takes no other's
 * place, and none that browsers guard.
 */
const char *
cookie_find(struct arena *arena, const char *header, const char *name)
{
	const char *found = NULL, *joined = NULL;
	bool is_joined = false;

	while (*header != '\0') {
		size_t length = length_of(header);
		const char *equals = memchr(header, '=', length);

		if (equals != NULL && is_name(header, equals, name))
			*(is_joined ? &joined : &found) = equals + 1;
		header += length;
		is_joined = *header == ',';
		header += *header != '\0';
	}
	if (found == NULL && !is_guarded(name))
		found = joined;
	if (found == NULL)
		return NULL;
	return value_of(arena, found, length_of(found));
}

/* The attributes stand in the order of Python's http.cookies. */

static void
begin(struct buf *text, struct arena *arena, const struct cookie *cookie,
    const char *value)
{
	buf_open(text, arena);
	buf_printf(text, "%s=%s", cookie->name, value);
	if (cookie->domain != NULL)
		buf_printf(text, "; Domain=%s", cookie->domain);
}

static const char *
end(struct buf *text, const struct cookie *cookie, bool is_secure)
{
	buf_printf(text, "; Path=%s; SameSite=%s%s", cookie->path,
	    cookie->same_site, is_secure ? "; Secure" : "");
	return text->text;
}

static const char *
date(struct arena *arena, time_t seconds)
{
	char *text = arena_alloc(arena, DATE_SIZE);
	struct tm parts;

	gmtime_r(&seconds, &parts);
	strftime(text, DATE_SIZE, "%a, %d %b %Y %H:%M:%S GMT", &parts);
	return text;
}

const char *
cookie_set(struct arena *arena, const struct cookie *cookie)
{
	struct buf text;

	begin(&text, arena, cookie, cookie->value);
	if (cookie->age != 0)
		buf_printf(&text, "; expires=%s",
		    date(arena, (time_t)(clock_now() + cookie->age)));
	if (!cookie->is_readable)
		buf_text(&text, "; HttpOnly");
	if (cookie->age != 0)
		buf_printf(&text, "; Max-Age=%" PRId64, cookie->age);
	return end(&text, cookie, cookie->is_secure);
}

static bool
must_be_secure(const struct cookie *cookie)
{
	return is_guarded(cookie->name) ||
	    strcmp(cookie->same_site, "None") == 0;
}

const char *
cookie_end(struct arena *arena, const struct cookie *cookie)
{
	struct buf text;

	begin(&text, arena, cookie, "\"\"");
	buf_printf(&text, "; expires=%s; Max-Age=0", date(arena, 0));
	return end(&text, cookie, must_be_secure(cookie));
}
