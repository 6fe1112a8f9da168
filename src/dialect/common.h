/*
 * common: what several dialects say alike, as Django REST framework and
 * simplejwt have it.
 */
#ifndef PORTRESS_DIALECT_COMMON_H
#define PORTRESS_DIALECT_COMMON_H

#include "dialect/dialect.h"

/* Of OPTIONS (DRF's SimpleMetadata). */
extern const struct shape common_about[];
/* A pair or a sliding token, for a name and a password. */
extern const struct shape common_granted[];
/* The same for a refresh or a sliding token. */
extern const struct shape common_refreshed[];

#endif
