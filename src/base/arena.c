#include "base/arena.h"

#include <assert.h>
#include <stdalign.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/secret.h"

#define CHUNK_SIZE	(16 * 1024)
#define SHORT		64	/* as most that is printed */

struct chunk {
	struct chunk	*next;
	size_t		 size;		/* of bytes */
	size_t		 used;
	alignas(max_align_t) unsigned char bytes[];
};

struct arena {
	struct chunk	*chunks;	/* the newest first */
	size_t		 size;		/* of all chunks */
	size_t		 limit;
};

static void
arena_grow(struct arena *arena, size_t least)
{
	size_t size = least > CHUNK_SIZE ? least : CHUNK_SIZE;
	struct chunk *chunk;

	if (size > arena->limit - arena->size)
		abort();
	if ((chunk = calloc(1, sizeof(*chunk) + size)) == NULL)
		abort();
	chunk->size = size;
	chunk->next = arena->chunks;
	arena->chunks = chunk;
	arena->size += size;
}

struct arena *
arena_open(size_t limit)
{
	struct arena *arena;

	assert(limit >= CHUNK_SIZE);
	if ((arena = calloc(1, sizeof(*arena))) == NULL)
		abort();
	arena->limit = limit;
	arena_grow(arena, CHUNK_SIZE);
	return arena;
}

/* Frees all chunks but the oldest. */
static void
arena_trim(struct arena *arena)
{
	struct chunk *chunk;

	while ((chunk = arena->chunks)->next != NULL) {
		arena->chunks = chunk->next;
		arena->size -= chunk->size;
		secret_wipe(chunk->bytes, chunk->used);
		free(chunk);
	}
}

void
arena_reset(struct arena *arena)
{
	arena_trim(arena);
	secret_wipe(arena->chunks->bytes, arena->chunks->used);
	arena->chunks->used = 0;
}

void
arena_close(struct arena **arena)
{
	if (*arena == NULL)
		return;
	arena_reset(*arena);
	free((*arena)->chunks);
	free(*arena);
	*arena = NULL;
}

void *
arena_alloc(struct arena *arena, size_t size)
{
	const size_t mask = alignof(max_align_t) - 1;
	struct chunk *chunk = arena->chunks;
	void *bytes;

	if (size > arena->limit)
		abort();
	size = (size + mask) & ~mask;
	if (size > chunk->size - chunk->used) {
		arena_grow(arena, size);
		chunk = arena->chunks;
	}
	bytes = chunk->bytes + chunk->used;
	chunk->used += size;
	return bytes;
}

char *
arena_copy(struct arena *arena, const void *bytes, size_t length)
{
	char *copy = arena_alloc(arena, length + 1);

	if (length > 0)
		memcpy(copy, bytes, length);
	return copy;
}

char *
arena_text(struct arena *arena, const char *text)
{
	return arena_copy(arena, text, strlen(text));
}

char *
arena_printf(struct arena *arena, const char *format, ...)
{
	char first[SHORT], *text;
	va_list arguments, again;
	int length;

	va_start(arguments, format);
	va_copy(again, arguments);
	length = vsnprintf(first, sizeof(first), format, arguments);
	va_end(arguments);
	assert(length >= 0);
	text = arena_alloc(arena, (size_t)length + 1);
	if ((size_t)length < sizeof(first))
		memcpy(text, first, (size_t)length);
	else
		vsnprintf(text, (size_t)length + 1, format, again);
	va_end(again);
	return text;
}
