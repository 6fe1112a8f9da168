#include "dialect/common.h"

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
