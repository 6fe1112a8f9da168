#include "store/device.h"

#include "store/db.h"

#define DEVICES		50			/* of an account */
#define KEPT_FOR	(365 * 24 * 60 * 60)	/* s */

/*
 * How many the account has, with room for one more; or -1. What goes on the
 * occasion may be of accounts that Django has deleted.
 */
static int64_t
make_room(struct db *db, const char *user_id)
{
	struct value count;

	if (db_run(db, STATEMENT_DEVICE_FORGET_OLD,
	    VALUES(value_number(KEPT_FOR))) < 0)
		return -1;
	if (db_find(db, NULL, STATEMENT_DEVICE_COUNT,
	    VALUES(value_text(user_id)), &count) != 1)
		return -1;
	if (count.number >= DEVICES && db_run(db, STATEMENT_DEVICE_FORGET,
	    VALUES(value_text(user_id))) < 0)
		return -1;
	return count.number;
}

int
device_note(struct db *db, const struct device *device, int64_t *id_r)
{
	int64_t count = db_run(db, STATEMENT_DEVICE_SEEN, VALUES(
	    value_text(device->address), value_text(device->user_id),
	    value_text(device->name), value_text(device->network)));

	if (count != 0)
		return count < 0 ? -1 : 0;
	count = make_room(db, device->user_id);
	if (count == -1 || db_run(db, STATEMENT_DEVICE_NOTE, VALUES(
	    value_text(device->user_id), value_text(device->name),
	    value_text(device->network), value_text(device->address))) != 1)
		return -1;
	*id_r = db_last_id(db);
	return count > 0;
}

int
device_find(struct db *db, struct arena *arena, int64_t id,
    struct device *device_r)
{
	struct value columns[5];
	int found = db_find(db, arena, STATEMENT_DEVICE_FIND,
	    VALUES(value_number(id)), columns);

	if (found == 1)
		*device_r = (struct device){
			.user_id = columns[0].text,
			.name = columns[1].text,
			.network = columns[2].text,
			.address = columns[3].text,
			.first_seen = columns[4].text,
		};
	return found;
}
