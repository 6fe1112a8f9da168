#include "http/fcgi.h"

#include <errno.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include <fcgiapp.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/secret.h"
#include "conf/conf.h"
#include "http/intake.h"
#include "http/request.h"
#include "http/response.h"

#define SECOND		INT64_C(1000000)	/* of clock_monotonic */
/* FCGI_RESPONDER and FCGI_AUTHORIZER of its fastcgi.h */
#define RESPONDER	1
#define AUTHORIZER	2
/* A refused body is read so far: who still sends does not see our answer. */
#define DRAIN_MAXIMUM	(4 * 1024 * 1024)

struct fcgi {
	FCGX_Request	 request;
	struct intake	*intake;	/* what came of a request, or NULL */
	int64_t		 timeout;	/* microseconds */
	bool		 is_spent;	/* not to be kept after the answer */
};

/*
 * The deadline of what is being sent. Its timer is not set for every
 * request: once it ticks, it looks at its end what there is to wait for, so
 * it costs a system call or two in each request_timeout.
 */
static struct {
	timer_t		 timer;
	atomic_int	 descriptor;	/* to be ended, or -1 */
	_Atomic int64_t	 end;		/* of clock_monotonic */
	atomic_bool	 is_ticking;
} deadline = { .descriptor = -1 };

_Static_assert(ATOMIC_LLONG_LOCK_FREE == 2, "a signal handler takes no lock");

static void
deadline_tick(int64_t microseconds)
{
	const struct itimerspec time = { .it_value = {
	    .tv_sec = microseconds / SECOND,
	    .tv_nsec = microseconds % SECOND * 1000,
	} };

	if (timer_settime(deadline.timer, 0, &time, NULL) == -1)
		abort();
}

/* A signal handler. */
static void
deadline_look(int signal_number)
{
	int error = errno, descriptor = deadline.descriptor;
	int64_t left = deadline.end - clock_monotonic();

	(void)signal_number;
	deadline.is_ticking = descriptor != -1 && left > 0;
	if (deadline.is_ticking)
		deadline_tick(left);
	else if (descriptor != -1)
		shutdown(descriptor, SHUT_RDWR);
	errno = error;
}

static void
deadline_start(const struct fcgi *fcgi)
{
	deadline.end = clock_monotonic() + fcgi->timeout;
	deadline.descriptor = fcgi->request.ipcFd;
	if (deadline.is_ticking)
		return;
	deadline.is_ticking = true;
	deadline_tick(fcgi->timeout);
}

static void
deadline_stop(void)
{
	deadline.descriptor = -1;
}

void
fcgi_prepare(void)
{
	const struct sigaction look = { .sa_handler = deadline_look,
	    .sa_flags = SA_RESTART };
	const struct sigaction ignore = { .sa_handler = SIG_IGN };
	struct sigevent event = { .sigev_notify = SIGEV_SIGNAL,
	    .sigev_signo = SIGALRM };

	if (FCGX_Init() != 0 || sigaction(SIGALRM, &look, NULL) == -1 ||
	    sigaction(SIGPIPE, &ignore, NULL) == -1 ||
	    timer_create(CLOCK_MONOTONIC, &event, &deadline.timer) == -1)
		abort();
	deadline.is_ticking = false;
}

struct fcgi *
fcgi_open(int descriptor)
{
	struct fcgi *fcgi;

	if ((fcgi = calloc(1, sizeof(*fcgi))) == NULL)
		abort();
	/* There is no socket for libfcgi to accept from: when a connection
	 * has ended, it is to tell us and not to wait for the next. */
	FCGX_InitRequest(&fcgi->request, -1, FCGI_FAIL_ACCEPT_ON_INTR);
	fcgi->request.ipcFd = descriptor;
	/* Otherwise it closes what it takes for a request gone before. */
	fcgi->request.keepConnection = true;
	/* It closes at once, instead of waiting for the peer to do so. */
	FCGX_Detach(&fcgi->request);
	return fcgi;
}

void
fcgi_close(struct fcgi **fcgi)
{
	int descriptor;

	if (*fcgi == NULL)
		return;
	if ((descriptor = fcgi_release(fcgi)) != -1)
		close(descriptor);
}

int
fcgi_release(struct fcgi **fcgi)
{
	int descriptor = (*fcgi)->request.ipcFd;

	intake_close(&(*fcgi)->intake);
	FCGX_Free(&(*fcgi)->request, false);
	free(*fcgi);
	*fcgi = NULL;
	return descriptor;
}

int
fcgi_descriptor(const struct fcgi *fcgi)
{
	return fcgi->request.ipcFd;
}

enum fcgi_state
fcgi_look(struct fcgi *fcgi, const struct conf *conf)
{
	fcgi->timeout = conf->request_timeout * SECOND;
	switch (intake_look(&fcgi->intake, fcgi->request.ipcFd,
	    (size_t)conf->body_limit)) {
	case INTAKE_WHOLE:
		return FCGI_WHOLE;
	case INTAKE_PARTIAL:
		return FCGI_PARTIAL;
	default:
		return FCGI_ENDED;
	}
}

int64_t
fcgi_due(const struct fcgi *fcgi)
{
	return fcgi->intake == NULL ? 0 :
	    intake_begun(fcgi->intake) + fcgi->timeout;
}

static void
refuse(struct request *request, enum request_fault fault, const char *text)
{
	if (request->fault != REQUEST_GOOD)
		return;
	request->fault = fault;
	request->fault_text = text;
}

/* Reads the rest of a body that is refused. False: it goes on and on. */
static bool
drain(FCGX_Stream *in)
{
	char bytes[4096];
	size_t total = 0;
	int count = sizeof(bytes);

	while (count == sizeof(bytes) && total < DRAIN_MAXIMUM) {
		count = FCGX_GetStr(bytes, sizeof(bytes), in);
		total += (size_t)count;
	}
	secret_wipe(bytes, sizeof(bytes));
	return count < (int)sizeof(bytes);
}

/*
 * Reads to the end of the stream, also where the length was declared: only
 * there the next request begins. False: the body has no end in sight.
 */
static bool
read_body(FCGX_Stream *in, struct arena *arena, size_t limit,
    struct request *request)
{
	size_t declared = limit, length;
	char *body;
	int first;

	if (request->content_length > (int64_t)limit) {
		refuse(request, REQUEST_TOO_LARGE,
		    "Request body is too large.");
		return drain(in);
	}
	if (request->content_length >= 0)
		declared = (size_t)request->content_length;
	if ((first = FCGX_GetChar(in)) == EOF) {
		if (request->content_length > 0)
			refuse(request, REQUEST_BAD,
			    "Request body is missing.");
		return true;
	}
	FCGX_UnGetChar(first, in);
	body = arena_alloc(arena, declared + 2);
	length = (size_t)FCGX_GetStr(body, (int)declared + 1, in);
	if (length > declared) {
		if (request->content_length >= 0)
			refuse(request, REQUEST_BAD, "Request body is longer "
			    "than its Content-Length.");
		refuse(request, REQUEST_TOO_LARGE,
		    "Request body is too large.");
		return drain(in);
	}
	if (request->content_length >= 0 && length < declared)
		refuse(request, REQUEST_BAD, "Request body is shorter than "
		    "its Content-Length.");
	request->body = body;
	request->body_length = length;
	return true;
}

/* False: the connection has ended. */
static bool
read_request(struct fcgi *fcgi, struct arena *arena, const struct conf *conf,
    struct request *request)
{
	FCGX_Request *from = &fcgi->request;

	if (FCGX_Accept_r(from) != 0)
		return false;
	request_read(request, arena, from->envp);
	request->is_kept = from->keepConnection != 0;
	if (from->role != RESPONDER) {
		/* Whether a body follows web servers disagree on: what comes
		 * may not be the next request. */
		fcgi->is_spent = true;
		if (from->role == AUTHORIZER)
			request->role = ROLE_AUTHORIZER;
		else
			refuse(request, REQUEST_BAD, "Only responders and "
			    "authorizers stand here.");
		return true;
	}
	if (!read_body(from->in, arena, (size_t)conf->body_limit, request))
		fcgi->is_spent = true;
	return FCGX_GetError(from->in) == 0;
}

/* libfcgi reads what was gathered as if it came from the connection. */
static bool
read_gathered(struct fcgi *fcgi, struct arena *arena, const struct conf *conf,
    struct request *request)
{
	int connection = fcgi->request.ipcFd;
	bool is_read;

	fcgi->is_spent = intake_is_last(fcgi->intake);
	if ((fcgi->request.ipcFd = intake_feed(&fcgi->intake)) == -1) {
		log_event(LOG_ERR, "request_lost",
		    log_text("reason", strerror(errno)));
		fcgi->request.ipcFd = connection;
		return false;
	}
	is_read = read_request(fcgi, arena, conf, request);
	/* Where it finds a fault, it has closed it. */
	if (fcgi->request.ipcFd != -1)
		close(fcgi->request.ipcFd);
	fcgi->request.ipcFd = connection;
	return is_read;
}

bool
fcgi_read(struct fcgi *fcgi, struct arena *arena, const struct conf *conf,
    struct request *request)
{
	if (fcgi->intake != NULL)
		return read_gathered(fcgi, arena, conf, request);
	return read_request(fcgi, arena, conf, request);
}

bool
fcgi_answer(struct fcgi *fcgi, struct arena *arena,
    const struct response *response)
{
	struct buf text;

	buf_open(&text, arena);
	response_write(response, &text);
	deadline_start(fcgi);
	FCGX_PutStr(text.text, (int)text.length, fcgi->request.out);
	FCGX_Finish_r(&fcgi->request);
	deadline_stop();
	return fcgi->request.ipcFd != -1 && !fcgi->is_spent;
}
