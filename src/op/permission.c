#include "op/permission.h"

#include <assert.h>
#include <string.h>

#include "http/request.h"
#include "op/call.h"

static bool
anybody(const struct call *call)
{
	(void)call;
	return true;
}

static bool
signed_in(const struct call *call)
{
	return call->user != NULL;
}

static bool
staff(const struct call *call)
{
	return call->user != NULL && call->user->is_staff;
}

static bool
reading(const struct call *call)
{
	return !call->asks_to_write && (call->request->method &
	    (METHOD_GET | METHOD_HEAD | METHOD_OPTIONS)) != 0;
}

static bool
signed_in_or_reading(const struct call *call)
{
	return signed_in(call) || reading(call);
}

static bool
nobody(const struct call *call)
{
	(void)call;
	return false;
}

static bool
any_account(const struct call *call, const struct user *account)
{
	(void)call;
	(void)account;
	return true;
}

static bool
own_account_or_staff(const struct call *call, const struct user *account)
{
	return call->user != NULL &&
	    (call->user->is_staff || user_is(call->user, account));
}

static bool
own_account_or_staff_or_reading(const struct call *call,
    const struct user *account)
{
	return own_account_or_staff(call, account) || reading(call);
}

/* clang-format off */
static const struct permission {
	const char	*name;
	bool		(*admits)(const struct call *call);
	bool		(*admits_to)(const struct call *call, const struct user *account);
} permissions[] = {
	{ "AllowAny",			  anybody,		any_account },
	{ "IsAuthenticated",		  signed_in,		any_account },
	{ "IsAdminUser",		  staff,		any_account },
	{ "IsAuthenticatedOrReadOnly",	  signed_in_or_reading,	any_account },
	{ "Nobody",			  nobody,		any_account },
	{ "CurrentUserOrAdmin",		  signed_in,		own_account_or_staff },
	{ "CurrentUserOrAdminOrReadOnly", signed_in,		own_account_or_staff_or_reading },
};
/* clang-format on */

/* One of settings.def's choices: a name that is not there is our own bug. */
static const struct permission *
permission_named(const char *name)
{
	const struct permission *row = permissions;

	while (strcmp(row->name, name) != 0)
		row++;
	return row;
}

static const char *const *
names(const struct call *call)
{
	if ((call->op->flags & OP_GUARDS) != 0)
		return call->permission;
	assert(call->op->permission != 0);
	return *(const char *const *const *)
	    ((const char *)call->api + call->op->permission);
}

bool
permission_admits(const struct call *call)
{
	const char *const *name;

	if ((call->op->flags & OP_BLIND) != 0)
		return true;
	for (name = names(call); *name != NULL; name++)
		if (!permission_named(*name)->admits(call))
			return false;
	return true;
}

bool
permission_looks_closer(const struct call *call)
{
	const char *const *name;

	for (name = names(call); *name != NULL; name++)
		if (permission_named(*name)->admits == staff)
			return true;
	return false;
}

bool
permission_admits_to(const struct call *call, const struct user *account)
{
	const char *const *name;

	for (name = names(call); *name != NULL; name++)
		if (!permission_named(*name)->admits_to(call, account))
			return false;
	return true;
}
