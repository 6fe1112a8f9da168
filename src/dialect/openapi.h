/*
 * openapi: an api's document by OpenAPI 3.1 (spec.openapis.org/oas/v3.1.0),
 * from the tables by which it answers.
 */
#ifndef PORTRESS_DIALECT_OPENAPI_H
#define PORTRESS_DIALECT_OPENAPI_H

struct arena;
struct conf;
struct conf_api;

/*
 * The document of an api as it is configured, set out for people; the same
 * each time. The arena owns it.
 */
const char	*openapi_document(struct arena *arena,
		    const struct conf *conf, const struct conf_api *api);

#endif
