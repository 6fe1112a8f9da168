#include "store/email_change.h"

#include <string.h>

#include "store/db.h"
#include "store/user.h"

int
email_change_begin(struct db *db, const char *user_id,
    const char *old_address, const char *new_address, bool is_confirmed,
    int64_t *id_r)
{
	if (db_run(db, STATEMENT_EMAIL_CHANGE_BEGIN, VALUES(
	    value_text(user_id), value_text(old_address),
	    value_text(new_address), value_number(is_confirmed))) != 1)
		return -1;
	*id_r = db_last_id(db);
	return 0;
}

static int
find(struct db *db, struct arena *arena, enum statement statement,
    int64_t id, struct email_change *change_r)
{
	struct value columns[6];
	int found = db_find(db, arena, statement, VALUES(value_number(id)),
	    columns);

	if (found == 1)
		*change_r = (struct email_change){
			.id = columns[0].number,
			.user_id = columns[1].text,
			.old_address = columns[2].text,
			.new_address = columns[3].text,
			.created = columns[4].text,
			.is_confirmed = columns[5].number != 0,
		};
	return found;
}

int
email_change_find(struct db *db, struct arena *arena, int64_t id,
    struct email_change *change_r)
{
	return find(db, arena, STATEMENT_EMAIL_CHANGE_FIND, id, change_r);
}

int
email_change_find_locked(struct db *db, struct arena *arena, int64_t id,
    struct email_change *change_r)
{
	return find(db, arena, STATEMENT_EMAIL_CHANGE_FIND_LOCKED, id,
	    change_r);
}

bool
email_change_can_be_confirmed(const struct email_change *change,
    const struct user *user)
{
	return !change->is_confirmed &&
	    strcmp(change->user_id, user->id) == 0 &&
	    strcmp(change->old_address, user->email) == 0;
}

bool
email_change_can_be_undone(const struct email_change *change,
    const struct user *user)
{
	return change->is_confirmed && strcmp(change->user_id, user->id) == 0;
}

int
email_change_keeps(struct db *db, const char *address, int64_t age,
    const char *user_id)
{
	struct value found[1];

	return db_find(db, NULL, STATEMENT_EMAIL_CHANGE_KEPT, VALUES(
	    value_text(address), value_number(age), value_text(user_id)),
	    found);
}

int
email_change_confirm(struct db *db, int64_t id)
{
	return db_run(db, STATEMENT_EMAIL_CHANGE_CONFIRM,
	    VALUES(value_number(id))) == 1 ? 0 : -1;
}

int
email_change_drop(struct db *db, int64_t id)
{
	return db_run(db, STATEMENT_EMAIL_CHANGE_DROP,
	    VALUES(value_number(id))) < 0 ? -1 : 0;
}

int
email_change_undo(struct db *db, const char *user_id, int64_t id)
{
	if (db_run(db, STATEMENT_EMAIL_CHANGE_DROP_AFTER,
	    VALUES(value_text(user_id), value_number(id))) < 0)
		return -1;
	return db_run(db, STATEMENT_EMAIL_CHANGE_UNDO,
	    VALUES(value_number(id))) == 1 ? 0 : -1;
}

int
email_change_was_undone(struct db *db, const char *user_id, int64_t since)
{
	struct value found[1];

	return db_find(db, NULL, STATEMENT_EMAIL_CHANGE_UNDONE,
	    VALUES(value_text(user_id), value_number(since)), found);
}

/* Looks before it locks: most often there is none. */
int
email_change_cancel(struct db *db, const char *user_id)
{
	struct value found[1];
	int result = db_find(db, NULL, STATEMENT_EMAIL_CHANGE_UNDER_WAY,
	    VALUES(value_text(user_id)), found);

	if (result == 1)
		result = db_find(db, NULL, STATEMENT_USER_LOCK,
		    VALUES(value_text(user_id)), found);
	if (result != 1)
		return result;
	return db_run(db, STATEMENT_EMAIL_CHANGE_CANCEL,
	    VALUES(value_text(user_id))) < 0 ? -1 : 0;
}

/* One by one: a range would lock rows of others, too. */
int
email_change_purge(struct db *db, struct arena *arena, int64_t age)
{
	struct value *ids;
	int64_t count = db_list(db, arena, STATEMENT_EMAIL_CHANGE_OLD,
	    VALUES(value_number(age)), &ids);
	int64_t i;

	for (i = 0; i < count; i++)
		if (email_change_drop(db, ids[i].number) == -1)
			return -1;
	return count == -1 ? -1 : 0;
}
