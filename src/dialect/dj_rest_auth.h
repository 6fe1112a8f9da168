#ifndef PORTRESS_DIALECT_DJ_REST_AUTH_H
#define PORTRESS_DIALECT_DJ_REST_AUTH_H

#include "dialect/dialect.h"

extern const struct dialect dialect_dj_rest_auth;

#endif
