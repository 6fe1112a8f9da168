/*
 * What can be known of the store without a server: the table of statements,
 * the migrations, and how a server that is not there looks.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "base/arena.h"
#include "base/log.h"
#include "conf/conf.h"
#include "store/db.h"
#include "store/migrate.h"
#include "store/migrations.h"
#include "store/prepared.h"
#include "store/statement.h"

#include "tables.h"

static const struct prepared_row rows[] = {
#define STATEMENT(name, parameters, columns, kind, sql) \
	{ #name, parameters, columns, kind, sql },
#include "store/statements.def"
#undef STATEMENT
};

static const struct conf_database nowhere = {
	.socket = "/nonexistent/socket",
	.name = "nothing",
	.user = "nobody",
	.tls = "auto",
	.port = 3306,
	.timeout = 1,
	DJANGOS_TABLES
};

/* The least that a custom user model has. */
static const struct conf_user least = {
	.table = "people", .id = "key", .id_type = "uuid",
	.username = "mail", .email = "mail", .password = "secret",
	.first_name = "", .last_name = "", .last_login = "",
	.is_active = "", .is_staff = "", .is_superuser = "",
	.date_joined = ""
};

#define FOR_EACH_ROW(row) \
	for (row = rows; row < rows + STATEMENT_COUNT; row++)

static size_t
count(const char *text, char character)
{
	size_t found = 0;

	for (; *text != '\0'; text++)
		found += *text == character;
	return found;
}

static void
assert_letters(const struct prepared_row *row)
{
	assert_int_equal(strspn(row->parameters, "itu-"),
	    strlen(row->parameters));
	assert_int_equal(strspn(row->columns, "itu"), strlen(row->columns));
	assert_int_equal(count(row->sql, '?'),
	    strlen(row->parameters) - count(row->parameters, '-'));
	assert_true(count(row->parameters, 'u') <= PREPARED_IDS);
	assert_true(strlen(row->parameters) <= PREPARED_PARAMETERS);
	assert_true(strlen(row->columns) <= PREPARED_COLUMNS);
	assert_null(strpbrk(row->sql, "{}"));
}

/* As they are without columns of the user, and with as many as can be. */
static void
a_letter_stands_for_each_parameter(void **state)
{
	struct conf_column columns[CONF_COLUMNS];
	struct conf_database conf = nowhere;
	struct arena *arena = arena_open(1024 * 1024);
	const struct prepared_row *row;
	size_t i;

	(void)state;
	conf.columns = columns;
	conf.accounts = least;
	for (i = 0; i < CONF_COLUMNS; i++)
		columns[i] = (struct conf_column){ .name = "a_column",
		    .sql = "a_column", .type = "text", .length = 1,
		    .is_own = i % 5 == 0, .initial = i % 4 == 0 ? "x" : NULL,
		    .table = i % 2 == 0 ? "user" : "portress_profile" };
	do {
		FOR_EACH_ROW(row) {
			const struct prepared_row filled =
			    statement_fill_in(arena, &conf, true, row);

			assert_letters(&filled);
		}
		conf.column_count += CONF_COLUMNS;
	} while (conf.column_count <= CONF_COLUMNS);
	arena_close(&arena);
}

static void
a_kind_is_what_its_sql_does(void **state)
{
	const struct prepared_row *row;

	(void)state;
	FOR_EACH_ROW(row) {
		int reads = strncmp(row->sql, "SELECT ", 7) == 0;
		int locks = strstr(row->sql, "FOR UPDATE") != NULL;

		assert_int_equal(row->kind != READ && row->kind != LOCK,
		    !reads);
		assert_int_equal(row->kind == LOCK, locks);
		assert_int_equal(row->columns[0] != '\0', reads);
	}
}

/* The list of accounts is shown to staff; hashes have no business there. */
static void
a_list_of_accounts_holds_no_hashes(void **state)
{
	(void)state;
	assert_null(strstr(rows[STATEMENT_USER_LIST].sql, "password"));
}

static void
migrations_are_numbered_without_a_gap(void **state)
{
	int i;

	(void)state;
	for (i = 0; migrations[i].number != 0; i++) {
		assert_int_equal(migrations[i].number, i + 1);
		assert_non_null(migrations[i].statements[0]);
	}
	assert_true(i > 0);
}

static void
a_server_that_is_not_there_is_no_reason_to_retry(void **state)
{
	struct db *db = db_open(&nowhere);
	struct arena *arena = arena_open(64 * 1024);
	struct value columns[PREPARED_COLUMNS], *list;

	(void)state;
	assert_string_equal(db_error(db), "");
	assert_int_equal(db_find(db, arena, STATEMENT_USER_FIND,
	    VALUES(value_number(1)), columns), -1);
	assert_false(db_may_retry(db));
	assert_int_equal(db_list(db, arena, STATEMENT_USER_LIST, NULL, &list),
	    -1);
	assert_int_equal(db_run(db, STATEMENT_TOKEN_END,
	    VALUES(value_number(1))), -1);
	assert_int_equal(migrate_pending(db, &nowhere, NULL), -1);
	assert_int_equal(db_check(db), -1);
	assert_null(db_server(db));
	assert_string_not_equal(db_error(db), "");
	arena_close(&arena);
	db_close(&db);
	assert_null(db);
}

static void
nothing_to_commit_needs_no_server(void **state)
{
	struct db *db = db_open(&nowhere);

	(void)state;
	assert_int_equal(db_commit(db), 0);
	db_rollback(db);
	assert_false(db_may_retry(db));
	db_close(&db);
}

static void
a_text_that_is_not_there_is_null(void **state)
{
	(void)state;
	assert_null(value_text(NULL).text);
	assert_int_equal(value_text("abc").length, 3);
	assert_false(value_text("abc").is_number);
	assert_true(value_number(0).is_number);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_letter_stands_for_each_parameter),
		cmocka_unit_test(a_kind_is_what_its_sql_does),
		cmocka_unit_test(a_list_of_accounts_holds_no_hashes),
		cmocka_unit_test(migrations_are_numbered_without_a_gap),
		cmocka_unit_test(
		    a_server_that_is_not_there_is_no_reason_to_retry),
		cmocka_unit_test(nothing_to_commit_needs_no_server),
		cmocka_unit_test(a_text_that_is_not_there_is_null),
	};

	/* Below what is expected to fail here. */
	log_open(LOG_TARGET_STDERR, LOG_FORM_TEXT, LOG_CRIT);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
