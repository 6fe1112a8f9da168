/*
 * sha_extension: whether the processor has Intel's SHA extensions, and what
 * the functions that use them are compiled with.
 *
 * Their registers are those of SSE, which every system saves, so what CPUID
 * says is enough.
 */
#ifndef PORTRESS_AUTH_SHA_EXTENSION_H
#define PORTRESS_AUTH_SHA_EXTENSION_H

#include <stdbool.h>

#if defined(__x86_64__)
#define SHA_EXTENSION __attribute__((target("sha,sse4.1")))

#include <cpuid.h>
#include <immintrin.h>

/* __builtin_cpu_supports knows "sha" in new compilers only. */
static inline bool
sha_extension_is_there(void)
{
	unsigned a, b, c, d;

	return __get_cpuid(1, &a, &b, &c, &d) != 0 && (c & bit_SSE4_1) != 0 &&
	    __get_cpuid_count(7, 0, &a, &b, &c, &d) != 0 && (b & bit_SHA) != 0;
}
#endif

#endif
