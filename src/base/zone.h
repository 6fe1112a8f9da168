/*
 * zone: what clocks on the wall show in a time zone, by the C library and the
 * database that it reads, /usr/share/zoneinfo.
 *
 * Nothing else here has a zone: the process keeps its own, which syslog's
 * stamps are in.
 */
#ifndef PORTRESS_BASE_ZONE_H
#define PORTRESS_BASE_ZONE_H

#include <stdbool.h>
#include <stdint.h>

/*
 * Whether there is one of that name ("Europe/Berlin"). UTC needs no database.
 * Must be asked: the C library takes UTC for what it does not know.
 */
bool	zone_exists(const char *name);
/* Seconds that it is ahead of UTC at a time (base/clock.h). It must exist. */
int64_t	zone_offset(const char *name, int64_t time);

#endif
