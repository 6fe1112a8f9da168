/*
 * djoser: the API of Djoser with authtoken and simplejwt, in the behaviour of
 * its newest release (github.com/sunscrapers/djoser).
 */

#include "dialect/djoser.h"

#include "dialect/common.h"

static const struct spelling spelling[] = {
	{ FIELD_USERNAME,		"{login_field}" },
	{ FIELD_EMAIL,			"email" },
	{ FIELD_PASSWORD,		"password" },
	{ FIELD_CURRENT_PASSWORD,	"current_password" },
	{ FIELD_NEW_PASSWORD,		"new_password" },
	{ FIELD_PASSWORD_AGAIN,		"re_password" },
	{ FIELD_NEW_USERNAME,		"new_{login_field}" },
	{ FIELD_USERNAME_AGAIN,		"re_new_{login_field}" },
	{ FIELD_UID,			"uid" },
	{ FIELD_TOKEN,			"token" },
	{ FIELD_REFRESH,		"refresh" },
	{ 0 },
};

static const struct spelling renewed[] = {
	{ FIELD_PASSWORD_AGAIN,		"re_new_password" },
	{ 0 },
};

static const struct spelling changed[] = {
	{ FIELD_NEW_USERNAME,		"{login_field}" },
	{ 0 },
};

/* simplejwt knows nothing of login_field. */
static const struct spelling granted[] = {
	{ FIELD_USERNAME,		"{username_field}" },
	{ 0 },
};

static const struct shape made[] = {
	{ "email",		SHOWN_EMAIL,	WHEN_IS(username_field, "username") },
	{ "*",			SHOWN_COLUMNS },
	{ "{login_field}",	SHOWN_USERNAME },
	{ "{user_id_field}",	SHOWN_ID },
	{ 0 },
};

static const struct shape user[] = {
	{ "email",		SHOWN_EMAIL,	WHEN_IS(username_field, "username") },
	{ "*",			SHOWN_COLUMNS },
	{ "{user_id_field}",	SHOWN_ID },
	{ "{login_field}",	SHOWN_USERNAME },
	{ 0 },
};

static const struct shape key[] = {
	{ "auth_token",		SHOWN_AUTH_TOKEN },
	{ 0 },
};

static const struct shape nothing[] = {
	{ 0 },
};

static const struct shape root[] = {
	{ "users",		SHOWN_ACCOUNTS_URL },
	{ 0 },
};

/* clang-format off */

/* Djoser tells this of all that is below users/, whatever it takes. */
static const struct taken account[] = {
	{ "email",	     "email",	0,	   "Email address", NULL, 254, WHEN(has_email) },
	{ "email",	     "email",	READ_ONLY, "Email address", NULL, 0,   WHEN_IS(username_field, "username") },
	{ "{user_id_field}", "id",      READ_ONLY, "ID",	    NULL, 0,   WHEN_IS(user_id_field, "id") },
	{ "{user_id_field}", "id",      READ_ONLY, "ID",	    NULL, 0,   WHEN_IS(user_id_field, "pk") },
	{ "{login_field}",   "string",	REQUIRED,  "Username", NULL, 150, WHEN(username_changeable) },
	{ "username",	     "string",	READ_ONLY, "Username",
	  "Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only.", 0, WHEN_IS(login_field, "username") },
	{ "email",	     "email",	READ_ONLY, "Email address", NULL, 0,   WHEN_IS(login_field, "email") },
	{ COLUMNS_TAKEN },
	{ 0 },
};

static const struct taken credentials[] = {
	{ "password", "string", 0, "Password" },
	{ "username", "string", 0, "Username", NULL, 0, WHEN_IS(login_field, "username") },
	{ "email",    "string", 0, "Email",    NULL, 0, WHEN_IS(login_field, "email") },
	{ 0 },
};

static const struct taken grant[] = {
	{ "username", "string", REQUIRED, "Username", NULL, 0, WHEN_IS(username_field, "username") },
	{ "email",    "string", REQUIRED, "Email",    NULL, 0, WHEN_IS(username_field, "email") },
	{ "password", "string", REQUIRED, "Password" },
	{ 0 },
};

static const struct taken refresh[] = {
	{ "refresh",  "string", REQUIRED,  "Refresh", NULL, 0, WHEN_IS(token_refresh_serializer, "TokenRefreshSerializer") },
	{ "access",   "string", READ_ONLY, "Access",  NULL, 0, WHEN_IS(token_refresh_serializer, "TokenRefreshSerializer") },
	{ "token",    "string", REQUIRED,  "Token",   NULL, 0, WHEN_IS(token_refresh_serializer, "TokenRefreshSlidingSerializer") },
	{ 0 },
};

static const struct taken ended[] = {
	{ "refresh",  "string", REQUIRED,  "Refresh" },
	{ 0 },
};

static const struct taken token[] = {
	{ "token",    "string", REQUIRED, "Token" },
	{ 0 },
};

static const struct resource
api_root	  = { "Api Root",		"The URLs of this API.", METHOD_OTHER, NULL },
user_list	  = { "User List",		"", METHOD_POST, account },
me		  = { "Me",			"", METHOD_PUT,  account },
activation	  = { "Activation",		"", METHOD_POST, account },
resend_activation = { "Resend activation",	"", METHOD_POST, account },
set_password	  = { "Set password",		"", METHOD_POST, account },
reset_password	  = { "Reset password",		"", METHOD_POST, account },
reset_password_confirm = { "Reset password confirm", "", METHOD_POST, account },
set_username	  = { "Set username",		"", METHOD_POST, account },
reset_username	  = { "Reset username",		"", METHOD_POST, account },
reset_username_confirm = { "Reset username confirm", "", METHOD_POST, account },
email_change_confirm = { "Email change confirm", "", METHOD_POST, account },
email_change_undo = { "Email change undo",	"", METHOD_POST, account },
user_instance	  = { "User Instance",		"", METHOD_PUT,  account },
token_create	  = { "Token Create",	   "Name and password become an opaque token.",	    METHOD_POST,  credentials },
token_destroy	  = { "Token Destroy",	   "Ends one's opaque tokens.",			    METHOD_OTHER, NULL },
token_obtain_pair = { "Token Obtain Pair", "Name and password become a refresh and an access token.", METHOD_POST, grant },
token_refresh	  = { "Token Refresh",	   "A refresh token gives a new access token.",	    METHOD_POST,  refresh },
token_verify	  = { "Token Verify",	   "Tells whether a token of any type is good.",    METHOD_POST,  token },
token_blacklist	  = { "Token Blacklist",   "Ends a refresh token.",			    METHOD_POST,  ended };

static const struct route routes[] = {
	{ METHOD_GET,     "/{.format}",		&op_root_show,		NULL,	 200, root },
	{ METHOD_OPTIONS, "/{.format}",		&op_describe_root,	NULL,	 200, common_about, &api_root },

	{ METHOD_GET,     "/users{.format}/",		&op_user_list,		NULL,	 200, user },
	{ METHOD_POST,    "/users{.format}/",		&op_user_create,	NULL,	 201, made },
	{ METHOD_OPTIONS, "/users{.format}/",		&op_describe_accounts,	NULL,	 200, common_about, &user_list },

	{ METHOD_GET,     "/users/me{.format}/",	&op_user_show,		NULL,	 200, user },
	{ METHOD_PUT,     "/users/me{.format}/",	&op_user_update,	changed,  200, user },
	{ METHOD_PATCH,   "/users/me{.format}/",	&op_user_update,	changed,  200, user },
	{ METHOD_DELETE,  "/users/me{.format}/",	&op_user_delete,	NULL,	 204 },
	{ METHOD_OPTIONS, "/users/me{.format}/",	&op_describe_accounts,	NULL,	 200, common_about, &me },

	{ METHOD_POST,    "/users/activation{.format}/", &op_activate,		NULL,	 204 },
	{ METHOD_OPTIONS, "/users/activation{.format}/", &op_describe_accounts,	NULL,	 200, common_about, &activation },

	{ METHOD_POST,    "/users/resend_activation{.format}/", &op_activation_resend, NULL, 204 },
	{ METHOD_OPTIONS, "/users/resend_activation{.format}/", &op_describe_accounts, NULL, 200, common_about, &resend_activation },

	{ METHOD_POST,    "/users/set_password{.format}/", &op_password_change, renewed, 204 },
	{ METHOD_OPTIONS, "/users/set_password{.format}/", &op_describe_accounts, NULL,	 200, common_about, &set_password },

	{ METHOD_POST,    "/users/reset_password{.format}/", &op_password_reset, NULL,	 204 },
	{ METHOD_OPTIONS, "/users/reset_password{.format}/", &op_describe_accounts, NULL, 200, common_about, &reset_password },

	{ METHOD_POST,    "/users/reset_password_confirm{.format}/", &op_password_reset_confirm, renewed, 204 },
	{ METHOD_OPTIONS, "/users/reset_password_confirm{.format}/", &op_describe_accounts, NULL, 200, common_about, &reset_password_confirm },

	{ METHOD_POST,    "/users/set_{username_field}{.format}/", &op_username_change, NULL, 204 },
	{ METHOD_OPTIONS, "/users/set_{username_field}{.format}/", &op_describe_accounts, NULL, 200, common_about, &set_username },

	{ METHOD_POST,    "/users/reset_{username_field}{.format}/", &op_username_reset, NULL, 204 },
	{ METHOD_OPTIONS, "/users/reset_{username_field}{.format}/", &op_describe_accounts, NULL, 200, common_about, &reset_username },

	{ METHOD_POST,    "/users/reset_{username_field}_confirm{.format}/", &op_username_reset_confirm, NULL, 204 },
	{ METHOD_OPTIONS, "/users/reset_{username_field}_confirm{.format}/", &op_describe_accounts, NULL, 200, common_about, &reset_username_confirm },

	/* Not Djoser's, where a change of address counts at once. */
	{ METHOD_POST,    "/users/email_change_confirm{.format}/", &op_email_change_confirm, NULL, 204, NULL, NULL, WHEN_IS(email_change, "confirm") },
	{ METHOD_OPTIONS, "/users/email_change_confirm{.format}/", &op_describe_accounts, NULL, 200, common_about, &email_change_confirm, WHEN_IS(email_change, "confirm") },

	{ METHOD_POST,    "/users/email_change_undo{.format}/", &op_email_change_undo, NULL, 204, NULL, NULL, WHEN(email_changed_email_confirmation) },
	{ METHOD_OPTIONS, "/users/email_change_undo{.format}/", &op_describe_accounts, NULL, 200, common_about, &email_change_undo, WHEN(email_changed_email_confirmation) },

	{ METHOD_GET,     "/users/{id}{.format}/",	&op_user_show,		NULL,	 200, user },
	{ METHOD_PUT,     "/users/{id}{.format}/",	&op_user_update,	changed,  200, user },
	{ METHOD_PATCH,   "/users/{id}{.format}/",	&op_user_update,	changed,  200, user },
	{ METHOD_DELETE,  "/users/{id}{.format}/",	&op_user_delete,	NULL,	 204 },
	{ METHOD_OPTIONS, "/users/{id}{.format}/",	&op_describe_account,	NULL,	 200, common_about, &user_instance },

	{ METHOD_POST,    "/token/login/",		&op_token_create,	NULL,	 200, key,   NULL, WHEN_IS(token_model, "Token") },
	{ METHOD_OPTIONS, "/token/login/",		&op_describe_token_create, NULL, 200, common_about, &token_create, WHEN_IS(token_model, "Token") },

	{ METHOD_POST,    "/token/logout/",		&op_token_end,		NULL,	 204 },
	{ METHOD_OPTIONS, "/token/logout/",		&op_describe_token_end,	NULL,	 200, common_about, &token_destroy },

	/* simplejwt has this view; where it stands is for the site to say. */
	{ METHOD_POST,    "/token/blacklist/",		&op_grant_end,		NULL,	 200, nothing },
	{ METHOD_OPTIONS, "/token/blacklist/",		&op_describe_blind,	NULL,	 200, common_about, &token_blacklist },

	{ METHOD_POST,    "/jwt/blacklist/",		&op_grant_end,		NULL,	 200, nothing },
	{ METHOD_OPTIONS, "/jwt/blacklist/",		&op_describe_blind,	NULL,	 200, common_about, &token_blacklist },

	/* The patterns of these have no end, and Djoser's own tests hold it to that. */
	{ METHOD_POST,    "/jwt/create*",		&op_grant_create,	granted, 200, common_granted, NULL, WHEN(has_signing_key) },
	{ METHOD_OPTIONS, "/jwt/create*",		&op_describe_blind,	NULL,	 200, common_about, &token_obtain_pair, WHEN(has_signing_key) },

	{ METHOD_POST,    "/jwt/refresh*",		&op_grant_refresh,	NULL,	 200, common_refreshed, NULL, WHEN(has_signing_key) },
	{ METHOD_OPTIONS, "/jwt/refresh*",		&op_describe_blind,	NULL,	 200, common_about, &token_refresh, WHEN(has_signing_key) },

	{ METHOD_POST,    "/jwt/verify*",		&op_grant_verify,	NULL,	 200, nothing },
	{ METHOD_OPTIONS, "/jwt/verify*",		&op_describe_blind,	NULL,	 200, common_about, &token_verify },
	{ 0 },
};
/* clang-format on */

static const struct shape_name names[] = {
	{ "User",		user },
	{ 0 },
};

const struct dialect dialect_djoser = {
	"djoser", routes, spelling, "non_field_errors",
	.names = names
};
