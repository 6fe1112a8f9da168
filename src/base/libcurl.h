/*
 * libcurl: the library of that name, loaded by who needs it first.
 *
 * It brings some 25 libraries along, which would cost every worker time and
 * memory; only who sends mail or asks a web server needs them. For
 * mail/transport_smtp.c and ctl/asker.c only.
 */
#ifndef PORTRESS_BASE_LIBCURL_H
#define PORTRESS_BASE_LIBCURL_H

/* The header's checks of types are macros of the functions' names. */
#define CURL_DISABLE_TYPECHECK
#include <curl/curl.h>

struct libcurl {
	__typeof__(curl_global_init)	*global_init;
	__typeof__(curl_easy_init)	*easy_init;
	__typeof__(curl_easy_setopt)	*easy_setopt;
	__typeof__(curl_easy_perform)	*easy_perform;
	__typeof__(curl_easy_getinfo)	*easy_getinfo;
	__typeof__(curl_easy_strerror)	*easy_strerror;
	__typeof__(curl_easy_cleanup)	*easy_cleanup;
	__typeof__(curl_slist_append)	*slist_append;
	__typeof__(curl_slist_free_all)	*slist_free_all;
};

/* The library, for good; or NULL, and *why_r says why, in static text. */
const struct libcurl	*libcurl_load(const char **why_r)
			    __attribute__((warn_unused_result));

#endif
