/*
 * accept: whether a client takes JSON (RFC 9110 section 12.5.1).
 *
 * As rest_framework.negotiation does it: parameters, q among them, are not
 * looked at. Further, text/html is answered in JSON: there are no pages here.
 */
#ifndef PORTRESS_HTTP_ACCEPT_H
#define PORTRESS_HTTP_ACCEPT_H

#include <stdbool.h>

struct arena;

/* The header's value; NULL is no header, which takes anything. */
bool	accept_takes_json(const char *accept);
/* Whether it asks for HTML by name, as browsers do for pages. */
bool	accept_names_html(const char *accept);
/* The format that a query asks for (?format=xml), decoded, or NULL. */
const char *accept_format(struct arena *arena, const char *query);

#endif
