#include <stdio.h>

#include "conf/conf.h"
#include "ctl/ctl.h"

static enum exits
config(const struct ctl *ctl)
{
	struct conf *conf = ctl_conf(ctl);

	if (conf == NULL)
		return EXIT_CONFIG;
	conf_print(conf, stdout);
	conf_close(&conf);
	return EXIT_OK;
}

const struct ctl_command ctl_config = {
	"config", NULL, "prints the configuration that is in force", NULL,
	config
};
