/*
 * field: what an operation takes, declared.
 *
 * An operation's table of fields stands in the order in which its errors are
 * listed. call_run reads the members of the body by it, in two passes: first
 * each field is checked alone (`check`) and every refusal is listed; then, if
 * all went well, fields are checked against others and the account (`agree`),
 * where the first refusal ends the pass.
 */
#ifndef PORTRESS_OP_FIELD_H
#define PORTRESS_OP_FIELD_H

#include <stdbool.h>
#include <stddef.h>

#include "conf/conf.h"
#include "op/verdict.h"

struct call;

/* What is asked for; how a member is spelled is the dialect's business. */
enum field_id {
	FIELD_NONE,		/* the object as a whole */
	FIELD_USERNAME,
	FIELD_EMAIL,
	FIELD_PASSWORD,
	FIELD_CURRENT_PASSWORD,
	FIELD_NEW_PASSWORD,
	FIELD_PASSWORD_AGAIN,
	FIELD_NEW_USERNAME,
	FIELD_USERNAME_AGAIN,
	FIELD_UID,
	FIELD_TOKEN,
	FIELD_REFRESH,
	/* Of each column of the configuration in turn; as a row: of them all. */
	FIELD_COLUMN,
	FIELD_COUNT = FIELD_COLUMN + CONF_COLUMNS
};

enum field_flags {
	REQUIRED	= 1 << 0,
	MAY_BE_BLANK	= 1 << 1,
	UNJUDGED	= 1 << 2,	/* what is no text counts as not given */
	ADDRESS		= 1 << 3,	/* what is no text is no address */
	VERBATIM	= 1 << 4,	/* white space around it counts */
	AS_EMAIL	= 1 << 5,	/* email_required: REQUIRED; else
					 * MAY_BE_BLANK */
	NEEDED		= 1 << 6,	/* but its absence is for the operation
					 * to refuse; only documents look at it */
};

/* A field's text; NULL if it was not given. NULs only until it was checked. */
struct field_value {
	const char	*text;
	size_t		 length;
	bool		 is_null;	/* of a column: set to SQL's NULL */
};

struct field {
	enum field_id	 id;		/* FIELD_NONE ends a table */
	unsigned	 flags;
	/* Refuses (once or more), or sets the value to what is meant. */
	enum verdict	(*check)(struct call *call, enum field_id id);
	enum verdict	(*agree)(struct call *call, enum field_id id);
	struct condition when;		/* else the field does not exist */
};

#endif
