/*
 * op: an operation is a declaration and one short function.
 *
 * It knows no URL and no member's spelling; those are the dialect's. It is
 * run by call_run only, after throttling, authentication, access and fields
 * have been seen to, within a transaction that opens with its first write.
 */
#ifndef PORTRESS_OP_OP_H
#define PORTRESS_OP_OP_H

#include "op/field.h"

struct call;

/* Who may call. */
enum access {
	ACCESS_BLIND,		/* anybody: credentials are not looked at */
	ACCESS_ANYBODY,		/* but credentials that are sent must be good */
	ACCESS_SIGNED_IN,
	ACCESS_ACCOUNT,		/* the account that the path names, or staff */
};

enum op_flags {
	OP_HASHES	= 1 << 0,	/* may hash a password: its own lane */
	OP_SHOWS_ACCOUNT = 1 << 1,	/* hide_users answers 404, not 403 */
};

struct op {
	const char		*name;		/* in the log */
	enum access		 access;
	unsigned		 flags;
	const struct field	*fields;	/* or NULL */
	enum verdict		(*run)(struct call *call);
};

/* One file each. */
extern const struct op op_activate;
extern const struct op op_activation_resend;
extern const struct op op_describe;
extern const struct op op_describe_blind;
extern const struct op op_describe_open;
extern const struct op op_grant_create;
extern const struct op op_grant_refresh;
extern const struct op op_grant_verify;
extern const struct op op_password_change;
extern const struct op op_password_reset;
extern const struct op op_password_reset_confirm;
extern const struct op op_token_create;
extern const struct op op_token_end;
extern const struct op op_user_create;
extern const struct op op_user_delete;
extern const struct op op_user_list;
extern const struct op op_user_show;
extern const struct op op_user_update;

#endif
