/*
 * cookie: the headers Cookie and Set-Cookie (RFC 6265), read and written as
 * Django does (parse_cookie of django.http.cookie; set_cookie and
 * delete_cookie of django.http.response).
 */
#ifndef PORTRESS_HTTP_COOKIE_H
#define PORTRESS_HTTP_COOKIE_H

#include <stdbool.h>
#include <stdint.h>

struct arena;

struct cookie {
	const char	*name;
	const char	*value;
	int64_t		 age;		/* seconds; 0: until the browser ends */
	const char	*path;
	const char	*domain;	/* NULL: the host that answers */
	const char	*same_site;
	bool		 is_secure;
	bool		 is_readable;	/* by scripts of a page */
};

/*
 * The value of a cookie in the header, without its quotes; of several with
 * that name the last one's. Where ", " stands before a name and "=" two
 * headers were joined (RFC 9110 section 5.3; Apache does so): what follows is
 * a cookie too, but for names that begin with __Host- or __Secure-, and where
 * there is no other of that name. In the arena; or NULL.
 */
const char	*cookie_find(struct arena *arena, const char *header,
		    const char *name);
/* What Set-Cookie says. In the arena. */
const char	*cookie_set(struct arena *arena, const struct cookie *cookie);
/*
 * The same to end the cookie, whatever its value and age. As in Django it is
 * Secure only where browsers would take no notice of it otherwise.
 */
const char	*cookie_end(struct arena *arena, const struct cookie *cookie);

#endif
