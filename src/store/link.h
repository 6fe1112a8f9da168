/*
 * link: a connection to the server as db wants it, and what went wrong.
 *
 * A part of db, as prepared is; nobody else includes these headers.
 */
#ifndef PORTRESS_STORE_LINK_H
#define PORTRESS_STORE_LINK_H

#include <mysql.h>

struct conf_database;

/* The client library's or the server's last error. */
struct fault {
	unsigned int	 number;
	char		 text[256];
};

void	 fault_set(struct fault *fault, unsigned int number,
	    const char *text);

/*
 * A new connection: utf8mb4, READ COMMITTED, UTC, strict, time-outs and TLS
 * by the configuration. The caller owns it (mysql_close). NULL: see the fault.
 */
MYSQL	*link_open(const struct conf_database *conf, struct fault *fault_r)
	    __attribute__((warn_unused_result));

#endif
