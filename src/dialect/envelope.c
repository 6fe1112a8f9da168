/*
 * envelope: registration that signs in at once, and a logout that takes the
 * refresh token; all that is refused is {"error": text}.
 */

#include "dialect/envelope.h"

#include "dialect/common.h"

static const struct spelling ended[] = {
	{ FIELD_REFRESH,	"refresh_token" },
	{ 0 },
};

/* Whatever token_obtain_serializer says. */
static const struct shape tokens[] = {
	{ "refresh",		SHOWN_REFRESH_TOKEN },
	{ "access",		SHOWN_ACCESS_TOKEN },
	{ 0 },
};

static const struct shape user[] = {
	{ "pk",			SHOWN_ID },
	{ "username",		SHOWN_USERNAME },
	{ "email",		SHOWN_EMAIL },
	{ "*",			SHOWN_COLUMNS },
	{ "tokens",		.inside = tokens },
	{ 0 },
};

static const struct shape registered[] = {
	{ "content",		.inside = user },
	{ 0 },
};

static const struct shape logged_out[] = {
	{ "detail",		.text = "Successfully logged out." },
	{ 0 },
};

/* clang-format off */

static const struct wording of_refresh[] = {
	{ MSG_JWT_INVALID,	 "Token is invalid or expired" },
	{ MSG_JWT_EXPIRED,	 "Token is invalid or expired" },
	{ MSG_JWT_WRONG_TYPE,	 "Token is invalid or expired" },
	{ MSG_JWT_WITHOUT_EXPIRY, "Token is invalid or expired" },
	{ MSG_JWT_WITHOUT_ID,	 "Token is invalid or expired" },
	{ MSG_JWT_WITHOUT_TYPE,	 "Token is invalid or expired" },
	{ MSG_JWT_BLACKLISTED,	 "Token is invalid or expired" },
	{ 0 },
};

static const struct wording of_logout[] = {
	{ MSG_REQUIRED,		 "Refresh token required." },
	{ MSG_IS_NULL,		 "Refresh token required." },
	{ MSG_BLANK,		 "Refresh token required." },
	{ MSG_NOT_TEXT,		 "Refresh token required." },
	{ MSG_JWT_INVALID,	 "Invalid or expired refresh token." },
	{ MSG_JWT_EXPIRED,	 "Invalid or expired refresh token." },
	{ MSG_JWT_WRONG_TYPE,	 "Invalid or expired refresh token." },
	{ MSG_JWT_WITHOUT_EXPIRY, "Invalid or expired refresh token." },
	{ MSG_JWT_WITHOUT_ID,	 "Invalid or expired refresh token." },
	{ MSG_JWT_WITHOUT_TYPE,	 "Invalid or expired refresh token." },
	{ MSG_JWT_BLACKLISTED,	 "Invalid or expired refresh token." },
	{ 0 },
};

static const struct taken account[] = {
	{ "pk",		"id",	  READ_ONLY, "ID" },
	{ "username",	"string",  REQUIRED,  "Username", NULL, 150 },
	{ "email",	"email",   0,	      "Email address", NULL, 254 },
	{ "password",	"string",  REQUIRED,  "Password" },
	{ COLUMNS_TAKEN },
	{ 0 },
};

static const struct taken refresh_token[] = {
	{ "refresh_token", "string", REQUIRED, "Refresh token" },
	{ 0 },
};

static const struct resource
register_user	= { "Register",	     "Makes an account and signs in.",		METHOD_POST, account },
login		= { "Login",	     "Name and password become a refresh and an access token.", METHOD_POST, common_credentials },
token_refresh	= { "Token Refresh", "A refresh token gives a new access token.", METHOD_POST, common_refresh },
logout		= { "Logout",	     "Ends a refresh token.",			METHOD_POST, refresh_token };

static const struct route routes[] = {
	{ METHOD_POST,	  "/auth/register/", &op_user_register,	       NULL,  201, registered },
	{ METHOD_OPTIONS, "/auth/register/", &op_describe_user_create, NULL,  200, common_about, &register_user },

	{ METHOD_POST,	  "/auth/login/",    &op_grant_create,	       NULL,  200, common_granted },
	{ METHOD_OPTIONS, "/auth/login/",    &op_describe_blind,       NULL,  200, common_about, &login },

	{ METHOD_POST,	  "/auth/refresh/",  &op_grant_refresh,	       NULL,  200, common_refreshed, .wording = of_refresh },
	{ METHOD_OPTIONS, "/auth/refresh/",  &op_describe_blind,       NULL,  200, common_about, &token_refresh },

	{ METHOD_POST,	  "/auth/logout/",   &op_grant_end,	       ended, 200, logged_out, .wording = of_logout },
	{ METHOD_OPTIONS, "/auth/logout/",   &op_describe_blind,       NULL,  200, common_about, &logout },
	{ 0 },
};
/* clang-format on */

static const struct conf_preset presets[] = {
	{ "default_authentication_classes", "JWTAuthentication" },
	{ "use_jwt",		"true" },
	{ "columns",		"first_name last_name profile_image" },
	{ 0 },
};

static const struct shape_name names[] = {
	{ "User",		user },
	{ "Tokens",		tokens },
	{ 0 },
};

const struct dialect dialect_envelope = {
	"envelope", routes, common_spelling, "non_field_errors", "error",
	.presets = presets, .names = names
};
