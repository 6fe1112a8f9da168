#include "http/fcgi.h"

#include <errno.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <fcgiapp.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/log.h"
#include "base/secret.h"
#include "conf/conf.h"
#include "http/deadline.h"
#include "http/intake.h"
#include "http/request.h"
#include "http/response.h"

#define SECOND		INT64_C(1000000)	/* of clock_monotonic */
#define AUTHORIZER	2	/* FCGI_AUTHORIZER of its fastcgi.h */

struct fcgi {
	FCGX_Request	 request;
	struct intake	*intake;	/* what came of a request, or NULL */
	int64_t		 timeout;	/* microseconds */
	size_t		 body_limit;
	bool		 is_last;	/* not to be kept after the answer */
};

void
fcgi_prepare(void)
{
	const struct sigaction ignore = { .sa_handler = SIG_IGN };

	if (FCGX_Init() != 0 || sigaction(SIGPIPE, &ignore, NULL) == -1)
		abort();
	deadline_prepare();
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
	intake_close(&(*fcgi)->intake);
	FCGX_Free(&(*fcgi)->request, true);
	free(*fcgi);
	*fcgi = NULL;
}

int
fcgi_descriptor(const struct fcgi *fcgi)
{
	return fcgi->request.ipcFd;
}

enum intake_state
fcgi_look(struct fcgi *fcgi, const struct conf *conf)
{
	/* A request is judged by what was in force when it began. */
	if (fcgi->intake == NULL) {
		fcgi->timeout = conf->request_timeout * SECOND;
		fcgi->body_limit = (size_t)conf->body_limit;
	}
	return intake_look(&fcgi->intake, fcgi->request.ipcFd,
	    fcgi->body_limit);
}

int64_t
fcgi_due(const struct fcgi *fcgi)
{
	return fcgi->intake == NULL ? 0 :
	    intake_begun(fcgi->intake) + fcgi->timeout;
}

/*
 * All of it, whatever length was declared: behind its end the next request
 * begins.
 */
static void
read_body(FCGX_Stream *in, struct arena *arena, size_t limit,
    struct request *request)
{
	struct buf body;
	char bytes[4096];
	int count;

	buf_open(&body, arena);
	while ((count = FCGX_GetStr(bytes, sizeof(bytes), in)) > 0)
		buf_add(&body, bytes, (size_t)count);
	secret_wipe(bytes, sizeof(bytes));
	request_set_body(request, body.text, body.length, limit);
}

/*
 * False: what intake has seen is there no more, and libfcgi has closed the
 * connection. Linux keeps what came before a reset; others need not.
 */
static bool
read_request(FCGX_Request *from, struct arena *arena, size_t limit,
    struct request *request)
{
	if (FCGX_Accept_r(from) != 0)
		return false;
	request_read(request, arena, from->envp);
	request->is_kept = from->keepConnection != 0;
	/* An authorizer is sent no body; libfcgi would wait for it. */
	if (from->role == AUTHORIZER)
		request->role = ROLE_AUTHORIZER;
	else
		read_body(from->in, arena, limit, request);
	return FCGX_GetError(from->in) == 0;
}

bool
fcgi_read(struct fcgi *fcgi, struct arena *arena, struct request *request)
{
	int connection = fcgi->request.ipcFd, feed = connection;
	bool is_read;

	if (fcgi->intake != NULL) {
		fcgi->is_last = intake_is_last(fcgi->intake);
		feed = intake_feed(&fcgi->intake);
	}
	if (feed == -1) {
		log_event(LOG_ERR, "request_lost",
		    log_text("reason", strerror(errno)));
		return false;
	}
	/* As if what was gathered came from the connection. */
	fcgi->request.ipcFd = feed;
	is_read = read_request(&fcgi->request, arena, fcgi->body_limit,
	    request);
	if (feed != connection) {
		close(feed);
		fcgi->request.ipcFd = connection;
	}
	return is_read;
}

bool
fcgi_answer(struct fcgi *fcgi, struct arena *arena,
    const struct response *response)
{
	struct buf text;

	buf_open(&text, arena);
	response_write(response, &text);
	deadline_start(fcgi->request.ipcFd, fcgi->timeout);
	FCGX_PutStr(text.text, (int)text.length, fcgi->request.out);
	FCGX_Finish_r(&fcgi->request);
	deadline_stop();
	return fcgi->request.ipcFd != -1 && !fcgi->is_last;
}
