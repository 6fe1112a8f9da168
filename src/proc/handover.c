#include "proc/handover.h"

#include <errno.h>
#include <poll.h>
#include <stdbool.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"

#define MILLISECOND	1000	/* of clock_monotonic */
#define RETRY_TIME	10	/* ms, where poll(2) cannot tell */

/* One descriptor in a message of one byte. */
struct parcel {
	char		 byte;
	struct iovec	 bytes;
	_Alignas(struct cmsghdr) char control[CMSG_SPACE(sizeof(int))];
	struct msghdr	 message;
};

static void
parcel_prepare(struct parcel *parcel)
{
	memset(parcel, 0, sizeof(*parcel));
	parcel->bytes = (struct iovec){ &parcel->byte, 1 };
	parcel->message.msg_iov = &parcel->bytes;
	parcel->message.msg_iovlen = 1;
	parcel->message.msg_control = parcel->control;
	parcel->message.msg_controllen = sizeof(parcel->control);
}

int
handover_open(int *in_r, int *out_r)
{
	int pair[2];

	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK,
	    0, pair) == -1)
		return -1;
	*in_r = pair[0];
	*out_r = pair[1];
	return 0;
}

/* Whether trying again may help; then it has been waited for. */
static bool
wait_for_room(int out, int64_t end)
{
	struct pollfd room = { .fd = out, .events = POLLOUT };
	int64_t left = end - clock_monotonic();

	if (left <= 0)
		return false;
	if (errno == EINTR)
		return true;
	if (errno == EAGAIN) {
		(void)poll(&room, 1, (int)(left / MILLISECOND) + 1);
		return true;
	}
	/* Too many descriptors are under way (RLIMIT_NOFILE). */
	if (errno != ETOOMANYREFS)
		return false;
	(void)poll(NULL, 0, RETRY_TIME);
	return true;
}

int
handover_send(int out, int descriptor, int64_t end)
{
	struct parcel parcel;
	struct cmsghdr *header;

	parcel_prepare(&parcel);
	header = CMSG_FIRSTHDR(&parcel.message);
	header->cmsg_level = SOL_SOCKET;
	header->cmsg_type = SCM_RIGHTS;
	header->cmsg_len = CMSG_LEN(sizeof(int));
	memcpy(CMSG_DATA(header), &descriptor, sizeof(int));
	while (sendmsg(out, &parcel.message, MSG_NOSIGNAL) == -1) {
		if (wait_for_room(out, end))
			continue;
		log_event(LOG_WARNING, "handover_failed",
		    log_text("reason", strerror(errno)));
		return -1;
	}
	return 0;
}

int
handover_receive(int in)
{
	struct parcel parcel;
	struct cmsghdr *header;
	int descriptor;

	parcel_prepare(&parcel);
	if (recvmsg(in, &parcel.message, MSG_CMSG_CLOEXEC) != 1)
		return -1;
	header = CMSG_FIRSTHDR(&parcel.message);
	if (header == NULL || header->cmsg_level != SOL_SOCKET ||
	    header->cmsg_type != SCM_RIGHTS ||
	    header->cmsg_len != CMSG_LEN(sizeof(int)))
		return -1;
	memcpy(&descriptor, CMSG_DATA(header), sizeof(int));
	return descriptor;
}
