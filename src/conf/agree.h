/*
 * agree: what settings must be beside one another. Within conf/ only.
 */
#ifndef PORTRESS_CONF_AGREE_H
#define PORTRESS_CONF_AGREE_H

#include <stdbool.h>

struct conf;
struct reading;

/* Notes all that does not go together, and what must be set and is not. */
void	agree_all(struct reading *reading, const struct conf *conf);
/* Whether JWTs of that algorithm are signed by a text: HS256 and the like. */
bool	agree_is_mac(const char *algorithm);

#endif
