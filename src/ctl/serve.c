#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "conf/conf.h"
#include "ctl/ctl.h"
#include "proc/lane.h"
#include "proc/manager.h"
#include "proc/reread.h"
#include "proc/worker.h"
#include "store/migrate.h"

static bool
systemd_gives_sockets(void)
{
	return getenv("LISTEN_FDS") != NULL;
}

static enum exits
serve_inherited(struct conf *conf, struct reread *reread)
{
	enum exits result;

	if (!lane_listens(STDIN_FILENO)) {
		ctl_say("descriptor 0 is no listening socket; --no-fork is "
		    "for programs that give one");
		conf_close(&conf);
		return EXIT_SOCKET;
	}
	result = worker_serve_inherited(conf, reread);
	conf_close(&conf);
	return result;
}

static bool
has_sockets(const struct conf *conf)
{
	bool good = true;
	size_t i;

	for (i = 0; i < conf->lane_count; i++) {
		if (conf->lanes[i].socket != NULL || systemd_gives_sockets())
			continue;
		fprintf(stderr, "%s: lane \"%s\": socket must be set\n",
		    conf->file, conf->lanes[i].name);
		good = false;
	}
	return good;
}

static enum exits
serve(const struct ctl *ctl)
{
	struct reread reread;
	struct conf *conf;

	conf_override_socket(ctl_value(ctl, "socket"));
	reread_begin(&reread, ctl->file);
	if ((conf = ctl_conf(ctl)) == NULL)
		return EXIT_CONFIG;
	conf_log(conf);
	migrate_at_start(conf);
	if (ctl_value(ctl, "no-fork") != NULL ||
	    (lane_listens(STDIN_FILENO) && !systemd_gives_sockets()))
		return serve_inherited(conf, &reread);
	if (!has_sockets(conf)) {
		conf_close(&conf);
		return EXIT_CONFIG;
	}
	return manager_serve(&conf);
}

static const struct ctl_option options[] = {
	{ "no-fork", NULL, "serves the socket on descriptor 0, alone" },
	{ "socket", "PATH", "the socket of the first lane" },
	{ 0 },
};

const struct ctl_command ctl_serve = {
	"serve", NULL, "serves until it is told to stop", options, serve
};
