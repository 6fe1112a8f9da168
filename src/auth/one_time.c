#include "auth/one_time.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "auth/mac.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/codec.h"
#include "base/secret.h"
#include "base/zone.h"
#include "conf/conf.h"
#include "store/user.h"

#define EPOCH		978307200	/* 2001-01-01 00:00 UTC */
#define DIGITS		MAC_SALTED_SIZE	/* every other hex digit */
#define CLOCK_DIFFERENCE 300	/* seconds, between two machines */
#define DAY		86400
#define SECONDS_LENGTH	19		/* "YYYY-MM-DD HH:MM:SS" */
#define INSTANT_LENGTH	26		/* the same, and ".123456" */

#define ID_MAXIMUM	36	/* characters: a UUID */
#define UID_SIZE	CODEC_BASE64URL_SIZE(ID_MAXIMUM)

static const char django_salt[] =
    "django.contrib.auth.tokens.PasswordResetTokenGenerator";

const char *
one_time_uid(struct arena *arena, const char *id)
{
	char *uid = arena_alloc(arena, UID_SIZE);

	assert(strlen(id) <= ID_MAXIMUM);
	codec_base64url(uid, id, strlen(id));
	return uid;
}

const char *
one_time_uid_read(struct arena *arena, const char *uid)
{
	char id[ID_MAXIMUM + 1];
	ssize_t length = codec_base64url_read(id, ID_MAXIMUM, uid,
	    strnlen(uid, UID_SIZE + 4));

	if (length <= 0 || memchr(id, '\0', (size_t)length) != NULL)
		return NULL;
	return arena_copy(arena, id, (size_t)length);
}

/*
 * How tokens are made: with which salt of the key, what stands between the
 * texts that are signed, how much of last_login is, and whether the time is
 * what clocks on the wall show. Django has nothing between them, so that
 * seconds and address may run into one another, and whole seconds, so that a
 * link is not spent by a sign-in in the second of the last.
 */
struct format {
	const char	*salt;
	const char	*gap;
	int		 last_login;
	bool		 is_local;
};

static const struct format django = { django_salt, "", SECONDS_LENGTH, true };

static struct format
format_of(struct arena *arena, const char *purpose)
{
	return (struct format){
		arena_printf(arena, "portress.mailed_link.%s.", purpose), "\n",
		INSTANT_LENGTH, false
	};
}

/* The token of that time, in seconds since 2001. */
static const char *
make_token(struct arena *arena, const struct format *format,
    const char *secret_key, const struct user *user, uint64_t seconds)
{
	const char *gap = format->gap;
	unsigned char mac[MAC_SALTED_SIZE];
	char text[CODEC_BASE36_SIZE], hex[MAC_SALTED_SIZE * 2 + 1];
	char digits[DIGITS + 1] = "";
	const char *last_login = user->last_login != NULL ? user->last_login
	    : "";
	struct buf value;
	size_t i;

	buf_open(&value, arena);
	buf_printf(&value, "%s%s%s%s%.*s%s%" PRIu64 "%s%s", user->id,
	    gap, user->hash, gap, format->last_login, last_login, gap, seconds,
	    gap, user->email != NULL ? user->email : "");
	mac_salted(mac, format->salt, secret_key, value.text, value.length);
	codec_hex(hex, mac, sizeof(mac));
	for (i = 0; i < DIGITS; i++)
		digits[i] = hex[2 * i];
	codec_base36(text, seconds);
	return arena_printf(arena, "%s-%s", text, digits);
}

/* At that time, in seconds. */
static int64_t
ahead_of_utc(const struct format *format, const struct conf *conf,
    int64_t time)
{
	return format->is_local ? zone_offset(conf->time_zone, time) : 0;
}

/* What a token that is made now has, in seconds since 2001. */
static int64_t
present(const struct format *format, const struct conf *conf)
{
	int64_t now = clock_now();

	return now - EPOCH + ahead_of_utc(format, conf, now);
}

const char *
one_time_token(struct arena *arena, const struct conf *conf,
    const struct conf_api *api, const char *purpose, const struct user *user)
{
	bool is_django = strcmp(api->mailed_link_format, "django") == 0;
	struct format format = is_django ? django : format_of(arena, purpose);

	return make_token(arena, &format, conf->secret_key, user,
	    (uint64_t)present(&format, conf));
}

/* By how much clocks on the wall were put back within a day. */
static int64_t
put_back(const struct format *format, const struct conf *conf)
{
	int64_t now = clock_now();
	int64_t by = ahead_of_utc(format, conf, now - DAY) -
	    ahead_of_utc(format, conf, now);

	return by > 0 ? by : 0;
}

/* Made in the past, but not too long ago; clocks may differ a little. */
static bool
is_of_now(const struct format *format, const struct conf *conf,
    const struct conf_api *api, uint64_t seconds)
{
	int64_t age = present(format, conf) - (int64_t)seconds;

	return age >= -CLOCK_DIFFERENCE - put_back(format, conf) &&
	    age <= api->password_reset_timeout;
}

/* Whether it is the user's token of the format, by any of our secrets. */
static bool
is_good(struct arena *arena, const struct format *format,
    const struct conf *conf, const struct conf_api *api,
    const struct user *user, const char *token)
{
	const char *const *secret = conf->secret_keys;
	const char *dash = strchr(token, '-');
	uint64_t seconds;

	if (dash == NULL || strlen(dash + 1) != DIGITS ||
	    codec_base36_read(&seconds, token, (size_t)(dash - token)) == -1)
		return false;
	while (*secret != NULL && !secret_text_equal(token,
	    make_token(arena, format, *secret, user, seconds)))
		secret++;
	return *secret != NULL && is_of_now(format, conf, api, seconds);
}

bool
one_time_is_good(struct arena *arena, const struct conf *conf,
    const struct conf_api *api, const char *purpose, const struct user *user,
    const char *token)
{
	const char *kind = api->mailed_link_format;
	struct format own = format_of(arena, purpose);

	return (strcmp(kind, "django") != 0 &&
	    is_good(arena, &own, conf, api, user, token)) ||
	    (strcmp(kind, "purpose") != 0 &&
	    is_good(arena, &django, conf, api, user, token));
}
