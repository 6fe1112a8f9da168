#ifndef PORTRESS_DIALECT_DJOSER_H
#define PORTRESS_DIALECT_DJOSER_H

#include "dialect/dialect.h"

extern const struct dialect dialect_djoser;

#endif
