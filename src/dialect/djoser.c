/*
 * djoser: the API of Djoser with authtoken and simplejwt, in the behaviour of
 * its newest release (github.com/sunscrapers/djoser).
 */

#include "dialect/djoser.h"

static const struct spelling spelling[] = {
	{ FIELD_USERNAME,		"username" },
	{ FIELD_EMAIL,			"email" },
	{ FIELD_PASSWORD,		"password" },
	{ FIELD_CURRENT_PASSWORD,	"current_password" },
	{ FIELD_NEW_PASSWORD,		"new_password" },
	{ FIELD_PASSWORD_AGAIN,		"re_password" },
	{ FIELD_UID,			"uid" },
	{ FIELD_TOKEN,			"token" },
	{ FIELD_REFRESH,		"refresh" },
	{ 0 },
};

static const struct spelling renewed[] = {
	{ FIELD_PASSWORD_AGAIN,		"re_new_password" },
	{ 0 },
};

static const struct shape made[] = {
	{ "email",		SHOWN_EMAIL },
	{ "username",		SHOWN_USERNAME },
	{ "id",			SHOWN_ID },
	{ 0 },
};

static const struct shape user[] = {
	{ "email",		SHOWN_EMAIL },
	{ "id",			SHOWN_ID },
	{ "username",		SHOWN_USERNAME },
	{ 0 },
};

static const struct shape key[] = {
	{ "auth_token",		SHOWN_AUTH_TOKEN },
	{ 0 },
};

static const struct shape pair[] = {
	{ "refresh",		SHOWN_REFRESH_TOKEN },
	{ "access",		SHOWN_ACCESS_TOKEN },
	{ 0 },
};

static const struct shape access[] = {
	{ "access",		SHOWN_ACCESS_TOKEN },
	{ 0 },
};

static const struct shape nothing[] = {
	{ 0 },
};

static const struct shape about[] = {
	{ "name",		SHOWN_TITLE },
	{ "description",	SHOWN_DESCRIPTION },
	{ "renders",		SHOWN_MEDIA_WRITTEN },
	{ "parses",		SHOWN_MEDIA_READ },
	{ 0 },
};

/* clang-format off */
static const struct route routes[] = {
	{ METHOD_GET,     "/users/",			&op_user_list,		NULL,	 200, user,  NULL },
	{ METHOD_POST,    "/users/",			&op_user_create,	NULL,	 201, made,  NULL },
	{ METHOD_OPTIONS, "/users/",			&op_describe,		NULL,	 200, about, "User List" },

	{ METHOD_GET,     "/users/me/",		&op_user_show,		NULL,	 200, user,  NULL },
	{ METHOD_PUT,     "/users/me/",		&op_user_update,	NULL,	 200, user,  NULL },
	{ METHOD_PATCH,   "/users/me/",		&op_user_update,	NULL,	 200, user,  NULL },
	{ METHOD_DELETE,  "/users/me/",		&op_user_delete,	NULL,	 204, NULL,  NULL },
	{ METHOD_OPTIONS, "/users/me/",		&op_describe,		NULL,	 200, about, "Me" },

	{ METHOD_POST,    "/users/activation/",	&op_activate,		NULL,	 204, NULL,  NULL },
	{ METHOD_OPTIONS, "/users/activation/",	&op_describe,		NULL,	 200, about, "Activation" },

	{ METHOD_POST,    "/users/resend_activation/",	&op_activation_resend,	NULL,	 204, NULL,  NULL },
	{ METHOD_OPTIONS, "/users/resend_activation/",	&op_describe,		NULL,	 200, about, "Resend activation" },

	{ METHOD_POST,    "/users/set_password/",	&op_password_change,	renewed, 204, NULL,  NULL },
	{ METHOD_OPTIONS, "/users/set_password/",	&op_describe,		NULL,	 200, about, "Set password" },

	{ METHOD_POST,    "/users/reset_password/",	&op_password_reset,	NULL,	 204, NULL,  NULL },
	{ METHOD_OPTIONS, "/users/reset_password/",	&op_describe,		NULL,	 200, about, "Reset password" },

	{ METHOD_POST,    "/users/reset_password_confirm/", &op_password_reset_confirm, renewed, 204, NULL, NULL },
	{ METHOD_OPTIONS, "/users/reset_password_confirm/", &op_describe,	NULL,	 200, about, "Reset password confirm" },

	{ METHOD_GET,     "/users/{id}/",		&op_user_show,		NULL,	 200, user,  NULL },
	{ METHOD_PUT,     "/users/{id}/",		&op_user_update,	NULL,	 200, user,  NULL },
	{ METHOD_PATCH,   "/users/{id}/",		&op_user_update,	NULL,	 200, user,  NULL },
	{ METHOD_DELETE,  "/users/{id}/",		&op_user_delete,	NULL,	 204, NULL,  NULL },
	{ METHOD_OPTIONS, "/users/{id}/",		&op_describe,		NULL,	 200, about, "User Instance" },

	{ METHOD_POST,    "/token/login/",		&op_token_create,	NULL,	 200, key,   NULL },
	{ METHOD_OPTIONS, "/token/login/",		&op_describe_open,	NULL,	 200, about, "Token Create" },

	{ METHOD_POST,    "/token/logout/",		&op_token_end,		NULL,	 204, NULL,  NULL },
	{ METHOD_OPTIONS, "/token/logout/",		&op_describe,		NULL,	 200, about, "Token Destroy" },

	{ METHOD_POST,    "/jwt/create/",		&op_grant_create,	NULL,	 200, pair,  NULL },
	{ METHOD_OPTIONS, "/jwt/create/",		&op_describe_blind,	NULL,	 200, about, "Token Obtain Pair" },

	{ METHOD_POST,    "/jwt/refresh/",		&op_grant_refresh,	NULL,	 200, access, NULL },
	{ METHOD_OPTIONS, "/jwt/refresh/",		&op_describe_blind,	NULL,	 200, about, "Token Refresh" },

	{ METHOD_POST,    "/jwt/verify/",		&op_grant_verify,	NULL,	 200, nothing, NULL },
	{ METHOD_OPTIONS, "/jwt/verify/",		&op_describe_blind,	NULL,	 200, about, "Token Verify" },
	{ 0 },
};
/* clang-format on */

const struct dialect dialect_djoser = {
	"djoser", routes, spelling, "non_field_errors"
};
