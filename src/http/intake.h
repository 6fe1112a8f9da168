/*
 * intake: a request while it comes in.
 *
 * libfcgi waits for the rest of a request, and a worker that waits serves
 * nobody. So what a web server sends is looked at here first, without waiting,
 * and libfcgi reads only requests that are whole. One that comes in pieces is
 * gathered; its worker serves others meanwhile.
 *
 * Of FastCGI this knows how records and lists of parameters are framed. What
 * breaks that, lengths that lie among it, never gets to libfcgi. It answers
 * what is not of the request itself: management records, a second request
 * among the records of the first, one of an unknown role, and ABORT.
 *
 * Source: FastCGI Specification 1.0 (Open Market, 1996), sections 3.3 to 5.4.
 */
#ifndef PORTRESS_HTTP_INTAKE_H
#define PORTRESS_HTTP_INTAKE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct intake;

enum intake_state {
	INTAKE_PARTIAL,		/* look again when there is more to read */
	INTAKE_WHOLE,		/* to be read: where *intake is NULL from the
				   connection, else from intake_feed */
	INTAKE_ENDED,		/* the connection was closed, or makes no
				   sense; it is to be closed */
};

/*
 * Looks at what has come. *intake is what was gathered of a request so far, or
 * NULL: made where needed, and kept until intake_feed or intake_close. Of a
 * body no more is gathered than one record beyond body_limit, enough to see
 * that it is too long.
 */
enum intake_state intake_look(struct intake **intake, int descriptor,
		    size_t body_limit);
/* When its first byte came, of clock_monotonic; 0: none has come. */
int64_t		intake_begun(const struct intake *intake);
/*
 * Whether the connection cannot be kept after this request: there is more
 * behind it, or it had no end in sight.
 */
bool		intake_is_last(const struct intake *intake);
/*
 * A descriptor from which the whole request is read, with an end of file
 * behind it; or -1, with errno. *intake becomes NULL.
 */
int		intake_feed(struct intake **intake)
		    __attribute__((warn_unused_result));
void		intake_close(struct intake **intake);

#endif
