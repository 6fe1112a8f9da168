/*
 * doctor: what `portress doctor` asks with, and says.
 *
 * Within doctor.c and probe.c only.
 */
#ifndef PORTRESS_CTL_DOCTOR_H
#define PORTRESS_CTL_DOCTOR_H

#include <stdbool.h>
#include <stddef.h>

#include "ctl/asker.h"
#include "http/ailment.h"

struct arena;
struct node;

struct doctor {
	struct arena		*arena;
	struct asker		*asker;
	const char		*url;		/* of the api, with a slash */
	const char		*path;		/* of that, decoded */
	bool			 is_secure;	/* by https */
	bool			 is_here;	/* nobody is in between */
	enum server		 server;
	const struct node	*first;		/* the first answer */
	struct answered		 answered;	/* the last one */
	bool			 has_told[AILMENT_COUNT];
	int			 silences;	/* answers that did not come */
	bool			 has_said;	/* something, of a probe */
};

/*
 * Asks for `rest` below the api, by GET or as `asked` says, but for its URL.
 * What arrived there, and what that tells by itself is told; or NULL, and
 * doctor->answered is what came instead.
 */
const struct node *doctor_ask(struct doctor *doctor, const char *rest,
		    const struct asked *asked);
/* The same, by GET and with one header. */
const struct node *doctor_ask_with(struct doctor *doctor, const char *rest,
		    const char *header);
/* What came as the last answer, for a finding: "403, with a page". */
const char	*doctor_said(struct doctor *doctor);
/* Whether the last answer is an object in JSON, as all of Portress' are. */
bool		 doctor_is_json(struct doctor *doctor);

/* Tells of an ailment, once; `seen` is what was seen of it, or NULL. */
void		 doctor_tell(struct doctor *doctor, enum ailment ailment,
		    const char *seen);
/* Says that something is well. */
void		 doctor_praise(struct doctor *doctor, const char *subject,
		    const char *text);

/* A question, or some about one thing. */
struct probe {
	const char	*doing;		/* NULL ends the table */
	void		 (*run)(struct doctor *doctor);
	const char	*subject;
	const char	*praise;	/* where run has said nothing */
};

extern const struct probe probes[];

#endif
