/*
 * asker: asks a web server by HTTP, with libcurl (base/libcurl.h).
 *
 * HTTP/1.1, a connection for all that is asked, nothing kept, no redirect
 * followed, no proxy of the environment used: what answers is what stands
 * there.
 */
#ifndef PORTRESS_CTL_ASKER_H
#define PORTRESS_CTL_ASKER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct asker;

struct asked {
	const char		*method;	/* NULL: GET */
	const char		*url;
	const char *const	*headers;	/* "Name: value", ended by NULL;
						 * or NULL */
	const char		*body;		/* or NULL */
	size_t			 body_length;
	bool			 is_chunked;	/* sent without its length */
};

enum asker_trouble {
	ASKER_FINE,
	ASKER_BAD_URL,
	ASKER_CERTIFICATE,	/* not good, so nothing was asked */
	ASKER_NO_ANSWER,	/* why is a text of libcurl's */
};

/* In the arena. */
struct answered {
	enum asker_trouble	 trouble;
	const char		*why;		/* of trouble; or "" */
	int			 status;
	const char		*headers;	/* lines of the last head */
	const char		*body;		/* cut at ASKER_BODY_MAXIMUM */
	size_t			 body_length;
};

#define ASKER_BODY_MAXIMUM	((size_t)32 * 1024)

/* The asker, or NULL, and *why_r says why, in static text. */
struct asker	*asker_open(const char **why_r)
		    __attribute__((warn_unused_result));
void		 asker_close(struct asker **asker);
/* From now on certificates are not looked at. */
void		 asker_trust_all(struct asker *asker);
/* Asks once, for some 20 seconds at most. */
void		 asker_ask(struct asker *asker, struct arena *arena,
		    const struct asked *asked, struct answered *answered_r);

/*
 * The value of the last header of that name; NULL if there is none. In the
 * arena.
 */
const char	*answered_header(struct arena *arena,
		    const struct answered *answered, const char *name);

#endif
