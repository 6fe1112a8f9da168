#include "conf/preset.h"
#include "ctl/ctl.h"
#include "dialect/dialect.h"

int
main(int argc, char **argv)
{
	conf_use_presets(dialect_presets);
	return (int)ctl_run(argc, argv);
}
