/*
 * exits: what exit codes mean, between the manager and its children, and to
 * whoever started us. Where sysexits(3) has a code for it, it is that one.
 */
#ifndef PORTRESS_BASE_EXITS_H
#define PORTRESS_BASE_EXITS_H

enum exits {
#define EXIT(name, code, meaning) EXIT_##name = (code),
#include "base/exits.def"
#undef EXIT
};

#endif
