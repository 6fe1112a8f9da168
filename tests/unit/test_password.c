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
	};
	char wrong[64];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		snprintf(wrong, sizeof(wrong), "%s.", known[i].password);
		assert_true(password_matches(known[i].hash,
		    known[i].password));
		assert_false(password_matches(known[i].hash, wrong));
		assert_false(password_matches(known[i].hash, ""));
	}
}

static void
own_hashes_match_their_password_only(void **state)
{
	char hash[PASSWORD_HASH_SIZE], again[PASSWORD_HASH_SIZE];

	(void)state;
	password_prepare(1);
	assert_int_equal(password_hash(hash, sizeof(hash), "open sesame"), 0);
	assert_int_equal(password_hash(again, sizeof(again), "open sesame"),
	    0);
	assert_string_not_equal(hash, again);
	assert_memory_equal(hash, "$y$j75$", 7);
	assert_true(password_matches(hash, "open sesame"));
	assert_true(password_matches(again, "open sesame"));
	assert_false(password_matches(hash, "open sesam"));
	assert_false(password_matches(hash, "Open sesame"));
	hash[strlen(hash) - 1] ^= 1;
	assert_false(password_matches(hash, "open sesame"));
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
	password_prepare(1);
	for (i = 0; i < sizeof(lengths) / sizeof(lengths[0]); i++) {
		char *last = &password[lengths[i] - 1];

		memset(password, 'x', lengths[i]);
		assert_int_equal(password_hash(hash, sizeof(hash), password),
		    0);
		assert_true(password_matches(hash, password));
		*last = 'y';
		assert_false(password_matches(hash, password));
		*last = '\0';
		assert_false(password_matches(hash, password));
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
	password_prepare(1);
	memset(password, 'x', 72);
	assert_true(password_matches(hash, password));
	password[72] = 'y';
	assert_false(password_matches(hash, password));
}

static void
a_buffer_that_is_too_small_is_refused(void **state)
{
	char hash[20] = "";

	(void)state;
	password_prepare(1);
	assert_int_equal(password_hash(hash, sizeof(hash), "sesame"), -1);
	assert_string_equal(hash, "");
}

static const char *const unbearable[] = {
	"", "!", "!k3j4h5", "*", "*0", "*1", "x", "$", "$y$", "$y$j", "$y$j9",
	"$y$j9T", "$y$j9T$", "$y$j9T$$", "$z$1$", "sesame", "abJnggxhB/yWI",
	"$1$saltsalt$qjXMvbEw8oaL.CzflDtaK/",
	"$3$$8846f7eaee8fb117ad06bdd830b7586c",
	"pbkdf2_sha256$600000$salt$aGFzaA==",
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
};

static void
unbearable_hashes_match_nothing(void **state)
{
	size_t i;

	(void)state;
	password_prepare(1);
	for (i = 0; i < sizeof(unbearable) / sizeof(unbearable[0]); i++) {
		assert_false(password_matches(unbearable[i], ""));
		assert_false(password_matches(unbearable[i], "sesame"));
		assert_false(password_matches(unbearable[i], unbearable[i]));
	}
}

static int64_t
cpu_time(void)
{
	struct timespec now;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

/* Of the processor, so that a busy machine is no matter: the best of five. */
static int64_t
duration(const char *hash)
{
	int64_t best = INT64_MAX, start, spent;
	int i;

	for (i = 0; i < 5; i++) {
		start = cpu_time();
		if (hash != NULL)
			(void)password_matches(hash, "sesame");
		else
			password_waste("sesame");
		spent = cpu_time() - start;
		if (spent < best)
			best = spent;
	}
	return best;
}

/* Between a half and double: the point is that none answers at once. */
static void
a_hash_that_is_not_there_takes_as_long(void **state)
{
	static const char *const kinds[] = {
		NULL, "", "!", "*0", "$z$", "$y$j9T",
		"$2b$31$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
	};
	char hash[PASSWORD_HASH_SIZE];
	int64_t good, other;
	size_t i;

	(void)state;
	password_prepare(4);
	assert_int_equal(password_hash(hash, sizeof(hash), "open"), 0);
	good = duration(hash);
	for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		other = duration(kinds[i]);
		assert_in_range(other, good / 2, good * 2);
	}
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
	bool matches;
	int hashed;

	(void)state;
	password_prepare(11);
	assert_int_equal(getrlimit(RLIMIT_AS, &before), 0);
	less = (struct rlimit){ taken_now() + (256 << 20), before.rlim_max };
	assert_int_equal(setrlimit(RLIMIT_AS, &less), 0);
	matches = password_matches(large, "open");
	password_waste("open");
	hashed = password_hash(hash, sizeof(hash), "open");
	assert_int_equal(setrlimit(RLIMIT_AS, &before), 0);
	password_prepare(1);
	assert_false(matches);
	assert_int_equal(hashed, -1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(known_answers_match),
		cmocka_unit_test(own_hashes_match_their_password_only),
		cmocka_unit_test(every_byte_of_a_long_password_counts),
		cmocka_unit_test(bcrypt_takes_no_more_than_it_looks_at),
		cmocka_unit_test(a_buffer_that_is_too_small_is_refused),
		cmocka_unit_test(unbearable_hashes_match_nothing),
		cmocka_unit_test(a_hash_that_is_not_there_takes_as_long),
		cmocka_unit_test(unusable_passwords_are_known),
		cmocka_unit_test(without_memory_nothing_matches),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
