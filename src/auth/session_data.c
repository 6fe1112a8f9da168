#include "auth/session_data.h"

#include <inttypes.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <zlib.h>

#include "auth/mac.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/codec.h"
#include "base/random.h"
#include "base/secret.h"
#include "store/user.h"

#define KEY_LENGTH	32
#define AGE_MAXIMUM	315360000	/* ten years */
#define BASE62_SIZE	12
#define SIGNATURE_SIZE	CODEC_BASE64URL_SIZE(MAC_SALTED_SIZE)

static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789";
static const char usual_backend[] = "django.contrib.auth.backends.ModelBackend";

/* --- the signature -------------------------------------------------------- */

static void
sign(char signature[SIGNATURE_SIZE], const char *secret, const char *text,
    size_t length)
{
	unsigned char mac[MAC_SALTED_SIZE];

	mac_salted(mac, "django.contrib.sessions.SessionStoresigner", secret,
	    text, length);
	codec_base64url(signature, mac, sizeof(mac));
}

static const char *
user_hash(struct arena *arena, const char *secret, const struct user *user)
{
	char *hex = arena_alloc(arena, 2 * MAC_SALTED_SIZE + 1);
	unsigned char mac[MAC_SALTED_SIZE];

	mac_salted(mac, "django.contrib.auth.models.AbstractBaseUser."
	    "get_session_auth_hash", secret, user->hash, strlen(user->hash));
	codec_hex(hex, mac, sizeof(mac));
	return hex;
}

/* --- reading -------------------------------------------------------------- */

/* The object's text, which has no NUL in it; or NULL. */
static const char *
unpack(struct arena *arena, const char *text, size_t length)
{
	bool is_deflated = length > 0 && *text == '.';
	unsigned char *bytes = arena_alloc(arena, length + 1);
	unsigned char *object;
	ssize_t packed = codec_base64url_read(bytes, length,
	    text + is_deflated, length - is_deflated);
	uLongf size = (uLongf)packed;

	if (packed == -1)
		return NULL;
	if (is_deflated) {
		size = SESSION_DATA_INFLATED;
		object = arena_alloc(arena, size + 1);
		if (uncompress(object, &size, bytes, (uLong)packed) != Z_OK)
			return NULL;
		bytes = object;
	}
	return strlen((char *)bytes) == size ? (char *)bytes : NULL;
}

static bool
is_signed(const char *const *secrets, const char *text, size_t length,
    const char *sent)
{
	char signature[SIGNATURE_SIZE];

	for (; *secrets != NULL; secrets++) {
		sign(signature, *secrets, text, length);
		if (secret_text_equal(signature, sent))
			return true;
	}
	return false;
}

/* The object in a text that was signed with a secret of ours; or NULL. */
static const char *
verified(struct arena *arena, const char *const *secrets, const char *text)
{
	const char *last = strrchr(text, ':'), *first;

	if (last == NULL || strlen(text) > SESSION_DATA_MAXIMUM ||
	    (first = memrchr(text, ':', (size_t)(last - text))) == NULL)
		return NULL;
	if (!is_signed(secrets, text, (size_t)(last - text), last + 1))
		return NULL;
	return unpack(arena, text, (size_t)(first - text));
}

/* Behind the string that begins there; or NULL. */
static const char *
skip_string(const char *at)
{
	if (*at != '"')
		return NULL;
	for (at++; *at != '"'; at++)
		if (*at == '\0' || (*at == '\\' && *++at == '\0'))
			return NULL;
	return at + 1;
}

/* Behind the value that begins there, at a comma or a brace; or NULL. */
static const char *
skip_value(const char *at)
{
	int depth = 0;

	while (depth > 0 || (*at != ',' && *at != '}')) {
		if (*at == '\0')
			return NULL;
		if (*at == '"') {
			if ((at = skip_string(at)) == NULL)
				return NULL;
			continue;
		}
		depth += (*at == '{' || *at == '[') -
		    (*at == '}' || *at == ']');
		at++;
	}
	return at;
}

static const struct {
	const char	*name;
	size_t		 offset;
	bool		 stays;		/* among the others, too */
} known[] = {
	{ "\"_auth_user_id\"", offsetof(struct session_data, user_id), false },
	{ "\"_auth_user_hash\"", offsetof(struct session_data, user_hash),
	    false },
	{ "\"_auth_user_backend\"", offsetof(struct session_data, backend),
	    false },
	{ "\"_session_expiry\"", offsetof(struct session_data, expiry), true },
};

static void
note_member(struct session_data *data, struct buf *others, const char *name,
    const char *colon, const char *end)
{
	const char *value = colon + 1;
	bool is_text = *value == '"';
	bool stays = true;
	size_t i;

	for (i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		if (strlen(known[i].name) != (size_t)(colon - name) ||
		    strncmp(name, known[i].name, (size_t)(colon - name)) != 0)
			continue;
		*(const char **)((char *)data + known[i].offset) =
		    arena_copy(others->arena, value + is_text,
		    (size_t)(end - value) - 2 * is_text);
		stays = known[i].stays;
	}
	if (!stays)
		return;
	buf_text(others, others->length > 0 ? "," : "");
	buf_add(others, name, (size_t)(end - name));
}

/*
 * Not parsed but cut to pieces, as Django writes it, without spaces: so what
 * is not ours stays as it is to the last byte, whatever numbers and letters
 * are in it.
 */
static bool
read_members(struct session_data *data, struct buf *others, const char *at)
{
	const char *colon, *end;

	if (*at != '{')
		return false;
	if (strcmp(at, "{}") == 0)
		return true;
	do {
		if ((colon = skip_string(++at)) == NULL || *colon != ':' ||
		    (end = skip_value(colon + 1)) == NULL)
			return false;
		note_member(data, others, at, colon, end);
		at = end;
	} while (*end == ',');
	return end[1] == '\0';
}

bool
session_data_read(struct arena *arena, const char *const *secrets,
    const char *text, struct session_data *data_r)
{
	const char *object = verified(arena, secrets, text);
	struct session_data data = { 0 };
	struct buf others;
	bool good;

	buf_open(&others, arena);
	good = object != NULL && read_members(&data, &others, object);
	*data_r = good ? data : (struct session_data){ 0 };
	data_r->others = good ? others.text : "";
	return good;
}

bool
session_data_is_of(struct arena *arena, const char *const *secrets,
    const struct session_data *data, const struct user *user)
{
	if (data->user_id == NULL || data->user_hash == NULL ||
	    strcmp(data->user_id, user->id) != 0)
		return false;
	while (*secrets != NULL && !secret_text_equal(data->user_hash,
	    user_hash(arena, *secrets, user)))
		secrets++;
	return *secrets != NULL;
}

/* --- writing -------------------------------------------------------------- */

static void
write_base62(struct buf *text, uint64_t number)
{
	static const char digits[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	    "abcdefghijklmnopqrstuvwxyz";
	char reversed[BASE62_SIZE];
	size_t count = 0;

	do
		reversed[count++] = digits[number % 62];
	while ((number /= 62) > 0);
	while (count > 0)
		buf_char(text, reversed[--count]);
}

static const char *
signed_text(struct arena *arena, const char *secret, const struct buf *object)
{
	char signature[SIGNATURE_SIZE];
	char *packed = arena_alloc(arena,
	    CODEC_BASE64URL_SIZE(object->length));
	struct buf text;

	codec_base64url(packed, object->text, object->length);
	buf_open(&text, arena);
	buf_text(&text, packed);
	buf_char(&text, ':');
	write_base62(&text, (uint64_t)clock_now());
	sign(signature, secret, text.text, text.length);
	buf_char(&text, ':');
	buf_text(&text, signature);
	return text.text;
}

const char *
session_data_write(struct arena *arena, const char *secret,
    const struct session_data *data, const struct user *user)
{
	struct buf object;

	buf_open(&object, arena);
	buf_char(&object, '{');
	buf_text(&object, data->others);
	buf_text(&object, *data->others != '\0' ? "," : "");
	buf_printf(&object, "\"_auth_user_id\":\"%s\","
	    "\"_auth_user_backend\":\"%s\",\"_auth_user_hash\":\"%s\"}",
	    user->id, data->backend != NULL ? data->backend : usual_backend,
	    user_hash(arena, secret, user));
	return signed_text(arena, secret, &object);
}

void
session_data_ages(const struct session_data *data, int64_t usual, int64_t left,
    int64_t *row_r, int64_t *cookie_r)
{
	int64_t seconds;

	*row_r = *cookie_r = usual;
	if (data->expiry == NULL || strcmp(data->expiry, "null") == 0)
		return;
	if (codec_decimal_read(&seconds, data->expiry) == -1 ||
	    seconds > AGE_MAXIMUM)
		seconds = left > 0 ? left : 1;
	if (seconds > 0)
		*row_r = seconds;
	*cookie_r = seconds;
}

/* --- keys ----------------------------------------------------------------- */

const char *
session_data_key(struct arena *arena)
{
	const unsigned count = sizeof(letters) - 1;
	char *key = arena_alloc(arena, KEY_LENGTH + 1);
	unsigned char bytes[KEY_LENGTH];
	size_t length = 0, i;

	while (length < KEY_LENGTH) {
		random_bytes(bytes, sizeof(bytes));
		/* Beyond a multiple of the count, some would come oftener. */
		for (i = 0; i < sizeof(bytes) && length < KEY_LENGTH; i++)
			if (bytes[i] < 256 / count * count)
				key[length++] = letters[bytes[i] % count];
	}
	secret_wipe(bytes, sizeof(bytes));
	return key;
}

bool
session_data_is_key(const char *text)
{
	return strlen(text) == KEY_LENGTH &&
	    strspn(text, letters) == KEY_LENGTH;
}
