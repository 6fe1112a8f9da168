#ifndef PORTRESS_DIALECT_ENVELOPE_H
#define PORTRESS_DIALECT_ENVELOPE_H

#include "dialect/dialect.h"

extern const struct dialect dialect_envelope;

#endif
