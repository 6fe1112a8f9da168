/*
 * usercrud: accounts as a resource, and simplejwt's two views: no user names,
 * an address and a password sign in.
 */

#include "dialect/usercrud.h"

#include "dialect/common.h"

static const struct spelling spelling[] = {
	{ FIELD_USERNAME,	"email" },
	{ FIELD_NEW_USERNAME,	"email" },
	{ FIELD_PASSWORD,	"password" },
	{ FIELD_NEW_PASSWORD,	"password" },
	{ FIELD_PASSWORD_AGAIN,	"re_password" },
	{ FIELD_REFRESH,	"refresh" },
	{ FIELD_TOKEN,		"token" },
	{ 0 },
};

/* What a refusal of a mailed link is about. */
static const struct spelling linked[] = {
	{ FIELD_UID,		"uid" },
	{ FIELD_EMAIL,		"email" },
	{ 0 },
};

static const struct shape user[] = {
	{ "id",			SHOWN_ID },
	{ "email",		SHOWN_EMAIL },
	{ "*",			SHOWN_COLUMNS },
	{ 0 },
};

/* clang-format off */

static const struct taken account[] = {
	{ "id",		"id",	  READ_ONLY, "ID" },
	{ "email",	"email",   REQUIRED,  "Email address", NULL, 150 },
	{ "password",	"string",  REQUIRED,  "Password" },
	{ COLUMNS_TAKEN },
	{ 0 },
};

static const struct taken credentials[] = {
	{ "email",	"string",  REQUIRED,  "Email" },
	{ "password",	"string",  REQUIRED,  "Password" },
	{ 0 },
};

static const struct taken confirmation[] = {
	{ "uid",	"string",  REQUIRED,  "Uid" },
	{ "token",	"string",  REQUIRED,  "Token" },
	{ 0 },
};

static const struct resource
email_change_confirm = { "Email Change Confirm", "A new address counts from now on.", METHOD_POST, confirmation },
email_change_undo = { "Email Change Undo", "A change of address is undone.",	     METHOD_POST, confirmation },
user_list	  = { "User List",     "",					     METHOD_POST, account },
user_instance	  = { "User Instance", "",					     METHOD_PUT,  account },
token_obtain_pair = { "Token Obtain Pair", "Address and password become a refresh and an access token.", METHOD_POST, credentials },
token_refresh	  = { "Token Refresh", "A refresh token gives a new access token.",  METHOD_POST, common_refresh };

static const struct route routes[] = {
	{ METHOD_GET,	  "/users/",	     &op_user_list,	     NULL, 200, user },
	{ METHOD_POST,	  "/users/",	     &op_user_create,	     NULL, 201, user },
	{ METHOD_OPTIONS, "/users/",	     &op_describe_accounts,  NULL, 200, common_about, &user_list },

	/* Not the document's: pages for the links of mails, where a site has them. */
	{ METHOD_POST,	  "/users/email_change_confirm/", &op_email_change_confirm, linked, 204, NULL, NULL, WHEN_IS(email_change, "confirm") },
	{ METHOD_OPTIONS, "/users/email_change_confirm/", &op_describe_accounts, NULL, 200, common_about, &email_change_confirm, WHEN_IS(email_change, "confirm") },

	{ METHOD_POST,	  "/users/email_change_undo/", &op_email_change_undo, linked, 204, NULL, NULL, WHEN(email_changed_email_confirmation) },
	{ METHOD_OPTIONS, "/users/email_change_undo/", &op_describe_accounts, NULL, 200, common_about, &email_change_undo, WHEN(email_changed_email_confirmation) },

	{ METHOD_GET,	  "/users/{id}/",    &op_user_show,	     NULL, 200, user },
	{ METHOD_PUT,	  "/users/{id}/",    &op_user_replace,	     NULL, 200, user },
	{ METHOD_DELETE,  "/users/{id}/",    &op_user_remove,	     NULL, 204 },
	{ METHOD_OPTIONS, "/users/{id}/",    &op_describe_account,   NULL, 200, common_about, &user_instance },

	{ METHOD_POST,	  "/token/",	     &op_grant_create,	     NULL, 200, common_granted },
	{ METHOD_OPTIONS, "/token/",	     &op_describe_blind,     NULL, 200, common_about, &token_obtain_pair },

	{ METHOD_POST,	  "/token/refresh/", &op_grant_refresh,	     NULL, 200, common_refreshed },
	{ METHOD_OPTIONS, "/token/refresh/", &op_describe_blind,     NULL, 200, common_about, &token_refresh },
	{ 0 },
};
/* clang-format on */

static const struct conf_preset presets[] = {
	{ "username_field",	"email" },
	{ "hide_users",		"false" },
	{ "email_change",	"direct" },
	{ "email_changed_email_confirmation", "false" },
	{ "columns",		"first_name last_name" },
	{ "required_columns",	"first_name last_name" },
	{ 0 },
};

static const struct shape_name names[] = {
	{ "User",		user },
	{ 0 },
};

const struct dialect dialect_usercrud = {
	"usercrud", routes, spelling, "non_field_errors", .presets = presets,
	.names = names
};
