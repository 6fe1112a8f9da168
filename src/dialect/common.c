#include "dialect/common.h"

const struct spelling common_spelling[] = {
	{ FIELD_USERNAME,	"username" },
	{ FIELD_EMAIL,		"email" },
	{ FIELD_PASSWORD,	"password" },
	{ FIELD_PASSWORD_AGAIN,	"re_password" },
	{ FIELD_REFRESH,	"refresh" },
	{ FIELD_TOKEN,		"token" },
	{ 0 },
};

const struct taken common_credentials[] = {
	{ "username",	"string",  REQUIRED,  "Username" },
	{ "password",	"string",  REQUIRED,  "Password" },
	{ 0 },
};

const struct taken common_refresh[] = {
	{ "refresh",	"string",  REQUIRED,  "Refresh" },
	{ "access",	"string",  READ_ONLY, "Access" },
	{ 0 },
};

const struct shape common_about[] = {
	{ "name",		SHOWN_TITLE },
	{ "description",	SHOWN_DESCRIPTION },
	{ "renders",		SHOWN_MEDIA_WRITTEN },
	{ "parses",		SHOWN_MEDIA_READ },
	{ "actions",		SHOWN_ACTIONS },
	{ 0 },
};

const struct shape common_granted[] = {
	{ "refresh",		SHOWN_REFRESH_TOKEN },
	{ "access",		SHOWN_ACCESS_TOKEN },
	{ "token",		SHOWN_SLIDING_TOKEN },
	{ 0 },
};

const struct shape common_refreshed[] = {
	{ "access",		SHOWN_ACCESS_TOKEN },
	{ "refresh",		SHOWN_REFRESH_TOKEN },
	{ "token",		SHOWN_SLIDING_TOKEN },
	{ 0 },
};
