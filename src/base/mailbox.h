/*
 * mailbox: addresses of mail (RFC 5322 section 3.4.1, RFC 6532), by libidn2.
 *
 * A domain beyond ASCII is written in ACE (RFC 5891), as it is in the DNS; a
 * local part stays UTF-8, which only servers with SMTPUTF8 take.
 */
#ifndef PORTRESS_BASE_MAILBOX_H
#define PORTRESS_BASE_MAILBOX_H

#include <stdbool.h>

struct arena;

struct mailbox {
	const char	*name;		/* without quotes; "" for none */
	const char	*address;	/* as mailbox_address gives it */
};

/*
 * Reads what people write as a sender: address, <address>, Name <address> or
 * "Name" <address>. 0; or -1, and no address, if it is none of these, or two.
 * In the arena.
 */
int		 mailbox_read(struct arena *arena, const char *text,
		    struct mailbox *mailbox_r)
		    __attribute__((warn_unused_result));
/*
 * The address as it stands in a header or an envelope: the domain in ACE, a
 * local part that is no dot-atom in quotes. NULL if there is no way to write
 * it: control characters, no UTF-8, no or an impossible domain. In the arena.
 */
const char	*mailbox_address(struct arena *arena, const char *text);
/*
 * What no server is to be given for a bare address, whoever calls, in words
 * that follow its name ("has no @"); or NULL. A control character, a space, <
 * or >, no @ or nothing beside it, more than 500 bytes, bytes that are no
 * UTF-8, a domain beyond ASCII.
 */
const char	*mailbox_fault(const char *address);
/* Whether what is before the last @ is more than ASCII, and needs SMTPUTF8. */
bool		 mailbox_needs_utf8(const char *address);
/* A host name, or an address in [], without its port, the same way; or NULL. */
const char	*mailbox_domain(struct arena *arena, const char *text);

#endif
