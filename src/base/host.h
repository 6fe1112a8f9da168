/*
 * host: names and addresses of machines, as configurations have them.
 */
#ifndef PORTRESS_BASE_HOST_H
#define PORTRESS_BASE_HOST_H

#include <stdbool.h>

/*
 * Whether it is this machine, so that nobody can stand in between: localhost
 * (RFC 6761), an address of 127.0.0.0/8 or ::1, which may be in brackets. Any
 * other name may be anybody's, 127.example.com too.
 */
bool	host_is_here(const char *host);

#endif
