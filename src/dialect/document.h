/*
 * document: what the parts of an api's OpenAPI document are written with.
 * Within openapi.c, schema.c, refused.c and guard.c only.
 */
#ifndef PORTRESS_DIALECT_DOCUMENT_H
#define PORTRESS_DIALECT_DOCUMENT_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/tree.h"
#include "conf/conf.h"
#include "dialect/dialect.h"

struct document {
	struct buf		 out;
	struct arena		*arena;
	const struct conf	*conf;
	const struct conf_api	*api;
	const struct dialect	*dialect;
};

/* "post_users_set_password": unique, as method and path are. */
const char	*document_id(const struct document *d,
		    const struct route *route);

/*
 * The rows that exist, the first of each method and path, in the table's
 * order: the one behind `route`, or the first one (NULL). NULL at the end.
 */
const struct route *document_next(const struct document *d,
		    const struct route *route);

#endif
