/*
 * drftoken: create, token and me, as tutorials on Django REST framework build
 * them with authtoken: three URLs for an account and its token.
 */

#include "dialect/drftoken.h"

#include "dialect/common.h"

static const struct shape user[] = {
	{ "id",			SHOWN_ID },
	{ "username",		SHOWN_USERNAME },
	{ "email",		SHOWN_EMAIL },
	{ "*",			SHOWN_COLUMNS },
	{ 0 },
};

static const struct shape key[] = {
	{ "token",		SHOWN_AUTH_TOKEN },
	{ 0 },
};

/* clang-format off */

static const struct taken account[] = {
	{ "id",		"id",	  READ_ONLY, "ID" },
	{ "username",	"string",  REQUIRED,  "Username", NULL, 150 },
	{ "email",	"email",   0,	      "Email address", NULL, 254 },
	{ "password",	"string",  REQUIRED,  "Password" },
	{ COLUMNS_TAKEN },
	{ 0 },
};

static const struct taken credentials[] = {
	{ "username",	"string",  REQUIRED,  "Username" },
	{ "password",	"string",  REQUIRED,  "Password" },
	{ "token",	"string",  READ_ONLY, "Token" },
	{ 0 },
};

static const struct resource
create	= { "Create User", "Makes an account.",			     METHOD_POST, account },
token	= { "Token",	   "Name and password become a token.",	     METHOD_POST, credentials },
me	= { "Me",	   "The account that the token is of.",	     METHOD_OTHER, NULL };

static const struct route routes[] = {
	{ METHOD_POST,	  "/create/",	&op_user_create,	   NULL, 201, user },
	{ METHOD_OPTIONS, "/create/",	&op_describe_user_create,  NULL, 200, common_about, &create },

	{ METHOD_POST,	  "/token/",	&op_token_obtain,	   NULL, 200, key },
	{ METHOD_OPTIONS, "/token/",	&op_describe_token_create, NULL, 200, common_about, &token },

	{ METHOD_GET,	  "/me/",	&op_user_show,		   NULL, 200, user },
	{ METHOD_OPTIONS, "/me/",	&op_describe_accounts,	   NULL, 200, common_about, &me },
	{ 0 },
};
/* clang-format on */

static const struct conf_preset presets[] = {
	{ "default_authentication_classes", "TokenAuthentication" },
	{ 0 },
};

static const struct shape_name names[] = {
	{ "User",		user },
	{ 0 },
};

const struct dialect dialect_drftoken = {
	"drftoken", routes, common_spelling, "non_field_errors", .presets = presets,
	.names = names
};
