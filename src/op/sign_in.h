/*
 * sign_in: the one place where a name and a password become an account.
 */
#ifndef PORTRESS_OP_SIGN_IN_H
#define PORTRESS_OP_SIGN_IN_H

#include "op/op.h"
#include "op/refusal.h"

struct user;

/*
 * Sets call->target to the active account with FIELD_USERNAME and
 * FIELD_PASSWORD, held until the call ends; or refuses with the message, alike
 * for an unknown name, a wrong password and an inactive account, at the cost
 * of one hash. Then call->target is whom the log names, or NULL. A hash that is
 * stale (password_is_stale) is made anew, where password_upgrade says so.
 */
enum verdict	sign_in(struct call *call, enum message refusal);

/* What is said of a right name with a right password, too. */
struct sign_in_words {
	enum message	 unknown;	/* also a wrong password */
	enum message	 inactive;
	enum message	 pending;	/* that waits for its activation */
};

/*
 * The same for an account that was looked up already: `found` is 1, 0 or -1.
 * Only who knows its password is told that it is not active.
 */
enum verdict	sign_in_as(struct call *call, int found, struct user *user,
		    const struct sign_in_words *words);
/* Whom a text names: by user name, by address or by either (login_by). 1, 0
 * or -1. */
int		sign_in_find(struct call *call, const char *text,
		    struct user *user_r) __attribute__((warn_unused_result));
/*
 * Whom an address names: of several accounts that have it the first one that is
 * active, or else the first one. 1, 0 or -1.
 */
int		sign_in_find_address(struct call *call, const char *address,
		    struct user *user_r) __attribute__((warn_unused_result));
/*
 * The account was found to be who calls, by whatever was sent. If it is active
 * it waits for no activation any more, whoever has activated it: when it is
 * switched off later, it stays so.
 */
enum verdict	sign_in_seen(struct call *call, const struct user *user);

#endif
