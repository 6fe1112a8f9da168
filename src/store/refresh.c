#include "store/refresh.h"

#include <string.h>

#include "store/db.h"

int
refresh_record(struct db *db, int64_t user_id, const char *jti,
    const char *token, int64_t issued, int64_t expires)
{
	const char *signature = strrchr(token, '.');
	struct value unsigned_token = {
		.text = token,
		.length = signature != NULL ? (size_t)(signature - token) : 0,
	};

	return db_run(db, STATEMENT_REFRESH_RECORD, VALUES(
	    value_number(user_id), value_text(jti), unsigned_token,
	    value_number(issued), value_number(expires))) == 1 ? 0 : -1;
}

int
refresh_is_blacklisted(struct db *db, const char *jti)
{
	struct value id;

	return db_find(db, NULL, STATEMENT_REFRESH_IS_BLACKLISTED,
	    VALUES(value_text(jti)), &id);
}

int
refresh_end_all(struct db *db, int64_t user_id)
{
	return db_run(db, STATEMENT_REFRESH_BLACKLIST_ALL,
	    VALUES(value_number(user_id))) < 0 ? -1 : 0;
}
