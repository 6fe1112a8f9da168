/*
 * prompt: passwords as people type them.
 */
#ifndef PORTRESS_CTL_PROMPT_H
#define PORTRESS_CTL_PROMPT_H

struct arena;

/*
 * A new password: from the terminal without echo, twice; or, where standard
 * input is no terminal, its first line. In the arena; NULL if it will not do,
 * which was said.
 */
const char	*prompt_new_password(struct arena *arena);

#endif
