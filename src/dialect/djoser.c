/*
 * djoser: the API of Djoser with authtoken and simplejwt, in the behaviour of
 * its newest release (github.com/sunscrapers/djoser).
 */

#include "dialect/djoser.h"

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

/* simplejwt knows nothing of login_field. */
static const struct spelling granted[] = {
	{ FIELD_USERNAME,		"{username_field}" },
	{ 0 },
};

static const struct shape made[] = {
	{ "email",		SHOWN_EMAIL,	WHEN_IS(username_field, "username") },
	{ "{login_field}",	SHOWN_USERNAME, ALWAYS },
	{ "{user_id_field}",	SHOWN_ID,	ALWAYS },
	{ 0 },
};

static const struct shape user[] = {
	{ "email",		SHOWN_EMAIL,	WHEN_IS(username_field, "username") },
	{ "{user_id_field}",	SHOWN_ID,	ALWAYS },
	{ "{login_field}",	SHOWN_USERNAME, ALWAYS },
	{ 0 },
};

static const struct shape key[] = {
	{ "auth_token",		SHOWN_AUTH_TOKEN, ALWAYS },
	{ 0 },
};

static const struct shape pair[] = {
	{ "refresh",		SHOWN_REFRESH_TOKEN, ALWAYS },
	{ "access",		SHOWN_ACCESS_TOKEN,  ALWAYS },
	{ 0 },
};

static const struct shape access[] = {
	{ "access",		SHOWN_ACCESS_TOKEN, ALWAYS },
	{ 0 },
};

static const struct shape nothing[] = {
	{ 0 },
};

static const struct shape root[] = {
	{ "users",		SHOWN_ACCOUNTS_URL, ALWAYS },
	{ 0 },
};

static const struct shape about[] = {
	{ "name",		SHOWN_TITLE,	     ALWAYS },
	{ "description",	SHOWN_DESCRIPTION,   ALWAYS },
	{ "renders",		SHOWN_MEDIA_WRITTEN, ALWAYS },
	{ "parses",		SHOWN_MEDIA_READ,    ALWAYS },
	{ "actions",		SHOWN_ACTIONS,	     ALWAYS },
	{ 0 },
};

/* clang-format off */

/* Djoser tells this of all that is below users/, whatever it takes. */
static const struct taken account[] = {
	{ "email",	     "email",	false, false, "Email address", NULL, 254, WHEN_IS(login_field, "username") },
	{ "email",	     "email",	false, true,  "Email address", NULL, 0,	  WHEN_IS(username_field, "username") },
	{ "{user_id_field}", "integer", false, true,  "ID",	       NULL, 0,	  WHEN_IS(user_id_field, "id") },
	{ "{user_id_field}", "integer", false, true,  "ID",	       NULL, 0,	  WHEN_IS(user_id_field, "pk") },
	{ "username",	     "string",	false, true,  "Username",
	  "Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only.", 0, WHEN_IS(login_field, "username") },
	{ "email",	     "email",	false, true,  "Email address", NULL, 0,	  WHEN_IS(login_field, "email") },
	{ 0 },
};

static const struct taken credentials[] = {
	{ "password",	 "string", false, false, "Password", NULL, 0, ALWAYS },
	{ "username",	 "string", false, false, "Username", NULL, 0, WHEN_IS(login_field, "username") },
	{ "email",	 "string", false, false, "Email",    NULL, 0, WHEN_IS(login_field, "email") },
	{ 0 },
};

static const struct taken grant[] = {
	{ "username",	 "string", true, false, "Username", NULL, 0, WHEN_IS(username_field, "username") },
	{ "email",	 "string", true, false, "Email",    NULL, 0, WHEN_IS(username_field, "email") },
	{ "password",	 "string", true, false, "Password", NULL, 0, ALWAYS },
	{ 0 },
};

static const struct taken refresh[] = {
	{ "refresh",	 "string", true,  false, "Refresh", NULL, 0, ALWAYS },
	{ "access",	 "string", false, true,	 "Access",  NULL, 0, ALWAYS },
	{ 0 },
};

static const struct taken token[] = {
	{ "token",	 "string", true, false, "Token", NULL, 0, ALWAYS },
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
user_instance	  = { "User Instance",		"", METHOD_PUT,  account },
token_create	  = { "Token Create",	   "Name and password become an opaque token.",	    METHOD_POST,  credentials },
token_destroy	  = { "Token Destroy",	   "Ends one's opaque tokens.",			    METHOD_OTHER, NULL },
token_obtain_pair = { "Token Obtain Pair", "Name and password become a refresh and an access token.", METHOD_POST, grant },
token_refresh	  = { "Token Refresh",	   "A refresh token gives a new access token.",	    METHOD_POST,  refresh },
token_verify	  = { "Token Verify",	   "Tells whether a token of any type is good.",    METHOD_POST,  token };

static const struct route routes[] = {
	{ METHOD_GET,     "/{.format}/",		&op_root_show,		NULL,	 200, root,  NULL, ALWAYS },
	{ METHOD_OPTIONS, "/{.format}/",		&op_describe_root,	NULL,	 200, about, &api_root, ALWAYS },

	{ METHOD_GET,     "/users{.format}/",		&op_user_list,		NULL,	 200, user,  NULL, ALWAYS },
	{ METHOD_POST,    "/users{.format}/",		&op_user_create,	NULL,	 201, made,  NULL, ALWAYS },
	{ METHOD_OPTIONS, "/users{.format}/",		&op_describe_accounts,	NULL,	 200, about, &user_list, ALWAYS },

	{ METHOD_GET,     "/users/me{.format}/",	&op_user_show,		NULL,	 200, user,  NULL, ALWAYS },
	{ METHOD_PUT,     "/users/me{.format}/",	&op_user_update,	NULL,	 200, user,  NULL, ALWAYS },
	{ METHOD_PATCH,   "/users/me{.format}/",	&op_user_update,	NULL,	 200, user,  NULL, ALWAYS },
	{ METHOD_DELETE,  "/users/me{.format}/",	&op_user_delete,	NULL,	 204, NULL,  NULL, ALWAYS },
	{ METHOD_OPTIONS, "/users/me{.format}/",	&op_describe_accounts,	NULL,	 200, about, &me, ALWAYS },

	{ METHOD_POST,    "/users/activation{.format}/", &op_activate,		NULL,	 204, NULL,  NULL, ALWAYS },
	{ METHOD_OPTIONS, "/users/activation{.format}/", &op_describe_accounts,	NULL,	 200, about, &activation, ALWAYS },

	{ METHOD_POST,    "/users/resend_activation{.format}/", &op_activation_resend, NULL, 204, NULL, NULL, ALWAYS },
	{ METHOD_OPTIONS, "/users/resend_activation{.format}/", &op_describe_accounts, NULL, 200, about, &resend_activation, ALWAYS },

	{ METHOD_POST,    "/users/set_password{.format}/", &op_password_change, renewed, 204, NULL,  NULL, ALWAYS },
	{ METHOD_OPTIONS, "/users/set_password{.format}/", &op_describe_accounts, NULL,	 200, about, &set_password, ALWAYS },

	{ METHOD_POST,    "/users/reset_password{.format}/", &op_password_reset, NULL,	 204, NULL,  NULL, ALWAYS },
	{ METHOD_OPTIONS, "/users/reset_password{.format}/", &op_describe_accounts, NULL, 200, about, &reset_password, ALWAYS },

	{ METHOD_POST,    "/users/reset_password_confirm{.format}/", &op_password_reset_confirm, renewed, 204, NULL, NULL, ALWAYS },
	{ METHOD_OPTIONS, "/users/reset_password_confirm{.format}/", &op_describe_accounts, NULL, 200, about, &reset_password_confirm, ALWAYS },

	{ METHOD_POST,    "/users/set_{username_field}{.format}/", &op_username_change, NULL, 204, NULL, NULL, ALWAYS },
	{ METHOD_OPTIONS, "/users/set_{username_field}{.format}/", &op_describe_accounts, NULL, 200, about, &set_username, ALWAYS },

	{ METHOD_POST,    "/users/reset_{username_field}{.format}/", &op_username_reset, NULL, 204, NULL, NULL, ALWAYS },
	{ METHOD_OPTIONS, "/users/reset_{username_field}{.format}/", &op_describe_accounts, NULL, 200, about, &reset_username, ALWAYS },

	{ METHOD_POST,    "/users/reset_{username_field}_confirm{.format}/", &op_username_reset_confirm, NULL, 204, NULL, NULL, ALWAYS },
	{ METHOD_OPTIONS, "/users/reset_{username_field}_confirm{.format}/", &op_describe_accounts, NULL, 200, about, &reset_username_confirm, ALWAYS },

	{ METHOD_GET,     "/users/{id}{.format}/",	&op_user_show,		NULL,	 200, user,  NULL, ALWAYS },
	{ METHOD_PUT,     "/users/{id}{.format}/",	&op_user_update,	NULL,	 200, user,  NULL, ALWAYS },
	{ METHOD_PATCH,   "/users/{id}{.format}/",	&op_user_update,	NULL,	 200, user,  NULL, ALWAYS },
	{ METHOD_DELETE,  "/users/{id}{.format}/",	&op_user_delete,	NULL,	 204, NULL,  NULL, ALWAYS },
	{ METHOD_OPTIONS, "/users/{id}{.format}/",	&op_describe_account,	NULL,	 200, about, &user_instance, ALWAYS },

	{ METHOD_POST,    "/token/login/",		&op_token_create,	NULL,	 200, key,   NULL, WHEN_IS(token_model, "Token") },
	{ METHOD_OPTIONS, "/token/login/",		&op_describe_token_create, NULL, 200, about, &token_create, WHEN_IS(token_model, "Token") },

	{ METHOD_POST,    "/token/logout/",		&op_token_end,		NULL,	 204, NULL,  NULL, ALWAYS },
	{ METHOD_OPTIONS, "/token/logout/",		&op_describe_token_end,	NULL,	 200, about, &token_destroy, ALWAYS },

	/* The patterns of these have no end, and Djoser's own tests hold it to that. */
	{ METHOD_POST,    "/jwt/create*",		&op_grant_create,	granted, 200, pair,  NULL, ALWAYS },
	{ METHOD_OPTIONS, "/jwt/create*",		&op_describe_blind,	NULL,	 200, about, &token_obtain_pair, ALWAYS },

	{ METHOD_POST,    "/jwt/refresh*",		&op_grant_refresh,	NULL,	 200, access, NULL, ALWAYS },
	{ METHOD_OPTIONS, "/jwt/refresh*",		&op_describe_blind,	NULL,	 200, about, &token_refresh, ALWAYS },

	{ METHOD_POST,    "/jwt/verify*",		&op_grant_verify,	NULL,	 200, nothing, NULL, ALWAYS },
	{ METHOD_OPTIONS, "/jwt/verify*",		&op_describe_blind,	NULL,	 200, about, &token_verify, ALWAYS },
	{ 0 },
};
/* clang-format on */

const struct dialect dialect_djoser = {
	"djoser", routes, spelling, "non_field_errors"
};
