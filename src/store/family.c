#include "store/family.h"

#include "store/db.h"

int
family_rotate(struct db *db, const char *old, const char *fresh)
{
	if (db_run(db, STATEMENT_FAMILY_ROTATED, VALUES(value_text(old))) < 0)
		return -1;
	return db_run(db, STATEMENT_FAMILY_JOIN, VALUES(value_text(fresh),
	    value_text(old))) < 0 ? -1 : 0;
}

int
family_find(struct db *db, struct arena *arena, const char *jti,
    struct family *family_r)
{
	enum column { JTI, ISSUED, IS_ENDED, AGE, COLUMNS };
	struct value columns[COLUMNS];
	int found = db_find(db, arena, STATEMENT_FAMILY_FIND,
	    VALUES(value_text(jti)), columns);

	if (found == 1)
		*family_r = (struct family){
			.age = columns[AGE].number,
			.jti = columns[JTI].text,
			.issued = columns[ISSUED].number,
			.is_ended = columns[IS_ENDED].number != 0,
		};
	return found;
}

int
family_end(struct db *db, const char *jti)
{
	return db_run(db, STATEMENT_FAMILY_END, VALUES(value_text(jti))) < 0 ?
	    -1 : 0;
}
