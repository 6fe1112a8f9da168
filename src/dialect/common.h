/*
 * common: what several dialects say alike, as Django REST framework and
 * simplejwt have it.
 */
#ifndef PORTRESS_DIALECT_COMMON_H
#define PORTRESS_DIALECT_COMMON_H

#include "dialect/dialect.h"

/* Members as Django's models and simplejwt's serializers call them. */
extern const struct spelling common_spelling[];
/* What OPTIONS tells of simplejwt's serializers. */
extern const struct taken common_credentials[];
extern const struct taken common_refresh[];
/* Of OPTIONS (DRF's SimpleMetadata). */
extern const struct shape common_about[];
/* A pair or a sliding token, for a name and a password. */
extern const struct shape common_granted[];
/* The same for a refresh or a sliding token. */
extern const struct shape common_refreshed[];

extern const struct shape_name common_names[];

/* That every api has, however it is spelled: for those who set it up. They
 * answer all methods, and look at no Accept. */
extern const struct route common_routes[];
extern const struct route *const common_gate;

#endif
