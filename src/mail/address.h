/*
 * address: what no server is to be given for an address, whoever calls.
 */
#ifndef PORTRESS_MAIL_ADDRESS_H
#define PORTRESS_MAIL_ADDRESS_H

#include <stdbool.h>

/*
 * What is wrong with a bare address (base/mailbox.h writes good ones), in words
 * that follow its name ("has no @"); or NULL. A control character, a space, <
 * or >, no @ or nothing beside it, more than 500 bytes, bytes that are no
 * UTF-8, a domain beyond ASCII.
 */
const char	*address_fault(const char *address);
/* Whether what is before the last @ is more than ASCII, and needs SMTPUTF8. */
bool		 address_needs_utf8(const char *address);

#endif
