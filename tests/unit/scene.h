/*
 * scene: the arena of a file's tests, and the time at which they play: NOW, if
 * that is defined before this is included. For one file of tests each.
 */
#ifndef PORTRESS_TESTS_SCENE_H
#define PORTRESS_TESTS_SCENE_H

#include "base/arena.h"
#include "base/clock.h"

#ifndef NOW
#define NOW 0		/* the real one */
#endif

static struct arena *arena;

static int
open_scene(void **state)
{
	(void)state;
	clock_set(NOW);
	arena = arena_open(1 << 22);
	return 0;
}

static int
close_scene(void **state)
{
	(void)state;
	clock_set(0);
	arena_close(&arena);
	return 0;
}

#endif
