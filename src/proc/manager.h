/*
 * manager: binds the lanes' sockets, forks their workers and the mailer, and
 * sees to it that they stand.
 *
 * TERM and INT stop gracefully: workers finish what they have begun, within
 * stop_timeout. HUP reads the configuration again: a broken one is refused
 * and the old one stays; a good one gets new workers, to whom the old ones
 * hand over their kept connections, so that no request is lost. What dies is
 * started anew, with a brake on crash loops; a worker that works on one
 * request for longer than worker_timeout is ended.
 */
#ifndef PORTRESS_PROC_MANAGER_H
#define PORTRESS_PROC_MANAGER_H

#include "base/exits.h"

struct conf;

/*
 * Serves until it is told to stop. Takes over *conf (HUP replaces it).
 * Sockets come from systemd (LISTEN_FDS; by name where LISTEN_FDNAMES has the
 * lane's, else in order) or are bound here.
 */
enum exits	manager_serve(struct conf **conf);

#endif
