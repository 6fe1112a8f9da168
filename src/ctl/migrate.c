#include "store/migrate.h"

#include <stdio.h>

#include "conf/conf.h"
#include "ctl/ctl.h"
#include "store/db.h"

static enum exits
migrate(const struct ctl *ctl)
{
	struct conf *conf = ctl_conf(ctl);
	enum exits result = EXIT_OK;
	struct db *db;

	if (conf == NULL)
		return EXIT_CONFIG;
	db = db_open(&conf->database);
	if (db_server(db) == NULL) {
		ctl_say("the database cannot be reached: %s", db_error(db));
		result = EXIT_UNAVAILABLE;
	} else if (migrate_run(db, &conf->database, stdout) == -1) {
		ctl_say("the tables could not be made: %s",
		    *db_error(db) != '\0' ? db_error(db) : "see above");
		result = EXIT_FAILED;
	}
	db_close(&db);
	conf_close(&conf);
	return result;
}

const struct ctl_command ctl_migrate = {
	"migrate", NULL, "makes the tables that are missing", NULL, migrate
};
