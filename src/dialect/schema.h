/*
 * schema: JSON Schemas (draft 2020-12) of what routes take, show and refuse,
 * by the tables that do so.
 */
#ifndef PORTRESS_DIALECT_SCHEMA_H
#define PORTRESS_DIALECT_SCHEMA_H

struct document;
struct route;

/* What stands for an account in the path, and in SHOWN_ID. */
void	schema_id(struct document *d, const char *key);
/* Of the body that the route takes; it has fields. */
void	schema_body(struct document *d, const struct route *route);
/* Of the body of its answer; it has a shape. */
void	schema_answer(struct document *d, const struct route *route);
/* Of refusals of fields: {"field": [text]}. */
void	schema_fields_refused(struct document *d, const struct route *route);
/* A reference to a schema that schema_components writes. */
void	schema_reference(struct document *d, const char *key,
	    const char *name);
/* The member "headers" of a response, with one. */
void	schema_header(struct document *d, const char *name);
/* Of all routes: what references name. */
void	schema_components(struct document *d);

#endif
