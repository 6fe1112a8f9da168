/*
 * conf: the configuration, read from a file and never changed afterwards.
 *
 * The rows of settings.def make both the members of these structs and the
 * table that the parser, `portress config` and the manual page's test read.
 * Everything in a struct conf belongs to it and ends with conf_close.
 */
#ifndef PORTRESS_CONF_CONF_H
#define PORTRESS_CONF_CONF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#define MEMBER_TEXT	const char *
#define MEMBER_CHOICE	const char *
#define MEMBER_FLAG	bool
#define MEMBER_NUMBER	int64_t
#define MEMBER_LIST	const char *const *	/* ended by NULL */
#define MEMBER_CHOICES	MEMBER_LIST

#define MEMBER(type, name, ...)	MEMBER_##type name;
#define NOTHING(...)

/* Columns of the user, at most: that are declared, and with those that need not
 * be (conf/column.c). */
#define CONF_DECLARED	16
#define CONF_COLUMNS	(CONF_DECLARED + 8)

/* Tables that stand between a row and its account, and that of the row. */
#define REFERENCE_STEPS	8

/* A column of the user that is no part of what Portress is about. */
struct conf_column {
	const char	*name;
	bool		 is_own;	/* Django's, and not for users to set */
	const char	*sql;		/* its name in its table */
#define GLOBAL NOTHING
#define DATABASE NOTHING
#define USER NOTHING
#define LANE NOTHING
#define COLUMN MEMBER
#define GATE NOTHING
#define API NOTHING
#include "conf/settings.def"
#undef USER
#undef COLUMN
};

/* Where accounts are: a table's columns, by what they hold. */
struct conf_user {
#define USER MEMBER
#define COLUMN NOTHING
#include "conf/settings.def"
#undef DATABASE
#undef USER
};

/* What an api does with one. */
struct conf_use {
	size_t		 column;	/* its place in conf_database */
	bool		 is_required;
	bool		 is_read_only;
};

struct conf_database {
	struct conf_user accounts;
	struct conf_column *columns;
	size_t		 column_count;	/* up to CONF_COLUMNS */
#define DATABASE MEMBER
#define USER NOTHING
#include "conf/settings.def"
#undef DATABASE
#undef LANE
};

struct conf_lane {
	const char	*name;
#define DATABASE NOTHING
#define LANE MEMBER
#include "conf/settings.def"
#undef LANE
#undef GATE
};

/* What may pass to the rest of the site, and whose it must be. */
struct conf_gate {
	const char	*name;
#define LANE NOTHING
#define GATE MEMBER
#include "conf/settings.def"
#undef LANE
#undef GATE
#undef API
};

struct conf_api {
	const char	*name;
	const char	*verifying_key;	/* what is in verifying_key_file */
	bool		 has_signing_key; /* so JWTs can be made */
	const char *const *old_signing_keys; /* secret_key_fallbacks where
					 * signing_key is secret_key; or NULL */
	bool		 rotates;	/* jwt/refresh: a new refresh token */
	bool		 has_uuids;	/* for accounts' ids */
	bool		 has_email;	/* as a member beside the name's */
	bool		 has_token_cookies; /* jwt_auth_cookie is set */
	bool		 guards_tokens;	/* and jwt_auth_cookie_use_csrf */
	bool		 takes_sessions; /* by SessionAuthentication */
	bool		 has_csrf_token; /* either of these asks for one */
	struct conf_use	*uses;		/* of columns, as `columns` has them */
	size_t		 use_count;
#define LANE NOTHING
#define GATE NOTHING
#define API MEMBER
#include "conf/settings.def"
#undef GLOBAL
#undef API
};

struct conf {
#define GLOBAL MEMBER
#define API NOTHING
#include "conf/settings.def"
#undef GLOBAL
#undef DATABASE
#undef USER
#undef LANE
#undef COLUMN
#undef GATE
#undef API
	const char *const	*secret_keys;	/* the present one, and then
						 * its fallbacks */
	struct conf_database	 database;
	struct conf_lane	*lanes;		/* in the file's order */
	size_t			 lane_count;	/* at least one */
	struct conf_api		*apis;
	size_t			 api_count;	/* at least one */
	struct conf_gate	*gates;		/* in the file's order */
	size_t			 gate_count;
	const char		*file;		/* as given to conf_open */
};

/*
 * Reads and checks the file. What is wrong is written to `errors`, all of it
 * at once, a line each as "FILE:LINE: what is wrong", with the nearest known
 * name for an unknown one. Secrets, passwords and keys are taken from their
 * files (a key in PEM as it is: auth/signature.h checks it); what a setting
 * falls back to (secret_key for signing_key, domain for
 * email_frontend_domain and site_name, ...) is filled in.
 * The configuration, which the caller owns, or NULL.
 */
struct conf	*conf_open(const char *file, FILE *errors)
		    __attribute__((warn_unused_result));
/* Wipes secrets and frees all; *conf becomes NULL. */
void		 conf_close(struct conf **conf);
/*
 * From now on conf_open gives the first lane this socket, whatever the file
 * says (so also when it is read again). Kept; NULL ends it.
 */
void		 conf_override_socket(const char *path);
/*
 * The file that is read when none is named: $PORTRESS_CONF if it is set;
 * portress.conf beside the program if that is there; else the one below
 * sysconfdir. In a static buffer.
 */
const char	*conf_default_file(void);
/*
 * Writes what is in force as a configuration file that conf_open would read,
 * each default marked as such; secrets that stand in it as "(set)" in a
 * comment.
 */
void		 conf_print(const struct conf *conf, FILE *out);

/*
 * Writes a setting as such a file has it, NAME = VALUE, without the line's end;
 * of one that is never shown "(not shown)", unless `shows_secrets`. Numbers and
 * flags must be such.
 */
struct conf_setting;
void		 conf_print_setting(const struct conf_setting *setting,
		    const char *const *values, bool shows_secrets, FILE *out);
/* Writes a text in quotes, as such a file has it. */
void		 conf_print_text(const char *text, FILE *out);

/* Opens the log (base/log.h) as the configuration says. */
void		 conf_log(const struct conf *conf);

/* The api of that name, or NULL. */
const struct conf_api *conf_find_api(const struct conf *conf,
		    const char *name);
/* Whether a NULL-ended list has the word. */
bool		 conf_list_has(const char *const *list, const char *word);

/*
 * What must be so of an api: that a FLAG is on, or that a CHOICE is a certain
 * one. For tables whose rows exist only then.
 */
struct condition {
	size_t		 setting;	/* 0: holds always */
	const char	*is;		/* NULL: the setting is a FLAG */
};

#define WHEN(flag)		{ offsetof(struct conf_api, flag), NULL }
#define WHEN_IS(choice, word)	{ offsetof(struct conf_api, choice), word }

bool		 condition_holds(const struct condition *condition,
		    const struct conf_api *api);

enum conf_section {
	CONF_GLOBAL, CONF_DATABASE, CONF_USER, CONF_LANE, CONF_COLUMN,
	CONF_GATE, CONF_API
};
enum conf_type {
	CONF_TEXT, CONF_FLAG, CONF_NUMBER, CONF_LIST, CONF_CHOICE,
	CONF_CHOICES,
};

/* A row of settings.def. */
struct conf_setting {
	enum conf_section	 section;
	enum conf_type		 type;
	const char		*name;		/* NULL ends the table */
	const char		*fallback;	/* the default, or NULL */
	int64_t			 minimum, maximum;
	const char		*explanation;
	size_t			 offset;	/* in its section's struct */
};

extern const struct conf_setting conf_settings[];

#undef MEMBER
#undef MEMBER_TEXT
#undef MEMBER_CHOICE
#undef MEMBER_FLAG
#undef MEMBER_NUMBER
#undef MEMBER_LIST
#undef MEMBER_CHOICES
#undef NOTHING

#endif
