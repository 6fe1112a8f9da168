/*
 * device: from what an account has been signed in to, in our table
 * portress_device: a program's name, and a part of the network.
 */
#ifndef PORTRESS_STORE_DEVICE_H
#define PORTRESS_STORE_DEVICE_H

#include <stdint.h>

struct arena;
struct db;

struct device {
	const char	*user_id;
	const char	*name;
	const char	*network;
	const char	*address;	/* that was seen last */
	const char	*first_seen;	/* "YYYY-MM-DD HH:MM", UTC; when found */
};

/*
 * Notes the device of a sign-in; the account must be locked. 1 if it is a new
 * one of an account that has some, with its id; 0 if it is known, or the
 * first; or -1. An account's are 50 at most: the one not seen for longest makes
 * room. What was not seen for a year is forgotten on occasion.
 */
int	device_note(struct db *db, const struct device *device, int64_t *id_r)
	    __attribute__((warn_unused_result));
/* 1, 0 if there is no such, or -1. Texts belong to the arena. */
int	device_find(struct db *db, struct arena *arena, int64_t id,
	    struct device *device_r) __attribute__((warn_unused_result));

#endif
