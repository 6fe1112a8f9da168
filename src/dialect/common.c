#include "dialect/common.h"

#define GRANTS_PAIR \
	WHEN_IS(token_obtain_serializer, "TokenObtainPairSerializer")

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
	{ "refresh",		SHOWN_REFRESH_TOKEN,	GRANTS_PAIR },
	{ "access",		SHOWN_ACCESS_TOKEN,	GRANTS_PAIR },
	{ "token",		SHOWN_SLIDING_TOKEN,
	    WHEN_IS(token_obtain_serializer, "TokenObtainSlidingSerializer") },
	{ 0 },
};

const struct shape common_refreshed[] = {
	{ "access",		SHOWN_ACCESS_TOKEN,
	    WHEN_IS(token_refresh_serializer, "TokenRefreshSerializer") },
	{ "refresh",		SHOWN_REFRESH_TOKEN,	WHEN(rotates) },
	{ "token",		SHOWN_SLIDING_TOKEN,
	    WHEN_IS(token_refresh_serializer, "TokenRefreshSlidingSerializer") },
	{ 0 },
};

const struct shape_name common_names[] = {
	{ "Resource",		common_about },
	{ "Granted",		common_granted },
	{ "Refreshed",		common_refreshed },
	{ 0 },
};

const struct route common_routes[] = {
	{ METHOD_ANY, "/gate/", &op_gate, NULL, 204, .when = WHEN(gate) },
	{ METHOD_ANY, "/selfcheck/", &op_selfcheck, NULL, 200, .when = WHEN(selfcheck) },
	{ 0 },
};

const struct route *const common_gate = &common_routes[0];
