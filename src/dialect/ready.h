/*
 * ready: whether the apis of a configuration are what their dialects can be.
 *
 * conf/ knows settings one by one; what a dialect has no members or no routes
 * for, only its tables tell.
 */
#ifndef PORTRESS_DIALECT_READY_H
#define PORTRESS_DIALECT_READY_H

#include <stdbool.h>
#include <stdio.h>

struct conf;

/*
 * True if every api can be served; else says what is wrong with which, all of
 * it, a line each. Keys of JWTs (auth/signature.h) and templates of mails
 * (mail/message.h) are looked at, too.
 */
bool	ready_for(const struct conf *conf, FILE *errors);

#endif
