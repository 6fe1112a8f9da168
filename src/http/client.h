/*
 * client: what a request tells of the program and the place that it comes
 * from, as coarsely as a person would tell them apart.
 */
#ifndef PORTRESS_HTTP_CLIENT_H
#define PORTRESS_HTTP_CLIENT_H

struct arena;
struct request;

#define CLIENT_NAME_MAXIMUM	64	/* bytes of either text */

/*
 * The browser and the system by User-Agent, without their versions, which
 * change too often: "Firefox, Linux". Of a program that is no known browser
 * what it calls itself, cut to letters and digits; "-" if it does not. In the
 * arena.
 */
const char	*client_name(struct arena *arena,
		    const struct request *request);
/*
 * The part of the network that the address is of, 203.0.113.0/24 or
 * 2001:db8:12::/48, as addresses within it change by themselves; "" if the web
 * server gave none. In the arena.
 */
const char	*client_network(struct arena *arena,
		    const struct request *request);

#endif
