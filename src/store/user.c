#include "store/user.h"

#include <stddef.h>

#include "base/arena.h"
#include "base/log.h"
#include "conf/conf.h"
#include "store/db.h"

/* The columns of every statement that reads accounts. */
enum column {
	ID, USERNAME, EMAIL, HASH, FIRST_NAME, LAST_NAME, LAST_LOGIN,
	IS_ACTIVE, IS_STAFF, IS_SUPERUSER, IS_PENDING, COLUMNS
};

static void
from_columns(struct user *user, const struct value *columns, size_t width)
{
	*user = (struct user){
		.id = columns[ID].number,
		.username = columns[USERNAME].text,
		.email = columns[EMAIL].text,
		.hash = columns[HASH].text,
		.first_name = columns[FIRST_NAME].text,
		.last_name = columns[LAST_NAME].text,
		.last_login = columns[LAST_LOGIN].text,
		.is_active = columns[IS_ACTIVE].number != 0,
		.is_staff = columns[IS_STAFF].number != 0,
		.is_superuser = columns[IS_SUPERUSER].number != 0,
		.is_pending = columns[IS_PENDING].number != 0,
		.columns = width > COLUMNS ? columns + COLUMNS : NULL,
	};
}

static int
find(struct db *db, struct arena *arena, enum statement statement,
    struct value key, struct user *user_r)
{
	struct value *columns = arena_alloc(arena,
	    (COLUMNS + CONF_COLUMNS) * sizeof(*columns));
	int found = db_find(db, arena, statement, VALUES(key), columns);

	if (found == 1)
		from_columns(user_r, columns, db_width(db, statement));
	return found;
}

int
user_find(struct db *db, struct arena *arena, int64_t id,
    struct user *user_r)
{
	return find(db, arena, STATEMENT_USER_FIND, value_number(id), user_r);
}

int
user_find_locked(struct db *db, struct arena *arena, int64_t id,
    struct user *user_r)
{
	return find(db, arena, STATEMENT_USER_FIND_LOCKED, value_number(id),
	    user_r);
}

int
user_find_by_name(struct db *db, struct arena *arena, const char *username,
    struct user *user_r)
{
	return find(db, arena, STATEMENT_USER_FIND_BY_NAME,
	    value_text(username), user_r);
}

int
user_find_by_token(struct db *db, struct arena *arena, const char *key,
    struct user *user_r)
{
	return find(db, arena, STATEMENT_USER_FIND_BY_TOKEN, value_text(key),
	    user_r);
}

static int
list(struct db *db, struct arena *arena, enum statement statement,
    const struct value *values, struct users *users_r)
{
	size_t width = db_width(db, statement);
	struct value *columns;
	int64_t count;
	size_t i;

	if ((count = db_list(db, arena, statement, values, &columns)) == -1)
		return -1;
	users_r->count = (size_t)count;
	users_r->list = arena_alloc(arena,
	    users_r->count * sizeof(*users_r->list));
	for (i = 0; i < users_r->count; i++)
		from_columns(&users_r->list[i], columns + i * width, width);
	return 0;
}

int
user_list_fits(struct db *db, int64_t accounts, int64_t bytes)
{
	struct value columns[2];
	int found = db_find(db, NULL, STATEMENT_USER_LIST_SIZE,
	    VALUES(value_number(accounts + 1)), columns);

	if (found == 1)
		return columns[0].number <= accounts &&
		    columns[1].number <= bytes;
	return -1;
}

int
user_list(struct db *db, struct arena *arena, int64_t limit,
    struct users *users_r)
{
	return list(db, arena, STATEMENT_USER_LIST,
	    VALUES(value_number(limit)), users_r);
}

int
user_list_by_email(struct db *db, struct arena *arena, const char *email,
    struct users *users_r)
{
	return list(db, arena, STATEMENT_USER_LIST_BY_EMAIL,
	    VALUES(value_text(email)), users_r);
}

/* Django keeps no NULL in these columns. */
static struct value
text(const char *text_or_null)
{
	return value_text(text_or_null != NULL ? text_or_null : "");
}

int
user_create(struct db *db, struct user *user)
{
	int64_t result = db_run(db, STATEMENT_USER_CREATE, VALUES(
	    value_text(user->username), text(user->email),
	    value_text(user->hash), text(user->first_name),
	    text(user->last_name), value_number(user->is_active),
	    value_number(user->is_staff), value_number(user->is_superuser)));

	if (result < 0)
		return (int)result;
	user->id = db_last_id(db);
	return 0;
}

/* A change of the one account of that id. 0 or -1. */
static int
change(struct db *db, enum statement statement, const struct value *values,
    int64_t id)
{
	int64_t matched = db_run(db, statement, values);

	if (matched < 0)
		return (int)matched;
	if (matched == 1)
		return 0;
	log_event(LOG_NOTICE, "account_gone", log_int("user", id));
	return db_overtaken(db);
}

int
user_set_hash(struct db *db, int64_t id, const char *hash)
{
	return change(db, STATEMENT_USER_SET_HASH,
	    VALUES(value_text(hash), value_number(id)), id);
}

int
user_set_name(struct db *db, int64_t id, const char *username)
{
	return change(db, STATEMENT_USER_SET_NAME,
	    VALUES(value_text(username), value_number(id)), id);
}

int
user_set_email(struct db *db, int64_t id, const char *email)
{
	return change(db, STATEMENT_USER_SET_EMAIL,
	    VALUES(value_text(email), value_number(id)), id);
}

/* 1, 0 if it is gone, or -1. */
static int
lock(struct db *db, int64_t id)
{
	struct value locked;

	return db_find(db, NULL, STATEMENT_USER_LOCK,
	    VALUES(value_number(id)), &locked);
}

/*
 * A row for what is in portress_profile, which may be the first of it. The
 * account is locked first, as by all who write for it: INSERT IGNORE shares the
 * row with others that do the same, and then each would wait for the others.
 */
static int
begin_profile(struct db *db, int64_t id)
{
	int found = lock(db, id);

	if (found == 0)
		return db_overtaken(db);
	return found == -1 || db_run(db, STATEMENT_PROFILE_BEGIN,
	    VALUES(value_number(id))) < 0 ? -1 : 0;
}

int
user_set_columns(struct db *db, const struct conf_database *conf, int64_t id,
    const struct change *changes)
{
	struct value values[2 * CONF_COLUMNS + 1];
	size_t count = 0, i;

	for (i = 0; i < conf->column_count; i++) {
		if (conf->columns[i].is_own)
			continue;
		values[count++] = value_number(changes[i].is_given);
		values[count++] = value_text(changes[i].text);
	}
	values[count] = value_number(id);
	if (begin_profile(db, id) == -1)
		return -1;
	return db_run(db, STATEMENT_USER_SET_COLUMNS, values) < 0 ? -1 : 0;
}

int
user_lock_addresses(struct db *db)
{
	struct value one;

	int found = db_find(db, NULL, STATEMENT_USER_LOCK_ADDRESSES, NULL,
	    &one);

	if (found == 0)
		log_event(LOG_ERR, "row_missing",
		    log_text("table", "portress_lock"));
	return found == 1 ? 0 : -1;
}

int
user_set_active(struct db *db, int64_t id, bool is_active)
{
	return change(db, STATEMENT_USER_SET_ACTIVE,
	    VALUES(value_number(is_active), value_number(id)), id);
}

int
user_set_last_login(struct db *db, int64_t id)
{
	return change(db, STATEMENT_USER_SET_LAST_LOGIN,
	    VALUES(value_number(id)), id);
}

int
user_delete(struct db *db, int64_t id)
{
	static const enum statement steps[] = {
		STATEMENT_TOKEN_END,
		STATEMENT_REFRESH_BLACKLIST_ALL,
		STATEMENT_REFRESH_DISOWN,
		STATEMENT_PENDING_END,
		STATEMENT_PROFILE_END,
		STATEMENT_USER_DELETE,
	};
	const struct value *key = VALUES(value_number(id));
	size_t i;
	int found = lock(db, id);	/* nobody signs in between the steps */

	if (found != 1)
		return found;
	for (i = 0; i < sizeof(steps) / sizeof(steps[0]); i++)
		if (db_run(db, steps[i], key) < 0)
			return -1;
	return 0;
}
