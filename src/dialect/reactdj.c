/*
 * reactdj: registration, login and a profile by JWT, as a boilerplate for
 * React and Django has them; its front end judges passwords.
 */

#include "dialect/reactdj.h"

#include "dialect/common.h"

static const struct shape user[] = {
	{ "id",			SHOWN_ID },
	{ "*",			SHOWN_COLUMNS },
	{ "username",		SHOWN_USERNAME },
	{ "email",		SHOWN_EMAIL },
	{ 0 },
};

static const struct shape registered[] = {
	{ "message",		.text = "User registered successfully" },
	{ "user",		.inside = user },
	{ 0 },
};

static const struct shape profile[] = {
	{ "id",			SHOWN_ID },
	{ "username",		SHOWN_USERNAME },
	{ "email",		SHOWN_EMAIL },
	{ "*",			SHOWN_COLUMNS },
	{ 0 },
};

static const struct shape granted[] = {
	{ "access",		SHOWN_ACCESS_TOKEN },
	{ "refresh",		SHOWN_REFRESH_TOKEN },
	{ 0 },
};

/* clang-format off */

static const struct taken account[] = {
	{ "id",		"id",	  READ_ONLY, "ID" },
	{ "username",	"string",  REQUIRED,  "Username", NULL, 150 },
	{ "email",	"email",   REQUIRED,  "Email address", NULL, 254 },
	{ "password",	"string",  REQUIRED,  "Password" },
	{ COLUMNS_TAKEN },
	{ 0 },
};

static const struct resource
register_user	= { "Register User", "Makes an account.",		METHOD_POST,  account },
login		= { "Login",	     "Name and password become a refresh and an access token.", METHOD_POST, common_credentials },
token_refresh	= { "Token Refresh", "A refresh token gives a new access token.", METHOD_POST, common_refresh },
user_profile	= { "User Profile",  "The account that the token is of.", METHOD_OTHER, NULL };

static const struct route routes[] = {
	{ METHOD_POST,	  "/auth/register/", &op_user_create,	      NULL, 201, registered },
	{ METHOD_OPTIONS, "/auth/register/", &op_describe_user_create, NULL, 200, common_about, &register_user },

	{ METHOD_POST,	  "/auth/login/",    &op_grant_create,	      NULL, 200, granted },
	{ METHOD_OPTIONS, "/auth/login/",    &op_describe_blind,      NULL, 200, common_about, &login },

	{ METHOD_POST,	  "/token/refresh/", &op_grant_refresh,	      NULL, 200, common_refreshed },
	{ METHOD_OPTIONS, "/token/refresh/", &op_describe_blind,      NULL, 200, common_about, &token_refresh },

	{ METHOD_GET,	  "/auth/profile/",  &op_user_show,	      NULL, 200, profile },
	{ METHOD_OPTIONS, "/auth/profile/",  &op_describe_accounts,   NULL, 200, common_about, &user_profile },
	{ 0 },
};
/* clang-format on */

static const struct conf_preset presets[] = {
	{ "default_authentication_classes", "JWTAuthentication" },
	{ "email_required",	"true" },
	{ "email_unique",	"true" },
	{ "password_validators", "" },
	{ "columns",		"first_name last_name date_joined" },
	{ 0 },
};

static const struct shape_name names[] = {
	{ "User",		user },
	{ "Profile",		profile },
	{ 0 },
};

const struct dialect dialect_reactdj = {
	"reactdj", routes, common_spelling, "non_field_errors", .presets = presets,
	.names = names
};
