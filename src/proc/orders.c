#include "proc/orders.h"

#include <signal.h>
#include <stddef.h>
#include <sys/signalfd.h>
#include <unistd.h>

int
orders_open(bool is_alone)
{
	const struct sigaction usual = { .sa_handler = SIG_DFL };
	const struct sigaction ignore = { .sa_handler = SIG_IGN };
	sigset_t orders;

	sigemptyset(&orders);
	sigaddset(&orders, SIGTERM);
	sigaddset(&orders, SIGUSR1);
	/* Held back, even an ignored signal would be an order. */
	if (is_alone) {
		sigaddset(&orders, SIGINT);
		sigaddset(&orders, SIGHUP);
	}
	if (sigaction(SIGTERM, &usual, NULL) == -1 ||
	    sigaction(SIGUSR1, &usual, NULL) == -1 ||
	    sigaction(SIGINT, is_alone ? &usual : &ignore, NULL) == -1 ||
	    sigaction(SIGHUP, is_alone ? &usual : &ignore, NULL) == -1 ||
	    sigprocmask(SIG_SETMASK, &orders, NULL) == -1)
		return -1;
	return signalfd(-1, &orders, SFD_CLOEXEC | SFD_NONBLOCK);
}

int
orders_read(int orders)
{
	struct signalfd_siginfo info;

	if (read(orders, &info, sizeof(info)) != (ssize_t)sizeof(info))
		return 0;
	return (int)info.ssi_signo;
}
