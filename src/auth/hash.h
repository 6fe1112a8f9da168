/*
 * hash: kinds of stored hashes, for password.c alone. A family is a file and a
 * table; its rows are found by how a hash begins.
 *
 * A row of the database was not always written by us, and its hash says what
 * it costs. So that is read before anything is computed, and what would take
 * more than about a gigabyte, or some seconds, is not.
 */
#ifndef PORTRESS_AUTH_HASH_H
#define PORTRESS_AUTH_HASH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

enum hash_result {
	HASH_MATCHES,
	HASH_DIFFERS,
	HASH_BROKEN,	/* says nothing that could be computed */
	HASH_TOO_DEAR,
	HASH_SKIPPED,	/* differs for certain: nothing was computed */
	HASH_FAILED	/* no memory */
};

struct hash_kind {
	const char	*prefix;	/* NULL ends a table */
	const char	*name;		/* as `hasher`; NULL: none are made */
	const void	*how;		/* the family's own */
	bool		 is_cheap;	/* costs next to nothing */
	/* More that tells it, where the prefix is not enough; or NULL. */
	bool		 (*is_it)(const char *hash);

	/* All of these are given what stands behind the prefix. */
	enum hash_result (*compare)(const struct hash_kind *kind,
			    const char *rest, const char *password);
	/* Whether it is less than what would be made for this cost. Only
	 * where new ones are made, as the next: 0, or -1 without memory. */
	bool		 (*is_weaker)(const struct hash_kind *kind,
			    const char *rest, int64_t cost);
	int		 (*make)(const struct hash_kind *kind, char *hash,
			    size_t size, const char *password, int64_t cost);
	/* Spends what comparing with a fresh one costs more; or NULL. */
	void		 (*harden)(const struct hash_kind *kind,
			    const char *rest, const char *password,
			    int64_t cost);
};

extern const struct hash_kind hash_argon2[];	/* hash_argon2.c */
extern const struct hash_kind hash_crypt[];	/* hash_crypt.c */
extern const struct hash_kind hash_digest[];	/* hash_digest.c */
extern const struct hash_kind hash_pbkdf2[];	/* hash_pbkdf2.c */
extern const struct hash_kind hash_scrypt[];	/* hash_scrypt.c */

/* --- what hashes are made of ---------------------------------------------- */

#define HASH_SALT_LENGTH 22	/* the least that has 128 bits */

/* Django's salt: letters and digits, and a NUL. */
void	hash_salt(char salt[HASH_SALT_LENGTH + 1]);
/*
 * The text up to the next `end`, behind which *rest then stands. False if
 * there is no `end`.
 */
bool	hash_part(const char **rest, char end, const char **part_r,
	    size_t *length_r);
/*
 * The same of a decimal number without sign and leading zeros; what is too
 * large for an int64_t is INT64_MAX. False also if it is none.
 */
bool	hash_number(const char **rest, char end, int64_t *number_r);

#define HASH_BASE64_SIZE(length) (((length) + 2) / 3 * 4 + 1)

/* base64 (RFC 4648 section 4), and without its padding, NUL-terminated. */
void	hash_base64(char *text, const void *bytes, size_t length);
void	hash_base64_bare(char *text, const void *bytes, size_t length);
/* The bytes of base64 without padding; their number, or -1. */
ssize_t	hash_base64_read(void *bytes, size_t size, const char *text,
	    size_t length);

#endif
