/*
 * password: hashes of passwords, by libxcrypt (crypt(5)).
 *
 * New hashes are yescrypt. Every check of a password takes the same road and,
 * for accounts that do not exist, the same time (password_waste).
 */
#ifndef PORTRESS_AUTH_PASSWORD_H
#define PORTRESS_AUTH_PASSWORD_H

#include <stdbool.h>
#include <stddef.h>

#define PASSWORD_HASH_SIZE	129	/* Django's column and a NUL */

/* Once a process, and after a reload: the cost of new hashes (1 to 11). */
void	password_prepare(int cost);

/* A new hash of a password of any length. 0, or -1, logged. */
int	password_hash(char *hash, size_t size, const char *password)
	    __attribute__((warn_unused_result));
/*
 * Whether the password, of any length, has this hash. A hash that is unusable
 * ("!..."), broken, of an unknown kind or of an absurd cost matches nothing,
 * in about the time of a good one. Without memory for the work nothing does,
 * and that is logged.
 */
bool	password_matches(const char *hash, const char *password);
/* Spends the time that password_matches takes with a hash of ours. */
void	password_waste(const char *password);
/* False for Django's unusable passwords: accounts that cannot sign in so. */
bool	password_is_usable(const char *hash);

#endif
