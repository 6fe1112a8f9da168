/*
 * permission: who may call an operation, by the permission classes that an
 * api's settings name for it.
 *
 * Sources: rest_framework.permissions and djoser.permissions. A list of
 * classes admits where each of them does; an empty one admits everybody.
 */
#ifndef PORTRESS_OP_PERMISSION_H
#define PORTRESS_OP_PERMISSION_H

#include <stdbool.h>
#include <stddef.h>

struct call;
struct user;

/* The setting (CHOICES) of an api, for struct op. */
#define PERMISSION(name) offsetof(struct conf_api, name)

/* Whether who calls may call this at all. */
bool	permission_admits(const struct call *call);
/* Whether that depends on the account, and not only on there being one. */
bool	permission_looks_closer(const struct call *call);
/* Whether who calls may do so to that account. */
bool	permission_admits_to(const struct call *call,
	    const struct user *account);

#endif
