#include "auth/csrf_token.h"

#include <stddef.h>
#include <string.h>

#include "base/random.h"

#define LENGTH	(CSRF_TOKEN_SECRET_SIZE - 1)

static const char letters[] = "abcdefghijklmnopqrstuvwxyz"
    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

#define LETTERS	(sizeof(letters) - 1)

/* Which letter it is; it is one. */
static size_t
number_of(char letter)
{
	return (size_t)((const char *)memchr(letters, letter, LETTERS) -
	    letters);
}

/* All letters are as likely: bytes that would favour some are left out. */
static char
random_letter(void)
{
	unsigned char byte;

	do
		random_bytes(&byte, sizeof(byte));
	while (byte >= 256 / LETTERS * LETTERS);
	return letters[byte % LETTERS];
}

void
csrf_token_make_secret(char secret[CSRF_TOKEN_SECRET_SIZE])
{
	size_t i;

	for (i = 0; i < LENGTH; i++)
		secret[i] = random_letter();
	secret[LENGTH] = '\0';
}

void
csrf_token_mask(char token[CSRF_TOKEN_SIZE], const char *secret)
{
	size_t i;

	csrf_token_make_secret(token);
	for (i = 0; i < LENGTH; i++)
		token[LENGTH + i] = letters[(number_of(secret[i]) +
		    number_of(token[i])) % LETTERS];
	token[2 * LENGTH] = '\0';
}

static void
unmask(char secret[CSRF_TOKEN_SECRET_SIZE], const char *token)
{
	size_t i;

	for (i = 0; i < LENGTH; i++)
		secret[i] = letters[(number_of(token[LENGTH + i]) + LETTERS -
		    number_of(token[i])) % LETTERS];
}

enum csrf_token_fault
csrf_token_read(const char *text, char secret_r[CSRF_TOKEN_SECRET_SIZE])
{
	size_t length = strlen(text);

	if (length != LENGTH && length != 2 * LENGTH)
		return CSRF_TOKEN_WRONG_LENGTH;
	if (strspn(text, letters) != length)
		return CSRF_TOKEN_WRONG_CHARACTERS;
	if (length == LENGTH)
		memcpy(secret_r, text, LENGTH);
	else
		unmask(secret_r, text);
	secret_r[LENGTH] = '\0';
	return CSRF_TOKEN_GOOD;
}
