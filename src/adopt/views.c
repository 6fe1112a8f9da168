/* views: where the urls of a project have those of Djoser or dj-rest-auth. */

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "adopt/dump.h"
#include "adopt/model.h"
#include "adopt/plan.h"
#include "base/arena.h"
#include "base/node.h"

#define OTHERS	50	/* that are told */

/* A view by which an api is found, and its route below the api's prefix. */
static const struct {
	const char	*made_of, *route, *dialect;
} marks[] = {
	{ "djoser.views.UserViewSet", "users/", "djoser" },
	{ "djoser.views.TokenCreateView", "token/login/", "djoser" },
	{ "dj_rest_auth.views.LoginView", "login/", "dj-rest-auth" },
};

/* Parts of Djoser's urls that may be left out, and are served all the same. */
static const struct {
	const char	*route, *part;
} parts[] = {
	{ "users/", "djoser.urls" },
	{ "token/login/", "djoser.urls.authtoken" },
	{ "jwt/create/", "djoser.urls.jwt" },
};

/*
 * A route as it is asked for: that of a regular expression without its marks.
 * Behind what an expression takes anything for, nothing is known.
 */
static const char *
plain_route(struct arena *arena, const char *route)
{
	char *text = arena_alloc(arena, strlen(route) + 2), *out = text;

	for (; *route != '\0'; route++) {
		if (strncmp(route, "/?", 2) == 0) {
			*out++ = '/';
			route++;
		} else if (strcmp(route, "\\Z") == 0) {
			break;
		} else if (strchr("^$\\", *route) == NULL) {
			*out++ = *route;
		}
	}
	if (out > text && out[-1] != '/')
		*out = '/';
	return text;
}

static bool
ends_with(const char *text, const char *end)
{
	size_t length = strlen(text), size = strlen(end);

	return length >= size && strcmp(text + length - size, end) == 0;
}

static bool
has_route(const struct dump *dump, struct arena *arena, const char *prefix,
    const char *route)
{
	const struct node *view = dump->views->first;
	const char *wanted = arena_printf(arena, "%s%s", prefix + 1, route);
	const char *own;

	for (; view != NULL; view = view->next)
		if ((own = node_text(view, "route")) != NULL &&
		    node_text(view, "made_of") != NULL &&
		    strcmp(plain_route(arena, own), wanted) == 0)
			return true;
	return false;
}

static bool
is_planned(const struct plan *plan, const char *prefix)
{
	const struct plan_line *line;

	for (line = plan->lines; line != NULL; line = line->next)
		if (strcmp(line->setting->name, "prefix") == 0 &&
		    strcmp(line->values[0], prefix) == 0)
			return true;
	return false;
}

static struct plan_block *
add_api(struct plan *plan, const char *dialect, const char *prefix,
    const char *origin)
{
	const struct plan_block *other;
	struct plan_block *block;
	const char *name = dialect;
	int number = 1;

	for (other = plan->blocks; other != NULL; other = other->next)
		if (other->dialect != NULL &&
		    strcmp(other->dialect, dialect) == 0)
			number++;
	if (number > 1)
		name = arena_printf(plan->arena, "%s-%d", dialect, number);
	block = plan_block(plan, CONF_API, name);
	block->dialect = dialect;
	if (strcmp(dialect, "djoser") != 0)
		plan_put(plan, block, "dialect", dialect, NULL);
	plan_put(plan, block, "prefix", prefix, origin);
	return block;
}

/* Djoser's own switches are the urls that a project includes. */
static void
tell_parts(struct plan *plan, const struct dump *dump, const char *prefix)
{
	size_t i;

	for (i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		if (!has_route(dump, plan->arena, prefix, parts[i].route))
			plan_remark(plan, FATE_LOST, parts[i].part, "your urls "
			    "do not include it, and Portress serves %s%s all "
			    "the same", prefix, parts[i].route);
}

static void
take_api(struct plan *plan, const struct dump *dump, const char *dialect,
    const char *route, size_t length)
{
	const char *prefix = arena_printf(plan->arena, "/%.*s", (int)length,
	    route);

	if (is_planned(plan, prefix))
		return;
	if (strpbrk(prefix, "<>()[]?*+|{} %#") != NULL) {
		plan_remark(plan, FATE_LOST, "urls", "%s%s: a prefix cannot "
		    "have a pattern in it", prefix, dialect);
		return;
	}
	add_api(plan, dialect, prefix, "urls");
	if (strcmp(dialect, "djoser") == 0)
		tell_parts(plan, dump, prefix);
}

static void
take_mark(struct plan *plan, const struct dump *dump, const char *made_of,
    const char *route)
{
	size_t i;

	for (i = 0; i < sizeof(marks) / sizeof(marks[0]); i++)
		if (strcmp(marks[i].made_of, made_of) == 0 &&
		    ends_with(route, marks[i].route))
			take_api(plan, dump, marks[i].dialect, route,
			    strlen(route) - strlen(marks[i].route));
}

/* A view that a project has made of another one is told once. */
static bool
is_told(const struct plan *plan, const char *about)
{
	const struct plan_remark *remark;

	for (remark = plan->remarks; remark != NULL; remark = remark->next)
		if (strcmp(remark->about, about) == 0)
			return true;
	return false;
}

/* Routes below the apis' prefixes are theirs. */
static bool
is_within(const struct plan *plan, const char *route)
{
	const struct plan_line *line;

	for (line = plan->lines; line != NULL; line = line->next)
		if (strcmp(line->setting->name, "prefix") == 0 &&
		    strncmp(line->values[0] + 1, route,
		    strlen(line->values[0] + 1)) == 0)
			return true;
	return false;
}

static void
tell_view(struct plan *plan, const char *view, const char *made_of,
    const char *route)
{
	const char *about = arena_printf(plan->arena, "view %s", view);

	if (is_told(plan, about))
		return;
	if (strcmp(view, made_of) != 0)
		plan_remark(plan, FATE_LOST, about, "it is code of yours, "
		    "made of %s, and is not run", made_of);
	else if (!is_within(plan, route))
		plan_remark(plan, FATE_LOST, about, "/%s is not where an api "
		    "has it: Django goes on serving it, or your front end asks "
		    "the api", route);
}

static void
each_view(struct plan *plan, const struct dump *dump, bool is_for_apis)
{
	const struct node *view = dump->views != NULL ? dump->views->first :
	    NULL;

	for (; view != NULL; view = view->next) {
		const char *made_of = node_text(view, "made_of");
		const char *own = node_text(view, "view");
		const char *route = node_text(view, "route");

		if (made_of == NULL || own == NULL || route == NULL)
			continue;
		route = plain_route(plan->arena, route);
		if (is_for_apis)
			take_mark(plan, dump, made_of, route);
		else
			tell_view(plan, own, made_of, route);
	}
}

/*
 * What nginx has to leave to Django below an api's prefix: all that begins as
 * the route does; but the route itself where the api begins so, too.
 */
static const char *
other_than(struct arena *arena, const char *prefix, const char *route)
{
	static const char *const ours[] = { "users", "token", "jwt", NULL };
	const char *rest = route + strlen(prefix + 1);
	const char *part = arena_copy(arena, rest, strcspn(rest, "/.<([?*+|{"));

	if (*part == '\0')
		return NULL;
	return conf_list_has(ours, part) ?
	    arena_printf(arena, "/%s", route) :
	    arena_printf(arena, "%s%s/", prefix, part);
}

static int
tell_other(struct plan *plan, const char *prefix, const char *route)
{
	const char *other;

	if (strncmp(prefix + 1, route, strlen(prefix + 1)) != 0 ||
	    (other = other_than(plan->arena, prefix, route)) == NULL ||
	    is_told(plan, other))
		return 0;
	plan_remark(plan, FATE_LOST, other, "your urls have it below %s, and "
	    "Portress has not: leave it to Django, with a location of nginx's "
	    "own", prefix);
	return 1;
}

/* Whatever else a project has where an api is going to answer. */
static void
tell_others(struct plan *plan, const struct dump *dump)
{
	const struct node *view = dump->views != NULL ? dump->views->first :
	    NULL;
	const struct plan_line *line;
	const char *route;
	int told = 0;

	for (; view != NULL && told < OTHERS; view = view->next) {
		if (node_text(view, "made_of") != NULL ||
		    (route = node_text(view, "route")) == NULL)
			continue;
		route = plain_route(plan->arena, route);
		for (line = plan->lines; line != NULL; line = line->next)
			if (strcmp(line->setting->name, "prefix") == 0)
				told += tell_other(plan, line->values[0],
				    route);
	}
}

/* Where nothing is said, as Djoser's documents have it. */
static void
assume(struct plan *plan, const struct dump *dump)
{
	const char *dialect = dump_has_app(dump, "dj_rest_auth") &&
	    !dump_has_app(dump, "djoser") ? "dj-rest-auth" : "djoser";

	add_api(plan, dialect, "/auth/", NULL);
	plan_remark(plan, FATE_ASSUMED, "urls", dump->views == NULL ?
	    "a plain dump does not tell where the urls have %s; it is taken "
	    "to be /auth/" : "they have nothing of %s; it is taken to be "
	    "/auth/", dialect);
}

void
model_take_views(struct plan *plan, const struct dump *dump)
{
	const struct plan_block *block;

	each_view(plan, dump, true);
	for (block = plan->blocks; block != NULL; block = block->next)
		if (block->section == CONF_API)
			break;
	if (block == NULL)
		assume(plan, dump);
	each_view(plan, dump, false);
	tell_others(plan, dump);
}
