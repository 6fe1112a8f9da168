/* session_data: all texts were made by Django 3.2, with SECRET_KEY SECRET, by
 * SessionStore().encode(data), or without compression by
 * signing.dumps(data, salt=SessionStore().key_salt); broken ones by
 * signing.TimestampSigner(salt=SessionStore().key_salt).sign(text). */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "auth/session_data.h"
#include "base/arena.h"
#include "base/clock.h"
#include "store/user.h"

#define NOW	1793000000
#include "scene.h"

#define SECRET	"oracle-secret"
#define LATER	"the secret that came later"
#define BACKEND	"django.contrib.auth.backends.ModelBackend"
#define HASH	"cde1592d5b4ce99e1419425cd3ffd41930c1152bb4e4a42953123561e740b64e"

/* {"_auth_user_id":"5","_auth_user_backend":BACKEND,"_auth_user_hash":HASH} */
#define PLAIN \
	"eyJfYXV0aF91c2VyX2lkIjoiNSIsIl9hdXRoX3VzZXJfYmFja2VuZCI6ImRqYW5nby5j" \
	"b250cmliLmF1dGguYmFja2VuZHMuTW9kZWxCYWNrZW5kIiwiX2F1dGhfdXNlcl9oYXNo" \
	"IjoiY2RlMTU5MmQ1YjRjZTk5ZTE0MTk0MjVjZDNmZmQ0MTkzMGMxMTUyYmI0ZTRhNDI5" \
	"NTMxMjM1NjFlNzQwYjY0ZSJ9"
#define PLAIN_SIGNED PLAIN \
	":1xLFCq:rIjZq0SVgyHBrGvdQ4LxV5M0oFWjxgF6jGcAnkXP7Mc"
#define DEFLATED_SIGNED \
	".eJxVjLEOwjAMRP8lM4rqxC4KIzvfECW2SwoolZp2Qvw7rdQBttO9d_c2Ma1LiWvTOY5i" \
	"LobM6bfLiZ9adyCPVO-T5aku85jtrtiDNnubRF_Xw_07KKmVbc2iQMEJZWQNQQEhoCMWPw" \
	"yyZd8xALmcUTGhC-TBeepBz9jlHtV8vuJLNzk:1xLFCq:XRxc74hzK81Ir28U9WfsBU72A" \
	"5ELvxUMGNnkCbi_Brs"

static const char *const secrets[] = { SECRET, NULL };
static const char *const later_secrets[] = { LATER, "another", SECRET, NULL };
static struct session_data data;
static const struct user user = { .id = "5",
    .hash = "pbkdf2_sha256$260000$salt$aGFzaA==" };

static bool
reads(const char *text)
{
	return session_data_read(arena, secrets, text, &data);
}

static void
assert_empty(void)
{
	assert_null(data.user_id);
	assert_null(data.user_hash);
	assert_null(data.expiry);
	assert_string_equal(data.others, "");
}

static void
who_signed_in_is_read(void **state)
{
	static const char *const texts[] = { PLAIN_SIGNED, DEFLATED_SIGNED };
	size_t i;

	(void)state;
	for (i = 0; i < 2; i++) {
		assert_true(reads(texts[i]));
		assert_string_equal(data.user_id, "5");
		assert_string_equal(data.user_hash, HASH);
		assert_string_equal(data.backend, BACKEND);
		assert_null(data.expiry);
		assert_string_equal(data.others, "");
		assert_true(session_data_is_of(arena, secrets, &data, &user));
	}
}

static void
a_uuid_names_an_account_too(void **state)
{
	struct user other = user;

	(void)state;
	assert_true(reads("eyJfYXV0aF91c2VyX2lkIjoiMGY4ZmFkNWItZDljYi00NjlmL"
	    "WExNjUtNzA4Njc3Mjg5NTBlIiwiX2F1dGhfdXNlcl9iYWNrZW5kIjoiZGphbmdvL"
	    "mNvbnRyaWIuYXV0aC5iYWNrZW5kcy5Nb2RlbEJhY2tlbmQiLCJfYXV0aF91c2VyX"
	    "2hhc2giOiJjZGUxNTkyZDViNGNlOTllMTQxOTQyNWNkM2ZmZDQxOTMwYzExNTJiY"
	    "jRlNGE0Mjk1MzEyMzU2MWU3NDBiNjRlIn0:1xLFCq:Am30bfPw1wE_CKHZGodP3I"
	    "z-15KFa-IwqaCezGvyxqE"));
	other.id = "0f8fad5b-d9cb-469f-a165-70867728950e";
	assert_true(session_data_is_of(arena, secrets, &data, &other));
	other.id = "0f8fad5b-d9cb-469f-a165-70867728950f";
	assert_false(session_data_is_of(arena, secrets, &data, &other));
	assert_false(session_data_is_of(arena, secrets, &data, &user));
}

static void
a_session_is_of_one_account_and_password(void **state)
{
	struct user other = user;

	(void)state;
	assert_true(reads(PLAIN_SIGNED));
	other.id = "6";
	assert_false(session_data_is_of(arena, secrets, &data, &other));
	other = user;
	other.hash = "pbkdf2_sha256$260000$salt$aGFzaB==";
	assert_false(session_data_is_of(arena, secrets, &data, &other));
	assert_false(session_data_is_of(arena, (const char *const[]){ LATER,
	    NULL }, &data, &user));
	data.user_hash = "";
	assert_false(session_data_is_of(arena, secrets, &data, &user));
	data.user_hash = NULL;
	assert_false(session_data_is_of(arena, secrets, &data, &user));
	assert_true(reads("e30:1xLFCq:_FBSgdN-7zcWY61EAx5Y2arjW7h2yY1ZUlPdjvhj6"
	    "fI"));	/* {} */
	assert_empty();
	assert_false(session_data_is_of(arena, secrets, &data, &user));
}

static void
what_is_written_is_djangos(void **state)
{
	static const struct session_data fresh = { .others = "" };

	(void)state;
	assert_string_equal(session_data_write(arena, SECRET, &fresh, &user),
	    PLAIN_SIGNED);
	clock_set(916132832);	/* 62 to the 5th */
	assert_string_equal(session_data_write(arena, SECRET, &fresh, &user),
	    PLAIN ":100000:_uRIzGRk6YkNxhuN_NkmpFbd6n17CNRxLn9bKrGU8d8");
}

/* The later one was made with that SECRET_KEY. */
static void
a_session_of_an_earlier_secret_is_written_anew(void **state)
{
	static const char anew[] =
	    "eyJfYXV0aF91c2VyX2lkIjoiNSIsIl9hdXRoX3VzZXJfYmFja2VuZCI6ImRqYW5n"
	    "by5jb250cmliLmF1dGguYmFja2VuZHMuTW9kZWxCYWNrZW5kIiwiX2F1dGhfdXNl"
	    "cl9oYXNoIjoiYTUyNWVmYWFmYWQ0ZjJiMzY5MGI1YTUxYTc4YjE1NDU4NmU3N2U0"
	    "ZjkxMjgzZjA0ZWM1MWVkNzBhMDBlZmM0NCJ9:1xLFCq:H8MO1eoHsHyTrXjWud_R"
	    "WzDu-W1sjj8JkEzR4vFviOA";

	(void)state;
	clock_set(NOW);
	assert_true(session_data_read(arena, later_secrets, PLAIN_SIGNED,
	    &data));
	assert_true(session_data_is_of(arena, later_secrets, &data, &user));
	assert_string_equal(session_data_write(arena, LATER, &data, &user),
	    anew);
	assert_true(session_data_read(arena, later_secrets, anew, &data));
	assert_true(session_data_is_of(arena, later_secrets, &data, &user));
	assert_false(reads(anew));
	assert_empty();
}

static void
other_members_stay_as_they_are(void **state)
{
	(void)state;
	/* {"cart":[1,{"a}":"],{"}],"x":"\u00e9\ud83d\ude00\ud83d \"\\",
	 * "n":123456789012345678901234567890,"f":Infinity} */
	assert_true(reads("eyJjYXJ0IjpbMSx7ImF9IjoiXSx7In1dLCJ4IjoiXHUwMGU5XHV"
	    "kODNkXHVkZTAwXHVkODNkIFwiXFwiLCJuIjoxMjM0NTY3ODkwMTIzNDU2Nzg5MDEy"
	    "MzQ1Njc4OTAsImYiOkluZmluaXR5fQ:1xLFCq:yBCvGmrjyooH9Jlh7RBh4OfNg5Z"
	    "K8xzvvFmFlYQBQys"));
	assert_null(data.user_id);
	assert_string_equal(data.others, "\"cart\":[1,{\"a}\":\"],{\"}],"
	    "\"x\":\"\\u00e9\\ud83d\\ude00\\ud83d \\\"\\\\\","
	    "\"n\":123456789012345678901234567890,\"f\":Infinity");
	assert_string_equal(session_data_write(arena, SECRET, &data, &user),
	    "eyJjYXJ0IjpbMSx7ImF9IjoiXSx7In1dLCJ4IjoiXHUwMGU5XHVkODNkXHVkZTAwX"
	    "HVkODNkIFwiXFwiLCJuIjoxMjM0NTY3ODkwMTIzNDU2Nzg5MDEyMzQ1Njc4OTA"
	    "sImYiOkluZmluaXR5LCJfYXV0aF91c2VyX2lkIjoiNSIsIl9hdXRoX3VzZXJfY"
	    "mFja2VuZCI6ImRqYW5nby5jb250cmliLmF1dGguYmFja2VuZHMuTW9kZWxCYWN"
	    "rZW5kIiwiX2F1dGhfdXNlcl9oYXNoIjoiY2RlMTU5MmQ1YjRjZTk5ZTE0MTk0M"
	    "jVjZDNmZmQ0MTkzMGMxMTUyYmI0ZTRhNDI5NTMxMjM1NjFlNzQwYjY0ZSJ9:1x"
	    "LFCq:R97Anb0R2MyNjp1TCOLj7EKihaPeaze9sJFcz3ltexY");
}

static void
members_stand_in_any_order(void **state)
{
	(void)state;
	/* {"cart":[1,2],"_auth_user_...":...,"_session_expiry":0,"z":null} */
	assert_true(reads(".eJxVjMsKwjAURP_lrkvozaOSLN37BSIlj6uNlkSSFnzgv9tCN"
	    "90NM2fOF7wtE5gzNvzSQG_naejnSqWPAQwo2HXO-geldQh3m26Z-ZymEh1bEbatlZ"
	    "1yoPG4sTvBYOuwvH0gVJoH5aQnrQklasmVD-J6DUsWrUdU3DlJ0kqulUAuVId0kK3"
	    "rJK3SSrXGnHp6PWN5g2kb-IBJ8zj-_qj-RPA:1xLFCq:t-Xj4EhwvZ3cRYbVYsfeD"
	    "mJI6JX_CtflUDpsdbSGvnM"));
	assert_true(session_data_is_of(arena, secrets, &data, &user));
	assert_string_equal(data.expiry, "0");
	assert_string_equal(data.others,
	    "\"cart\":[1,2],\"_session_expiry\":0,\"z\":null");
}

static void
what_was_tampered_with_is_no_session(void **state)
{
	char text[sizeof(PLAIN_SIGNED)];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(text) - 1; i++) {
		memcpy(text, PLAIN_SIGNED, sizeof(text));
		text[i] ^= 1;
		assert_false(reads(text));
		assert_empty();
		text[i] = '\0';
		assert_false(reads(text));
	}
	snprintf(text, sizeof(text), "%s", PLAIN);
	assert_false(reads(text));
}

static void
what_was_signed_otherwise_is_no_session(void **state)
{
	static const char *const texts[] = {
		/* with another salt, another key, without a time */
		PLAIN ":1xLFCq:1jowViaQptzWunowVu-M69rsV67k5PP-KCsQqh8563c",
		PLAIN ":1xLFCq:6DZUntH-BtkLz6sl9bLQhJu_sfU4Bk-WOES4Knc3ImA",
		"e30:ZbnWr2yvGag0Zk3lQhn7ETIOuhiIURq57nqvrizLJuE",
		/* {} by _legacy_encode, as before Django 3.1 */
		"MzBmZWE0MmUyMTc4NDE3Y2IwOTg0OGNkMjhiYjU5M2U0YzBjNjU3MDp7fQ==",
		"", ":", "::", ":::",
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		assert_false(reads(texts[i]));
		assert_empty();
	}
}

static void
what_is_no_object_is_no_session(void **state)
{
	static const char *const texts[] = {
		/* "", [], {, {"a"}, {"a":1, {"a":1,}, {"a":"}, {"a":1}x */
		":1xLFCq:MvQajVmzx_nc-3prWPEhgY1YBEAv6v0Lamfy6kKVN9g",
		"W10:1xLFCq:xrcgFiQ8Kn7d3D1VSI_N-GhM1sY4sH8DWh3FLWcUQ-g",
		"ew:1xLFCq:A7Ro4AIWkPca4mO_X277_6PGeQ4ELBIEH9lvXOBN9kQ",
		"eyJhIn0:1xLFCq:62enDswmsjgRiAaanJtNyQnITnaJa-Eoi7mAIKGws10",
		"eyJhIjox:1xLFCq:kp9xFmOY-fhTq2om1qpM5Gmd_S8xx6rN6aOYkXL9wY0",
		"eyJhIjoxLH0:1xLFCq:jG6fHvbUGQmCFlbUUln8okzdEsJ0MBKSfLKwvzarjO"
		"Q",
		"eyJhIjoifQ:1xLFCq:tfrVRY7EIaGnw4wyH-hvrpa4f-GwAn16jqyIue870Ds",
		"eyJhIjoxfXg:1xLFCq:8PArU5gXR_XDxF5Xjsn7-zfrcbY0qAuyPE4c4HfvpG"
		"g",
		/* {"a":[1}, {a:1}, {"a":1}NUL, {"a":"\ */
		"eyJhIjpbMX0:1xLFCq:mu3HZcK3JH9_chYwX8VcqZacVtD3g77pWWe3Qn4vQW"
		"U",
		"e2E6MX0:1xLFCq:GWlWZz0fQiYCB2uGiMs7Sba80KqIjlcw3TCvKjDr7KY",
		"eyJhIjoxfQA:1xLFCq:_hRP78vinHSKnCGTxd_v384fWJtqkw7_Ap5X_ahseD"
		"I",
		"eyJhIjoiXA:1xLFCq:VcHILAKD5y8-on5VSyGOl5GQb0Fadrs80vt3Wn8733E",
		/* what is not compressed, no base64 */
		".e30:1xLFCq:pPku6A2wpvo2YDOsbLoh9NMZbxw-j-B_TLbYKXDqia4",
		"e3*:1xLFCq:yEDYYG6qMXSeejt7FAmiQSbMFctd2ka5HR4zjc12qvk",
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		assert_false(reads(texts[i]));
		assert_empty();
	}
}

static void
what_inflates_beyond_its_bound_is_no_session(void **state)
{
	(void)state;
	/* {"a":"xxx..."} of 65536 bytes, and of 70008 */
	assert_true(reads(".eJztwQENADAIAzAvk4GbuyAheL8Q2k5eKg0AAAAAAAAAAAA"
	    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
	    "AAAAAAAAMBp2Q8n6AVk:1xLFCq:1iQLHPoTgMsAiNDHJngeZhUyGUkJSepiux3"
	    "Nk9SmDT8"));
	assert_int_equal(strlen(data.others), 65534);
	assert_false(reads(".eJztwUENADAIBDAvJwM3c0FC8D4TPNtOXioNAAAAAAAAAAA"
	    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
	    "AAAAAAAAAAAAAAAAJzLfpf_Nhw:1xLFCq:pY5RAU0WxD2aUvhudx5J2KCHl8p1"
	    "f7J_MAx2Sf_Ueis"));
	assert_empty();
}

static void
an_expiry_is_seconds_or_what_is_left(void **state)
{
	static const struct {
		const char *expiry;
		int64_t row, cookie;
	} cases[] = {
		/* as get_expiry_age and get_expire_at_browser_close say */
		{ NULL,			1209600, 1209600 },
		{ "null",		1209600, 1209600 },
		{ "0",			1209600, 0 },
		{ "300",		300,	 300 },
		/* dates, of Django 4.1 and later: the row's own */
		{ "2026-11-21T00:00:00+00:00", 77, 77 },
		/* odd ones prolong nothing */
		{ "-5",			77,	 77 },
		{ "9223372036854775807", 77,	 77 },
		{ "true",		77,	 77 },
	};
	int64_t row, cookie;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		data = (struct session_data){ .expiry = cases[i].expiry };
		session_data_ages(&data, 1209600, 77, &row, &cookie);
		assert_int_equal(row, cases[i].row);
		assert_int_equal(cookie, cases[i].cookie);
	}
}

static void
keys_are_of_all_letters(void **state)
{
	size_t count[256] = { 0 }, i, j, used = 0;

	(void)state;
	for (i = 0; i < 200; i++) {
		const char *key = session_data_key(arena);

		assert_true(session_data_is_key(key));
		for (j = 0; key[j] != '\0'; j++)
			count[(unsigned char)key[j]]++;
	}
	for (i = 0; i < 256; i++)
		used += count[i] > 0;
	assert_int_equal(used, 36);
	assert_string_not_equal(session_data_key(arena),
	    session_data_key(arena));
	assert_false(session_data_is_key(""));
	assert_false(session_data_is_key("abcdefghijklmnopqrstuvwxyz01234"));
	assert_false(session_data_is_key("abcdefghijklmnopqrstuvwxyz0123456"));
	assert_false(session_data_is_key("Abcdefghijklmnopqrstuvwxyz012345"));
	assert_true(session_data_is_key("abcdefghijklmnopqrstuvwxyz012345"));
}

#define test(name) cmocka_unit_test_setup_teardown(name, open_scene, close_scene)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		test(who_signed_in_is_read),
		test(a_uuid_names_an_account_too),
		test(a_session_is_of_one_account_and_password),
		test(what_is_written_is_djangos),
		test(a_session_of_an_earlier_secret_is_written_anew),
		test(other_members_stay_as_they_are),
		test(members_stand_in_any_order),
		test(what_was_tampered_with_is_no_session),
		test(what_was_signed_otherwise_is_no_session),
		test(what_is_no_object_is_no_session),
		test(what_inflates_beyond_its_bound_is_no_session),
		test(an_expiry_is_seconds_or_what_is_left),
		test(keys_are_of_all_letters),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
