/*
 * tree: JSON (RFC 8259) written member by member, and set out for people.
 *
 * What is written stands without blanks; tree_pretty sets it out. Within an
 * object each thing has a key; within an array, and for the whole, it is NULL.
 */
#ifndef PORTRESS_BASE_TREE_H
#define PORTRESS_BASE_TREE_H

#include <stdbool.h>
#include <stdint.h>

struct buf;

/* Opens an object ('{') or an array ('['), and closes what is open. */
void	tree_open(struct buf *out, const char *key, char bracket);
void	tree_close(struct buf *out, char bracket);

void	tree_text(struct buf *out, const char *key, const char *text);
void	tree_number(struct buf *out, const char *key, int64_t number);
void	tree_flag(struct buf *out, const char *key, bool flag);
/* What is JSON already. */
void	tree_json(struct buf *out, const char *key, const char *json);

/*
 * Adds well-formed JSON as Python's json.dumps(indent=2) has it: two blanks a
 * level, a line for each member, and none for what is empty.
 */
void	tree_pretty(struct buf *out, const char *json);

#endif
