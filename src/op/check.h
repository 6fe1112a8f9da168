/*
 * check: what a field's text must be. Each refuses with all that is wrong, in
 * the order of Django REST framework's messages.
 */
#ifndef PORTRESS_OP_CHECK_H
#define PORTRESS_OP_CHECK_H

#include <stdbool.h>
#include <stddef.h>

#include "op/field.h"

struct call;
struct user;

/* For the `check` column: a field alone. */
enum verdict	check_text(struct call *call, enum field_id id);
/* Leaves it to the operation; but what no C string can hold is not given. */
enum verdict	check_nothing(struct call *call, enum field_id id);
/* Is that of who calls. */
enum verdict	check_current_password(struct call *call, enum field_id id);
/* That somebody may have; and one that fits into the account. */
enum verdict	check_email(struct call *call, enum field_id id);
enum verdict	check_own_email(struct call *call, enum field_id id);
/* check_own_email, and the domain set in lower case, as at registration. */
enum verdict	check_new_email(struct call *call, enum field_id id);
/* Not taken by another account than call->target, and set to normalization
 * form KC. */
enum verdict	check_new_username(struct call *call, enum field_id id);
/* Another one for call->target, by the rules above; or the one it has. */
enum verdict	check_other_username(struct call *call, enum field_id id);
/* That could be a user name; the domain set in lower case. */
enum verdict	check_address(struct call *call, enum field_id id);
/* Where addresses are unique: no other account has it than the one that it is
 * about, nor can get it back by undoing a change. */
enum verdict	check_address_is_free(struct call *call, enum field_id id);
/* An address that is to be a user name, and is not taken. */
enum verdict	check_new_address(struct call *call, enum field_id id);

/* A password that is to be, or was: not more than 128 characters. */
enum verdict	check_password(struct call *call, enum field_id id);

/* For the `agree` column: fields together. */
enum verdict	check_policy(struct call *call, enum field_id id);
enum verdict	check_same_username(struct call *call, enum field_id id);
enum verdict	check_same_password(struct call *call, enum field_id id);

/* FIELD_NEW_PASSWORD given again: the same, and good for user's; told of the
 * field. */
enum verdict	check_again_for(struct call *call, enum field_id id,
		    const struct user *user);

/* What the checks go by; also for the command line. */
bool		check_is_email(const char *text);
bool		check_is_username(const char *text);
/* Refuses what the api's validators have against it as a password of user. */
enum verdict	check_policy_for(struct call *call, enum field_id id,
		    const struct user *user);

/* What a check of the `check` column asks of a text, for documents. */
struct check_bounds {
	enum verdict	(*check)(struct call *call, enum field_id id);
	const char	*format;	/* as JSON Schema names it, or NULL */
	int		 maximum;	/* of characters, or 0 */
};

/* NULL: the text can be any. */
const struct check_bounds *check_bounds(enum verdict (*check)(
		    struct call *call, enum field_id id));

#endif
