/*
 * refusal: what a client did wrong, in words of messages.def.
 *
 * A refusal is no error of ours: it is never logged as one.
 */
#ifndef PORTRESS_OP_REFUSAL_H
#define PORTRESS_OP_REFUSAL_H

#include <stdbool.h>
#include <stddef.h>

#include "op/field.h"

enum message {
#define MESSAGE(name, status, manner, code, text) MSG_##name,
#include "op/messages.def"
#undef MESSAGE
	MSG_COUNT
};

enum refusal_manner {
	REFUSAL_FIELD,
	REFUSAL_DETAIL,
	REFUSAL_TOKEN,
	REFUSAL_BARE,
	REFUSAL_EMPTY,
};

struct refusal_message {
	const char		*name;
	int			 status;
	enum refusal_manner	 manner;
	const char		*code;		/* or NULL */
	const char		*text;
};

extern const struct refusal_message refusal_messages[MSG_COUNT];

/* What is said instead of a message's text. */
struct wording {
	enum message	 message;
	const char	*text;		/* NULL ends a table */
};

/*
 * That one answer can list: each field is judged once, and nothing that judges
 * one has more than four things to say (op/check.c, op/column.c); fields
 * together add as many at most.
 */
#define REFUSALS (4 * (FIELD_COUNT + 1))

/* A JWT was tried as one of this class. */
struct tried {
	const char	*class, *type;	/* class NULL ends a list */
	const char	*text;		/* what was wrong */
};

struct refusal {
	enum field_id	 field;
	enum message	 message;
	const char	*text;		/* filled in */
	bool		 is_worded;	/* by the dialect, for this place */
	const struct tried *tried;	/* of REFUSAL_TOKEN */
};

struct refusals {
	struct refusal	*list;		/* in the call's arena; NULL: none yet */
	size_t		 count;
};

#endif
