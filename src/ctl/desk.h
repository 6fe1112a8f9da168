/*
 * desk: what a command works with that asks the database.
 */
#ifndef PORTRESS_CTL_DESK_H
#define PORTRESS_CTL_DESK_H

#include "base/exits.h"

struct arena;
struct conf;
struct ctl;
struct db;

struct desk {
	struct conf	*conf;
	struct arena	*arena;
	struct db	*db;
};

/*
 * Does the work at a desk whose database answers; what it has not committed is
 * rolled back. What it returns, or why there was no such desk, which was said.
 */
enum exits	desk_work(const struct ctl *ctl,
		    enum exits (*work)(struct desk *desk,
		    const struct ctl *ctl));
/* Says what the database said; what to exit with. */
enum exits	desk_say_database(const struct desk *desk);

#endif
