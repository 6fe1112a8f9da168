#include "store/reference.h"

#include <string.h>

#include "conf/conf.h"
#include "store/db.h"

#define NAME_SIZE	65	/* of MySQL's names, with the NUL */

/* 1, 0 or -1. */
static int
is_there(struct db *db, const char *table, const char *column)
{
	struct value count;

	if (db_find(db, NULL, STATEMENT_REFERENCE_COUNT,
	    VALUES(value_text(table), value_text(column)), &count) != 1)
		return -1;
	return count.number > 0;
}

/* "TABLE.COLUMN", as the configuration has checked it. */
static int
end(struct db *db, const char *reference, enum statement statement,
    const char *id)
{
	const char *column = strchr(reference, '.') + 1;
	char table[NAME_SIZE] = "";
	int there;
	int64_t done;

	memcpy(table, reference, (size_t)(column - 1 - reference));
	if ((there = is_there(db, table, column)) != 1)
		return there;
	done = db_run_on(db, statement, table, column,
	    VALUES(value_text(id)));
	return done < 0 ? (int)done : 0;
}

static int
end_each(struct db *db, const char *const *references,
    enum statement statement, const char *id)
{
	int result = 0;

	for (; *references != NULL && result == 0; references++)
		result = end(db, *references, statement, id);
	return result;
}

int
reference_end_all(struct db *db, const struct conf_user *conf,
    const char *id)
{
	int result = end_each(db, conf->set_null, STATEMENT_REFERENCE_UNTIE,
	    id);

	return result != 0 ? result : end_each(db, conf->cascade,
	    STATEMENT_REFERENCE_END, id);
}
