#ifndef PORTRESS_DIALECT_USERCRUD_H
#define PORTRESS_DIALECT_USERCRUD_H

#include "dialect/dialect.h"

extern const struct dialect dialect_usercrud;

#endif
