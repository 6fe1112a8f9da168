#include "store/refresh.h"

#include <string.h>

#include "store/db.h"

/*
 * DB_DUPLICATE if the jti is recorded already. Whoever is known to be there
 * must still be; who may not be is looked up.
 */
static int
record(struct db *db, enum statement statement, const struct refresh *refresh)
{
	const char *signature = strrchr(refresh->token, '.');
	struct value unsigned_token = {
		.text = refresh->token,
		.length = signature != NULL ?
		    (size_t)(signature - refresh->token) : 0,
	};

	return (int)db_run(db, statement, VALUES(
	    value_text(refresh->user_id), value_text(refresh->jti),
	    unsigned_token, value_number(refresh->issued),
	    value_number(refresh->expires)));
}

int
refresh_record(struct db *db, const struct refresh *refresh)
{
	return record(db, refresh->user_id != NULL ? STATEMENT_REFRESH_RECORD :
	    STATEMENT_REFRESH_RECORD_FOREIGN, refresh) == 1 ? 0 : -1;
}

/* 1; 0 if it is not recorded; DB_DUPLICATE if it is blacklisted; or -1. */
static int
blacklist(struct db *db, const char *jti)
{
	return (int)db_run(db, STATEMENT_REFRESH_BLACKLIST,
	    VALUES(value_text(jti)));
}

int
refresh_blacklist(struct db *db, const struct refresh *refresh)
{
	int done = blacklist(db, refresh->jti);

	if (done == 0) {
		done = record(db, STATEMENT_REFRESH_RECORD_FOREIGN, refresh);
		/* A duplicate: somebody has recorded it just now. */
		if (done == 1 || done == DB_DUPLICATE)
			done = blacklist(db, refresh->jti);
		if (done == 0)
			return db_overtaken(db);
	}
	return done == DB_DUPLICATE ? 0 : done;
}

int
refresh_prolong(struct db *db, const char *jti, int64_t expires)
{
	return db_run(db, STATEMENT_REFRESH_PROLONG,
	    VALUES(value_number(expires), value_text(jti))) < 0 ? -1 : 0;
}

int
refresh_is_blacklisted(struct db *db, const char *jti)
{
	struct value id;

	return db_find(db, NULL, STATEMENT_REFRESH_IS_BLACKLISTED,
	    VALUES(value_text(jti)), &id);
}

int
refresh_end_others(struct db *db, const char *user_id, const char *jti)
{
	return db_run(db, STATEMENT_REFRESH_BLACKLIST_OTHERS,
	    VALUES(value_text(user_id), value_text(jti))) < 0 ? -1 : 0;
}

int
refresh_end_all(struct db *db, const char *user_id)
{
	return db_run(db, STATEMENT_REFRESH_BLACKLIST_ALL,
	    VALUES(value_text(user_id))) < 0 ? -1 : 0;
}
