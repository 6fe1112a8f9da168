/*
 * session: rows of Django's table django_session. What they hold is
 * auth/session_data's business.
 */
#ifndef PORTRESS_STORE_SESSION_H
#define PORTRESS_STORE_SESSION_H

#include <stdint.h>

struct arena;
struct db;

struct session {
	const char	*key;
	const char	*data;
	int64_t		 age;		/* seconds from now until it expires */
};

/*
 * The session of that key; of data that are longer than `limit` one character
 * more is read. 1, 0 also if it has expired, or -1. Texts belong to the arena.
 */
int	session_look(struct db *db, struct arena *arena, const char *key,
	    int64_t limit, struct session *session_r)
	    __attribute__((warn_unused_result));
/* The same, locked until the transaction ends. */
int	session_find(struct db *db, struct arena *arena, const char *key,
	    int64_t limit, struct session *session_r)
	    __attribute__((warn_unused_result));
/* 0 or -1. */
int	session_create(struct db *db, const struct session *session)
	    __attribute__((warn_unused_result));
/* The session of that key, which was found, becomes another. 0 or -1. */
int	session_replace(struct db *db, const char *key,
	    const struct session *session) __attribute__((warn_unused_result));
/* 0 also if there was none, or -1. */
int	session_end(struct db *db, const char *key)
	    __attribute__((warn_unused_result));

#endif
