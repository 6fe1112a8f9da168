#include "store/outbox.h"

#include "base/arena.h"
#include "store/db.h"

#define KEPT_FOR		(90 * 24 * 60 * 60)	/* s, of the ended */
#define PATIENCE_MAXIMUM	(4 * 60 * 60)	/* s between two attempts */
#define COLUMNS			13

static bool was_queued;

bool
outbox_was_queued(void)
{
	bool answer = was_queued;

	was_queued = false;
	return answer;
}

/* --- who causes mail ------------------------------------------------------ */

int
outbox_queue(struct db *db, const struct outbox_mail *mail)
{
	was_queued = true;
	return db_run(db, STATEMENT_OUTBOX_QUEUE, VALUES(
	    value_text(mail->user_id), value_text(mail->kind),
	    value_text(mail->api), value_text(mail->address),
	    value_text(mail->language), value_number(mail->about))) == 1 ?
	    0 : -1;
}

/*
 * Two statements, as below. To find an account takes longer than to find none,
 * to drop a row longer than to leave it as it is: that is about the same.
 */
int
outbox_queue_unseen(struct db *db, const struct outbox_mail *mail)
{
	if (outbox_queue(db, mail) == -1)
		return -1;
	return db_run(db, STATEMENT_OUTBOX_PUT_OFF, VALUES(value_text(""),
	    value_number(db_last_id(db)))) == 1 ? 0 : -1;
}

/* A row that nobody sees: but the log is written, and waited for. */
int
outbox_queue_nothing(struct db *db, const struct outbox_mail *mail)
{
	if (outbox_queue(db, mail) == -1)
		return -1;
	return db_run(db, STATEMENT_OUTBOX_DROP,
	    VALUES(value_number(db_last_id(db)))) == 1 ? 0 : -1;
}

/* --- who sends mail ------------------------------------------------------- */

static struct outbox_mail
read_mail(const struct value *columns)
{
	return (struct outbox_mail){
		.id = columns[0].number,
		.user_id = columns[1].text,
		.kind = columns[2].text,
		.api = columns[3].text,
		.address = columns[4].text,
		.language = columns[5].text,
		.about = columns[6].number,
		.attempts = columns[7].number,
		.created = columns[8].number,
		.age = columns[9].number,
		.wait = columns[10].number,
		.is_ended = columns[11].number != 0,
		.reason = columns[12].text,
	};
}

/* Seconds until the next attempt, where so many were begun before. */
static int64_t
pause_after(int64_t patience, int64_t attempts)
{
	while (attempts-- > 0 && patience < PATIENCE_MAXIMUM)
		patience *= 2;
	return patience < PATIENCE_MAXIMUM ? patience : PATIENCE_MAXIMUM;
}

/* Ends the transaction, well or ill. The result, or -1. */
static int64_t
finish(struct db *db, int64_t result)
{
	if (result >= 0 && db_commit(db) == 0)
		return result;
	db_rollback(db);
	return -1;
}

int
outbox_take(struct db *db, struct arena *arena, int64_t patience,
    struct outbox_mail *mail_r)
{
	struct value columns[COLUMNS];
	int64_t found = db_find(db, arena, STATEMENT_OUTBOX_TAKE, NULL,
	    columns);

	if (found == 1) {
		*mail_r = read_mail(columns);
		found = db_run(db, STATEMENT_OUTBOX_CLAIM, VALUES(
		    value_number(pause_after(patience, mail_r->attempts)),
		    value_number(mail_r->id)));
		mail_r->attempts++;
	}
	return (int)finish(db, found);
}

/* How many rows were there to be written, or -1. */
static int64_t
settle(struct db *db, enum statement statement, const struct value *values)
{
	return finish(db, db_run(db, statement, values));
}

int
outbox_done(struct db *db, int64_t id)
{
	return settle(db, STATEMENT_OUTBOX_DROP,
	    VALUES(value_number(id))) == -1 ? -1 : 0;
}

static int
settle_with(struct db *db, enum statement statement, const char *reason,
    int64_t id)
{
	return settle(db, statement, VALUES(value_text(reason),
	    value_number(id))) == -1 ? -1 : 0;
}

int
outbox_put_off(struct db *db, int64_t id, const char *reason)
{
	return settle_with(db, STATEMENT_OUTBOX_PUT_OFF, reason, id);
}

int
outbox_give_back(struct db *db, int64_t id, const char *reason)
{
	return settle_with(db, STATEMENT_OUTBOX_GIVE_BACK, reason, id);
}

int
outbox_end(struct db *db, int64_t id, const char *reason)
{
	if (db_run(db, STATEMENT_OUTBOX_FORGET,
	    VALUES(value_number(KEPT_FOR))) < 0)
		return (int)finish(db, -1);
	return settle_with(db, STATEMENT_OUTBOX_END, reason, id);
}

/* --- who looks after it --------------------------------------------------- */

int
outbox_look(struct db *db, struct outbox_state *state_r)
{
	struct value columns[5];

	if (db_find(db, NULL, STATEMENT_OUTBOX_LOOK, NULL, columns) != 1)
		return -1;
	*state_r = (struct outbox_state){
		.count = columns[0].number,
		.due = columns[1].number,
		.ended = columns[2].number,
		.oldest = columns[3].number,
		.held = columns[4].number,
	};
	return 0;
}

int
outbox_list(struct db *db, struct arena *arena, int64_t limit,
    struct outbox_mails *mails_r)
{
	struct value *columns;
	int64_t count = db_list(db, arena, STATEMENT_OUTBOX_LIST,
	    VALUES(value_number(limit)), &columns), i;

	if (count == -1)
		return -1;
	mails_r->count = (size_t)count;
	mails_r->list = arena_alloc(arena,
	    (size_t)count * sizeof(struct outbox_mail));
	for (i = 0; i < count; i++)
		mails_r->list[i] = read_mail(columns + i * COLUMNS);
	return 0;
}

int
outbox_find(struct db *db, struct arena *arena, int64_t id,
    struct outbox_mail *mail_r)
{
	struct value columns[COLUMNS];
	int found = db_find(db, arena, STATEMENT_OUTBOX_FIND,
	    VALUES(value_number(id)), columns);

	if (found == 1)
		*mail_r = read_mail(columns);
	return found;
}

int
outbox_retry(struct db *db, int64_t id)
{
	return (int)settle(db, STATEMENT_OUTBOX_RETRY,
	    VALUES(value_number(id)));
}

int64_t
outbox_retry_all(struct db *db)
{
	return settle(db, STATEMENT_OUTBOX_RETRY_ALL, NULL);
}

int
outbox_drop(struct db *db, int64_t id)
{
	return (int)settle(db, STATEMENT_OUTBOX_DROP,
	    VALUES(value_number(id)));
}

int64_t
outbox_drop_ended(struct db *db)
{
	return settle(db, STATEMENT_OUTBOX_DROP_ENDED, NULL);
}
