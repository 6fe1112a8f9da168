#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "auth/one_time.h"
#include "base/arena.h"
#include "base/clock.h"
#include "conf/conf.h"
#include "mail/message.h"
#include "store/email_change.h"
#include "store/user.h"

#include "scene.h"

#define SECRET	"oracle-secret"
#define LATER	"the secret that came later"
#define EPOCH	978307200
#define TIMEOUT	259200

#define ACTIVATION	"activation"
#define RESET		"password_reset"

static const struct conf site = {
	.secret_key = SECRET,
	.secret_keys = (const char *const[]){ SECRET, NULL },
	.time_zone = "UTC",
};

/* The same one after a change of the secret. */
static const struct conf later_site = {
	.secret_key = LATER,
	.secret_keys = (const char *const[]){ LATER, "another", SECRET, NULL },
	.time_zone = "UTC",
};

static struct conf_api
api(const char *format, int64_t timeout)
{
	return (struct conf_api){ .mailed_link_format = format,
	    .password_reset_timeout = timeout };
}

/* What an api with Django's format says. */
static bool
is_good(const struct user *user, const char *token, int64_t timeout)
{
	const struct conf_api django = api("django", timeout);

	return one_time_is_good(arena, &site, &django, RESET, user, NULL, token);
}

/* All made by PasswordResetTokenGenerator and urlsafe_base64_encode of 3.2. */
static const struct {
	struct user	 user;
	int64_t		 seconds;	/* since 2001 */
	const char	*uid, *token, *old;	/* old: with SHA-1 */
} vectors[] = {
	{ { .id = "5", .email = "reg5@example.com",
	    .hash = "pbkdf2_sha256$260000$salt$aGFzaA==" }, 817000000, "NQ",
	    "dif58g-1638d99e623f067ef239037fc2b4a00d",
	    "dif58g-2ff6ad808c1a138f3449" },
	{ { .id = "5", .email = "reg5@example.com",
	    .hash = "pbkdf2_sha256$260000$salt$aGFzaA==",
	    .last_login = "2026-11-21 02:15:28" }, 817000000, "NQ",
	    "dif58g-ee7200453c202e880823d6119ddf25b8",
	    "dif58g-2cecb5869b2e73dcab25" },
	{ { .id = "1", .email = "", .hash = "!unusable" }, 816000000, "MQ",
	    "dhtpmo-fae7394505258f2ad180a4b15968b16d",
	    "dhtpmo-cca2695a8b01c7965fc0" },
	{ { .id = "9223372036854775807", .email = "a@b.example",
	    .hash = "$y$j9T$salt$hash",
	    .last_login = "2026-11-21 02:15:28.033866" }, 817000000,
	    "OTIyMzM3MjAzNjg1NDc3NTgwNw",
	    "dif58g-05928498224c85040df4de596b5d0350",
	    "dif58g-7002da3b268a8e741820" },
	{ { .id = "77", .hash = "pbkdf2_sha256$1$s$h",
	    .email = "\xd0\xbc\xd0\xb0\xd1\x80\xd0\xb8\xd0\xbd\xd0\xb0"
	    "@example.com", .last_login = "2000-01-01 00:00:00" },
	    2176782335, "Nzc",
	    "zzzzzz-af9a23a71ca8957dce11317c787f3cb4",
	    "zzzzzz-49a01558f8f574c6f8bc" },
};

#define VECTORS (sizeof(vectors) / sizeof(vectors[0]))

static void
tokens_are_djangos(void **state)
{
	const struct conf_api django = api("django", TIMEOUT);
	size_t i;

	(void)state;
	for (i = 0; i < VECTORS; i++) {
		clock_set(EPOCH + vectors[i].seconds);
		assert_string_equal(one_time_token(arena, &site, &django,
		    RESET, &vectors[i].user, NULL), vectors[i].token);
		assert_true(is_good(&vectors[i].user, vectors[i].token, TIMEOUT));
		assert_false(is_good(&vectors[i].user, vectors[i].old, TIMEOUT));
	}
}

static void
uids_are_djangos(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < VECTORS; i++) {
		assert_string_equal(one_time_uid(arena, vectors[i].user.id),
		    vectors[i].uid);
		assert_string_equal(one_time_uid_read(arena, vectors[i].uid),
		    vectors[i].user.id);
	}
	assert_string_equal(one_time_uid_read(arena, "NQ=="), "5");
	assert_string_equal(one_time_uid_read(arena, "MA"), "0");
}

static void
what_is_no_uid_is_refused(void **state)
{
	static const char *const wrong[] = {
		"", "=", "==", "N", "*", "NQ NQ", "NQ\n",
		"NQA",				/* 5 and a NUL */
		"AA",				/* a NUL */
		"OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5",
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		assert_null(one_time_uid_read(arena, wrong[i]));
}

static void
a_token_lasts_until_its_timeout(void **state)
{
	const struct user *user = &vectors[0].user;
	const char *token = vectors[0].token;
	int64_t made = EPOCH + vectors[0].seconds;

	(void)state;
	clock_set(made + TIMEOUT);
	assert_true(is_good(user, token, TIMEOUT));
	clock_set(made + TIMEOUT + 1);
	assert_false(is_good(user, token, TIMEOUT));
	clock_set(made + 60);
	assert_true(is_good(user, token, 60));
	assert_false(is_good(user, token, 59));
}

/* Made by Python's hmac and hashlib from what one_time.h says. */
static void
our_own_token_serves_one_purpose(void **state)
{
	const struct conf_api own = api("purpose", TIMEOUT);
	const struct conf_api django = api("django", TIMEOUT);
	const struct user *user = &vectors[0].user;
	const char *token;

	(void)state;
	clock_set(EPOCH + vectors[0].seconds);
	token = one_time_token(arena, &site, &own, ACTIVATION, user, NULL);
	assert_string_equal(token, "dif58g-ff5cd02f145afdbbe70619e6ed657f34");
	assert_string_equal(one_time_token(arena, &site, &own, RESET, user, NULL),
	    "dif58g-7447b7ee22ac02eb2f78a20dcfd87057");
	assert_true(one_time_is_good(arena, &site, &own, ACTIVATION, user, NULL,
	    token));
	assert_false(one_time_is_good(arena, &site, &own, RESET, user, NULL,
	    token));
	assert_false(one_time_is_good(arena, &site, &django, ACTIVATION,
	    user, NULL, token));
}

static void
the_format_says_what_is_honoured(void **state)
{
	const struct conf_api own = api("purpose", TIMEOUT);
	const struct conf_api both = api("both", TIMEOUT);
	const struct user *user = &vectors[0].user;
	const char *token;

	(void)state;
	clock_set(EPOCH + vectors[0].seconds);
	assert_false(one_time_is_good(arena, &site, &own, RESET, user, NULL,
	    vectors[0].token));
	assert_true(one_time_is_good(arena, &site, &both, RESET, user, NULL,
	    vectors[0].token));
	token = one_time_token(arena, &site, &both, RESET, user, NULL);
	assert_true(one_time_is_good(arena, &site, &own, RESET, user, NULL,
	    token));
	assert_false(one_time_is_good(arena, &site, &both, ACTIVATION, user, NULL,
	    token));
}

/* The token with the time of `digits` in base 36. */
static const char *
of_another_time(const char *token, const char *digits)
{
	return arena_printf(arena, "%s%s", digits, strchr(token, '-'));
}

/*
 * Digits of the time must not pass for the beginning of an address, nor the
 * other way round: Django signs 817000000 and "1bob" as 8170000001 and "bob".
 */
static void
no_token_is_one_of_another_time_and_address(void **state)
{
	static const char later[] = "3r47gch";		/* 8170000001 */
	const struct conf_api own = api("purpose", TIMEOUT);
	const struct conf_api django = api("django", TIMEOUT);
	struct user mine = { .id = "5", .hash = "h", .email = "1bob@x.example" };
	struct user bobs = { .id = "5", .hash = "h", .email = "bob@x.example" };
	const char *token;

	(void)state;
	clock_set(EPOCH + 817000000);
	token = one_time_token(arena, &site, &django, RESET, &mine, NULL);
	assert_false(one_time_is_good(arena, &site, &django, RESET, &bobs, NULL,
	    of_another_time(token, later)));
	token = one_time_token(arena, &site, &own, RESET, &mine, NULL);
	clock_set(EPOCH + 8170000001);
	assert_false(one_time_is_good(arena, &site, &own, RESET, &bobs, NULL,
	    of_another_time(token, later)));
}

static void
a_token_of_the_future_is_refused(void **state)
{
	const struct user *user = &vectors[0].user;
	const char *token = vectors[0].token;

	(void)state;
	clock_set(EPOCH + vectors[0].seconds - 300);	/* clocks differ */
	assert_true(is_good(user, token, TIMEOUT));
	clock_set(EPOCH + vectors[0].seconds - 301);
	assert_false(is_good(user, token, TIMEOUT));
}

static void
a_change_of_the_account_spends_the_token(void **state)
{
	struct user user = vectors[0].user;
	const char *token = vectors[0].token;

	(void)state;
	clock_set(EPOCH + vectors[0].seconds);
	user.id = "6";
	assert_false(is_good(&user, token, TIMEOUT));
	user = vectors[0].user;
	user.hash = "pbkdf2_sha256$260000$salt$aGFzaB==";
	assert_false(is_good(&user, token, TIMEOUT));
	user = vectors[0].user;
	user.last_login = "2026-11-21 02:15:28";
	assert_false(is_good(&user, token, TIMEOUT));
	user = vectors[0].user;
	user.email = "reg6@example.com";
	assert_false(is_good(&user, token, TIMEOUT));
	user = vectors[0].user;
	/* Name, activity and rank have no say. */
	user.username = "other";
	user.is_active = true;
	user.is_staff = true;
	assert_true(is_good(&user, token, TIMEOUT));
}

/* The later token was made by Django 3.2, too, with that SECRET_KEY. */
static void
a_token_of_an_earlier_secret_is_honoured_and_none_is_made(void **state)
{
	const struct conf_api django = api("django", TIMEOUT);
	const struct conf_api own = api("purpose", TIMEOUT);
	const struct user *user = &vectors[0].user;
	const char *token = "dif58g-3ba89710a97c51ae6d40d7f5ef7ce66e";

	(void)state;
	clock_set(EPOCH + vectors[0].seconds);
	assert_true(one_time_is_good(arena, &later_site, &django, RESET, user, NULL,
	    vectors[0].token));
	assert_string_equal(one_time_token(arena, &later_site, &django, RESET,
	    user, NULL), token);
	assert_true(one_time_is_good(arena, &later_site, &django, RESET, user, NULL,
	    token));
	assert_false(is_good(user, token, TIMEOUT));
	token = one_time_token(arena, &site, &own, RESET, user, NULL);
	assert_true(one_time_is_good(arena, &later_site, &own, RESET, user, NULL,
	    token));
	assert_false(one_time_is_good(arena, &later_site, &own, ACTIVATION,
	    user, NULL, token));
	clock_set(EPOCH + vectors[0].seconds + TIMEOUT + 1);
	assert_false(one_time_is_good(arena, &later_site, &django, RESET,
	    user, NULL, vectors[0].token));
}

/* Made by Django 3.2 with that TIME_ZONE at those times, for vectors[0]. */
static const struct {
	const char	*zone;
	int64_t		 time;
	const char	*token;
} local[] = {
	/* before and after clocks are put on, and back */
	{ "Europe/Berlin", 1774745999,
	    "d66ivz-e8d13a2bdbc0abd2aa42a5083e281a23" },
	{ "Europe/Berlin", 1774746000,
	    "d66lo0-e6c71791689de9b9be4ce2c4aa1aa5e5" },
	{ "Europe/Berlin", 1792889999,
	    "dgzhnz-6d8283f85611956556dad0adeab6b5d9" },
	{ "Europe/Berlin", 1792890000,
	    "dgzew0-61931685613d411d3a6ad5e344887a93" },
	{ "America/New_York", 1772953199,
	    "d53mvz-7ad056108c187b2987ac6f4bbf054926" },
	{ "America/New_York", 1772953200,
	    "d53po0-bd3ab34b07292595f4343fdd5470528e" },
	{ "America/New_York", 1793512799,
	    "dhcdjz-d7b06d22336df589536a81602bd45746" },
	{ "America/New_York", 1793512800,
	    "dhcas0-95c84637bd562619b36340c4a94b5f4b" },
	/* beyond 2038 */
	{ "Europe/Berlin", 2224756800,
	    "km3w80-c69d2e84297d7ab5d1d3f08791a62fff" },
	{ "Asia/Kathmandu", 1795219200,
	    "didpb0-a522bdcb7145bea2bda75b18cbba5700" },
	{ "Etc/GMT+12", 1795219200,
	    "dicc00-b78bf832f9fc370fe8ed668da25ccc70" },
};

static struct conf
site_in(const char *zone)
{
	struct conf conf = site;

	conf.time_zone = zone;
	return conf;
}

static void
tokens_have_the_time_of_djangos_zone(void **state)
{
	const struct conf_api django = api("django", 60);
	const struct conf_api own = api("purpose", TIMEOUT);
	const struct user *user = &vectors[0].user;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(local) / sizeof(local[0]); i++) {
		const struct conf conf = site_in(local[i].zone);

		clock_set(local[i].time);
		assert_string_equal(one_time_token(arena, &conf, &django,
		    RESET, user, NULL), local[i].token);
		assert_true(one_time_is_good(arena, &conf, &django, RESET,
		    user, NULL, local[i].token));
		assert_string_equal(one_time_token(arena, &conf, &own, RESET,
		    user, NULL), one_time_token(arena, &site, &own, RESET, user, NULL));
	}
}

/* Whether Berlin's token is good some time after it was made. */
static bool
is_good_after(size_t which, int64_t seconds, int64_t timeout)
{
	const struct conf berlin = site_in("Europe/Berlin");
	const struct conf_api django = api("django", timeout);

	clock_set(local[which].time + seconds);
	return one_time_is_good(arena, &berlin, &django, RESET,
	    &vectors[0].user, NULL, local[which].token);
}

static void
clocks_that_are_put_on_or_back_spend_no_token(void **state)
{
	(void)state;
	/* Django 3.2 said the same. */
	assert_false(is_good_after(0, 1, 3600));
	assert_true(is_good_after(0, 1, 3601));
	assert_true(is_good_after(2, 1, 60));
	assert_true(is_good_after(2, 3600 + 60, 60));
	assert_false(is_good_after(2, 3600 + 61, 60));
}

static void
a_local_token_of_the_future_is_refused(void **state)
{
	const int64_t put_back = local[3].time;
	const struct conf berlin = site_in("Europe/Berlin");
	const struct conf_api django = api("django", TIMEOUT);
	const struct user *user = &vectors[0].user;
	const char *token;

	(void)state;
	assert_true(is_good_after(8, -300, TIMEOUT));
	assert_false(is_good_after(8, -301, TIMEOUT));
	/* That hour, and clocks that differ. */
	clock_set(put_back + 3901);
	token = one_time_token(arena, &berlin, &django, RESET, user, NULL);
	clock_set(put_back + 1);
	assert_true(one_time_is_good(arena, &berlin, &django, RESET, user, NULL,
	    token));
	clock_set(put_back);
	assert_false(one_time_is_good(arena, &berlin, &django, RESET, user, NULL,
	    token));
}

/* A user name's link sets no password: only last_login can spend it. */
static void
our_own_token_is_spent_by_a_sign_in_of_the_same_second(void **state)
{
	const struct conf_api own = api("purpose", TIMEOUT);
	struct user user = vectors[0].user;
	const char *token, *djangos;

	(void)state;
	clock_set(EPOCH + vectors[0].seconds);
	user.last_login = "2026-11-21 02:15:28.033866";
	token = one_time_token(arena, &site, &own, RESET, &user, NULL);
	assert_true(one_time_is_good(arena, &site, &own, RESET, &user, NULL,
	    token));
	user.last_login = "2026-11-21 02:15:28.033867";
	assert_false(one_time_is_good(arena, &site, &own, RESET, &user, NULL,
	    token));
	/* Django's generator drops the microseconds. */
	djangos = one_time_token(arena, &site, &(struct conf_api){
	    .mailed_link_format = "django" }, RESET, &user, NULL);
	user.last_login = "2026-11-21 02:15:28";
	assert_true(is_good(&user, djangos, TIMEOUT));
}

static void
no_changed_byte_is_accepted(void **state)
{
	const struct user *user = &vectors[0].user;
	char token[64];
	size_t i;
	int c;

	(void)state;
	clock_set(EPOCH + vectors[0].seconds);
	for (i = 0; i <= strlen(vectors[0].token); i++)
		for (c = 0; c < 256; c++) {
			memset(token, 0, sizeof(token));
			strcpy(token, vectors[0].token);
			if (token[i] == (char)c)
				continue;
			token[i] = (char)c;
			assert_false(is_good(user, token, TIMEOUT));
			arena_reset(arena);
		}
}

static void
what_is_no_token_is_refused(void **state)
{
	static const char *const wrong[] = {
		"", "-", "--", "dif58g", "dif58g-", "set-password",
		"-1638d99e623f067ef239037fc2b4a00d",
		"DIF58G-1638d99e623f067ef239037fc2b4a00d",
		"dif58g-1638D99E623F067EF239037FC2B4A00D",
		"0dif58g-1638d99e623f067ef239037fc2b4a00d",
		"dif58g--1638d99e623f067ef239037fc2b4a00d",
		"dif58g-1638d99e623f067ef239037fc2b4a00d-",
		" dif58g-1638d99e623f067ef239037fc2b4a00d",
		"zzzzzzzzzzzzz-1638d99e623f067ef239037fc2b4a00d",
		"zzzzzzzzzzzz-1638d99e623f067ef239037fc2b4a00d",
		"9999999999999999999999-1638d99e623f067ef239037fc2b4a00d",
	};
	size_t i;

	(void)state;
	clock_set(EPOCH + vectors[0].seconds);
	for (i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		assert_false(is_good(&vectors[0].user, wrong[i], TIMEOUT));
}

/* --- about a change of address -------------------------------------------- */

static const struct email_change change = {
	.id = 1000,
	.user_id = "5",
	.old_address = "reg5@example.com",
	.new_address = "new@example.com",
	.created = "2026-11-21 02:15:28.033866",
};

/* What the header says of them, done by Python's hashlib. */
static const struct {
	const char	*purpose, *token;
} made[] = {
	{ MAIL_EMAIL_CHANGE, "rs-dif58g-c83d91bea6f10ad88bb2d7ad9ebf469b" },
	{ MAIL_EMAIL_CHANGED, "rs-dif58g-666743e191a6caa3bccf77e86414174d" },
};

#define CONFIRMS	0
#define UNDOES		1

/* In an api whose links are otherwise Django's. */
static bool
serves(size_t which, const struct user *user,
    const struct email_change *about)
{
	struct conf_api django = api("django", TIMEOUT);

	django.email_change_undo_timeout = 2 * TIMEOUT;
	return one_time_is_good(arena, &site, &django, made[which].purpose,
	    user, about, made[which].token);
}

static void
a_token_about_a_change_is_never_djangos(void **state)
{
	static const char *const formats[] = { "purpose", "both", "django" };
	const struct user *user = &vectors[0].user;
	size_t i, j;

	(void)state;
	clock_set(EPOCH + vectors[0].seconds);
	for (i = 0; i < 3; i++) {
		struct conf_api one = api(formats[i], TIMEOUT);

		one.email_change_undo_timeout = TIMEOUT;
		for (j = 0; j < 2; j++) {
			assert_string_equal(one_time_token(arena, &site, &one,
			    made[j].purpose, user, &change), made[j].token);
			assert_true(one_time_is_good(arena, &site, &one,
			    made[j].purpose, user, &change, made[j].token));
			assert_false(one_time_is_good(arena, &site, &one,
			    made[1 - j].purpose, user, &change,
			    made[j].token));
			assert_false(one_time_is_good(arena, &site, &one,
			    made[j].purpose, user, &change,
			    vectors[0].token));
			assert_false(one_time_is_good(arena, &site, &one,
			    RESET, user, NULL, made[j].token));
			assert_false(one_time_is_good(arena, &site, &one,
			    RESET, user, NULL, made[j].token + 3));
		}
	}
}

static void
a_token_about_a_change_is_bound_to_all_of_it(void **state)
{
	const struct email_change others[] = {
		{ 1001, "5", change.old_address, change.new_address,
		    change.created, false },
		{ 1000, "5", "reg6@example.com", change.new_address,
		    change.created, false },
		{ 1000, "5", change.old_address, "New@example.com",
		    change.created, false },
		{ 1000, "5", change.old_address, change.new_address,
		    "2026-11-21 02:15:28.033867", false },
	};
	size_t i;

	(void)state;
	clock_set(EPOCH + vectors[0].seconds);
	for (i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
		assert_false(serves(CONFIRMS, &vectors[0].user, &others[i]));
		assert_false(serves(UNDOES, &vectors[0].user, &others[i]));
	}
}

/* Whoever took an account over has changed all of it. */
static void
only_what_confirms_is_spent_by_a_new_password(void **state)
{
	struct user user = vectors[0].user;

	(void)state;
	clock_set(EPOCH + vectors[0].seconds);
	user.last_login = "2026-11-21 02:15:28";
	user.email = "another@example.com";
	user.username = "other";
	assert_true(serves(CONFIRMS, &user, &change));
	assert_true(serves(UNDOES, &user, &change));
	user.hash = "pbkdf2_sha256$260000$salt$aGFzaB==";
	assert_false(serves(CONFIRMS, &user, &change));
	assert_true(serves(UNDOES, &user, &change));
	user.id = "6";
	assert_false(serves(UNDOES, &user, &change));
}

static void
what_undoes_has_a_timeout_of_its_own(void **state)
{
	const struct user *user = &vectors[0].user;

	(void)state;
	clock_set(EPOCH + vectors[0].seconds + TIMEOUT);
	assert_true(serves(CONFIRMS, user, &change));
	clock_set(EPOCH + vectors[0].seconds + TIMEOUT + 1);
	assert_false(serves(CONFIRMS, user, &change));
	clock_set(EPOCH + vectors[0].seconds + 2 * TIMEOUT);
	assert_true(serves(UNDOES, user, &change));
	clock_set(EPOCH + vectors[0].seconds + 2 * TIMEOUT + 1);
	assert_false(serves(UNDOES, user, &change));
}

static void
a_token_says_which_change_it_is_about(void **state)
{
	(void)state;
	assert_int_equal(one_time_change_id(made[CONFIRMS].token), 1000);
	assert_int_equal(one_time_change_id("zzzzzzzzzzzz-dif58g-0"),
	    INT64_C(4738381338321616895));
	assert_int_equal(one_time_change_id("1000000000000-dif58g-0"), 0);
	assert_int_equal(one_time_change_id(vectors[0].token), 0);
	assert_int_equal(one_time_change_id(""), 0);
	assert_int_equal(one_time_change_id("rs"), 0);
	assert_int_equal(one_time_change_id("rs--0"), 0);
	assert_int_equal(one_time_change_id("-dif58g-0"), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tokens_are_djangos),
		cmocka_unit_test(uids_are_djangos),
		cmocka_unit_test(what_is_no_uid_is_refused),
		cmocka_unit_test(a_token_lasts_until_its_timeout),
		cmocka_unit_test(our_own_token_serves_one_purpose),
		cmocka_unit_test(the_format_says_what_is_honoured),
		cmocka_unit_test(no_token_is_one_of_another_time_and_address),
		cmocka_unit_test(a_token_of_the_future_is_refused),
		cmocka_unit_test(a_change_of_the_account_spends_the_token),
		cmocka_unit_test(
		    a_token_of_an_earlier_secret_is_honoured_and_none_is_made),
		cmocka_unit_test(tokens_have_the_time_of_djangos_zone),
		cmocka_unit_test(clocks_that_are_put_on_or_back_spend_no_token),
		cmocka_unit_test(a_local_token_of_the_future_is_refused),
		cmocka_unit_test(
		    our_own_token_is_spent_by_a_sign_in_of_the_same_second),
		cmocka_unit_test(no_changed_byte_is_accepted),
		cmocka_unit_test(what_is_no_token_is_refused),
		cmocka_unit_test(a_token_about_a_change_is_never_djangos),
		cmocka_unit_test(a_token_about_a_change_is_bound_to_all_of_it),
		cmocka_unit_test(only_what_confirms_is_spent_by_a_new_password),
		cmocka_unit_test(what_undoes_has_a_timeout_of_its_own),
		cmocka_unit_test(a_token_says_which_change_it_is_about),
	};

	return cmocka_run_group_tests(tests, open_scene, close_scene);
}
