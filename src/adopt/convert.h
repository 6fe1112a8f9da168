/*
 * convert: what becomes of the value of a setting of Django's. Within adopt/
 * only: the functions that adopt/rows.def names.
 */
#ifndef PORTRESS_ADOPT_CONVERT_H
#define PORTRESS_ADOPT_CONVERT_H

#include <stdint.h>

struct dump;
struct node;
struct plan;

/* A setting that is looked at. */
struct turn {
	struct plan		*plan;
	const struct dump	*dump;
	const char		*path;	/* as adopt/rows.def has it */
	const char		*where;	/* what it sets (adopt/plan.h), or "" */
	const struct node	*value;
};

/* Sets what is to be set and says what cannot be; nothing of null. */
typedef void converter(const struct turn *turn);

/* convert.c: by the kind of the value */
converter	take_claim;		/* null is an empty text */
converter	take_days;
converter	take_flag;
converter	take_number;
converter	take_seconds;		/* a number, or "1 day, 0:05:00" */
converter	take_text;
converter	take_texts;
converter	take_word;		/* the last of dotted names */
converter	take_words;

/* known.c, passwords.c, keys.c: what Portress has words of its own for */
converter	take_authentication;
converter	take_backends;
converter	take_hashers;
converter	take_id_field;
converter	take_language;
converter	take_jwt_id_field;
converter	take_login_field;
converter	take_login_methods;
converter	take_permissions;
converter	take_secret;
converter	take_serializer;
converter	take_signing_key;
converter	take_signup_fields;
converter	take_token_model;
converter	take_validators;
converter	take_verification;
converter	take_verifying_key;

/* mail.c: how mails leave */
converter	take_mail_backend;
converter	take_mail_path;
converter	take_use_ssl;
converter	take_use_tls;

/* site.c: the database, and what else is there */
converter	take_apps;
converter	take_db_host;
converter	take_db_tls;
converter	take_db_tls_mode;
converter	take_engine;
converter	take_host;
converter	take_trusted_origins;
converter	take_use_tz;

/* What they are made of. The value is set, or it is said why not. */
void		turn_set(const struct turn *turn, const char *where,
		    const char *const *values);
void		turn_text(const struct turn *turn, const char *where,
		    const char *value);
void		turn_number(const struct turn *turn, const char *where,
		    int64_t number);
void		turn_lost(const struct turn *turn, const char *format, ...)
		    __attribute__((format(printf, 2, 3)));
void		turn_moot(const struct turn *turn, const char *words);
/* The texts of a list, or the one text; NULL, and it was said, if it is none.
 * Of "<class 'a.b'>", as str() has it, a.b. */
const char *const *turn_texts(const struct turn *turn);
/* The same of the last of dotted names. */
const char	*convert_word(const char *dotted);

#endif
