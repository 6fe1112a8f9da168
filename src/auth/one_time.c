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
#include "mail/message.h"
#include "store/email_change.h"
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

/* What a token is about. */
struct subject {
	const struct user	*user;
	const struct email_change *change;	/* or NULL */
	bool			 outlives_password;
};

static bool
undoes(const char *purpose)
{
	return strcmp(purpose, MAIL_EMAIL_CHANGED) == 0;
}

bool
one_time_needs_change(const char *purpose)
{
	return undoes(purpose) || strcmp(purpose, MAIL_EMAIL_CHANGE) == 0;
}

bool
one_time_serves(const char *purpose, const struct user *user,
    const struct email_change *change)
{
	if (change == NULL)
		return false;
	return undoes(purpose) ? email_change_can_be_undone(change, user) :
	    email_change_can_be_confirmed(change, user);
}

static struct subject
subject_of(const char *purpose, const struct user *user,
    const struct email_change *change)
{
	assert((change != NULL) == one_time_needs_change(purpose));
	return (struct subject){ user, change, undoes(purpose) };
}

static void
write_account(struct buf *out, const struct format *format,
    const struct user *user, uint64_t seconds)
{
	const char *gap = format->gap;
	const char *last_login = user->last_login != NULL ? user->last_login
	    : "";

	buf_printf(out, "%s%s%s%s%.*s%s%" PRIu64 "%s%s", user->id,
	    gap, user->hash, gap, format->last_login, last_login, gap, seconds,
	    gap, user->email != NULL ? user->email : "");
}

/* The old address stands last: it alone was not judged by us. */
static void
write_change(struct buf *out, const struct subject *subject, uint64_t seconds)
{
	const struct email_change *change = subject->change;

	buf_printf(out, "%s\n%s\n%" PRId64 "\n%s\n%" PRIu64 "\n%s\n%s",
	    subject->user->id,
	    subject->outlives_password ? "" : subject->user->hash,
	    change->id, change->created, seconds, change->new_address,
	    change->old_address);
}

/* The token of that time, in seconds since 2001. */
static const char *
make_token(struct arena *arena, const struct format *format,
    const char *secret_key, const struct subject *subject, uint64_t seconds)
{
	unsigned char mac[MAC_SALTED_SIZE];
	char text[CODEC_BASE36_SIZE], id[CODEC_BASE36_SIZE] = "";
	char hex[MAC_SALTED_SIZE * 2 + 1], digits[DIGITS + 1] = "";
	struct buf value;
	size_t i;

	buf_open(&value, arena);
	if (subject->change != NULL) {
		write_change(&value, subject, seconds);
		codec_base36(id, (uint64_t)subject->change->id);
	} else
		write_account(&value, format, subject->user, seconds);
	mac_salted(mac, format->salt, secret_key, value.text, value.length);
	codec_hex(hex, mac, sizeof(mac));
	for (i = 0; i < DIGITS; i++)
		digits[i] = hex[2 * i];
	codec_base36(text, seconds);
	return arena_printf(arena, "%s%s%s-%s", id, id[0] != '\0' ? "-" : "",
	    text, digits);
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
    const struct conf_api *api, const char *purpose, const struct user *user,
    const struct email_change *change)
{
	bool is_django = change == NULL &&
	    strcmp(api->mailed_link_format, "django") == 0;
	struct format format = is_django ? django : format_of(arena, purpose);
	struct subject subject = subject_of(purpose, user, change);

	return make_token(arena, &format, conf->secret_key, &subject,
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
    int64_t timeout, uint64_t seconds)
{
	int64_t age = present(format, conf) - (int64_t)seconds;

	return age >= -CLOCK_DIFFERENCE - put_back(format, conf) &&
	    age <= timeout;
}

/* The text up to the next hyphen, as a number; `*text` is then behind that. */
static bool
read_number(const char **text, uint64_t *number_r)
{
	const char *dash = strchr(*text, '-');

	if (dash == NULL ||
	    codec_base36_read(number_r, *text, (size_t)(dash - *text)) == -1)
		return false;
	*text = dash + 1;
	return true;
}

static bool
is_good(struct arena *arena, const struct format *format,
    const struct conf *conf, const struct conf_api *api,
    const struct subject *subject, const char *token)
{
	const char *const *secret = conf->secret_keys;
	int64_t timeout = subject->outlives_password ?
	    api->email_change_undo_timeout : api->password_reset_timeout;
	const char *rest = token;
	uint64_t id, seconds;

	if ((subject->change != NULL && !read_number(&rest, &id)) ||
	    !read_number(&rest, &seconds) || strlen(rest) != DIGITS)
		return false;
	while (*secret != NULL && !secret_text_equal(token,
	    make_token(arena, format, *secret, subject, seconds)))
		secret++;
	return *secret != NULL && is_of_now(format, conf, timeout, seconds);
}

bool
one_time_is_good(struct arena *arena, const struct conf *conf,
    const struct conf_api *api, const char *purpose, const struct user *user,
    const struct email_change *change, const char *token)
{
	const char *kind = change != NULL ? "purpose" :
	    api->mailed_link_format;
	struct format own = format_of(arena, purpose);
	struct subject subject = subject_of(purpose, user, change);

	return (strcmp(kind, "django") != 0 &&
	    is_good(arena, &own, conf, api, &subject, token)) ||
	    (strcmp(kind, "purpose") != 0 &&
	    is_good(arena, &django, conf, api, &subject, token));
}

int64_t
one_time_change_id(const char *token)
{
	uint64_t id, seconds;

	return read_number(&token, &id) && read_number(&token, &seconds) &&
	    id <= INT64_MAX ? (int64_t)id : 0;
}
