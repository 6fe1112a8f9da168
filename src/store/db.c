#include "store/db.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/log.h"
#include "conf/conf.h"
#include "store/link.h"
#include "store/prepared.h"
#include "store/statement.h"

#define SECOND		INT64_C(1000000)	/* of clock_monotonic */
#define ROWS_SIZE	((size_t)256 * 1024)

/* All statements, and what is prepared of them. */
struct statements {
	struct prepared_row rows[STATEMENT_COUNT];
	struct prepared	*prepared[STATEMENT_COUNT];	/* on db->link */
};

struct db {
	const struct conf_database *conf;
	struct arena	*arena;		/* of the rows */
	struct statements	 bare, whole;	/* without columns of the user, with */
	struct statements	*now;		/* one of them */
	MYSQL		*link;		/* NULL: none now */
	bool		 in_transaction;
	bool		 is_spoilt;	/* must be rolled back first */
	bool		 is_in_use;	/* by this call, or just connected */
	bool		 can_retry;
	bool		 has_missed;	/* a table or a column */
	int64_t		 last_id;
	int64_t		 asked;		/* when the last statement was sent */
	struct fault	 fault;
	unsigned int	 reported;	/* the last failure to connect */
	int64_t		 reported_at;
};

/* Before their gaps are filled in. */
static const struct prepared_row rows[] = {
#define STATEMENT(name, parameters, columns, kind, sql) \
	{ #name, parameters, columns, kind, sql },
#include "store/statements.def"
#undef STATEMENT
};

enum effect {
	FAILED,		/* the statement did nothing */
	QUOTES,		/* the same, and the error's text quotes a value */
	UNDONE,		/* the server has rolled the transaction back, or should */
	STUCK,		/* it waited too long for a lock */
	OVERTAKEN,	/* another transaction was faster */
	LOST,		/* the connection is gone */
	UNFIT,		/* this server cannot serve now; another may */
	OUTDATED,	/* a table or a column is missing */
};

/* Numbers, as some have a name with one of the client libraries only. */
static const struct {
	unsigned int	number;
	enum effect	effect;
} effects[] = {
	{ 1020, UNDONE },	/* record has changed since it was read */
	{ 1047, UNFIT },	/* Galera: the node is not ready */
	{ 1053, LOST },		/* shutting down */
	{ 1054, OUTDATED },
	{ 1062, QUOTES },	/* duplicate, where none is expected */
	{ 1146, OUTDATED },
	{ 1205, STUCK },	/* lock wait time-out */
	{ 1213, UNDONE },	/* deadlock; Galera: certification */
	{ 1243, LOST },		/* a proxy gave us another connection */
	{ 1290, UNFIT },	/* read-only */
	{ 1292, QUOTES },	/* wrong value */
	{ 1366, QUOTES },
	{ 1411, QUOTES },
	{ 1452, OVERTAKEN },	/* the row that it refers to is gone */
	{ 1467, UNDONE },	/* deadlock, over a table's next id */
	{ 1525, QUOTES },
	{ 1836, UNFIT },	/* read-only */
	{ 1927, LOST },		/* MariaDB: connection was killed */
	{ 2006, LOST },		/* gone away */
	{ 2013, LOST },		/* lost during the statement */
	{ 2055, LOST },		/* the same, with the system's reason */
	{ 4031, LOST },		/* MySQL: idle for too long */
};

/* Errors about what is written, after which the transaction can go on. */
static const struct {
	unsigned int	number;
	int		result;
	enum prepared_kind kind;	/* WRITE: of all that write */
} outcomes[] = {
	{ 1048, DB_MISFIT, ENTRY },	/* NULL */
	{ 1062, DB_DUPLICATE, WRITE },
	{ 1264, DB_MISFIT, ENTRY },	/* out of range */
	{ 1265, DB_MISFIT, ENTRY },	/* none of an ENUM's */
	{ 1267, DB_MISFIT, ENTRY },	/* of another charset, in IF() */
	{ 1292, DB_MISFIT, ENTRY },	/* of another type */
	{ 1366, DB_MISFIT, ENTRY },	/* the same, or of another charset */
	{ 1406, DB_MISFIT, ENTRY },	/* too long */
	{ 1451, DB_REFERENCED, REMOVAL },
	{ 1452, DB_MISFIT, ENTRY },	/* refers to no row */
	{ 3140, DB_MISFIT, ENTRY },	/* MySQL: no JSON */
	{ 3819, DB_MISFIT, ENTRY },	/* MySQL: against a CHECK */
	{ 3988, DB_MISFIT, ENTRY },	/* MySQL: of another charset */
	{ 4025, DB_MISFIT, ENTRY },	/* MariaDB: the same */
};

static enum effect
effect_of(unsigned int number)
{
	size_t i;

	for (i = 0; i < sizeof(effects) / sizeof(effects[0]); i++)
		if (effects[i].number == number)
			return effects[i].effect;
	return FAILED;
}

struct value
value_text(const char *text)
{
	return (struct value){ .text = text,
	    .length = text != NULL ? strlen(text) : 0 };
}

/* Those that are the same with columns and without are so to the pointer. */
static void
fill_in(struct db *db, const struct conf_database *conf)
{
	size_t i;

	for (i = 0; i < STATEMENT_COUNT; i++) {
		struct prepared_row *row = &db->whole.rows[i];

		*row = statement_fill_in(db->arena, conf, true, &rows[i]);
		db->bare.rows[i] = statement_fill_in(db->arena, conf, false,
		    &rows[i]);
		if (strcmp(row->sql, db->bare.rows[i].sql) == 0)
			*row = db->bare.rows[i];
	}
}

struct db *
db_open(const struct conf_database *conf)
{
	struct db *db;

	if ((db = calloc(1, sizeof(*db))) == NULL)
		abort();
	db->conf = conf;
	db->arena = arena_open(ROWS_SIZE);
	fill_in(db, conf);
	db->now = &db->bare;
	return db;
}

/* What is the same with columns and without is prepared once. */
static struct prepared **
prepared_of(struct db *db, enum statement statement)
{
	bool is_same = db->whole.rows[statement].sql ==
	    db->bare.rows[statement].sql;

	return &(is_same ? &db->bare : db->now)->prepared[statement];
}

void
db_use_columns(struct db *db, bool wanted)
{
	db->now = wanted ? &db->whole : &db->bare;
}

static void
disconnect(struct db *db)
{
	size_t i;

	/* The connection first: then closing a statement tells nobody. */
	if (db->link != NULL)
		mysql_close(db->link);
	db->link = NULL;
	db->in_transaction = false;
	for (i = 0; i < STATEMENT_COUNT; i++) {
		prepared_close(&db->bare.prepared[i]);
		prepared_close(&db->whole.prepared[i]);
	}
}

void
db_close(struct db **db)
{
	if (*db == NULL)
		return;
	disconnect(*db);
	arena_close(&(*db)->arena);
	free(*db);
	*db = NULL;
}

/* Every request may fail so; the log is to hear of it once a second. */
static void
report_unreachable(struct db *db)
{
	int64_t now = clock_monotonic();

	if (db->fault.number == db->reported &&
	    now - db->reported_at < SECOND)
		return;
	db->reported = db->fault.number;
	db->reported_at = now;
	log_event(LOG_ERR, "database_unreachable",
	    log_int("number", db->fault.number),
	    log_text("error", db->fault.text));
}

static int
connect_now(struct db *db)
{
	if (db->link != NULL)
		return 0;
	db->link = link_open(db->conf, &db->fault);
	if (db->link == NULL) {
		db->can_retry = false;
		report_unreachable(db);
		return -1;
	}
	if (db->reported != 0)
		log_event(LOG_NOTICE, "database_back");
	db->reported = 0;
	db->is_in_use = true;
	return 0;
}

static void
report(const struct db *db, const char *what, enum effect effect, bool idle)
{
	int level = LOG_ERR;

	if (effect == UNDONE || effect == STUCK || effect == OVERTAKEN)
		level = LOG_NOTICE;
	if (effect == LOST)
		level = idle ? LOG_INFO : LOG_WARNING;
	log_event(level, effect == LOST ? "database_lost" : "database_error",
	    log_text("statement", what), log_int("number", db->fault.number),
	    log_text("error", db->fault.text),
	    effect == OUTDATED ? log_text("mend", "portress migrate") :
	    (struct log_pair){ 0 });
}

/* Draws the consequences of db->fault and says so. -1. */
static int
failed(struct db *db, const char *what)
{
	enum effect effect = effect_of(db->fault.number);
	/* Whoever was silent for so long would be so the next time, too. */
	bool timed_out = clock_monotonic() - db->asked >=
	    db->conf->timeout * SECOND;

	if (effect == QUOTES)
		fault_set(&db->fault, db->fault.number, "(quotes a value)");
	db->can_retry = effect == UNDONE || effect == STUCK ||
	    effect == OVERTAKEN || (effect == LOST && !timed_out);
	db->has_missed = db->has_missed || effect == OUTDATED;
	report(db, what, effect, !db->is_in_use && !timed_out);
	if (db->in_transaction)
		db->is_spoilt = true;
	if (effect == LOST || effect == UNFIT)
		disconnect(db);
	return -1;
}

/* Runs SQL that needs no preparing and gives no rows. 0 or -1. */
static int
query(struct db *db, const char *sql)
{
	db->asked = clock_monotonic();
	if (mysql_real_query(db->link, sql, strlen(sql)) == 0)
		return 0;
	fault_set(&db->fault, mysql_errno(db->link), mysql_error(db->link));
	return -1;
}

static int
begin(struct db *db)
{
	if (db->in_transaction)
		return 0;
	if (query(db, "START TRANSACTION") == -1)
		return failed(db, "START TRANSACTION");
	db->in_transaction = true;
	return 0;
}

static int
prepare(struct db *db, enum statement statement)
{
	struct prepared **prepared = prepared_of(db, statement);

	if (*prepared != NULL)
		return 0;
	db->asked = clock_monotonic();
	*prepared = prepared_open(db->link,
	    &db->now->rows[statement], &db->fault);
	if (*prepared == NULL)
		return failed(db, db->now->rows[statement].name);
	return 0;
}

/* So that a statement can be prepared. 0 or -1. */
static int
make_ready(struct db *db, const struct prepared_row *row)
{
	return db->is_spoilt || connect_now(db) == -1 ||
	    (row->kind != READ && begin(db) == -1) ? -1 : 0;
}

/* What db_run returns for an error. */
static int
outcome_of(enum prepared_kind kind, unsigned int number)
{
	bool writes = kind != READ && kind != LOCK;
	size_t i;

	for (i = 0; i < sizeof(outcomes) / sizeof(outcomes[0]); i++)
		if (outcomes[i].number == number && (outcomes[i].kind == kind ||
		    (outcomes[i].kind == WRITE && writes)))
			return outcomes[i].result;
	return -1;
}

/* 0, or what db_run returns for an error. */
static int
run(struct db *db, const struct prepared_row *row, struct prepared *prepared,
    const struct value *values)
{
	int outcome;

	db->asked = clock_monotonic();
	if (prepared_run(prepared, values, &db->fault) == 0) {
		db->is_in_use = true;
		return 0;
	}
	outcome = outcome_of(row->kind, db->fault.number);
	return outcome != -1 ? outcome : failed(db, row->name);
}

static int
execute(struct db *db, enum statement statement, const struct value *values)
{
	const struct prepared_row *row = &rows[statement];

	if (make_ready(db, row) == -1 || prepare(db, statement) == -1)
		return -1;
	return run(db, row, *prepared_of(db, statement), values);
}

int64_t
db_run(struct db *db, enum statement statement, const struct value *values)
{
	int result = execute(db, statement, values);

	if (result != 0)
		return result;
	db->last_id = prepared_last_id(*prepared_of(db, statement));
	return prepared_changed(*prepared_of(db, statement));
}

int64_t
db_run_made(struct db *db, const char *name, const char *sql, const char *id)
{
	const struct prepared_row made = { name, "k", "", REMOVAL, sql };
	struct arena *arena = arena_open(ROWS_SIZE);
	const struct prepared_row row = statement_fill_in(arena, db->conf,
	    false, &made);
	struct prepared *prepared = NULL;
	int64_t result = -1;

	if (make_ready(db, &row) == 0 && (prepared =
	    prepared_open(db->link, &row, &db->fault)) == NULL)
		result = failed(db, row.name);
	if (prepared != NULL)
		result = run(db, &row, prepared, VALUES(value_text(id)));
	if (result == 0)
		result = prepared_changed(prepared);
	prepared_close(&prepared);
	arena_close(&arena);
	return result;
}

int64_t
db_last_id(const struct db *db)
{
	return db->last_id;
}

/* 1, 0 or -1; after 0 and -1 the result has ended. */
static int
fetch(struct db *db, struct arena *arena, enum statement statement,
    struct value *columns_r)
{
	struct prepared *prepared = *prepared_of(db, statement);
	int found = prepared_fetch(prepared, arena, columns_r, &db->fault);

	if (found == 1)
		return 1;
	prepared_finish(prepared);
	return found == 0 ? 0 : failed(db, db->now->rows[statement].name);
}

int
db_find(struct db *db, struct arena *arena, enum statement statement,
    const struct value *values, struct value *columns_r)
{
	struct value others[PREPARED_COLUMNS];
	int found, more;

	if (execute(db, statement, values) != 0)
		return -1;
	found = more = fetch(db, arena, statement, columns_r);
	/* To the end: what comes behind a row may be an error. */
	while (more == 1)
		more = fetch(db, arena, statement, others);
	return more == -1 ? -1 : found;
}

int64_t
db_list(struct db *db, struct arena *arena, enum statement statement,
    const struct value *values, struct value **columns_r)
{
	size_t width = db_width(db, statement);
	size_t count = 0, room = 0;
	struct value *list = NULL;
	int more;

	assert(width > 0);
	if (execute(db, statement, values) != 0)
		return -1;
	do {
		if (count == room) {
			room = room * 2 + 16;
			list = reallocarray(list, room * width, sizeof(*list));
			if (list == NULL)
				abort();
		}
		more = fetch(db, arena, statement, list + count * width);
		count += more == 1;
	} while (more == 1);
	if (more == 0) {
		*columns_r = arena_alloc(arena, count * width * sizeof(*list));
		memcpy(*columns_r, list, count * width * sizeof(*list));
	}
	free(list);
	return more == 0 ? (int64_t)count : -1;
}

size_t
db_width(const struct db *db, enum statement statement)
{
	return strlen(db->now->rows[statement].columns);
}

int
db_commit(struct db *db)
{
	if (db->is_spoilt)
		return -1;
	db->is_in_use = false;
	if (!db->in_transaction)
		return 0;
	if (query(db, "COMMIT") == 0) {
		db->in_transaction = false;
		db->can_retry = false;
		return 0;
	}
	db->is_in_use = true;
	failed(db, "COMMIT");
	/* Whether it happened, nobody can tell: once more might be twice. */
	if (effect_of(db->fault.number) == LOST)
		db->can_retry = false;
	return -1;
}

void
db_rollback(struct db *db)
{
	/* Also where the server says that it did: what it left open would be
	 * committed by the next START TRANSACTION. If it cannot be told, it
	 * will notice that we are gone. */
	if (db->in_transaction && query(db, "ROLLBACK") == -1) {
		report(db, "ROLLBACK", effect_of(db->fault.number), false);
		disconnect(db);
	}
	db->in_transaction = false;
	db->is_spoilt = false;
	db->is_in_use = false;
}

bool
db_may_retry(struct db *db)
{
	bool can_retry = db->can_retry;

	db_rollback(db);
	db->can_retry = false;
	return can_retry;
}

bool
db_has_missed(struct db *db)
{
	bool has_missed = db->has_missed;

	db->has_missed = false;
	return has_missed;
}

int
db_overtaken(struct db *db)
{
	db->can_retry = true;
	db->is_spoilt = db->in_transaction;
	return -1;
}

int
db_check(struct db *db)
{
	struct statements *before = db->now;
	int result = 0;
	size_t i;

	if (connect_now(db) == -1)
		return -1;
	db->now = &db->whole;
	for (i = 0; i < STATEMENT_COUNT && db->link != NULL; i++)
		if (prepare(db, (enum statement)i) == -1)
			result = -1;
	db->now = before;
	return result;
}

int
db_script(struct db *db, const char *sql)
{
	if (connect_now(db) == -1)
		return -1;
	return query(db, sql) == 0 ? 0 : failed(db, "script");
}

const char *
db_server(struct db *db)
{
	return connect_now(db) == 0 ? mysql_get_server_info(db->link) : NULL;
}

const char *
db_error(const struct db *db)
{
	return db->fault.text;
}
