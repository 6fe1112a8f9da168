#include "store/user.h"

#include <inttypes.h>
#include <string.h>

#include "base/arena.h"
#include "base/codec.h"
#include "base/log.h"
#include "base/random.h"
#include "conf/conf.h"
#include "store/db.h"
#include "store/reference.h"
#include "store/statement.h"

#define CREATED	9	/* parameters of an account that is made */

/* The columns of every statement that reads accounts. */
enum column {
	ID, USERNAME, EMAIL, HASH, FIRST_NAME, LAST_NAME, LAST_LOGIN,
	IS_ACTIVE, IS_STAFF, IS_SUPERUSER, IS_PENDING, COLUMNS
};

bool
user_is(const struct user *one, const struct user *other)
{
	return strcmp(one->id, other->id) == 0;
}

/* A custom user model's columns may hold NULL. */
static const char *
or_blank(const char *text)
{
	return text != NULL ? text : "";
}

static void
from_columns(struct user *user, const struct value *columns, size_t width)
{
	*user = (struct user){
		.id = columns[ID].text,
		.username = or_blank(columns[USERNAME].text),
		.email = or_blank(columns[EMAIL].text),
		.hash = or_blank(columns[HASH].text),
		.first_name = or_blank(columns[FIRST_NAME].text),
		.last_name = or_blank(columns[LAST_NAME].text),
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
user_find(struct db *db, struct arena *arena, const char *id,
    struct user *user_r)
{
	return find(db, arena, STATEMENT_USER_FIND, value_text(id), user_r);
}

int
user_find_locked(struct db *db, struct arena *arena, const char *id,
    struct user *user_r)
{
	return find(db, arena, STATEMENT_USER_FIND_LOCKED, value_text(id),
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

static void
add_initials(struct value *values, const struct conf_database *conf,
    const struct change *changes)
{
	size_t i;

	for (i = 0; i < conf->column_count; i++) {
		bool is_given = changes != NULL && changes[i].is_given;

		*values++ = value_number(is_given);
		*values++ = value_text(is_given ? changes[i].text :
		    conf->columns[i].initial);
	}
}

/* Django keeps no NULL in these columns. */
int
user_create(struct db *db, struct arena *arena,
    const struct conf_database *conf, struct user *user,
    const struct change *changes)
{
	char *id = arena_alloc(arena, CODEC_UUID_SIZE);
	struct value values[CREATED + 2 * CONF_COLUMNS] = {
		value_text(user->hash), value_text(id),
		value_text(user->username), value_text(or_blank(user->email)),
		value_text(or_blank(user->first_name)),
		value_text(or_blank(user->last_name)),
		value_number(user->is_active), value_number(user->is_staff),
		value_number(user->is_superuser),
	};
	bool has_uuid = strcmp(conf->accounts.id_type, "uuid") == 0;
	int64_t result;

	if (has_uuid) {
		random_uuid(id);
		values[1] = value_text(id);
	}
	add_initials(values + CREATED, conf, changes);
	if ((result = db_run(db, STATEMENT_USER_CREATE, values)) < 0)
		return (int)result;
	user->id = has_uuid ? id :
	    arena_printf(arena, "%" PRId64, db_last_id(db));
	return 0;
}

/* A change of the one account of that id. 0 or -1. */
static int
change(struct db *db, enum statement statement, const struct value *values,
    const char *id)
{
	int64_t matched = db_run(db, statement, values);

	if (matched < 0)
		return (int)matched;
	if (matched == 1)
		return 0;
	log_event(LOG_NOTICE, "account_gone", log_text("user", id));
	return db_overtaken(db);
}

int
user_set_hash(struct db *db, const char *id, const char *hash)
{
	return change(db, STATEMENT_USER_SET_HASH,
	    VALUES(value_text(hash), value_text(id)), id);
}

int
user_set_name(struct db *db, const char *id, const char *username)
{
	return change(db, STATEMENT_USER_SET_NAME,
	    VALUES(value_text(username), value_text(id)), id);
}

int
user_set_email(struct db *db, const char *id, const char *email)
{
	return change(db, STATEMENT_USER_SET_EMAIL,
	    VALUES(value_text(email), value_text(id)), id);
}

/* 1, 0 if it is gone, or -1. */
static int
lock(struct db *db, const char *id)
{
	struct value locked;

	return db_find(db, NULL, STATEMENT_USER_LOCK,
	    VALUES(value_text(id)), &locked);
}

/*
 * A row for what is in portress_profile, which may be the first of it. The
 * account is locked first, as by all who write for it: INSERT IGNORE shares the
 * row with others that do the same, and then each would wait for the others.
 */
static int
begin_profile(struct db *db, const char *id)
{
	int found = lock(db, id);

	if (found == 0)
		return db_overtaken(db);
	return found == -1 || db_run(db, STATEMENT_PROFILE_BEGIN,
	    VALUES(value_text(id))) < 0 ? -1 : 0;
}

int
user_set_columns(struct db *db, const struct conf_database *conf,
    const char *id, const struct change *changes)
{
	struct value values[2 * CONF_COLUMNS + 1];
	size_t count = 0, i;
	int64_t result;

	for (i = 0; i < conf->column_count; i++) {
		if (conf->columns[i].is_own)
			continue;
		values[count++] = value_number(changes[i].is_given);
		values[count++] = value_text(changes[i].text);
	}
	values[count] = value_text(id);
	if (begin_profile(db, id) == -1)
		return -1;
	result = db_run(db, STATEMENT_USER_SET_COLUMNS, values);
	return result < 0 ? (int)result : 0;
}

int
user_room(struct db *db, struct arena *arena, const struct conf_user *conf,
    const char *column, int64_t *characters_r)
{
	struct value found[2];

	if (db_find(db, arena, STATEMENT_MIGRATE_COLUMN,
	    VALUES(value_text(conf->table), value_text(column)), found) != 1)
		return -1;
	*characters_r = found[1].number;
	return 0;
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
user_set_active(struct db *db, const char *id, bool is_active)
{
	return change(db, STATEMENT_USER_SET_ACTIVE,
	    VALUES(value_number(is_active), value_text(id)), id);
}

int
user_set_last_login(struct db *db, const char *id)
{
	return change(db, STATEMENT_USER_SET_LAST_LOGIN,
	    VALUES(value_text(id)), id);
}

/* Rows of others go first, as they may name one of its tokens. */
static int64_t
delete_all(struct db *db, const struct conf_user *conf, const char *id)
{
	static const enum statement steps[] = {
		STATEMENT_TOKEN_END,
		STATEMENT_REFRESH_BLACKLIST_ALL,
		STATEMENT_REFRESH_DISOWN,
		STATEMENT_PENDING_END,
		STATEMENT_EMAIL_CHANGE_END,
		STATEMENT_PROFILE_END,
		STATEMENT_DEVICE_END,
		STATEMENT_USER_DELETE,
	};
	int64_t result = reference_end_all(db, conf, id);
	size_t i;

	for (i = 0; i < sizeof(steps) / sizeof(steps[0]) && result >= 0; i++)
		result = db_run(db, steps[i], VALUES(value_text(id)));
	return result;
}

int
user_delete(struct db *db, const struct conf_user *conf, const char *id)
{
	int found = lock(db, id);	/* nobody signs in between the steps */
	int64_t result;

	if (found != 1)
		return found;
	if ((result = delete_all(db, conf, id)) == DB_REFERENCED)
		log_event(LOG_WARNING, "account_referenced",
		    log_text("account", id), log_text("error", db_error(db)),
		    log_text("mend", "user { cascade, set_null }"));
	return result < 0 ? (int)result : 0;
}
