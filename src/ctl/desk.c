#include "ctl/desk.h"

#include <stddef.h>

#include "base/arena.h"
#include "conf/conf.h"
#include "ctl/ctl.h"
#include "store/db.h"

#define MEMORY_MAXIMUM	((size_t)4 << 30)

static enum exits
desk_open(struct desk *desk, const struct ctl *ctl)
{
	if ((desk->conf = ctl_conf(ctl)) == NULL)
		return EXIT_CONFIG;
	desk->arena = arena_open(MEMORY_MAXIMUM);
	desk->db = db_open(&desk->conf->database);
	if (db_server(desk->db) != NULL)
		return EXIT_OK;
	ctl_say("the database cannot be reached: %s", db_error(desk->db));
	return EXIT_UNAVAILABLE;
}

static void
desk_close(struct desk *desk)
{
	if (desk->conf == NULL)
		return;
	db_rollback(desk->db);
	db_close(&desk->db);
	arena_close(&desk->arena);
	conf_close(&desk->conf);
}

enum exits
desk_work(const struct ctl *ctl,
    enum exits (*work)(struct desk *desk, const struct ctl *ctl))
{
	struct desk desk = { 0 };
	enum exits result = desk_open(&desk, ctl);

	if (result == EXIT_OK)
		result = work(&desk, ctl);
	desk_close(&desk);
	return result;
}

enum exits
desk_say_database(const struct desk *desk)
{
	ctl_say("the database failed: %s", db_error(desk->db));
	return EXIT_FAILED;
}
