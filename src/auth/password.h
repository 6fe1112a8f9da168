/*
 * password: hashes of passwords; every one that Django ever wrote
 * (django.contrib.auth.hashers) and those of crypt(5).
 *
 * New hashes are what `hasher` says. Every check of a password takes the same
 * road. Whatever the reason for which one is wrong, it takes the time of a new
 * hash at least (password_waste); as with Django, an account whose hash is of
 * another, slow kind can be told from one that does not exist.
 */
#ifndef PORTRESS_AUTH_PASSWORD_H
#define PORTRESS_AUTH_PASSWORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct conf;

#define PASSWORD_HASH_SIZE	129	/* Django's column and a NUL */

/* Once a process, and after a reload: what new hashes are. */
void	password_prepare(const struct conf *conf);

/* A new hash of a password of any length. 0, or -1, logged. */
int	password_hash(char *hash, size_t size, const char *password)
	    __attribute__((warn_unused_result));
/*
 * Whether the password, of any length, has this hash. A hash that is unusable
 * ("!..."), empty, broken, of an unknown kind or of an absurd cost matches
 * nothing, and what it says is not computed; but for the first two, that is
 * logged with the account's id. The same without memory for the work.
 */
bool	password_matches(const char *account, const char *hash,
	    const char *password);
/*
 * Whether a hash should be made anew when its password is known: Django's
 * must_update. It is of another kind than new ones, or of less work, or its
 * salt is short. More work than new ones have is no reason; nor is one that
 * Django can read, where new ones are yescrypt's, which it cannot.
 */
bool	password_is_stale(const char *hash);
/* Spends the time of a new hash. */
void	password_waste(const char *password);
/* False for Django's unusable passwords: accounts that cannot sign in so. */
bool	password_is_usable(const char *hash);

#endif
