/*
 * kind: which mails there are, and what their texts may speak of.
 */
#ifndef PORTRESS_MAIL_KIND_H
#define PORTRESS_MAIL_KIND_H

#include <stdbool.h>
#include <stddef.h>

#define KINDS 11

/* What only some kinds have; a placeholder may need one of them. */
enum kind_trait {
	KIND_LINK	= 1,	/* {link}, {valid} */
	KIND_NEW_EMAIL	= 2,
	KIND_DEVICE	= 4,	/* {device}, {moment} */
};

struct kind {
	const char	*name;
	unsigned	 traits;
	/* In struct conf_api, of kinds with a link: ... */
	size_t		 url;		/* the path of its page */
	size_t		 timeout;	/* for how many seconds it works */
	const char	*purpose;	/* the kind that it serves; NULL: this */
};

extern const struct kind kinds[KINDS];

struct kind_placeholder {
	const char	*name;		/* NULL ends a list */
	unsigned	 trait;		/* of kinds that have it; 0: of all */
	size_t		 fact;		/* in struct message_facts */
	bool		 is_strong;	/* set in bold */
};

extern const struct kind_placeholder kind_placeholders[];

/* The kind of that name, or NULL. */
const struct kind *kind_find(const char *name);

#endif
