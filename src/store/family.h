/*
 * family: which refresh tokens rotated into which. All that came out of one
 * sign-in are a family; each but the newest was rotated once.
 *
 * Who shows a token that was rotated is either its owner, whose answer got
 * lost or whose other tab was faster, or one of two who both have it. RFC 9700
 * section 4.14.2 asks for all of them to end then.
 */
#ifndef PORTRESS_STORE_FAMILY_H
#define PORTRESS_STORE_FAMILY_H

#include <stdbool.h>
#include <stdint.h>

struct arena;
struct db;

/* Of a token that was rotated. */
struct family {
	int64_t		 age;		/* seconds since that */
	const char	*jti;		/* of the family's newest */
	int64_t		 issued;	/* when it was, in seconds since 1970 */
	bool		 is_ended;	/* it is blacklisted */
};

/* A token that is recorded became another one, recorded, too. 0 or -1. */
int	family_rotate(struct db *db, const char *old, const char *fresh)
	    __attribute__((warn_unused_result));
/* What became of a token. 1; 0 if it was never rotated here; or -1. */
int	family_find(struct db *db, struct arena *arena, const char *jti,
	    struct family *family_r) __attribute__((warn_unused_result));
/* Blacklists all of a token's family. 0 or -1. */
int	family_end(struct db *db, const char *jti)
	    __attribute__((warn_unused_result));

#endif
