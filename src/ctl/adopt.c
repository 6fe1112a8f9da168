#include <errno.h>
#include <libgen.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "adopt/complete.h"
#include "adopt/dump.h"
#include "adopt/model.h"
#include "adopt/paper.h"
#include "adopt/plan.h"
#include "adopt/rows.h"
#include "adopt/words.h"
#include "base/arena.h"
#include "base/secret.h"
#include "conf/conf.h"
#include "ctl/ctl.h"
#include "dialect/ready.h"
#include "store/db.h"
#include "store/look.h"

static enum exits
print_script(void)
{
	const char *const *line;

	for (line = dump_script; *line != NULL; line++)
		puts(*line);
	return EXIT_OK;
}

/* The directory of the file that is to be written; NULL: of none. */
static const char *
directory_of(struct arena *arena, const char *output)
{
	char path[PATH_MAX];

	if (output == NULL ||
	    realpath(dirname(arena_text(arena, output)), path) == NULL)
		return NULL;
	return arena_text(arena, path);
}

static struct plan *
make_plan(struct arena *arena, const struct dump *dump, const char *output)
{
	struct plan *plan = plan_open(arena);

	plan->directory = directory_of(arena, output);
	rows_take(plan, dump);
	model_take(plan, dump);
	model_take_views(plan, dump);
	return plan;
}

static int
write_keys(const struct plan *plan, bool force)
{
	const struct plan_key *key;

	for (key = plan->keys; key != NULL; key = key->next)
		if (paper_write(key->path, key->text, force) == -1) {
			ctl_say("%s: %s", key->path, strerror(errno));
			return -1;
		}
	return 0;
}

/* What it says is told in the plan; that it says nothing, too. */
static void
look_at(struct plan *plan, const struct conf *conf)
{
	struct db *db = db_open(&conf->database);
	struct look look;

	if (db_server(db) == NULL ||
	    look_read(db, plan->arena, conf->database.accounts.table,
	    &look) == -1) {
		plan_remark(plan, FATE_ASSUMED, "the database", "it could not "
		    "be looked at (%s): which tables are there, and what the "
		    "table of accounts is like, is not known", db_error(db));
		complete_rounds(plan, NULL);
	} else {
		complete_by_look(plan, &look, &conf->database.accounts);
		complete_rounds(plan, db);
	}
	db_rollback(db);
	db_close(&db);
}

static bool
is_sound(struct plan *plan)
{
	struct conf *conf = paper_try(plan, stderr);
	bool sound;

	if (conf == NULL)
		return false;
	look_at(plan, conf);
	conf_close(&conf);
	if ((conf = paper_try(plan, stderr)) == NULL)
		return false;
	sound = ready_for(conf, stderr);
	conf_close(&conf);
	return sound;
}

static int
write_file(struct plan *plan, const char *output, bool force)
{
	char *text = paper_text(plan);
	int result = 0;

	if (output == NULL)
		fputs(text, stdout);
	else if ((result = paper_write(output, text, force)) == -1)
		ctl_say("%s: %s", output, strerror(errno));
	secret_wipe(text, strlen(text));
	free(text);
	return result;
}

static enum exits
adopt_dump(struct arena *arena, const struct dump *dump, const char *output,
    bool force)
{
	struct plan *plan = make_plan(arena, dump, output);
	bool sound;

	if (write_keys(plan, force) == -1)
		return EXIT_FAILED;
	sound = is_sound(plan);
	if (write_file(plan, output, force) == -1)
		return EXIT_FAILED;
	words_report(plan, stderr);
	if (plan->is_in_vain)
		ctl_say("the project's database is neither MySQL nor MariaDB");
	else if (!sound)
		ctl_say("what was written cannot be used before that is mended");
	return sound && !plan->is_in_vain ? EXIT_OK : EXIT_FAILED;
}

static enum exits
adopt_file(const char *file, const char *output, bool force)
{
	struct arena *arena = arena_open(DUMP_ARENA);
	enum exits result = EXIT_FAILED;
	const struct dump *dump;
	const char *why = NULL;

	if ((dump = dump_read(arena, file, &why)) == NULL)
		ctl_say("%s: %s", file, why);
	else
		result = adopt_dump(arena, dump, output, force);
	arena_close(&arena);
	return result;
}

static enum exits
adopt(const struct ctl *ctl)
{
	const char *settings = ctl_value(ctl, "settings");
	const char *output = ctl_value(ctl, "output");
	bool force = ctl_value(ctl, "force") != NULL;

	if (ctl_value(ctl, "script") != NULL)
		return print_script();
	if (settings == NULL) {
		ctl_say("adopt: --settings FILE is missing; "
		    "portress adopt --help tells more");
		return EXIT_USAGE;
	}
	if (output != NULL && !force && access(output, F_OK) == 0) {
		ctl_say("%s is there already; --force replaces it", output);
		return EXIT_FAILED;
	}
	return adopt_file(settings, output, force);
}

static const struct ctl_option options[] = {
	{ "settings", "FILE", "what --script has printed; - is standard input" },
	{ "output", "FILE", "where the configuration goes, not standard output" },
	{ "force", NULL, "replaces that file if it is there" },
	{ "script", NULL, "prints what `manage.py shell` is to run" },
	{ 0 },
};

const struct ctl_command ctl_adopt = {
	"adopt", NULL, "writes a configuration for a Django project's database",
	options, adopt
};
