/*
 * mark: what a JWT tells of the password that it was issued under, so that it
 * ends when the password changes (simplejwt's CHECK_REVOKE_TOKEN).
 */
#ifndef PORTRESS_AUTH_MARK_H
#define PORTRESS_AUTH_MARK_H

#include <stdbool.h>

#define MARK_SIZE 33

/* Of a stored hash: its MD5 in upper-case hex, as simplejwt has it. */
void	mark_make(char mark[MARK_SIZE], const char *hash);
/* Whether the mark, which may be NULL, is that of the hash. */
bool	mark_fits(const char *mark, const char *hash);

#endif
