#include "store/pending.h"

#include "store/db.h"

int
pending_begin(struct db *db, const char *user_id)
{
	return db_run(db, STATEMENT_PENDING_BEGIN,
	    VALUES(value_text(user_id))) < 0 ? -1 : 0;
}

int
pending_end(struct db *db, const char *user_id)
{
	return db_run(db, STATEMENT_PENDING_END,
	    VALUES(value_text(user_id))) < 0 ? -1 : 0;
}

int
pending_find(struct db *db, const char *user_id)
{
	struct value id;

	return db_find(db, NULL, STATEMENT_PENDING_FIND,
	    VALUES(value_text(user_id)), &id);
}
