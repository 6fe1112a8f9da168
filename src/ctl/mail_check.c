/* mail_check: what `portress check` says of mail that waits. */

#include <inttypes.h>

#include "ctl/cell.h"
#include "ctl/finding.h"
#include "proc/mailer.h"
#include "store/outbox.h"

#define LONG_AGO 3600	/* s for which mail that is due may wait */

static void
check_due(const struct conf *conf, const struct outbox_state *state)
{
	char age[CELL_SPAN];

	if (state->oldest <= LONG_AGO && state->held > 0 &&
	    mailer_is_wanted(conf))
		found(NOTE, "outbox", "%" PRId64 " due, of which %" PRId64
		    " could not go out before: `portress mail list` tells why",
		    state->due, state->held);
	else if (state->oldest <= LONG_AGO)
		found(GOOD, "outbox", "%" PRId64 " due, %" PRId64 " put off",
		    state->due, state->count - state->due - state->ended);
	else
		found(NOTE, "outbox", "%" PRId64 " due, the oldest for %s%s",
		    state->due, cell_span(age, state->oldest),
		    mailer_is_wanted(conf) ? ": is it served? `portress mail "
		    "list` tells what was said of them" : "");
}

void
check_outbox(struct db *db, const struct conf *conf)
{
	struct outbox_state state;

	if (outbox_look(db, &state) == -1)
		return;
	check_due(conf, &state);
	if (state.ended > 0)
		found(NOTE, "outbox", "%" PRId64 " given up: `portress mail "
		    "list` tells why", state.ended);
}
