/*
 * crew: the children that serve one configuration, each in a seat.
 *
 * A seat is filled again when its child dies, with a brake on those who die
 * young: at once, then after 0.1 s, 0.2 s, and so on up to 30 s. After a
 * reload there are two crews, until the older one has left.
 */
#ifndef PORTRESS_PROC_CREW_H
#define PORTRESS_PROC_CREW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct conf;
struct conf_lane;
struct lane;
struct scoreboard_slot;

struct seat {
	const struct conf_lane	*conf;		/* NULL: the mailer */
	struct lane		*lane;		/* NULL: the mailer */
	struct scoreboard_slot	*slot;
	pid_t			 pid;		/* 0: vacant */
	bool			 is_told;	/* to leave */
	/* Of clock_monotonic: */
	int64_t			 started;
	int64_t			 not_before;	/* the next start */
	int64_t			 delay;		/* of the brake */
	int64_t			 kill_at;	/* 0: not at all */
};

struct crew {
	struct conf		*conf;		/* belongs to the crew */
	struct seat		*seats;
	size_t			 count;
	struct scoreboard_slot	*slots;
	bool			 is_announced;	/* all stood, once */
	struct crew		*older;
};

/*
 * A crew with vacant seats; lanes[i] is that of conf->lanes[i]. Takes the
 * configuration over. NULL, logged: then it does not.
 */
struct crew	*crew_open(struct conf *conf, struct lane *const *lanes)
		    __attribute__((warn_unused_result));
/* All seats must be vacant. Ends its configuration too. */
void		 crew_close(struct crew **crew);

bool		 crew_is_ready(const struct crew *crew);
bool		 crew_is_gone(const struct crew *crew);
bool		 crew_uses(const struct crew *crew, const struct lane *lane);

/*
 * Forks a child for the seat. In the child it returns 0; in the parent the
 * child's id, or -1, logged: then the brake is on.
 */
pid_t		 seat_start(struct seat *seat, int64_t now);
/* The child has ended; says so, with what it was doing. */
void		 seat_vacate(struct seat *seat, int status, int64_t now);
/* Sends the signal that asks it to leave; if it stays too long it is killed. */
void		 seat_tell(struct seat *seat, int signal_number,
		    int64_t kill_at);
/* Ends what is stuck in a request, or does not leave. */
void		 seat_watch(struct seat *seat, int64_t timeout, int64_t now);
/* Microseconds until something about it is to be done; at most `most`. */
int64_t		 seat_wait(const struct seat *seat, int64_t now, int64_t most);

#endif
