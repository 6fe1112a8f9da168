/*
 * systemd: what a service manager gives and wants to be told; see
 * sd_listen_fds(3), sd_notify(3) and sd_watchdog_enabled(3). Without one,
 * nothing happens.
 */
#ifndef PORTRESS_PROC_SYSTEMD_H
#define PORTRESS_PROC_SYSTEMD_H

#include <stddef.h>

struct conf;

/*
 * Once: takes the sockets that were passed to this process (LISTEN_PID,
 * LISTEN_FDS, LISTEN_FDNAMES) out of the environment. How many there are; they
 * are the descriptors from 3 on.
 */
size_t	systemd_prepare(void);
/*
 * The socket of a lane: the one of its name, else of those that bear no
 * lane's name the next in order. A descriptor, or -1 if there is none for it.
 */
int	systemd_socket(const struct conf *conf, size_t lane);
/* Tells "READY=1" and the like. */
void	systemd_notify(const char *text);
/* Tells that this process still turns, where WatchdogSec= asks for it. */
void	systemd_watchdog(void);

#endif
