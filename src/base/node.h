/*
 * node: a JSON document (RFC 8259), read whole.
 *
 * For files that people hand over. What a client sends is read by http/body.h,
 * which knows no nesting. json-c reads it, so some of what is no JSON is taken,
 * too: comments, other quotes.
 */
#ifndef PORTRESS_BASE_NODE_H
#define PORTRESS_BASE_NODE_H

#include <stdbool.h>
#include <stddef.h>

struct arena;

enum node_kind {
	NODE_NULL, NODE_FLAG, NODE_NUMBER, NODE_TEXT, NODE_LIST, NODE_OBJECT
};

struct node {
	enum node_kind		 kind;
	const char		*name;	/* of an object's member, or NULL */
	/* Of a text, with a byte of 1 for a NUL; "true", "false", digits; "" */
	const char		*text;
	double			 number;
	struct node		*first;	/* of a list or an object, or NULL */
	struct node		*next;	/* beside it, or NULL */
};

/*
 * Reads a text that is one value and nothing else, nested no deeper than some
 * 32 levels. In the arena; or NULL, and why.
 */
const struct node	*node_read(struct arena *arena, const char *text,
			    size_t length, const char **why_r);

/* The member of that name; NULL if there is none, or of what is no object. */
const struct node	*node_member(const struct node *object,
			    const char *name);
/* The same, down a path of names with full stops between them. */
const struct node	*node_at(const struct node *object, const char *path);
/* The text of such a member, or NULL if it is none. */
const char		*node_text(const struct node *object,
			    const char *name);
/* Whether such a member is true. */
bool			 node_flag(const struct node *object,
			    const char *name);

#endif
