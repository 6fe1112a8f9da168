/*
 * orders: the signals that ask a child to leave, as a descriptor.
 *
 * They interrupt nothing, so a child is only ever asked between two pieces of
 * work; and they are not passed over while there is always work to do, as
 * would be those that epoll_pwait(2) or ppoll(2) let in.
 */
#ifndef PORTRESS_PROC_ORDERS_H
#define PORTRESS_PROC_ORDERS_H

#include <stdbool.h>

/*
 * From now on TERM and USR1 are orders. So are INT and HUP if the process
 * stands alone; otherwise they are ignored, as a terminal sends them to the
 * manager too, which knows better. A descriptor that is readable when there
 * is an order; -1 with errno.
 */
int	orders_open(bool is_alone) __attribute__((warn_unused_result));
/* The number of the signal, or 0 if there is none. */
int	orders_read(int orders);

#endif
