/*
 * ailment: what a web server in front does wrong, in plain words, and the
 * lines that mend it.
 *
 * One table (http/ailment.def), read by the operation that shows what arrived
 * and by `portress doctor`.
 */
#ifndef PORTRESS_HTTP_AILMENT_H
#define PORTRESS_HTTP_AILMENT_H

#include <stdbool.h>
#include <stddef.h>

enum ailment {
#define AILMENT(name, ...) AILMENT_##name,
#define REMEDY(...)
#include "http/ailment.def"
#undef AILMENT
#undef REMEDY
	AILMENT_COUNT
};

/* How a web server talks to us; what it is called, with its module. */
enum server {
	SERVER_UNKNOWN	= 0,
	SERVER_NGINX	= 1 << 0,
	SERVER_FCGID	= 1 << 1,	/* Apache's mod_fcgid */
	SERVER_PROXY	= 1 << 2,	/* Apache's mod_proxy_fcgi */
	SERVER_LIGHTTPD	= 1 << 3,
	SERVER_CADDY	= 1 << 4,
	SERVER_HAPROXY	= 1 << 5,
	SERVER_APACHE	= SERVER_FCGID | SERVER_PROXY,
	SERVER_ANY	= SERVER_NGINX | SERVER_APACHE | SERVER_LIGHTTPD |
	    SERVER_CADDY | SERVER_HAPROXY,
};

struct ailment_row {
	const char	*code;		/* for programs */
	bool		 is_grave;	/* false: it may be meant so */
	const char	*subject;	/* what it is about */
	const char	*what;		/* a sentence without its ends */
	const char	*leads_to;	/* whole sentences */
};

extern const struct ailment_row ailments[AILMENT_COUNT];

/* A line that mends it. */
struct remedy {
	enum ailment	 ailment;
	enum server	 servers;	/* that know it */
	const char	*line;
};

/*
 * The next line that mends it with one of these servers, or with any at all
 * (SERVER_UNKNOWN), behind `remedy` (NULL: the first one); NULL at the end.
 */
const struct remedy *ailment_remedy(enum ailment ailment,
		    enum server servers, const struct remedy *remedy);

/*
 * By SERVER_SOFTWARE or the header Server, and SCRIPT_FILENAME ("" where that
 * is not known: either module of Apache).
 */
enum server	 server_of(const char *software, const char *script_filename);
/* "nginx", "mod_fcgid", "Apache", ...; "" of several, or of none. */
const char	*server_name(enum server server);
/* The other way round. */
enum server	 server_named(const char *name);

#endif
