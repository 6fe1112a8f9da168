#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "auth/password.h"
#include "conf/conf.h"

static void
prepare_for(const char *hasher, int64_t rounds)
{
	const struct conf conf = { .hasher = hasher, .password_cost = 1,
	    .pbkdf2_rounds = rounds };

	password_prepare(&conf);
}

static void
prepare(int64_t cost)
{
	const struct conf conf = { .hasher = "yescrypt",
	    .password_cost = cost };

	password_prepare(&conf);
}

static bool
matches(const char *hash, const char *password)
{
	return password_matches("1", hash, password);
}

static void
known_answers_match(void **state)
{
	static const struct {
		const char *password, *hash;
	} known[] = {
		/* From the tests of go-crypt, another implementation. */
		{ "test1", "$y$j75$z7ztFz2FayrKI79/jEwlL.$"
		    "u5x/j193MQ09wbFaRGYr0AH/A/jh3kunjuhYRVRNkmC" },
		{ "password", "$y$jD5$K3wjJ.n1W9g1TfLeI0ESC0$"
		    "SAt46wIbyewhlHlKVQcelosVETYUGOaV6mC1qjurql9" },
		/* Made by the system's crypt(3), called by perl. */
		{ "correct horse battery staple", "$y$j9T$"
		    "F5Jx5fExrKuPp53xLKQ..1$"
		    "y8e1eitiNDaQsFFW6d.9KbSTlk5zV3R3coZQtfcNAO5" },
		{ "secret", "$gy$j9T$k2XAnEHBqQ1Ct2aMXFKNa/$"
		    "1Ge.w/tr2e3TdN67lBUZ4pe4klR/hfBEbnc.jwyJpW/" },
		{ "secret", "$7$CU..../....k2XAnEHBqQ1Ct2aMXFKNa/$"
		    "A6IVixvhoQHDw1QkTPSWvnKLYCEH.Z8QGvH0DgLtQ1C" },
		/* From crypt_blowfish. */
		{ "U*U", "$2a$05$CCCCCCCCCCCCCCCCCCCCC."
		    "E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW" },
		/* From Drepper's specification of SHA-crypt. */
		{ "Hello world!", "$5$saltstring$"
		    "5B8vYYiY.CVt1RlTTf8KbXBH3hsxY/GNooZaBBGWEc5" },
		{ "Hello world!", "$6$saltstring$"
		    "svn8UoSVapNtMuq1ukKS4tPQd8iKwSMHWjl/O817G3uBnIFNjnQJue"
		    "sI68u4OTLiBFdcbYEdFCoEOfaS35inz1" },
		{ "Hello world!", "$6$rounds=10000$saltstringsaltst$"
		    "OW1/O6BYHV6BcXZu8QVeXbDWra3Oeqh0sbHbbMCVNSnCM/UrjmM0Dp"
		    "8vOuZeHBy/YTBmSK6H9qs/y3RnOaw5v." },
		/* Of the manual pages and tests of those who made them first:
		 * OpenSSL's md5crypt, BSDi's and the old DES, NT's. */
		{ "password", "$1$saltsalt$qjXMvbEw8oaL.CzflDtaK/" },
		{ "rasmuslerdorf", "_J9..rasmBYk8r9AiWNc" },
		{ "rasmuslerdorf", "rl.3StKT.4T8M" },
		{ "password", "$3$$8846f7eaee8fb117ad06bdd830b7586c" },
		/* Of passlib's documentation and tests. */
		{ "password", "$sha1$19703$iVdJqfSE$"
		    "v4qYKl1zqYThwpjJAoKX6UvlHq/a" },
		{ "Gpcs3_adm", "$md5$zrdhpMlZ$$wBvMOEqbSjU.hu5T2VEP01" },
	};
	char wrong[64];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		snprintf(wrong, sizeof(wrong), ".%s", known[i].password);
		assert_true(matches(known[i].hash,
		    known[i].password));
		assert_false(matches(known[i].hash, wrong));
		assert_false(matches(known[i].hash, ""));
	}
}

static void
what_django_wrote_is_read(void **state)
{
	static const struct {
		const char *password, *hash;
	} known[] = {
#include "password_vectors.h"
	};
	char wrong[1024];
	size_t i;

	(void)state;
	prepare(1);
	for (i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		/* Changed at its start: some kinds do not see the end. */
		snprintf(wrong, sizeof(wrong), "!%s", known[i].password);
		assert_true(matches(known[i].hash, known[i].password));
		assert_false(matches(known[i].hash, wrong));
	}
}

/* Django's hashers read the others by these forms (their decode). */
static const struct {
	const char *hasher, *begin;
	size_t length;
} hashers[] = {
	{ "yescrypt", "$y$j75$", 7 + 22 + 1 + 43 },
	{ "pbkdf2_sha256", "pbkdf2_sha256$1000$", 19 + 22 + 1 + 44 },
	{ "pbkdf2_sha1", "pbkdf2_sha1$1000$", 17 + 22 + 1 + 28 },
	{ "argon2", "argon2$argon2id$v=19$m=102400,t=2,p=8$",
	    38 + 30 + 1 + 43 },
	{ "bcrypt_sha256", "bcrypt_sha256$$2b$12$", 21 + 53 },
	{ "scrypt", "scrypt$16384$", 13 + 22 + 5 + 88 },
};

static void
every_hasher_reads_what_it_writes(void **state)
{
	char hash[PASSWORD_HASH_SIZE], again[PASSWORD_HASH_SIZE];
	char password[2 * 600 + 1] = "";
	size_t i;

	(void)state;
	for (i = 0; i < 600; i++)
		memcpy(password + 2 * i, "\303\274", 3);
	for (i = 0; i < sizeof(hashers) / sizeof(hashers[0]); i++) {
		prepare_for(hashers[i].hasher, 1000);
		assert_int_equal(password_hash(hash, sizeof(hash), password),
		    0);
		assert_memory_equal(hash, hashers[i].begin,
		    strlen(hashers[i].begin));
		assert_int_equal(strlen(hash), hashers[i].length);
		assert_true(matches(hash, password));
		assert_false(password_is_stale(hash));
		password[1199] ^= 1;
		assert_false(matches(hash, password));
		assert_int_equal(password_hash(again, sizeof(again), password),
		    0);
		assert_memory_not_equal(hash + strlen(hashers[i].begin),
		    again + strlen(hashers[i].begin), 22);
		password[1199] ^= 1;
		/* What Django can read is not made what it cannot. */
		prepare(1);
		assert_false(password_is_stale(hash));
	}
}

/* Django's must_update, but that more work is no reason. */
static void
weaker_hashes_are_stale(void **state)
{
	static const struct {
		const char *hasher, *hash;
		bool is_stale;
	} cases[] = {
		{ "yescrypt", "$y$j75$z7ztFz2FayrKI79/jEwlL.$x", false },
		{ "yescrypt", "$y$jD5$z7ztFz2FayrKI79/jEwlL.$x", false },
		{ "yescrypt", "$y$j65$z7ztFz2FayrKI79/jEwlL.$x", true },
		{ "yescrypt", "$gy$jD5$z7ztFz2FayrKI79/jEwlL.$x", true },
		{ "yescrypt", "$2b$12$CCCCCCCCCCCCCCCCCCCCC.x", true },
		{ "yescrypt", "_J9..rasmBYk8r9AiWNc", true },
		{ "yescrypt", "rasmBYk8r9AiW", true },
		{ "yescrypt", "pbkdf2_sha256$2000$1234567890123456789012$x",
		    false },
		{ "yescrypt", "5f4dcc3b5aa765d61d8327deb882cf99", false },
		{ "pbkdf2_sha256",
		    "pbkdf2_sha256$2000$1234567890123456789012$x", false },
		{ "pbkdf2_sha256",
		    "pbkdf2_sha256$2001$1234567890123456789012$x", false },
		{ "pbkdf2_sha256",
		    "pbkdf2_sha256$1999$1234567890123456789012$x", true },
		{ "pbkdf2_sha256",
		    "pbkdf2_sha256$2000$123456789012345678901$x", true },
		{ "pbkdf2_sha256",
		    "pbkdf2_sha1$2000$1234567890123456789012$x", true },
		{ "pbkdf2_sha1",
		    "pbkdf2_sha1$2000$1234567890123456789012$x", false },
		{ "pbkdf2_sha256", "$y$jD5$z7ztFz2FayrKI79/jEwlL.$x", true },
		{ "pbkdf2_sha256", "md5$salt$x", true },
		{ "bcrypt_sha256", "bcrypt_sha256$$2b$12$CCCCCCCCCCCCCC",
		    false },
		{ "bcrypt_sha256", "bcrypt_sha256$$2b$13$CCCCCCCCCCCCCC",
		    false },
		{ "bcrypt_sha256", "bcrypt_sha256$$2b$11$CCCCCCCCCCCCCC",
		    true },
		{ "bcrypt_sha256", "bcrypt$$2b$12$CCCCCCCCCCCCCC", true },
		{ "scrypt", "scrypt$16384$1234567890123456789012$8$1$x",
		    false },
		{ "scrypt", "scrypt$8192$1234567890123456789012$8$1$x", true },
		{ "scrypt", "scrypt$16384$1234567890123456789012$4$5$x",
		    true },
		{ "argon2", "argon2$argon2id$v=19$m=102400,t=2,p=8$"
		    "MTIzNDU2Nzg5MDEyMzQ1Njc4OTAxMg$aGFzaGhhc2g", false },
		{ "argon2", "argon2$argon2id$v=19$m=102400,t=3,p=1$"
		    "MTIzNDU2Nzg5MDEyMzQ1Njc4OTAxMg$aGFzaGhhc2g", false },
		{ "argon2", "argon2$argon2i$v=19$m=102400,t=2,p=8$"
		    "MTIzNDU2Nzg5MDEyMzQ1Njc4OTAxMg$aGFzaGhhc2g", true },
		{ "argon2", "argon2$argon2id$m=102400,t=2,p=8$"
		    "MTIzNDU2Nzg5MDEyMzQ1Njc4OTAxMg$aGFzaGhhc2g", true },
		{ "argon2", "argon2$argon2id$v=19$m=512,t=2,p=2$"
		    "MTIzNDU2Nzg5MDEyMzQ1Njc4OTAxMg$aGFzaGhhc2g", true },
		{ "argon2", "argon2$argon2id$v=19$m=102400,t=1,p=8$"
		    "MTIzNDU2Nzg5MDEyMzQ1Njc4OTAxMg$aGFzaGhhc2g", true },
		{ "argon2", "argon2$argon2id$v=19$m=102400,t=2,p=8$"
		    "c2FsdHNhbHQ$aGFzaGhhc2g", true },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		prepare_for(cases[i].hasher, 2000);
		assert_int_equal(password_is_stale(cases[i].hash),
		    cases[i].is_stale);
	}
}

static void
own_hashes_match_their_password_only(void **state)
{
	char hash[PASSWORD_HASH_SIZE], again[PASSWORD_HASH_SIZE];

	(void)state;
	prepare(1);
	assert_int_equal(password_hash(hash, sizeof(hash), "open sesame"), 0);
	assert_int_equal(password_hash(again, sizeof(again), "open sesame"),
	    0);
	assert_string_not_equal(hash, again);
	assert_memory_equal(hash, "$y$j75$", 7);
	assert_true(matches(hash, "open sesame"));
	assert_true(matches(again, "open sesame"));
	assert_false(matches(hash, "open sesam"));
	assert_false(matches(hash, "Open sesame"));
	hash[strlen(hash) - 1] ^= 1;
	assert_false(matches(hash, "open sesame"));
}

static void
every_byte_of_a_long_password_counts(void **state)
{
	/* libxcrypt itself takes 511 bytes. */
	static const size_t lengths[] = { 510, 511, 512, 513, 5000, 65536 };
	char hash[PASSWORD_HASH_SIZE];
	static char password[65537];
	size_t i;

	(void)state;
	prepare(1);
	for (i = 0; i < sizeof(lengths) / sizeof(lengths[0]); i++) {
		char *last = &password[lengths[i] - 1];

		memset(password, 'x', lengths[i]);
		assert_int_equal(password_hash(hash, sizeof(hash), password),
		    0);
		assert_true(matches(hash, password));
		*last = 'y';
		assert_false(matches(hash, password));
		*last = '\0';
		assert_false(matches(hash, password));
	}
}

static void
bcrypt_takes_no_more_than_it_looks_at(void **state)
{
	/* Of 72 times "x", made by the system's crypt(3). */
	static const char hash[] = "$2b$04$CCCCCCCCCCCCCCCCCCCCC."
	    "ug0A3dTXhy5U.dFjx/qguZ8I4CB77BC";
	char password[74] = "";

	(void)state;
	prepare(1);
	memset(password, 'x', 72);
	assert_true(matches(hash, password));
	password[72] = 'y';
	assert_false(matches(hash, password));
}

static void
a_buffer_that_is_too_small_is_refused(void **state)
{
	char hash[20] = "";

	(void)state;
	prepare(1);
	assert_int_equal(password_hash(hash, sizeof(hash), "sesame"), -1);
	assert_string_equal(hash, "");
}

static const char *const unbearable[] = {
	"", "!", "!k3j4h5", "*", "*0", "*1", "x", "$", "$y$", "$y$j", "$y$j9",
	"$y$j9T", "$y$j9T$", "$y$j9T$$", "$z$1$", "sesame", "abJnggxhB/yWI",
	"abJnggxhB/yW!", "_", "_J9", "$1$", "$1$saltsalt", "$3$", "$md5",
	"$md5x$", "$sha1$", "$sha1$x$salt$", "crypt", "crypt$", "crypt$$",
	"crypt$$x", "crypt$$*0", "crypt$$$1$saltsalt$qjXMvbEw8oaL.CzflDtaK/",
	"bcrypt$", "bcrypt$$", "bcrypt$$2b", "bcrypt$$2b$04", "bcrypt$$2z$04$",
	"bcrypt_sha256$$2b$04$", "bcrypt_sha256$2b$04$CCCCCCCCCCCCCCCCCCCCC.",
	"md5", "md5$", "md5$salt", "md5$salt$", "md5$$", "sha1$$", "sha1$a$b",
	"00000000000000000000000000000000", "sha512$salt$00", "plain$$sesame",
	"pbkdf2_sha256", "pbkdf2_sha256$", "pbkdf2_sha256$$$",
	"pbkdf2_sha256$1", "pbkdf2_sha256$1$", "pbkdf2_sha256$1$salt",
	"pbkdf2_sha256$1$salt$", "pbkdf2_sha256$1$$aGFzaA==",
	"pbkdf2_sha256$0$salt$aGFzaA==", "pbkdf2_sha256$-1$salt$aGFzaA==",
	"pbkdf2_sha256$01$salt$aGFzaA==", "pbkdf2_sha256$1x$salt$aGFzaA==",
	"pbkdf2_sha256$600$salt$aGFzaA==", "pbkdf2_md5$1$salt$aGFzaA==",
	"scrypt$", "scrypt$2$", "scrypt$2$salt$1$1", "scrypt$3$salt$1$1$aGFz",
	"scrypt$2$salt$0$1$aGFz", "scrypt$2$salt$1$0$aGFz",
	"scrypt$2$$1$1$aGFz", "scrypt$2$salt$1$1$aGFz",
	"argon2$", "argon2$argon2id$", "argon2$argon2x$v=19$m=64,t=1,p=1$c$c",
	"argon2$argon2id$v=19$m=64,t=1,p=1$c2FsdHNhbHQ",
	"argon2$argon2id$v=19$m=64,t=1,p=1$c2FsdHNhbHQ$",
	"argon2$argon2id$v=19$m=64,t=1,p=1$c2FsdHNhbHQ$!!!!!!!!",
	"argon2$argon2id$v=19$m=64,t=1,p=1$c2Fs$aGFzaGhhc2g",
	"argon2$argon2id$v=20$m=64,t=1,p=1$c2FsdHNhbHQ$aGFzaGhhc2g",
	"argon2$argon2id$v=19$m=64,t=0,p=1$c2FsdHNhbHQ$aGFzaGhhc2g",
	"argon2$argon2id$v=19$m=64,t=1,p=9$c2FsdHNhbHQ$aGFzaGhhc2g",
	"argon2$argon2id$v=19$m=64,t=1,p=1$c2FsdHNhbHQ$aGFzaGhhc2g",
	/* Years, or more memory than there is. */
	"$y$jz5$z7ztFz2FayrKI79/jEwlL.$"
	    "u5x/j193MQ09wbFaRGYr0AH/A/jh3kunjuhYRVRNkmC",
	"$y$jGT$z7ztFz2FayrKI79/jEwlL.$"
	    "u5x/j193MQ09wbFaRGYr0AH/A/jh3kunjuhYRVRNkmC",
	"$y$j9zzzz$z7ztFz2FayrKI79/jEwlL.$"
	    "u5x/j193MQ09wbFaRGYr0AH/A/jh3kunjuhYRVRNkmC",
	"$y$jD5.z$z7ztFz2FayrKI79/jEwlL.$"
	    "u5x/j193MQ09wbFaRGYr0AH/A/jh3kunjuhYRVRNkmC",
	"$gy$jzz$k2XAnEHBqQ1Ct2aMXFKNa/$"
	    "1Ge.w/tr2e3TdN67lBUZ4pe4klR/hfBEbnc.jwyJpW/",
	"$7$HU..../....k2XAnEHBqQ1Ct2aMXFKNa/$"
	    "A6IVixvhoQHDw1QkTPSWvnKLYCEH.Z8QGvH0DgLtQ1C",
	"$7$CU..z./....k2XAnEHBqQ1Ct2aMXFKNa/$"
	    "A6IVixvhoQHDw1QkTPSWvnKLYCEH.Z8QGvH0DgLtQ1C",
	"$7$CU....z....k2XAnEHBqQ1Ct2aMXFKNa/$"
	    "A6IVixvhoQHDw1QkTPSWvnKLYCEH.Z8QGvH0DgLtQ1C",
	"$7$CU....", "$7$",
	"$2b$31$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
	"$2b$16$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
	"$2b$1:$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
	"$2b$5$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
	"$2x$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
	"$6$rounds=999999999$saltstring$svn8UoSVapNtMuq1ukKS4tPQd8iKwSMHWjl",
	"$6$rounds=1000001$saltstring$svn8UoSVapNtMuq1ukKS4tPQd8iKwSMHWjlO",
	"$5$rounds=99999999999999999999999$saltstring$svn8UoSVapNtMuq1ukKS4",
	"$5$rounds=$saltstring$5B8vYYiY.CVt1RlTTf8KbXBH3hsxY/GNooZaBBGWEc5",
	"$sha1$1000001$saltsalt$mwL4ibBBZWMyQKIFcJIhLOVKMjIj",
	"$md5,rounds=1000001$saltsalt$$mrkYbHOBqeVlqWL5Yv.xY/",
	"_zzzzrasmBYk8r9AiWNc",
	"bcrypt$$2b$16$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
	"bcrypt_sha256$$2b$31$CCCCCCCCCCCCCCCCCCCCC."
	    "E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
	"pbkdf2_sha256$10000001$salt$aGFzaA==",
	"pbkdf2_sha1$4294967297$salt$aGFzaA==",
	"pbkdf2_sha256$99999999999999999999999$salt$aGFzaA==",
	"scrypt$16777216$salt$1$1$aGFzaA==", "scrypt$2$salt$99999999$1$aGFz",
	"scrypt$16384$salt$8$65$aGFzaA==", "scrypt$1048576$salt$8$2$aGFzaA==",
	"scrypt$9223372036854775808$salt$9223372036854775808$1$aGFzaA==",
	"argon2$argon2id$v=19$m=1048577,t=1,p=1$c2FsdHNhbHQ$aGFzaGhhc2g",
	"argon2$argon2id$v=19$m=102400,t=41,p=1$c2FsdHNhbHQ$aGFzaGhhc2g",
	"argon2$argon2id$v=19$m=64,t=4294967297,p=1$c2FsdHNhbHQ$aGFzaGhhc2g",
	"argon2$argon2id$v=19$m=4096,t=1,p=256$c2FsdHNhbHQ$aGFzaGhhc2g",
};

static void
unbearable_hashes_match_nothing(void **state)
{
	size_t i;

	(void)state;
	prepare(1);
	for (i = 0; i < sizeof(unbearable) / sizeof(unbearable[0]); i++) {
		assert_false(matches(unbearable[i], ""));
		assert_false(matches(unbearable[i], "sesame"));
		assert_false(matches(unbearable[i], unbearable[i]));
	}
}

static int64_t
cpu_time(void)
{
	struct timespec now;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

/* No more than the best that is known. */
static int64_t
duration(const char *hash, int64_t best)
{
	int64_t start = cpu_time(), spent;

	if (hash != NULL)
		(void)matches(hash, "sesame");
	else
		password_waste("sesame");
	spent = cpu_time() - start;
	return spent < best ? spent : best;
}

/*
 * Between a half and double: the point is that none answers at once. In time of
 * the processor, which a busy machine makes more of: what both take is compared
 * when they have been tried often enough.
 */
static void
assert_takes_as_long(const char *other, const char *good)
{
	int64_t ours = INT64_MAX, theirs = INT64_MAX;
	int i;

	for (i = 0; i < 50; i++) {
		ours = duration(other, ours);
		theirs = duration(good, theirs);
		if (i >= 4 && ours >= theirs / 2 && ours <= theirs * 2)
			return;
	}
	fail_msg("%s: %jd us, not %jd", other ? other : "nothing",
	    (intmax_t)ours, (intmax_t)theirs);
}

/* A hash that is read at once, or of less work, takes what is missing, too. */
static void
cheap_hashes_take_as_long(void **state)
{
	static const char *const kinds[] = {
		NULL, "", "!x", "md5$salt$00", "sha1$salt$00",
		"5f4dcc3b5aa765d61d8327deb882cf99", "crypt$$rl.3StKT.4T8M",
		"rl.3StKT.4T8M", "$1$saltsalt$qjXMvbEw8oaL.CzflDtaK/",
		"pbkdf2_sha256$10000001$salt$x",
		"pbkdf2_sha256$1000$salt$x", "pbkdf2_sha256$15000$salt$x",
	};
	char hash[PASSWORD_HASH_SIZE];
	size_t i;

	(void)state;
	prepare_for("pbkdf2_sha256", 20000);
	assert_int_equal(password_hash(hash, sizeof(hash), "open"), 0);
	for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		assert_takes_as_long(kinds[i], hash);
}

static void
a_hash_that_is_not_there_takes_as_long(void **state)
{
	static const char *const kinds[] = {
		NULL, "", "!", "*0", "$z$", "$y$j9T",
		"$2b$31$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
	};
	char hash[PASSWORD_HASH_SIZE];
	size_t i;

	(void)state;
	prepare(4);
	assert_int_equal(password_hash(hash, sizeof(hash), "open"), 0);
	for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		assert_takes_as_long(kinds[i], hash);
}

static void
unusable_passwords_are_known(void **state)
{
	(void)state;
	assert_false(password_is_usable("!"));
	assert_false(password_is_usable("!Zm9v"));
	assert_true(password_is_usable("$y$j9T$x$y"));
	assert_true(password_is_usable("pbkdf2_sha256$1$s$h"));
}

/* Of addresses, in bytes; from proc(5). */
static rlim_t
taken_now(void)
{
	FILE *file = fopen("/proc/self/statm", "r");
	unsigned long pages = 0;

	assert_non_null(file);
	assert_int_equal(fscanf(file, "%lu", &pages), 1);
	fclose(file);
	return pages * (rlim_t)sysconf(_SC_PAGESIZE);
}

static void
without_memory_nothing_matches(void **state)
{
	/* Of cost 11: a gigabyte. */
	static const char large[] = "$y$jFT$k2XAnEHBqQ1Ct2aMXFKNa/$"
	    "y8e1eitiNDaQsFFW6d.9KbSTlk5zV3R3coZQtfcNAO5";
	struct rlimit before, less;
	char hash[PASSWORD_HASH_SIZE];
	bool matched;
	int hashed;

	(void)state;
	prepare(11);
	assert_int_equal(getrlimit(RLIMIT_AS, &before), 0);
	less = (struct rlimit){ taken_now() + (256 << 20), before.rlim_max };
	assert_int_equal(setrlimit(RLIMIT_AS, &less), 0);
	matched = matches(large, "open");
	password_waste("open");
	hashed = password_hash(hash, sizeof(hash), "open");
	assert_int_equal(setrlimit(RLIMIT_AS, &before), 0);
	prepare(1);
	assert_false(matched);
	assert_int_equal(hashed, -1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(known_answers_match),
		cmocka_unit_test(what_django_wrote_is_read),
		cmocka_unit_test(every_hasher_reads_what_it_writes),
		cmocka_unit_test(weaker_hashes_are_stale),
		cmocka_unit_test(own_hashes_match_their_password_only),
		cmocka_unit_test(every_byte_of_a_long_password_counts),
		cmocka_unit_test(bcrypt_takes_no_more_than_it_looks_at),
		cmocka_unit_test(a_buffer_that_is_too_small_is_refused),
		cmocka_unit_test(unbearable_hashes_match_nothing),
		cmocka_unit_test(a_hash_that_is_not_there_takes_as_long),
		cmocka_unit_test(cheap_hashes_take_as_long),
		cmocka_unit_test(unusable_passwords_are_known),
		cmocka_unit_test(without_memory_nothing_matches),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
