#include "store/token.h"

#include "base/arena.h"
#include "base/random.h"
#include "store/db.h"

static int
find(struct db *db, struct arena *arena, const char *user_id, const char **key_r)
{
	struct value key;
	int found = db_find(db, arena, STATEMENT_TOKEN_FIND,
	    VALUES(value_text(user_id)), &key);

	if (found == 1)
		*key_r = key.text;
	return found;
}

int
token_obtain(struct db *db, struct arena *arena, const char *user_id,
    const char **key_r)
{
	char *key = arena_alloc(arena, TOKEN_KEY_LENGTH + 1);
	int found = find(db, arena, user_id, key_r);

	if (found != 0)
		return found == 1 ? 0 : -1;
	random_hex(key, TOKEN_KEY_LENGTH / 2);
	switch (db_run(db, STATEMENT_TOKEN_CREATE,
	    VALUES(value_text(key), value_text(user_id)))) {
	case 1:
		*key_r = key;
		return 0;
	case DB_DUPLICATE:
		/* Another sign-in was faster; READ COMMITTED shows its row. */
		return find(db, arena, user_id, key_r) == 1 ? 0 : -1;
	default:
		return -1;
	}
}

int64_t
token_end(struct db *db, const char *user_id)
{
	return db_run(db, STATEMENT_TOKEN_END,
	    VALUES(value_text(user_id)));
}
