/*
 * one_time: the uid and token of mailed links, in Django's format.
 *
 * Source: PasswordResetTokenGenerator of django.contrib.auth.tokens (3.2 and
 * later) and urlsafe_base64_encode of django.utils.http. A token is bound to
 * the account's id, password hash, last_login and e-mail: when one of these
 * changes it is spent. Ours is bound to its purpose, too: the salt of its key
 * is "portress.mailed_link.PURPOSE.", between the texts that are signed stands
 * a line feed, and last_login has its microseconds; otherwise it is the same.
 * The key is made of secret_key; those of its fallbacks are honoured. The time
 * is in seconds since 2001, in UTC, in Django's tokens of the time_zone.
 *
 * Tokens about a change of address (MAIL_EMAIL_CHANGE, MAIL_EMAIL_CHANGED) are
 * never Django's: one of those, mailed to an address that is not the account's
 * yet, or is no longer, would reset its password. They begin with the change's
 * id, in base 36 as the time is, and are bound to the account's id and to all
 * of the change; to the password only the one that confirms, to the last
 * sign-in neither.
 */
#ifndef PORTRESS_AUTH_ONE_TIME_H
#define PORTRESS_AUTH_ONE_TIME_H

#include <stdbool.h>
#include <stdint.h>

struct arena;
struct conf;
struct conf_api;
struct email_change;
struct user;

/* "NQ" for the id 5. In the arena. */
const char	*one_time_uid(struct arena *arena, const char *id);
/* What may be an id, in the arena; NULL if the text is no uid. */
const char	*one_time_uid_read(struct arena *arena, const char *uid);
/*
 * A token made now (clock_now) that serves one purpose, or where the api's
 * mailed_link_format is "django", Django's own, which serves all. For the two
 * purposes above, and for no other, the change must be given. In the arena.
 */
const char	*one_time_token(struct arena *arena, const struct conf *conf,
		    const struct conf_api *api, const char *purpose,
		    const struct user *user,
		    const struct email_change *change);
/*
 * Whether the token is the user's, unspent, of a format that the api honours,
 * for that purpose, and at most password_reset_timeout old, or for
 * MAIL_EMAIL_CHANGED email_change_undo_timeout.
 */
bool		 one_time_is_good(struct arena *arena, const struct conf *conf,
		    const struct conf_api *api, const char *purpose,
		    const struct user *user,
		    const struct email_change *change, const char *token);
/* Whether tokens of that purpose are about a change of address. */
bool		 one_time_needs_change(const char *purpose);
/*
 * Whether it is one that the purpose, which needs it, can be served with: the
 * account's own, and under way (or to be undone, confirmed). False for NULL.
 */
bool		 one_time_serves(const char *purpose, const struct user *user,
		    const struct email_change *change);
/* The change's id in a token, which may be good or not; 0 if there is none. */
int64_t		 one_time_change_id(const char *token);

#endif
