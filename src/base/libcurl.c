#include "base/libcurl.h"

#include <dlfcn.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

/* Debian has it with each of two TLS libraries; for us they are the same. */
static const char *const files[] = { "libcurl.so.4", "libcurl-gnutls.so.4" };

static const struct {
	const char	*name;
	size_t		 place;
} functions[] = {
	{ "curl_global_init", offsetof(struct libcurl, global_init) },
	{ "curl_easy_init", offsetof(struct libcurl, easy_init) },
	{ "curl_easy_setopt", offsetof(struct libcurl, easy_setopt) },
	{ "curl_easy_perform", offsetof(struct libcurl, easy_perform) },
	{ "curl_easy_getinfo", offsetof(struct libcurl, easy_getinfo) },
	{ "curl_easy_strerror", offsetof(struct libcurl, easy_strerror) },
	{ "curl_easy_cleanup", offsetof(struct libcurl, easy_cleanup) },
	{ "curl_slist_append", offsetof(struct libcurl, slist_append) },
	{ "curl_slist_free_all", offsetof(struct libcurl, slist_free_all) },
};

static void *
open_library(void)
{
	void *library = NULL;
	size_t i;

	for (i = 0; i < sizeof(files) / sizeof(files[0]); i++)
		if (library == NULL)
			library = dlopen(files[i], RTLD_NOW | RTLD_LOCAL);
	return library;
}

static bool
find_functions(struct libcurl *curl, void *library)
{
	size_t i;

	for (i = 0; i < sizeof(functions) / sizeof(functions[0]); i++) {
		void *function = dlsym(library, functions[i].name);

		if (function == NULL)
			return false;
		memcpy((char *)curl + functions[i].place, &function,
		    sizeof(function));
	}
	return true;
}

/* It is never unloaded: libraries that it brings along cannot be. */
const struct libcurl *
libcurl_load(const char **why_r)
{
	static struct libcurl curl;
	static bool is_loaded;
	void *library;

	if (is_loaded)
		return &curl;
	if ((library = open_library()) == NULL) {
		*why_r = "libcurl.so.4 is not here (Debian's package libcurl4)";
		return NULL;
	}
	if (!find_functions(&curl, library) ||
	    curl.global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) {
		*why_r = "libcurl.so.4 is of no use: it is too old, or broken";
		return NULL;
	}
	is_loaded = true;
	return &curl;
}
