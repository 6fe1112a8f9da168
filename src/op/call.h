/*
 * call: one request on its road, and what comes of it.
 *
 * The router fills in the upper part, call_run goes the road (identify, guard,
 * admit, fields, run, settle) and fills in the lower part, the dialect's shape
 * makes an answer of it. There is no second road.
 */
#ifndef PORTRESS_OP_CALL_H
#define PORTRESS_OP_CALL_H

#include <stdbool.h>
#include <stddef.h>

#include "http/body.h"
#include "http/request.h"
#include "op/op.h"
#include "op/refusal.h"
#include "store/user.h"

struct arena;
struct conf;
struct conf_api;
struct db;
struct request;

#define CALL_COOKIES 5		/* that one answer can set or end */
#define CALL_TOLD 4		/* headers of call_tell */

struct call {
	/* What is asked, by whom it will be answered. */
	struct arena		*arena;
	struct db		*db;
	const struct conf	*conf;
	const struct conf_api	*api;
	const struct request	*request;
	const struct op		*op;
	const char *const	*spelling;	/* of fields, by field_id */
	const struct wording	*wording[2];	/* the first that has it counts */
	const char		*account;	/* whom the path names, or NULL */
	const char		*format;	/* that the path names, or NULL */
	const char		*query_format;	/* that the query names, or NULL */
	bool			 method_is_mapped; /* false: it will be 405 */
	const char *const	*permission;	/* classes, of OP_GUARDS */

	/* What the road found out. */
	struct user		*user;		/* who calls, or NULL */
	int64_t			 jwt_issued;	/* when the JWT was that says so,
						 * in seconds since 1970; or 0 */
	struct user		*target;	/* whom it is about, or NULL */
	struct body		 body;
	struct field_value	 values[FIELD_COUNT];

	/* What came of it. */
	struct refusals		 refusals;
	struct users		 shown;		/* accounts to be shown */
	bool			 shown_is_list;
	bool			 asks_to_write;	/* of OPTIONS: as if by POST */
	bool			 may_act;	/* of OPTIONS: tell what it takes */
	const char		*auth_token;
	const char		*access_token;
	const char		*refresh_token;
	const char		*sliding_token;
	const char		*csrf_token;	/* of the cookie that is set */
	int64_t			 access_expires; /* in seconds since 1970 */
	int64_t			 refresh_expires;
	const char		*json;		/* the answer, of no shape */
	bool			 keeps_writes;	/* though it be refused */
	struct {
		const char *name, *value;
	}			 told[CALL_TOLD]; /* headers about who calls */
	size_t			 told_count;
	const char		*cookies[CALL_COOKIES];	/* for Set-Cookie */
	size_t			 cookie_count;
	bool			 cookie_counts;	/* what was sent does */
};

/*
 * Goes the whole road, three times at most in all where the database says that
 * a transaction may be run again. Afterwards nothing is left open.
 */
enum verdict	 call_run(struct call *call);

/*
 * Sets call->target to the account that the path names, by the api's
 * user_id_field. 1, 0 if there is none, or -1.
 */
int		 call_find_target(struct call *call)
		    __attribute__((warn_unused_result));

/* A field's flags in this api, by this method. */
unsigned	 call_field_flags(const struct conf_api *api,
		    enum method method, const struct field *field);

/* A field's text; NULL if it was not given (optional fields only). */
const char	*call_text(const struct call *call, enum field_id id);
/* The same; "" if it was not given. */
const char	*call_text_or_blank(const struct call *call, enum field_id id);
/* Replaces it; the text is not copied. */
void		 call_set(struct call *call, enum field_id id,
		    const char *text);

/* Adds a refusal. Always VERDICT_REFUSED. */
enum verdict	 call_refuse(struct call *call, enum field_id field,
		    enum message message);
/* The same, with what "{}" in the message stands for. */
enum verdict	 call_refuse_with(struct call *call, enum field_id field,
		    enum message message, const char *what);
/*
 * Adds what a Set-Cookie says (http/cookie.h), kept as it is. No cookie goes
 * out with a refusal: what it stands for was not done.
 */
void		 call_add_cookie(struct call *call, const char *text);
/* Adds a header about who calls; what it says is kept as it is, and must be
 * such that it can be one. */
void		 call_tell(struct call *call, const char *name,
		    const char *value);
/* Shows one account in the answer, or a list of them. */
void		 call_show(struct call *call, const struct user *user);
void		 call_show_list(struct call *call, const struct users *users);

#endif
