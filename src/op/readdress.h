/*
 * readdress: the one road on which an account's e-mail address becomes another
 * one, whoever changes it and by whatever operation.
 *
 * Where the api's email_change is "confirm", nothing changes before the new
 * address was confirmed by its mailed link; an account that waits to be
 * activated gets its new address at once, as the activation mail asks just
 * that, and an address that is taken away asks for nothing. Where it is
 * "direct", the new address counts at once. With
 * email_changed_email_confirmation the old address is told when it counts no
 * more, with a link to undo that; not by an account that waits, as it was never
 * seen to be anybody's.
 */
#ifndef PORTRESS_OP_READDRESS_H
#define PORTRESS_OP_READDRESS_H

#include <stdbool.h>

#include "op/op.h"

struct email_change;
struct user;

/*
 * The address in the field, which may be blank, is to be the account's; it is
 * held, and so is the account (op/hold.h). In `user` is afterwards what counts.
 * Whatever else was under way is called off.
 * Refuses one that is taken, where the database has been told that they are
 * unique (in Django's table they are not).
 */
enum verdict	readdress(struct call *call, struct user *user,
		    enum field_id field);
/* It keeps the one that it has: what is under way is called off. */
enum verdict	readdress_keep(struct call *call, const struct user *user);
/* Whether the api's changes wait for their confirmation. */
bool		readdress_must_be_confirmed(const struct call *call);

/*
 * The change was confirmed by its link, or is undone by it, which is in
 * FIELD_EMAIL, and the account is held. Where the address is the user name,
 * that changes, too.
 */
enum verdict	readdress_confirm(struct call *call, struct user *user,
		    const struct email_change *change);
enum verdict	readdress_restore(struct call *call, struct user *user,
		    const struct email_change *change);

#endif
