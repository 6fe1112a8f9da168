/*
 * address: an e-mail address as programs and servers are given it.
 */
#ifndef PORTRESS_MAIL_ADDRESS_H
#define PORTRESS_MAIL_ADDRESS_H

#include <stdbool.h>

struct arena;

/*
 * What is wrong with a bare address, in words that follow its name ("has no
 * @"); or NULL. Only what no quoting would mend is: a control character, a
 * space, < or >, no @ or nothing beside it, bytes that are no UTF-8.
 */
const char	*address_fault(const char *address);
/*
 * The address with its domain in ASCII (RFC 5890, as xn--bcher-kva.example), what is
 * before the @ as it is. In the arena, or the
 * address itself if its domain is in ASCII; NULL if the domain cannot be one.
 */
const char	*address_ascii(struct arena *arena, const char *address);
/*
 * The address of a sender as a header has it, in the arena: "Name <address>" or
 * the address alone.
 */
const char	*address_bare(struct arena *arena, const char *sender);
/* Whether what is before the last @ is more than ASCII, and needs SMTPUTF8. */
bool		 address_needs_utf8(const char *address);

#endif
