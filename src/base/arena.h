/*
 * arena: the memory of one request.
 *
 * Everything a call allocates comes from one arena and ends with it, so
 * operations need no free and no clean-up paths. Allocation never returns
 * NULL: out of memory, or beyond the limit given at arena_open, is treated as
 * our own bug and ends the worker (the manager starts another).
 *
 * An arena wipes what it held when it is reset, because passwords and tokens
 * pass through it.
 */
#ifndef PORTRESS_BASE_ARENA_H
#define PORTRESS_BASE_ARENA_H

#include <stdarg.h>
#include <stddef.h>

struct arena;

/* A new arena that may hold at most `limit` bytes. The caller owns it. */
struct arena	*arena_open(size_t limit);
/* Wipes and frees all; *arena becomes NULL. */
void		 arena_close(struct arena **arena);
/* Wipes what was allocated and keeps the first chunk for the next request. */
void		 arena_reset(struct arena *arena);

/* `size` zeroed bytes, aligned for any type. Never NULL. */
void		*arena_alloc(struct arena *arena, size_t size)
		    __attribute__((returns_nonnull, malloc, alloc_size(2)));
/* A copy of `length` bytes with a NUL behind them. */
char		*arena_copy(struct arena *arena, const void *bytes,
		    size_t length) __attribute__((returns_nonnull));
/* A copy of a string. */
char		*arena_text(struct arena *arena, const char *text)
		    __attribute__((returns_nonnull));
/* A formatted string. */
char		*arena_printf(struct arena *arena, const char *format, ...)
		    __attribute__((returns_nonnull, format(printf, 2, 3)));

#endif
