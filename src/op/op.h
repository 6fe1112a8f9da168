/*
 * op: an operation is a declaration and one short function.
 *
 * It knows no URL and no member's spelling; those are the dialect's. It is
 * run by call_run only, after authentication, permission and fields have been
 * seen to, within a transaction that opens with its first write.
 */
#ifndef PORTRESS_OP_OP_H
#define PORTRESS_OP_OP_H

#include "op/field.h"
#include "op/permission.h"
#include "op/refusal.h"

struct call;

enum op_flags {
	OP_HASHES	= 1 << 0,	/* may hash a password: its own lane */
	OP_BLIND	= 1 << 1,	/* looks at no credentials and has no
					 * permission: open to anybody */
	OP_ABOUT_CALLER	= 1 << 2,	/* call->user is there, whatever the
					 * permission says */
	OP_ABOUT_ACCOUNT = 1 << 3,	/* call->target is there: the account
					 * that the path names, or who calls */
	OP_SHOWS_ACCOUNTS = 1 << 4,	/* hide_users answers 404, not 403 */
	OP_SETS_COOKIES	= 1 << 5,	/* that sign in or out: op/forgery.h */
	OP_SHOWS_LIST	= 1 << 6,	/* of accounts, not one */
	OP_RECOGNIZES	= 1 << 7,	/* OP_BLIND, but looks for itself
					 * (credential_recognize) */
	OP_BEGINS_SESSION = 1 << 8,	/* where the api makes any */
	OP_GUARDS	= 1 << 9,	/* what is not Portress': call->request
					 * is the one that waits, and
					 * call->permission counts */
};

/* What an operation may refuse when it runs, for the api's document. */
struct refusable {
	enum field_id	 field;
	enum message	 message;	/* MSG_COUNT ends a list */
	struct condition when;
};

#define REFUSES(...) (const struct refusable[]){ \
	__VA_ARGS__, { FIELD_NONE, MSG_COUNT, { 0 } } }

struct op {
	const char		*name;		/* in the log */
	size_t			 permission;	/* PERMISSION(...) */
	unsigned		 flags;
	const struct field	*fields;	/* or NULL */
	enum verdict		(*run)(struct call *call);
	const char		*summary;	/* what it does */
	const struct refusable	*refuses;	/* or NULL */
};

/* One file each. */
extern const struct op op_activate;
extern const struct op op_activation_offer;
extern const struct op op_activation_resend;
extern const struct op op_csrf_show;
extern const struct op op_describe_account;
extern const struct op op_describe_accounts;
extern const struct op op_describe_blind;
extern const struct op op_describe_root;
extern const struct op op_describe_token_create;
extern const struct op op_describe_token_end;
extern const struct op op_describe_user_create;
extern const struct op op_email_change_confirm;
extern const struct op op_email_change_undo;
extern const struct op op_email_verify;
extern const struct op op_gate;
extern const struct op op_grant_create;
extern const struct op op_grant_end;
extern const struct op op_grant_refresh;
extern const struct op op_grant_refresh_cookie;
extern const struct op op_grant_verify;
extern const struct op op_login;
extern const struct op op_logout;
extern const struct op op_password_change;
extern const struct op op_password_change_twice;
extern const struct op op_password_reset;
extern const struct op op_password_reset_confirm;
extern const struct op op_password_reset_confirm_twice;
extern const struct op op_root_show;
extern const struct op op_selfcheck;
extern const struct op op_token_create;
extern const struct op op_token_end;
extern const struct op op_token_obtain;
extern const struct op op_user_create;
extern const struct op op_user_delete;
extern const struct op op_user_list;
extern const struct op op_user_register;
extern const struct op op_user_register_twice;
extern const struct op op_user_remove;
extern const struct op op_user_replace;
extern const struct op op_user_show;
extern const struct op op_user_update;
extern const struct op op_user_update_name;
extern const struct op op_username_change;
extern const struct op op_username_reset;
extern const struct op op_username_reset_confirm;

#endif
