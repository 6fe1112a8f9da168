#ifndef PORTRESS_DIALECT_DRFTOKEN_H
#define PORTRESS_DIALECT_DRFTOKEN_H

#include "dialect/dialect.h"

extern const struct dialect dialect_drftoken;

#endif
