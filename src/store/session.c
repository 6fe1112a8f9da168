#include "store/session.h"

#include "store/db.h"

static int
find(struct db *db, struct arena *arena, enum statement statement,
    const char *key, int64_t limit, struct session *session_r)
{
	struct value columns[2];
	int found = db_find(db, arena, statement,
	    VALUES(value_number(limit + 1), value_text(key)), columns);

	if (found == 1)
		*session_r = (struct session){ .key = key,
		    .data = columns[0].text, .age = columns[1].number };
	return found;
}

int
session_look(struct db *db, struct arena *arena, const char *key,
    int64_t limit, struct session *session_r)
{
	return find(db, arena, STATEMENT_SESSION_LOOK, key, limit, session_r);
}

int
session_find(struct db *db, struct arena *arena, const char *key,
    int64_t limit, struct session *session_r)
{
	return find(db, arena, STATEMENT_SESSION_FIND, key, limit, session_r);
}

/* A key that is taken is as good as impossible; the next one will do. */
static int
write(struct db *db, enum statement statement, const struct value *values)
{
	int64_t written = db_run(db, statement, values);

	if (written == 1 || written == -1)
		return written == 1 ? 0 : -1;
	return db_overtaken(db);
}

int
session_create(struct db *db, const struct session *session)
{
	return write(db, STATEMENT_SESSION_CREATE, VALUES(
	    value_text(session->key), value_text(session->data),
	    value_number(session->age)));
}

int
session_replace(struct db *db, const char *key, const struct session *session)
{
	return write(db, STATEMENT_SESSION_REPLACE, VALUES(
	    value_text(session->key), value_text(session->data),
	    value_number(session->age), value_text(key)));
}

int
session_end(struct db *db, const char *key)
{
	return db_run(db, STATEMENT_SESSION_END,
	    VALUES(value_text(key))) < 0 ? -1 : 0;
}
