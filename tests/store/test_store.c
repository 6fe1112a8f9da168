/*
 * The store against a real server, with its faults.
 *
 * PORTRESS_TEST_SOCKET	a server's unix socket, where the system's user may do
 *			everything
 * PORTRESS_TEST_DATABASE	an empty database; it is emptied again
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include <mysql.h>
#include <pthread.h>

#include "base/arena.h"
#include "base/log.h"
#include "conf/conf.h"
#include "store/db.h"
#include "store/email_change.h"
#include "store/family.h"
#include "store/migrate.h"
#include "store/migrations.h"
#include "store/outbox.h"
#include "store/refresh.h"
#include "store/session.h"
#include "store/token.h"
#include "store/user.h"

#include "../unit/tables.h"

static struct conf_database conf = {
	.tls = "auto",
	.port = 3306,
	.timeout = 5,
	DJANGOS_TABLES
};
static MYSQL		*admin;
static struct db	*db, *other;
static struct arena	*arena;

static void
ask(const char *sql)
{
	if (mysql_query(admin, sql) != 0)
		fail_msg("%s: %s", sql, mysql_error(admin));
}

/* The text of the only column of the first row, or NULL. Static. */
static const char *
answer(const char *sql)
{
	static char text[4096];
	MYSQL_RES *result;
	MYSQL_ROW row;

	ask(sql);
	result = mysql_store_result(admin);
	assert_non_null(result);
	row = mysql_fetch_row(result);
	if (row != NULL)
		snprintf(text, sizeof(text), "%s", row[0] ? row[0] : "NULL");
	mysql_free_result(result);
	return row != NULL ? text : NULL;
}

#define assert_answer(sql, text) assert_string_equal(answer(sql), text)

/* Asks until the answer is that one: waits for the server, not for time. */
static void
await(const char *sql, const char *text)
{
	while (strcmp(answer(sql), text) != 0)
		continue;
}

#define OTHERS "FROM information_schema.processlist " \
    "WHERE db = DATABASE() AND id <> CONNECTION_ID()"

static void
kill_connections(void)
{
	char sql[64];
	const char *id;

	while ((id = answer("SELECT id " OTHERS)) != NULL) {
		snprintf(sql, sizeof(sql), "KILL %s", id);
		mysql_query(admin, sql);	/* it may be gone already */
	}
}

static const char *
add_user(const char *username)
{
	struct user user = {
		.username = username,
		.email = "someone@example.com",
		.hash = "$y$j9T$x$y",
		.is_active = true,
	};

	assert_int_equal(user_create(db, arena, &conf, &user, NULL), 0);
	assert_int_equal(db_commit(db), 0);
	return user.id;
}

static int
each_before(void **state)
{
	(void)state;
	db = db_open(&conf);
	other = db_open(&conf);
	arena = arena_open(1024 * 1024);
	return 0;
}

static int
each_after(void **state)
{
	(void)state;
	db_close(&db);
	db_close(&other);
	arena_close(&arena);
	ask("DELETE FROM portress_outbox");
	ask("DELETE FROM portress_email_change");
	ask("DELETE FROM django_session");
	ask("DELETE FROM token_blacklist_blacklistedtoken");
	ask("DELETE FROM token_blacklist_outstandingtoken");
	ask("DELETE FROM authtoken_token");
	ask("DELETE FROM auth_user");
	return 0;
}

/* In the open transaction. 0 or -1. */
static int
queue(const char *user_id, const char *kind)
{
	return outbox_queue(db, &(struct outbox_mail){
		.user_id = user_id,
		.kind = kind,
		.api = "main",
		.address = "a@b.cc",
		.language = "de",
		.about = 7,
	});
}

static void
drop_tables(void)
{
	ask("DROP TABLE IF EXISTS portress_outbox, portress_device, "
	    "portress_migration, "
	    "portress_profile, portress_lock, "
	    "django_session, "
	    "token_blacklist_blacklistedtoken, "
	    "token_blacklist_outstandingtoken, authtoken_token, auth_user");
}

/* Runs the migrations and gives what they said. In the arena. */
static const char *
migrate(void)
{
	char *said;
	size_t length;
	FILE *progress = open_memstream(&said, &length);
	const char *copy;

	assert_int_equal(migrate_run(db, &conf, progress), 0);
	fclose(progress);
	copy = arena_text(arena, said);
	free(said);
	return copy;
}

static void
a_new_database_gets_all_tables(void **state)
{
	int count = 0;

	(void)state;
	while (migrations[count].number != 0)
		count++;
	drop_tables();
	assert_int_equal(migrate_pending(db, &conf, NULL), count);
	assert_null(strstr(migrate(), "already"));
	assert_int_equal(migrate_pending(db, &conf, NULL), 0);
	assert_string_equal(migrate(), "nothing to do\n");
	assert_int_equal(db_check(db), 0);
	assert_answer("SELECT COUNT(*) FROM information_schema.tables t "
	    "WHERE table_schema = DATABASE() AND NOT EXISTS (SELECT * "
	    "FROM information_schema.statistics s WHERE s.table_schema = "
	    "t.table_schema AND s.table_name = t.table_name "
	    "AND s.index_name = 'PRIMARY')", "0");
}

static void
tables_that_are_there_are_left_alone(void **state)
{
	const char *said;

	(void)state;
	add_user("amelie");
	ask("DROP TABLE portress_migration, portress_outbox");
	said = migrate();
	assert_non_null(strstr(said, "2 of its tables were there already"));
	assert_answer("SELECT username FROM auth_user", "amelie");
	assert_int_equal(migrate_pending(db, &conf, NULL), 0);
}

/*
 * The program before has rows in the outbox, and goes on adding some until it
 * is relieved: none of them may be passed over.
 */
static void
mails_of_the_program_before_are_due(void **state)
{
	static const char before[] = "INSERT INTO portress_outbox (user_id, "
	    "kind, api, address, created_at) VALUES (1, 'activation', "
	    "'main', 'a@b.cc', UTC_TIMESTAMP(6))";
	struct outbox_mail mail;

	(void)state;
	ask("ALTER TABLE portress_outbox DROP COLUMN language, "
	    "DROP COLUMN about, DROP COLUMN attempts, DROP COLUMN next_at, "
	    "DROP COLUMN reason");
	ask("DELETE FROM portress_migration WHERE number = 9");
	ask(before);
	assert_non_null(strstr(migrate(), "applied"));
	ask(before);
	assert_int_equal(outbox_take(db, arena, 60, &mail), 1);
	assert_int_equal(outbox_end(db, mail.id, ""), 0);
	assert_int_equal(outbox_take(db, arena, 60, &mail), 1);
	assert_string_equal(mail.language, "");
	/* Interrupted, and begun again. */
	ask("DELETE FROM portress_migration WHERE number = 9");
	assert_non_null(strstr(migrate(), "applied"));
	assert_int_equal(outbox_take(db, arena, 60, &mail), 0);
}

static void
a_missing_column_is_found_by_a_check(void **state)
{
	(void)state;
	assert_int_equal(db_check(db), 0);
	ask("ALTER TABLE portress_outbox RENAME COLUMN api TO ipa");
	assert_int_equal(db_check(other), -1);
	ask("ALTER TABLE portress_outbox RENAME COLUMN ipa TO api");
}

/* What a configuration declares, and what it becomes. */
static struct conf_column declared[] = {
	{ "first_name", false, "first_name", "text", 150, "user" },
	{ "is_staff", true, "is_staff", "boolean", 0, "user" },
	{ "phone", false, "phone", "text", 20, "portress_profile" },
	{ "age", false, "age", "integer", 0, "portress_profile" },
	{ "key", false, "key", "text", 8, "portress_profile" },
};

static void
use_columns(struct db **own, struct conf_database *with)
{
	*with = conf;
	with->columns = declared;
	with->column_count = sizeof(declared) / sizeof(declared[0]);
	*own = db_open(with);
	db_use_columns(*own, true);
}

static void
declared_columns_are_made_and_widened(void **state)
{
	struct conf_database with;
	struct db *own;

	(void)state;
	use_columns(&own, &with);
	assert_int_equal(migrate_pending(own, &with, NULL), 3);
	assert_int_equal(migrate_run(own, &with, stderr), 0);
	assert_int_equal(migrate_pending(own, &with, NULL), 0);
	assert_int_equal(db_check(own), 0);
	declared[2].length = 30;
	assert_int_equal(migrate_pending(own, &with, NULL), 1);
	assert_int_equal(migrate_run(own, &with, stderr), 0);
	assert_answer("SELECT column_type FROM information_schema.columns "
	    "WHERE table_schema = DATABASE() AND column_name = 'phone'",
	    "varchar(30)");
	/* Django's table is not ours to change. */
	declared[0].name = "given";
	declared[0].length = 151;
	assert_int_equal(migrate_pending(own, &with, NULL), 1);
	assert_int_equal(migrate_run(own, &with, stderr), -1);
	/* But what need not be declared may be shorter than Django's. */
	declared[0].name = "first_name";
	assert_int_equal(migrate_pending(own, &with, NULL), 0);
	declared[0].length = 150;
	/* Nothing becomes shorter: that would lose something. */
	declared[2].length = 20;
	assert_int_equal(migrate_pending(own, &with, NULL), 0);
	db_close(&own);
}

static void
columns_are_changed_one_by_one(void **state)
{
	struct change changes[CONF_COLUMNS] = {
		{ true, "Zoë" }, { true, "1" }, { true, "0123" },
		{ true, "41" }, { false, NULL },
	};
	struct conf_database with;
	struct user user;
	struct db *own;
	const char *id = add_user("zoe");

	(void)state;
	use_columns(&own, &with);
	assert_int_equal(user_find(own, arena, id, &user), 1);
	assert_string_equal(user.columns[0].text, "");
	assert_null(user.columns[2].text);
	assert_int_equal(user_set_columns(own, &with, id, changes), 0);
	assert_int_equal(user_find(own, arena, id, &user), 1);
	assert_string_equal(user.columns[0].text, "Zoë");
	assert_string_equal(user.columns[1].text, "0");	/* not ours to set */
	assert_string_equal(user.columns[2].text, "0123");
	assert_string_equal(user.columns[3].text, "41");
	assert_null(user.columns[4].text);
	changes[0].is_given = changes[2].is_given = false;
	changes[3].text = NULL;
	assert_int_equal(user_set_columns(own, &with, id, changes), 0);
	assert_int_equal(user_find(own, arena, id, &user), 1);
	assert_string_equal(user.columns[0].text, "Zoë");
	assert_null(user.columns[3].text);
	assert_int_equal(user_delete(own, &with.accounts, id), 0);
	assert_int_equal(db_commit(own), 0);
	/* Who is gone is not given a row again. */
	assert_int_equal(user_set_columns(own, &with, id, changes), -1);
	assert_true(db_may_retry(own));
	assert_answer("SELECT COUNT(*) FROM portress_profile", "0");
	db_close(&own);
}

static void
an_account_is_found_as_it_was_made(void **state)
{
	struct user made = {
		.username = "zoë", .email = "zoe@example.com",
		.hash = "hash", .is_active = true, .is_staff = true,
	};
	struct user user;
	char name[601] = "";
	int i;

	(void)state;
	for (i = 0; i < 150; i++)
		strcat(name, "\xf0\x9f\x97\x9d");	/* four bytes each */
	made.first_name = name;
	assert_int_equal(user_create(db, arena, &conf, &made, NULL), 0);
	assert_int_equal(db_commit(db), 0);

	assert_int_equal(user_find(other, arena, made.id, &user), 1);
	assert_string_equal(user.id, made.id);
	assert_string_equal(user.username, "zoë");
	assert_string_equal(user.email, "zoe@example.com");
	assert_string_equal(user.hash, "hash");
	assert_string_equal(user.first_name, name);
	assert_string_equal(user.last_name, "");
	assert_null(user.last_login);
	assert_true(user.is_active);
	assert_true(user.is_staff);
	assert_false(user.is_superuser);
	assert_answer("SELECT ABS(TIMESTAMPDIFF(SECOND, date_joined, "
	    "UTC_TIMESTAMP())) < 60 FROM auth_user", "1");

	assert_int_equal(user_find_by_name(other, arena, "zoë", &user), 1);
	assert_string_equal(user.id, made.id);
	assert_string_equal(user.first_name, name);
	assert_int_equal(user_find_by_name(other, arena, "noone", &user), 0);
	assert_int_equal(user_find(other, arena, "4711", &user), 0);
}

/* As in what clients send: "007" is 7, as for Django's look-ups. */
static void
what_can_be_no_id_is_nobodys(void **state)
{
	static const char *const wrong[] = {
		"", "-1", "+1", " 1", "1 ", "1_0", "1.0", "0x1", "1e3", "a",
		"9223372036854775808", "\xd9\xa3" /* an Arabic 3 */, "' OR 1",
	};
	const char *id = add_user("ann");
	struct user user;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		assert_int_equal(user_find(db, arena, wrong[i], &user), 0);
	assert_int_equal(user_find(db, arena, arena_printf(arena, "00%s", id),
	    &user), 1);
	assert_string_equal(user.id, id);
}

/* An account that is deleted while it signs in. */
static void
who_is_overtaken_may_try_again(void **state)
{
	const char *key;

	(void)state;
	assert_int_equal(token_obtain(db, arena, "4711", &key), -1);
	assert_true(db_may_retry(db));
	assert_int_equal(user_set_active(db, "4711", true), -1);
	assert_int_equal(db_commit(db), -1);
	assert_true(db_may_retry(db));
	assert_false(db_may_retry(db));
	assert_int_equal(db_commit(db), 0);
}

static void
lists_are_bounded(void **state)
{
	struct users users;
	char name[16];
	int i;

	(void)state;
	for (i = 0; i < 25; i++) {
		struct user user = { .username = name, .hash = "h",
		    .email = "one@example.com" };

		snprintf(name, sizeof(name), "user%d", i);
		assert_int_equal(user_create(db, arena, &conf, &user, NULL), 0);
	}
	assert_int_equal(db_commit(db), 0);
	assert_int_equal(user_list(db, arena, 7, &users), 0);
	assert_int_equal(users.count, 7);
	assert_int_equal(user_list_by_email(db, arena, "one@example.com",
	    &users), 0);
	assert_int_equal(users.count, 20);
}

static void
a_taken_name_is_a_duplicate(void **state)
{
	struct user user = { .username = "ben", .hash = "h" };
	const char *ann = add_user("ann");

	(void)state;
	add_user("ben");
	assert_int_equal(user_create(db, arena, &conf, &user, NULL), DB_DUPLICATE);
	/* The transaction goes on, and the statement works again. */
	user.username = "cy";
	assert_int_equal(user_create(db, arena, &conf, &user, NULL), 0);
	assert_int_equal(db_commit(db), 0);
	assert_int_equal(user_find_by_name(other, arena, "cy", &user), 1);
	assert_true(atoll(user.id) > atoll(ann));
}

static struct email_change
find_change(int64_t id)
{
	struct email_change change = { .id = 0 };

	assert_int_equal(email_change_find(db, arena, id, &change), 1);
	return change;
}

static int64_t
begin_change(const struct user *user, const char *address, bool is_confirmed)
{
	int64_t id;

	assert_int_equal(email_change_begin(db, user->id, user->email,
	    address, is_confirmed, &id), 0);
	return id;
}

static void
a_change_of_address_is_under_way_until_it_is_confirmed(void **state)
{
	struct user ann = { .id = add_user("ann"), .email = "a@example.com" };
	struct user ben = { .id = add_user("ben"), .email = ann.email };
	struct email_change change;
	int64_t id = begin_change(&ann, "new@example.com", false);

	(void)state;
	change = find_change(id);
	assert_int_equal(change.id, id);
	assert_string_equal(change.user_id, ann.id);
	assert_string_equal(change.old_address, "a@example.com");
	assert_string_equal(change.new_address, "new@example.com");
	assert_true(email_change_can_be_confirmed(&change, &ann));
	assert_false(email_change_can_be_confirmed(&change, &ben));
	assert_false(email_change_can_be_undone(&change, &ann));
	ann.email = "moved@example.com";
	assert_false(email_change_can_be_confirmed(&change, &ann));
	assert_int_equal(email_change_confirm(db, id), 0);
	assert_int_equal(email_change_cancel(db, ann.id), 0);
	change = find_change(id);
	assert_false(email_change_can_be_confirmed(&change, &ann));
	assert_true(email_change_can_be_undone(&change, &ann));
	assert_false(email_change_can_be_undone(&change, &ben));
	assert_int_equal(email_change_find(db, arena, id + 1, &change), 0);
	assert_int_equal(email_change_confirm(db, id + 1), -1);
	db_rollback(db);
}

static void
later_changes_of_an_account_are_dropped_alone(void **state)
{
	struct user ann = { .id = add_user("ann"), .email = "a@example.com" };
	struct user ben = { .id = add_user("ben"), .email = "b@example.com" };
	int64_t first = begin_change(&ann, "1@example.com", true);
	int64_t second = begin_change(&ann, "", true);
	int64_t other_s = begin_change(&ben, "2@example.com", false);
	int64_t third = begin_change(&ann, "3@example.com", false);
	struct email_change change;

	(void)state;
	assert_int_equal(email_change_cancel(db, ann.id), 0);
	assert_int_equal(email_change_find(db, arena, third, &change), 0);
	assert_int_equal(email_change_undo(db, ann.id, second), 0);
	assert_int_equal(email_change_find(db, arena, second, &change), 0);
	find_change(first);
	find_change(other_s);
	assert_int_equal(db_commit(db), 0);
	assert_int_equal(user_delete(db, &conf.accounts, ann.id), 0);
	assert_int_equal(email_change_find(db, arena, first, &change), 0);
	find_change(other_s);
	assert_int_equal(db_commit(db), 0);
}

static void
old_changes_are_purged_some_at_a_time(void **state)
{
	struct user ann = { .id = add_user("ann"), .email = "a@example.com" };
	int i;

	(void)state;
	for (i = 0; i < 12; i++)
		begin_change(&ann, "x@example.com", true);
	assert_int_equal(db_commit(db), 0);
	ask("UPDATE portress_email_change SET created_at = created_at - "
	    "INTERVAL 100 SECOND ORDER BY id LIMIT 11");
	assert_int_equal(email_change_purge(db, arena, 200), 0);
	assert_int_equal(db_commit(db), 0);
	assert_answer("SELECT COUNT(*) FROM portress_email_change", "12");
	assert_int_equal(email_change_purge(db, arena, 100), 0);
	assert_int_equal(db_commit(db), 0);
	assert_answer("SELECT COUNT(*) FROM portress_email_change", "2");
	assert_int_equal(email_change_purge(db, arena, 100), 0);
	assert_int_equal(db_commit(db), 0);
	assert_answer("SELECT COUNT(*) FROM portress_email_change", "1");
}

static void
single_columns_change(void **state)
{
	const char *id = add_user("ann");
	struct user user;

	(void)state;
	assert_int_equal(user_set_hash(db, id, "new"), 0);
	assert_int_equal(user_set_email(db, id, "new@example.com"), 0);
	assert_int_equal(user_set_active(db, id, false), 0);
	assert_int_equal(user_set_last_login(db, id), 0);
	assert_int_equal(db_commit(db), 0);
	assert_int_equal(user_find(other, arena, id, &user), 1);
	assert_string_equal(user.hash, "new");
	assert_string_equal(user.email, "new@example.com");
	assert_false(user.is_active);
	assert_int_equal(strspn(user.last_login, "0123456789-: "), 19);
	/* The same value again is no failure, an account that is gone is. */
	assert_int_equal(user_set_hash(db, id, "new"), 0);
	assert_int_equal(user_set_hash(db, "4711", "new"), -1);
	assert_true(db_may_retry(db));
}

static void
lists_have_all_in_order(void **state)
{
	struct users users;
	char name[16];
	int i;

	(void)state;
	assert_int_equal(user_list(db, arena, 100, &users), 0);
	assert_int_equal(users.count, 0);
	for (i = 0; i < 40; i++) {
		snprintf(name, sizeof(name), "u%02d", i);
		add_user(name);
	}
	assert_int_equal(user_list(db, arena, 100, &users), 0);
	assert_int_equal(users.count, 40);
	for (i = 0; i < 40; i++) {
		snprintf(name, sizeof(name), "u%02d", i);
		assert_string_equal(users.list[i].username, name);
		assert_string_equal(users.list[i].hash, "");
	}
	assert_int_equal(user_set_email(db, users.list[7].id, "x@y.zz"), 0);
	assert_int_equal(user_list_by_email(db, arena, "x@y.zz", &users), 0);
	assert_int_equal(users.count, 1);
	assert_string_equal(users.list[0].username, "u07");
	assert_string_not_equal(users.list[0].hash, "");
}

static void
a_rollback_leaves_nothing(void **state)
{
	struct user user = {
		.username = "ann", .email = "a@b.cc", .hash = "h",
	};

	(void)state;
	assert_int_equal(user_create(db, arena, &conf, &user, NULL), 0);
	assert_int_equal(queue(user.id, "activation"), 0);
	db_rollback(db);
	assert_answer("SELECT COUNT(*) FROM auth_user", "0");
	assert_answer("SELECT COUNT(*) FROM portress_outbox", "0");
}

static void
an_account_keeps_its_token(void **state)
{
	const char *id = add_user("ann");
	const char *first, *second;
	struct user user;

	(void)state;
	assert_int_equal(token_obtain(db, arena, id, &first), 0);
	assert_int_equal(db_commit(db), 0);
	assert_int_equal(strlen(first), TOKEN_KEY_LENGTH);
	assert_int_equal(strspn(first, "0123456789abcdef"), TOKEN_KEY_LENGTH);
	assert_int_equal(token_obtain(other, arena, id, &second), 0);
	assert_string_equal(first, second);
	assert_int_equal(user_find_by_token(db, arena, first, &user), 1);
	assert_string_equal(user.id, id);
	assert_int_equal(token_end(db, id), 1);
	assert_int_equal(token_end(db, id), 0);
	assert_int_equal(user_find_by_token(db, arena, first, &user), 0);
	assert_int_equal(db_commit(db), 0);
}

struct obtaining {
	const char	*id;
	const char	*key;
	int		 result;
};

static void *
obtain(void *data)
{
	struct obtaining *obtaining = data;

	obtaining->result = token_obtain(other, arena, obtaining->id,
	    &obtaining->key);
	return NULL;
}

static void
two_sign_ins_at_once_get_the_same_token(void **state)
{
	struct obtaining obtaining = { .id = add_user("ann") };
	const char *key;
	pthread_t thread;

	(void)state;
	assert_int_equal(token_obtain(db, arena, obtaining.id, &key), 0);
	pthread_create(&thread, NULL, obtain, &obtaining);
	await("SELECT COUNT(*) " OTHERS
	    " AND info LIKE 'INSERT INTO `authtoken_token`%'", "1");
	assert_int_equal(db_commit(db), 0);
	pthread_join(thread, NULL);
	assert_int_equal(obtaining.result, 0);
	assert_string_equal(obtaining.key, key);
	assert_int_equal(db_commit(other), 0);
}

static void
a_refresh_token_is_kept_without_its_signature(void **state)
{
	const char *id = add_user("ann");

	(void)state;
	/* 4102444800 is 2100-01-01 (date -u -d @4102444800). */
	assert_int_equal(refresh_record(db, &(struct refresh){ id, "jti1",
	    "head.body.sign", 1000000000, 4102444800 }), 0);
	assert_int_equal(refresh_record(db, &(struct refresh){ id, "jti2",
	    "no token", 1, 2 }), 0);
	assert_int_equal(refresh_is_blacklisted(db, "jti1"), 0);
	assert_int_equal(db_commit(db), 0);
	assert_answer("SELECT token FROM token_blacklist_outstandingtoken "
	    "WHERE jti = 'jti1'", "head.body");
	assert_answer("SELECT token FROM token_blacklist_outstandingtoken "
	    "WHERE jti = 'jti2'", "");
	assert_answer("SELECT CONCAT(created_at, ' ', expires_at) "
	    "FROM token_blacklist_outstandingtoken WHERE jti = 'jti1'",
	    "2001-09-09 01:46:40.000000 2100-01-01 00:00:00.000000");
}

static int
record(const char *user_id, const char *jti)
{
	return refresh_record(db, &(struct refresh){ user_id, jti, "x.y.z", 1,
	    2 });
}

static int
blacklist(struct db *by, const char *user_id, const char *jti)
{
	return refresh_blacklist(by, &(struct refresh){ user_id, jti, "x.y.z",
	    1000000000, 4102444800 });
}

static void
a_token_is_blacklisted_once(void **state)
{
	const char *id = add_user("ann");

	(void)state;
	assert_int_equal(record(id, "a"), 0);
	assert_int_equal(blacklist(db, id, "a"), 1);
	assert_int_equal(blacklist(db, id, "a"), 0);
	assert_int_equal(refresh_is_blacklisted(db, "a"), 1);
	assert_int_equal(db_commit(db), 0);
	assert_answer("SELECT COUNT(*) FROM token_blacklist_outstandingtoken",
	    "1");
}

static void
a_token_made_elsewhere_is_recorded_when_it_is_blacklisted(void **state)
{
	const char *id = add_user("ann");

	(void)state;
	assert_int_equal(blacklist(db, id, "a"), 1);
	assert_int_equal(blacklist(db, "4711", "b"), 1);
	assert_int_equal(blacklist(db, NULL, "c"), 1);
	assert_int_equal(blacklist(db, NULL, "c"), 0);
	assert_int_equal(db_commit(db), 0);
	assert_answer("SELECT GROUP_CONCAT(CONCAT_WS(' ', jti, token, "
	    "u.username, created_at, expires_at) ORDER BY jti) "
	    "FROM token_blacklist_outstandingtoken o "
	    "LEFT JOIN auth_user u ON u.id = o.user_id",
	    "a x.y ann 2001-09-09 01:46:40.000000 2100-01-01 00:00:00.000000,"
	    "b x.y 2001-09-09 01:46:40.000000 2100-01-01 00:00:00.000000,"
	    "c x.y 2001-09-09 01:46:40.000000 2100-01-01 00:00:00.000000");
}

struct blacklisting {
	const char	*jti;
	int		 result;
};

static void *
blacklist_and_commit(void *argument)
{
	struct blacklisting *one = argument;

	one->result = blacklist(other, NULL, one->jti);
	if (db_commit(other) == -1)
		one->result = -1;
	return NULL;
}

/* The later one waits for what becomes of the earlier one. */
static void
of_two_one_blacklists(void **state)
{
	struct blacklisting later[] = { { "known", 2 }, { "unknown", 2 } };
	const char *id = add_user("ann");
	pthread_t thread;
	size_t i;

	(void)state;
	assert_int_equal(record(id, "known"), 0);
	assert_int_equal(db_commit(db), 0);
	for (i = 0; i < 2; i++) {
		assert_int_equal(blacklist(db, id, later[i].jti), 1);
		pthread_create(&thread, NULL, blacklist_and_commit, &later[i]);
		await("SELECT COUNT(*) " OTHERS
		    " AND info LIKE 'INSERT INTO `token_blacklist%'", "1");
		assert_int_equal(db_commit(db), 0);
		pthread_join(thread, NULL);
		assert_int_equal(later[i].result, 0);
	}
}

static void
a_token_goes_on_for_longer(void **state)
{
	const char *id = add_user("ann");

	(void)state;
	assert_int_equal(record(id, "a"), 0);
	assert_int_equal(refresh_prolong(db, "a", 4102444800), 0);
	assert_int_equal(refresh_prolong(db, "b", 4102444800), 0);
	assert_int_equal(db_commit(db), 0);
	assert_answer("SELECT CONCAT(jti, ' ', expires_at) "
	    "FROM token_blacklist_outstandingtoken",
	    "a 2100-01-01 00:00:00.000000");
}

static void
a_family_knows_its_newest_and_ends_as_one(void **state)
{
	const char *id = add_user("ann");
	struct family family;

	(void)state;
	assert_int_equal(record(id, "a"), 0);
	assert_int_equal(record(id, "b"), 0);
	assert_int_equal(record(id, "c"), 0);
	assert_int_equal(record(id, "other"), 0);
	assert_int_equal(family_find(db, arena, "a", &family), 0);
	assert_int_equal(family_rotate(db, "a", "b"), 0);
	assert_int_equal(family_find(db, arena, "b", &family), 0);
	assert_int_equal(family_rotate(db, "b", "c"), 0);
	assert_int_equal(db_commit(db), 0);
	ask("UPDATE portress_family SET rotated_at = rotated_at - "
	    "INTERVAL 90 SECOND");
	assert_int_equal(family_find(db, arena, "a", &family), 1);
	assert_string_equal(family.jti, "c");
	assert_int_equal(family.issued, 1);	/* as record says */
	assert_in_range(family.age, 90, 95);
	assert_false(family.is_ended);

	assert_int_equal(family_end(db, "b"), 0);
	assert_int_equal(family_end(db, "b"), 0);
	assert_int_equal(db_commit(db), 0);
	assert_int_equal(family_find(db, arena, "a", &family), 1);
	assert_true(family.is_ended);
	assert_answer("SELECT GROUP_CONCAT(jti ORDER BY jti) FROM "
	    "token_blacklist_outstandingtoken o JOIN "
	    "token_blacklist_blacklistedtoken b ON b.token_id = o.id", "a,b,c");
}

static void
a_deleted_account_leaves_blacklisted_tokens(void **state)
{
	const char *id = add_user("ann"), *bystander = add_user("ben");
	const char *key;

	(void)state;
	assert_int_equal(token_obtain(db, arena, id, &key), 0);
	assert_int_equal(token_obtain(db, arena, bystander, &key), 0);
	assert_int_equal(record(id, "a"), 0);
	assert_int_equal(record(id, "b"), 0);
	assert_int_equal(record(bystander, "c"), 0);
	assert_int_equal(db_commit(db), 0);
	ask("INSERT INTO token_blacklist_blacklistedtoken (blacklisted_at, "
	    "token_id) SELECT UTC_TIMESTAMP(), id "
	    "FROM token_blacklist_outstandingtoken WHERE jti = 'a'");

	assert_int_equal(user_delete(db, &conf.accounts, id), 0);
	assert_int_equal(user_delete(db, &conf.accounts, id), 0);
	assert_int_equal(db_commit(db), 0);
	assert_answer("SELECT GROUP_CONCAT(username) FROM auth_user", "ben");
	assert_answer("SELECT COUNT(*) FROM authtoken_token", "1");
	assert_int_equal(refresh_is_blacklisted(db, "a"), 1);
	assert_int_equal(refresh_is_blacklisted(db, "b"), 1);
	assert_int_equal(refresh_is_blacklisted(db, "c"), 0);
	assert_answer("SELECT GROUP_CONCAT(jti ORDER BY jti) "
	    "FROM token_blacklist_outstandingtoken WHERE user_id IS NULL",
	    "a,b");
}

#define SESSION_KEY "abcdefghijklmnopqrstuvwxyz012345"

static void
a_session_becomes_another_and_ends(void **state)
{
	const struct session made = { SESSION_KEY, "one:two:three", 600 };
	const struct session next = { "other", "four", 60 };
	struct session session;

	(void)state;
	assert_int_equal(session_create(db, &made), 0);
	assert_int_equal(db_commit(db), 0);
	assert_int_equal(session_find(db, arena, "nokey", 99, &session), 0);
	assert_int_equal(session_find(db, arena, SESSION_KEY, 99, &session),
	    1);
	assert_string_equal(session.key, SESSION_KEY);
	assert_string_equal(session.data, "one:two:three");
	assert_in_range(session.age, 500, 600);
	/* Of data that are too long, enough is read to see that. */
	assert_int_equal(session_find(db, arena, SESSION_KEY, 5, &session), 1);
	assert_string_equal(session.data, "one:tw");
	assert_int_equal(session_look(db, arena, SESSION_KEY, 5, &session), 1);
	assert_string_equal(session.data, "one:tw");
	assert_int_equal(session_look(db, arena, "nokey", 99, &session), 0);

	assert_int_equal(session_replace(db, SESSION_KEY, &next), 0);
	assert_int_equal(db_commit(db), 0);
	assert_answer("SELECT session_key FROM django_session", "other");
	assert_answer("SELECT session_data FROM django_session", "four");
	assert_answer("SELECT TIMESTAMPDIFF(SECOND, UTC_TIMESTAMP(), "
	    "expire_date) BETWEEN 0 AND 61 FROM django_session", "1");

	assert_int_equal(session_end(db, "other"), 0);
	assert_int_equal(session_end(db, "other"), 0);
	assert_int_equal(db_commit(db), 0);
	assert_answer("SELECT COUNT(*) FROM django_session", "0");
}

static void
a_session_that_has_expired_is_none(void **state)
{
	struct session session;

	(void)state;
	ask("INSERT INTO django_session VALUES ('" SESSION_KEY "', 'x', "
	    "UTC_TIMESTAMP(6) - INTERVAL 1 MICROSECOND)");
	assert_int_equal(session_find(db, arena, SESSION_KEY, 99, &session),
	    0);
	assert_int_equal(session_look(db, arena, SESSION_KEY, 99, &session),
	    0);
}

static void
a_session_that_cannot_be_written_may_be_tried_again(void **state)
{
	const struct session made = { SESSION_KEY, "x", 600 };

	(void)state;
	assert_int_equal(session_create(db, &made), 0);
	assert_int_equal(session_create(db, &made), -1);
	assert_true(db_may_retry(db));
	assert_int_equal(session_replace(db, "nokey", &made), -1);
	assert_true(db_may_retry(db));
}

/* Another mailer passes over what somebody is taking. */
static void
a_mail_is_taken_by_one(void **state)
{
	const char *id = add_user("ann");
	struct outbox_mail mail, second;

	(void)state;
	assert_int_equal(outbox_take(db, arena, 60, &mail), 0);
	assert_int_equal(queue(id, "activation"), 0);
	assert_int_equal(queue(id, "confirmation"), 0);
	assert_int_equal(db_commit(db), 0);

	ask("BEGIN");
	assert_answer("SELECT 1 FROM portress_outbox ORDER BY id LIMIT 1 "
	    "FOR UPDATE", "1");
	assert_int_equal(outbox_take(other, arena, 60, &second), 1);
	assert_string_equal(second.kind, "confirmation");
	assert_int_equal(outbox_take(other, arena, 60, &mail), 0);
	ask("ROLLBACK");
	assert_int_equal(outbox_take(db, arena, 60, &mail), 1);
	assert_string_equal(mail.kind, "activation");
	assert_string_equal(mail.api, "main");
	assert_string_equal(mail.address, "a@b.cc");
	assert_string_equal(mail.language, "de");
	assert_string_equal(mail.user_id, id);
	assert_int_equal(mail.about, 7);
	assert_int_equal(mail.attempts, 1);
	assert_int_equal(outbox_take(other, arena, 60, &second), 0);
}

static void
make_due(void)
{
	ask("UPDATE portress_outbox SET next_at = created_at");
}

static int64_t
wait_of(int64_t id)
{
	struct outbox_mail mail;

	assert_int_equal(outbox_find(db, arena, id, &mail), 1);
	return mail.wait;
}

/* Whoever has taken it may have died. */
static void
a_mail_that_was_taken_is_tried_again(void **state)
{
	static const int64_t waits[] = { 60, 120, 240, 480 };
	struct outbox_mail mail;
	size_t i;

	(void)state;
	assert_int_equal(queue(add_user("ann"), "activation"), 0);
	assert_int_equal(db_commit(db), 0);
	for (i = 0; i < sizeof(waits) / sizeof(waits[0]); i++) {
		assert_int_equal(outbox_take(db, arena, 60, &mail), 1);
		assert_int_equal(mail.attempts, i + 1);
		assert_in_range(wait_of(mail.id), waits[i] - 30, waits[i]);
		make_due();
	}
	ask("UPDATE portress_outbox SET attempts = 2147483647");
	assert_int_equal(outbox_take(db, arena, 60, &mail), 1);
	assert_in_range(wait_of(mail.id), 4 * 3600 - 30, 4 * 3600);
}

static void
what_became_of_a_mail_is_written_down(void **state)
{
	const char *id = add_user("ann");
	struct outbox_mail mail, again;

	(void)state;
	assert_int_equal(queue(id, "activation"), 0);
	assert_int_equal(db_commit(db), 0);
	assert_int_equal(outbox_take(db, arena, 60, &mail), 1);

	assert_int_equal(outbox_give_back(db, mail.id, "no way"), 0);
	assert_int_equal(outbox_take(db, arena, 60, &again), 1);
	assert_int_equal(again.attempts, 1);
	assert_string_equal(again.reason, "no way");

	assert_int_equal(outbox_put_off(db, mail.id, "later"), 0);
	assert_int_equal(outbox_take(db, arena, 60, &again), 0);
	assert_int_equal(outbox_find(db, arena, mail.id, &again), 1);
	assert_string_equal(again.reason, "later");
	assert_false(again.is_ended);

	assert_int_equal(outbox_end(db, mail.id, "never"), 0);
	assert_int_equal(outbox_find(db, arena, mail.id, &again), 1);
	assert_true(again.is_ended);
	assert_int_equal(outbox_take(db, arena, 60, &again), 0);

	assert_int_equal(outbox_retry(db, mail.id), 1);
	assert_int_equal(outbox_take(db, arena, 60, &again), 1);
	assert_int_equal(again.attempts, 1);
	assert_int_equal(outbox_done(db, mail.id), 0);
	assert_int_equal(outbox_done(db, mail.id), 0);
	assert_int_equal(outbox_find(db, arena, mail.id, &again), 0);
	assert_int_equal(outbox_retry(db, mail.id), 0);
	assert_int_equal(outbox_drop(db, mail.id), 0);
}

static void
what_has_ended_can_be_begun_anew_or_dropped(void **state)
{
	const char *id = add_user("ann");
	struct outbox_mails mails;

	(void)state;
	assert_int_equal(queue(id, "activation"), 0);
	assert_int_equal(queue(id, "confirmation"), 0);
	assert_int_equal(queue(id, "password_reset"), 0);
	assert_int_equal(db_commit(db), 0);
	assert_int_equal(outbox_list(db, arena, 10, &mails), 0);
	assert_int_equal(mails.count, 3);
	assert_string_equal(mails.list[2].kind, "password_reset");
	assert_int_equal(outbox_end(db, mails.list[0].id, "never"), 0);
	assert_int_equal(outbox_retry_all(db), 1);
	assert_int_equal(outbox_end(db, mails.list[1].id, "never"), 0);
	assert_int_equal(outbox_drop_ended(db), 1);
	assert_int_equal(outbox_list(db, arena, 10, &mails), 0);
	assert_int_equal(mails.count, 2);
	assert_int_equal(outbox_list(db, arena, 1, &mails), 0);
	assert_int_equal(mails.count, 1);
	assert_string_equal(mails.list[0].kind, "activation");
}

static void
assert_outbox(int64_t count, int64_t due, int64_t ended)
{
	struct outbox_state state;

	assert_int_equal(outbox_look(db, &state), 0);
	assert_int_equal(state.count, count);
	assert_int_equal(state.due, due);
	assert_int_equal(state.ended, ended);
}

static void
it_can_be_told_how_the_outbox_stands(void **state)
{
	const char *id = add_user("ann");
	struct outbox_state look;
	struct outbox_mail mail;

	(void)state;
	assert_outbox(0, 0, 0);
	assert_int_equal(queue(id, "activation"), 0);
	assert_int_equal(queue(id, "confirmation"), 0);
	assert_int_equal(queue(id, "password_reset"), 0);
	assert_int_equal(db_commit(db), 0);
	assert_outbox(3, 3, 0);
	assert_int_equal(outbox_take(db, arena, 60, &mail), 1);
	assert_outbox(3, 2, 0);
	assert_int_equal(outbox_end(db, mail.id, "never"), 0);
	assert_outbox(3, 2, 1);

	/* What is not due is of no age that counts. */
	ask("UPDATE portress_outbox SET created_at = created_at - INTERVAL 1 "
	    "DAY WHERE next_at IS NULL");
	assert_int_equal(outbox_look(db, &look), 0);
	assert_in_range(look.oldest, 0, 3600);
	ask("UPDATE portress_outbox SET created_at = created_at - INTERVAL 2 "
	    "HOUR WHERE kind = 'confirmation'");
	assert_int_equal(outbox_look(db, &look), 0);
	assert_in_range(look.oldest, 7200, 7200 + 3600);
}

static void
what_has_ended_long_ago_is_forgotten(void **state)
{
	const char *id = add_user("ann");
	struct outbox_mails mails;

	(void)state;
	assert_int_equal(queue(id, "activation"), 0);
	assert_int_equal(queue(id, "confirmation"), 0);
	assert_int_equal(queue(id, "password_reset"), 0);
	assert_int_equal(db_commit(db), 0);
	/* Long ago, too, but not ended. */
	ask("UPDATE portress_outbox SET created_at = UTC_TIMESTAMP(6) - "
	    "INTERVAL 91 DAY WHERE kind != 'password_reset'");
	assert_int_equal(outbox_list(db, arena, 10, &mails), 0);
	assert_int_equal(outbox_end(db, mails.list[0].id, "never"), 0);
	assert_int_equal(outbox_end(db, mails.list[2].id, "never"), 0);
	assert_answer("SELECT GROUP_CONCAT(kind ORDER BY id) "
	    "FROM portress_outbox", "confirmation,password_reset");
}

/* Both, with the same work. */
static void
a_mail_is_a_row_and_no_mail_is_none(void **state)
{
	struct outbox_mail mail = { .kind = "activation", .api = "main",
	    .user_id = add_user("ann"), .address = "a@b.cc", .language = "" };

	(void)state;
	assert_int_equal(outbox_queue_unseen(db, &mail), 0);
	assert_int_equal(db_commit(db), 0);
	assert_int_equal(outbox_take(db, arena, 60, &mail), 1);
	assert_string_equal(mail.address, "a@b.cc");
	assert_int_equal(mail.attempts, 1);
	assert_string_equal(mail.reason, "");
	assert_int_equal(outbox_drop(db, mail.id), 1);

	mail.user_id = NULL;
	assert_int_equal(outbox_queue_nothing(db, &mail), 0);
	assert_int_equal(db_commit(db), 0);
	assert_answer("SELECT COUNT(*) FROM portress_outbox", "0");
}

struct updating {
	struct db	*db;
	const char	*id;
	int		 result;
};

static void *
update(void *data)
{
	struct updating *updating = data;

	updating->result = user_set_hash(updating->db, updating->id, "x");
	return NULL;
}

static void
the_victim_of_a_deadlock_may_retry(void **state)
{
	const char *ann = add_user("ann"), *ben = add_user("ben");
	struct updating updating = { .db = other, .id = ann };
	struct db *victim, *winner;
	pthread_t thread;
	int result;

	(void)state;
	assert_int_equal(user_set_hash(db, ann, "1"), 0);
	assert_int_equal(user_set_hash(other, ben, "1"), 0);
	pthread_create(&thread, NULL, update, &updating);
	await("SELECT COUNT(*) " OTHERS " AND info LIKE 'UPDATE %'", "1");
	result = user_set_hash(db, ben, "1");
	pthread_join(thread, NULL);

	assert_int_equal(result + updating.result, -1);
	victim = result == -1 ? db : other;
	winner = result == -1 ? other : db;
	/* What is left of the transaction cannot be committed. */
	assert_int_equal(user_set_hash(victim, ann, "2"), -1);
	assert_int_equal(db_commit(victim), -1);
	db_rollback(victim);
	assert_true(db_may_retry(victim));
	assert_false(db_may_retry(victim));
	assert_int_equal(db_commit(winner), 0);
	assert_int_equal(user_set_hash(victim, ann, "2"), 0);
	assert_int_equal(db_commit(victim), 0);
}

/*
 * START TRANSACTION commits what is open, so it must not be left to a server,
 * proxy or trigger to have rolled back where it reports a deadlock.
 */
static void
a_deadlock_is_rolled_back_by_us_too(void **state)
{
	const char *ann = add_user("ann"), *ben = add_user("ben");

	(void)state;
	ask("CREATE TRIGGER feigned BEFORE UPDATE ON auth_user FOR EACH ROW "
	    "IF NEW.password = 'x' THEN SIGNAL SQLSTATE '40001' "
	    "SET MYSQL_ERRNO = 1213; END IF");
	assert_int_equal(user_set_hash(db, ann, "1"), 0);
	assert_int_equal(user_set_hash(db, ben, "x"), -1);
	assert_true(db_may_retry(db));
	assert_int_equal(user_set_hash(db, ben, "2"), 0);
	assert_int_equal(db_commit(db), 0);
	ask("DROP TRIGGER feigned");
	assert_answer("SELECT COUNT(*) FROM auth_user "
	    "WHERE password = '1'", "0");
}

static void
who_waits_too_long_for_a_lock_may_retry(void **state)
{
	const char *ann = add_user("ann"), *ben = add_user("ben");

	(void)state;
	assert_int_equal(user_set_hash(db, ann, "1"), 0);
	assert_int_equal(user_set_hash(other, ben, "2"), 0);
	assert_int_equal(user_set_hash(other, ann, "2"), -1);
	assert_int_equal(db_commit(other), -1);
	db_rollback(other);
	assert_true(db_may_retry(other));
	assert_int_equal(db_commit(db), 0);
	/* The whole transaction is undone, not the one statement. */
	assert_answer("SELECT COUNT(*) FROM auth_user "
	    "WHERE password = '2'", "0");
	assert_int_equal(user_set_hash(other, ann, "2"), 0);
	assert_int_equal(db_commit(other), 0);
}

static void
a_killed_connection_is_made_again(void **state)
{
	const char *id = add_user("ann");
	struct user user;

	(void)state;
	assert_int_equal(user_find(db, arena, id, &user), 1);
	kill_connections();
	assert_int_equal(user_find(db, arena, id, &user), -1);
	assert_true(db_may_retry(db));
	assert_int_equal(user_find(db, arena, id, &user), 1);
}

static void
a_loss_in_a_transaction_undoes_it(void **state)
{
	const char *id = add_user("ann");

	(void)state;
	assert_int_equal(user_set_email(db, id, "x@y.zz"), 0);
	kill_connections();
	assert_int_equal(user_set_hash(db, id, "x"), -1);
	/* On a new connection it would be half of what was meant. */
	assert_int_equal(user_set_active(db, id, false), -1);
	assert_int_equal(db_commit(db), -1);
	db_rollback(db);
	assert_true(db_may_retry(db));
	assert_answer("SELECT COUNT(*) FROM auth_user "
	    "WHERE is_active AND email <> 'x@y.zz'", "1");
}

static void
a_loss_at_commit_is_not_retried(void **state)
{
	const char *id = add_user("ann");

	(void)state;
	assert_int_equal(user_set_email(db, id, "x@y.zz"), 0);
	kill_connections();
	assert_int_equal(db_commit(db), -1);
	db_rollback(db);
	assert_false(db_may_retry(db));
	assert_int_equal(user_set_email(db, id, "x@y.zz"), 0);
	assert_int_equal(db_commit(db), 0);
}

static void
an_idle_connection_that_was_closed_is_made_again(void **state)
{
	const char *id = add_user("ann");
	struct user user;

	(void)state;
	assert_int_equal(db_script(db, "SET wait_timeout = 1"), 0);
	await("SELECT COUNT(*) " OTHERS, "0");
	assert_int_equal(user_find(db, arena, id, &user), -1);
	assert_true(db_may_retry(db));
	assert_int_equal(user_find(db, arena, id, &user), 1);
}

static void
a_session_is_as_promised(void **state)
{
	(void)state;
	assert_int_equal(db_script(db, "INSERT INTO portress_outbox (user_id, "
	    "kind, api, address, created_at) VALUES (1, "
	    "@@session.time_zone, @@session.character_set_client, "
	    "@@session.sql_mode, NOW())"), 0);
	assert_answer("SELECT kind FROM portress_outbox", "+00:00");
	assert_answer("SELECT api FROM portress_outbox", "utf8mb4");
	assert_non_null(strstr(answer("SELECT address FROM portress_outbox"),
	    "STRICT_ALL_TABLES"));
	assert_int_equal(db_script(db, "LOAD DATA LOCAL INFILE '/etc/hosts' "
	    "INTO TABLE portress_outbox"), -1);
}

static int
begin_all(void **state)
{
	const char *tables;

	(void)state;
	conf.socket = getenv("PORTRESS_TEST_SOCKET");
	conf.name = getenv("PORTRESS_TEST_DATABASE");
	if (conf.socket == NULL || conf.name == NULL) {
		fprintf(stderr, "PORTRESS_TEST_SOCKET and "
		    "PORTRESS_TEST_DATABASE must be set\n");
		return -1;
	}
	admin = mysql_init(NULL);
	if (mysql_real_connect(admin, NULL, NULL, NULL, conf.name, 0,
	    conf.socket, 0) == NULL) {
		fprintf(stderr, "%s\n", mysql_error(admin));
		return -1;
	}
	tables = answer("SELECT COUNT(*) FROM information_schema.tables "
	    "WHERE table_schema = DATABASE()");
	if (strcmp(tables, "0") != 0) {
		fprintf(stderr, "%s is not empty\n", conf.name);
		return -1;
	}
	return 0;
}

static int
end_all(void **state)
{
	(void)state;
	drop_tables();
	mysql_close(admin);
	mysql_library_end();
	return 0;
}

#define TEST(name) \
	cmocka_unit_test_setup_teardown(name, each_before, each_after)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_new_database_gets_all_tables),
		TEST(tables_that_are_there_are_left_alone),
		TEST(mails_of_the_program_before_are_due),
		TEST(a_missing_column_is_found_by_a_check),
		TEST(declared_columns_are_made_and_widened),
		TEST(columns_are_changed_one_by_one),
		TEST(an_account_is_found_as_it_was_made),
		TEST(what_can_be_no_id_is_nobodys),
		TEST(who_is_overtaken_may_try_again),
		TEST(lists_are_bounded),
		TEST(a_taken_name_is_a_duplicate),
		TEST(a_change_of_address_is_under_way_until_it_is_confirmed),
		TEST(later_changes_of_an_account_are_dropped_alone),
		TEST(old_changes_are_purged_some_at_a_time),
		TEST(single_columns_change),
		TEST(lists_have_all_in_order),
		TEST(a_rollback_leaves_nothing),
		TEST(an_account_keeps_its_token),
		TEST(two_sign_ins_at_once_get_the_same_token),
		TEST(a_refresh_token_is_kept_without_its_signature),
		TEST(a_token_is_blacklisted_once),
		TEST(a_token_made_elsewhere_is_recorded_when_it_is_blacklisted),
		TEST(of_two_one_blacklists),
		TEST(a_token_goes_on_for_longer),
		TEST(a_family_knows_its_newest_and_ends_as_one),
		TEST(a_deleted_account_leaves_blacklisted_tokens),
		TEST(a_session_becomes_another_and_ends),
		TEST(a_session_that_has_expired_is_none),
		TEST(a_session_that_cannot_be_written_may_be_tried_again),
		TEST(a_mail_is_taken_by_one),
		TEST(a_mail_that_was_taken_is_tried_again),
		TEST(what_became_of_a_mail_is_written_down),
		TEST(what_has_ended_can_be_begun_anew_or_dropped),
		TEST(it_can_be_told_how_the_outbox_stands),
		TEST(what_has_ended_long_ago_is_forgotten),
		TEST(a_mail_is_a_row_and_no_mail_is_none),
		TEST(the_victim_of_a_deadlock_may_retry),
		TEST(a_deadlock_is_rolled_back_by_us_too),
		TEST(who_waits_too_long_for_a_lock_may_retry),
		TEST(a_killed_connection_is_made_again),
		TEST(a_loss_in_a_transaction_undoes_it),
		TEST(a_loss_at_commit_is_not_retried),
		TEST(an_idle_connection_that_was_closed_is_made_again),
		TEST(a_session_is_as_promised),
	};

	if (getenv("PORTRESS_TEST_LOG") == NULL)
		log_open(LOG_TARGET_STDERR, LOG_FORM_TEXT, LOG_CRIT);
	return cmocka_run_group_tests(tests, begin_all, end_all);
}
