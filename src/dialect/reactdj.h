#ifndef PORTRESS_DIALECT_REACTDJ_H
#define PORTRESS_DIALECT_REACTDJ_H

#include "dialect/dialect.h"

extern const struct dialect dialect_reactdj;

#endif
