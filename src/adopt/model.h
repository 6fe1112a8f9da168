/*
 * model: the user model of a Django project, and where its urls have Djoser.
 */
#ifndef PORTRESS_ADOPT_MODEL_H
#define PORTRESS_ADOPT_MODEL_H

struct dump;
struct look;
struct plan;

/*
 * The block user and the columns, by the user model that the dump describes;
 * of a plain dump, by AUTH_USER_MODEL alone.
 */
void	model_take(struct plan *plan, const struct dump *dump);
/* The apis: where the urls have those of Djoser or dj-rest-auth. */
void	model_take_views(struct plan *plan, const struct dump *dump);

#endif
