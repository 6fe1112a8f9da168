#include "store/outbox.h"

#include "store/db.h"
#include "store/user.h"

static bool was_queued;

bool
outbox_was_queued(void)
{
	bool answer = was_queued;

	was_queued = false;
	return answer;
}

int
outbox_queue(struct db *db, const char *api, const struct user *user,
    const char *kind)
{
	was_queued = true;
	return db_run(db, STATEMENT_OUTBOX_QUEUE, VALUES(
	    value_text(user->id), value_text(kind), value_text(api),
	    value_text(user->email))) == 1 ? 0 : -1;
}

/* A row that nobody sees: but the log is written, and waited for. */
int
outbox_queue_nothing(struct db *db, const char *api, const char *kind)
{
	static const struct user nobody = { .email = "" };

	if (outbox_queue(db, api, &nobody, kind) == -1)
		return -1;
	return outbox_done(db, db_last_id(db));
}

int
outbox_take(struct db *db, struct arena *arena, struct outbox_mail *mail_r)
{
	struct value columns[6];
	int found = db_find(db, arena, STATEMENT_OUTBOX_TAKE, NULL, columns);

	if (found == 1)
		*mail_r = (struct outbox_mail){
			.id = columns[0].number,
			.user_id = columns[1].text,
			.kind = columns[2].text,
			.api = columns[3].text,
			.address = columns[4].text,
			.created = columns[5].number,
		};
	return found;
}

int
outbox_done(struct db *db, int64_t id)
{
	return db_run(db, STATEMENT_OUTBOX_DONE,
	    VALUES(value_number(id))) == 1 ? 0 : -1;
}
