/*
 * transport: where mails go. For now a directory of .eml files.
 */
#ifndef PORTRESS_MAIL_TRANSPORT_H
#define PORTRESS_MAIL_TRANSPORT_H

#include <stddef.h>

/*
 * Leaves the mail as DIRECTORY/NAME.eml, whole or not at all (written beside
 * it, synced, renamed); an older one of that name is replaced. 0 or -1,
 * logged.
 */
int	transport_file(const char *directory, const char *name,
	    const char *text, size_t length)
	    __attribute__((warn_unused_result));

#endif
