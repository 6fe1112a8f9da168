/*
 * pending: accounts that are inactive because they wait to be activated, and
 * not because an administrator has switched them off.
 */
#ifndef PORTRESS_STORE_PENDING_H
#define PORTRESS_STORE_PENDING_H

#include <stdint.h>

struct db;

/* The account waits from now on, if it does not already. 0 or -1. */
int	pending_begin(struct db *db, const char *user_id)
	    __attribute__((warn_unused_result));
/* It does not wait any more. 0 or -1. */
int	pending_end(struct db *db, const char *user_id)
	    __attribute__((warn_unused_result));
/* Whether it waits: 1, 0, or -1. NULL is nobody. */
int	pending_find(struct db *db, const char *user_id)
	    __attribute__((warn_unused_result));

#endif
