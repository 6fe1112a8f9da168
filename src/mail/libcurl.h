/*
 * libcurl: the library of that name, loaded when the first mail is to go out.
 *
 * It brings some 25 libraries along, which would cost every worker time and
 * memory; only who sends mail needs them. For transport_smtp.c only.
 */
#ifndef PORTRESS_MAIL_LIBCURL_H
#define PORTRESS_MAIL_LIBCURL_H

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
};

/* The library, for good; or NULL, and *why_r says why, in static text. */
const struct libcurl	*libcurl_load(const char **why_r)
			    __attribute__((warn_unused_result));

#endif
