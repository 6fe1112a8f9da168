/*
 * cors: which pages of other origins may use an api from a browser (the CORS
 * protocol of the Fetch standard, fetch.spec.whatwg.org, section 3.3).
 *
 * Only origins that the api lists are ever named in an answer, and never "*":
 * so no page that nobody knows reads what a signed-in browser is told.
 */
#ifndef PORTRESS_DIALECT_CORS_H
#define PORTRESS_DIALECT_CORS_H

#include <stdbool.h>

struct arena;
struct conf_api;
struct request;
struct response;

/* Whether the browser asks for a listed origin what the api would allow. */
bool	cors_is_preflight(const struct conf_api *api,
	    const struct request *request);
/*
 * Adds what a page of a listed origin may do; to a preflight, also with which
 * methods (as Allow has them; "" where the path is not known). Without a listed
 * origin nothing is added. The api may be NULL.
 */
void	cors_headers(struct response *response, struct arena *arena,
	    const struct conf_api *api, const struct request *request,
	    const char *methods);
/* Whether answers depend on Origin, so that caches must know. NULL: no. */
bool	cors_matters(const struct conf_api *api);

#endif
