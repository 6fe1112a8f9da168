/*
 * language: which language somebody reads, of those there are.
 *
 * Tags of languages are those of RFC 5646; they are compared without regard
 * to case. A language that is asked for is looked up as RFC 4647 section 3.4
 * says (de-AT is served by de); and where only a regional one is there (pt by
 * pt-BR), that one is taken. Lists of tags end with NULL.
 */
#ifndef PORTRESS_BASE_LANGUAGE_H
#define PORTRESS_BASE_LANGUAGE_H

#include <stdbool.h>

#define LANGUAGE_MAXIMUM 16	/* characters of a tag */

/* Whether the text has the form of a tag: en, pt-BR, zh-Hant-TW. */
bool		 language_is_tag(const char *text);
/* The one of the tags that serves that language best, or NULL. */
const char	*language_find(const char *const *tags, const char *language);
/*
 * The one of the tags that an Accept-Language (RFC 9110 section 12.5.4) likes
 * best; `other` is what it gets for *. NULL if it likes none; so also if it is
 * NULL. Of a header only the first 32 ranges are looked at.
 */
const char	*language_accept(const char *const *tags, const char *other,
		    const char *header);

#endif
