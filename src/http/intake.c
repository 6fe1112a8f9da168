#include "http/intake.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/secret.h"

#define HEADER		8		/* bytes of a record's */
#define PADDING_AT	6		/* in it */
#define BEGIN_SIZE	8		/* bytes that FCGI_BEGIN_REQUEST has */
#define KEEP_CONN	1
#define RESPONDER	1
#define AUTHORIZER	2

#define PEEK_SIZE	(16 * 1024)	/* nearly all requests are smaller */
#define FIRST_SIZE	(8 * 1024)
#define REQUEST_MAXIMUM	(2 * 1024 * 1024)
/* Of a body that is too long; who still sends does not see our answer. */
#define DRAIN_MAXIMUM	(4 * 1024 * 1024)
/* Of all requests that come in pieces together. */
#define TOTAL_MAXIMUM	((size_t)64 * 1024 * 1024)

enum {
	TYPE_BEGIN = 1,
	TYPE_ABORT = 2,
	TYPE_END = 3,
	TYPE_PARAMS = 4,
	TYPE_STDIN = 5,
	TYPE_GET_VALUES = 9,
	TYPE_GET_VALUES_RESULT = 10,
	TYPE_UNKNOWN = 11,
};

/* What FCGI_END_REQUEST says of a request. */
enum status { COMPLETE = 0, CANT_MPX_CONN = 1, UNKNOWN_ROLE = 3 };

struct record {
	unsigned char	 version;
	unsigned char	 type;
	unsigned	 id;
	const unsigned char *content;
	size_t		 content_length;
	size_t		 length;	/* with header and padding */
};

/* Where in a list of names and values the stream of parameters is. */
struct pairs {
	unsigned char	 sizes[8];
	size_t		 count;		/* bytes of them */
	size_t		 rest;		/* of the name and value themselves */
};

enum stage { AT_BEGIN, AT_PARAMS, AT_BODY, AT_END };

struct progress {
	enum stage	 stage;
	unsigned	 id;
	bool		 is_kept;
	unsigned	 role;
	size_t		 body_length;
	struct pairs	 pairs;
};

enum fate {
	FATE_TAKE,		/* it is of the request */
	FATE_DROP,
	FATE_CUT,		/* the body ends here */
	FATE_MANAGE,
	FATE_ABORT,
	FATE_ROLE,		/* we have none such */
	FATE_SECOND,		/* another request begins meanwhile */
	FATE_BREAK,		/* it makes no sense */
};

struct intake {
	struct progress	 progress;
	unsigned char	*bytes;
	size_t		 size;
	size_t		 length;
	size_t		 judged;	/* bytes of them, in whole records ... */
	size_t		 taken;		/* ... of which these are kept */
	int64_t		 begun;
	bool		 is_cut;
};

static size_t total;		/* of all sizes */

/* --- records -------------------------------------------------------------- */

/* False: it is not all there yet. */
static bool
record_read(struct record *r, const unsigned char *bytes, size_t length)
{
	if (length == 0)
		return false;
	r->version = bytes[0];
	if (r->version != 1)
		return true;	/* the rest is anything */
	if (length < HEADER)
		return false;
	r->type = bytes[1];
	r->id = (unsigned)bytes[2] << 8 | bytes[3];
	r->content = bytes + HEADER;
	r->content_length = (size_t)bytes[4] << 8 | bytes[5];
	r->length = HEADER + r->content_length + bytes[PADDING_AT];
	return length >= r->length;
}

static void
header_write(unsigned char *bytes, unsigned char type, unsigned id,
    size_t content_length)
{
	memset(bytes, 0, HEADER);
	bytes[0] = 1;
	bytes[1] = type;
	bytes[2] = (unsigned char)(id >> 8);
	bytes[3] = (unsigned char)id;
	bytes[5] = (unsigned char)content_length;
}

/* How many bytes a length takes that begins with this one. */
static size_t
size_width(unsigned char first)
{
	return first & 0x80 ? 4 : 1;
}

static size_t
size_value(const unsigned char *bytes)
{
	if (size_width(*bytes) == 1)
		return *bytes;
	return (size_t)(bytes[0] & 0x7f) << 24 | (size_t)bytes[1] << 16 |
	    (size_t)bytes[2] << 8 | bytes[3];
}

static bool
pairs_take_size(struct pairs *pairs, unsigned char byte)
{
	size_t first;

	pairs->sizes[pairs->count++] = byte;
	first = size_width(pairs->sizes[0]);
	if (pairs->count <= first || pairs->count < first +
	    size_width(pairs->sizes[first]))
		return true;
	pairs->count = 0;
	pairs->rest = size_value(pairs->sizes) +
	    size_value(pairs->sizes + first);
	return pairs->rest <= REQUEST_MAXIMUM;
}

/* Nearly all lengths are of a byte each. False: these are not, or cut. */
static bool
pairs_take_short(struct pairs *pairs, const unsigned char *bytes, size_t length)
{
	if (pairs->count > 0 || length < 2 || ((bytes[0] | bytes[1]) & 0x80))
		return false;
	pairs->rest = (size_t)bytes[0] + bytes[1];
	return true;
}

/* False: a length lies, and libfcgi would make room for it. */
static bool
pairs_take(struct pairs *pairs, const unsigned char *bytes, size_t length)
{
	const unsigned char *end = bytes + length;

	while ((size_t)(end - bytes) > pairs->rest) {
		bytes += pairs->rest;
		pairs->rest = 0;
		if (pairs_take_short(pairs, bytes, (size_t)(end - bytes)))
			bytes += 2;
		else if (!pairs_take_size(pairs, *bytes++))
			return false;
	}
	pairs->rest -= (size_t)(end - bytes);
	return true;
}

/* --- what becomes of a record --------------------------------------------- */

static enum fate
judge_begin(struct progress *p, const struct record *r)
{
	if (r->content_length != BEGIN_SIZE)
		return FATE_BREAK;
	if (p->stage != AT_BEGIN)
		return r->id != p->id ? FATE_SECOND : FATE_BREAK;
	p->stage = AT_PARAMS;
	p->id = r->id;
	p->role = (unsigned)r->content[0] << 8 | r->content[1];
	p->is_kept = (r->content[2] & KEEP_CONN) != 0;
	return p->role == RESPONDER || p->role == AUTHORIZER ? FATE_TAKE :
	    FATE_ROLE;
}

static enum fate
judge_params(struct progress *p, const struct record *r)
{
	if (p->stage != AT_PARAMS)
		return FATE_BREAK;
	if (r->content_length > 0)
		return pairs_take(&p->pairs, r->content, r->content_length) ?
		    FATE_TAKE : FATE_BREAK;
	if (p->pairs.count > 0 || p->pairs.rest > 0)
		return FATE_BREAK;
	/* Whether the end of a body follows, an authorizer's web servers
	 * disagree on. */
	p->stage = p->role == RESPONDER ? AT_BODY : AT_END;
	return FATE_TAKE;
}

static enum fate
judge_body(struct progress *p, const struct record *r, size_t body_limit)
{
	bool is_too_long = p->body_length > body_limit;

	if (p->stage != AT_BODY)
		return FATE_BREAK;
	p->body_length += r->content_length;
	if (r->content_length == 0 || p->body_length > DRAIN_MAXIMUM)
		p->stage = AT_END;
	if (r->content_length == 0)
		return FATE_TAKE;
	if (p->stage == AT_END)
		return FATE_CUT;
	return is_too_long ? FATE_DROP : FATE_TAKE;
}

static enum fate
judge(struct progress *p, const struct record *r, size_t body_limit)
{
	if (r->version != 1)
		return FATE_BREAK;
	if (r->id == 0)
		return FATE_MANAGE;
	if (r->type == TYPE_BEGIN)
		return judge_begin(p, r);
	/* Of a request that is over, or was refused. */
	if (p->stage == AT_BEGIN || r->id != p->id)
		return FATE_DROP;
	switch (r->type) {
	case TYPE_ABORT:
		return FATE_ABORT;
	case TYPE_PARAMS:
		return judge_params(p, r);
	case TYPE_STDIN:
		return judge_body(p, r, body_limit);
	default:
		return FATE_BREAK;
	}
}

/* --- a request that is whole at once -------------------------------------- */

/* libfcgi takes padding for the next record where it begins another stream. */
static bool
misleads(const struct record *r)
{
	return r->length > HEADER + r->content_length &&
	    (r->type == TYPE_BEGIN || r->content_length == 0);
}

/* And nothing is before, among or behind it. */
static bool
is_whole(const unsigned char *bytes, size_t length, size_t body_limit)
{
	struct progress progress = { .stage = AT_BEGIN };
	struct record r = { 0 };
	size_t at = 0;

	while (progress.stage != AT_END &&
	    record_read(&r, bytes + at, length - at)) {
		if (judge(&progress, &r, body_limit) != FATE_TAKE ||
		    misleads(&r))
			return false;
		at += r.length;
	}
	return progress.stage == AT_END && at == length;
}

static enum intake_state
peek(int descriptor, size_t body_limit)
{
	static unsigned char bytes[PEEK_SIZE];
	ssize_t count = recv(descriptor, bytes, sizeof(bytes),
	    MSG_PEEK | MSG_DONTWAIT);
	bool whole;

	if (count == -1)
		return errno == EAGAIN || errno == EINTR ? INTAKE_PARTIAL :
		    INTAKE_ENDED;
	if (count == 0)
		return INTAKE_ENDED;
	whole = is_whole(bytes, (size_t)count, body_limit);
	secret_wipe(bytes, (size_t)count);
	return whole ? INTAKE_WHOLE : INTAKE_PARTIAL;
}

/* --- one that comes in pieces --------------------------------------------- */

static bool
say(int descriptor, const unsigned char *bytes, size_t length)
{
	return send(descriptor, bytes, length, MSG_DONTWAIT | MSG_NOSIGNAL) ==
	    (ssize_t)length;
}

static bool
say_end(int descriptor, unsigned id, enum status status)
{
	unsigned char bytes[HEADER + 8] = { 0 };

	header_write(bytes, TYPE_END, id, 8);
	bytes[HEADER + 4] = (unsigned char)status;
	return say(descriptor, bytes, sizeof(bytes));
}

/* Of the values that may be asked for this is the one that is known. */
static bool
say_values(int descriptor, const struct record *r)
{
	static const char asked[] = "\017\0FCGI_MPXS_CONNS";
	static const char known[] = "\017\001FCGI_MPXS_CONNS" "0";
	unsigned char bytes[HEADER + sizeof(known) - 1];
	size_t length = memmem(r->content, r->content_length, asked,
	    sizeof(asked) - 1) != NULL ? sizeof(known) - 1 : 0;

	header_write(bytes, TYPE_GET_VALUES_RESULT, 0, length);
	memcpy(bytes + HEADER, known, length);
	return say(descriptor, bytes, HEADER + length);
}

static bool
manage(int descriptor, const struct record *r)
{
	unsigned char bytes[HEADER + 8] = { 0 };

	if (r->type == TYPE_GET_VALUES)
		return say_values(descriptor, r);
	header_write(bytes, TYPE_UNKNOWN, 0, 8);
	bytes[HEADER] = r->type;
	return say(descriptor, bytes, sizeof(bytes));
}

/* Without its padding. */
static void
take(struct intake *in, const struct record *r)
{
	size_t length = HEADER + r->content_length;

	memmove(in->bytes + in->taken, in->bytes + in->judged, length);
	in->bytes[in->taken + PADDING_AT] = 0;
	in->taken += length;
}

/* An end in place of the record. */
static void
cut(struct intake *in)
{
	header_write(in->bytes + in->taken, TYPE_STDIN, in->progress.id, 0);
	in->taken += HEADER;
	in->is_cut = true;
}

/* What came of the request is forgotten. False: the connection ends, too. */
static bool
forget(struct intake *in, int descriptor, enum status status)
{
	struct progress was = in->progress;

	in->progress = (struct progress){ .stage = AT_BEGIN };
	in->taken = 0;
	/* The first byte of the next one has come at the same time, if any. */
	in->begun = clock_monotonic();
	return say_end(descriptor, was.id, status) && was.is_kept;
}

/* Else who has proxy_pass in the place of fastcgi_pass would look for long. */
static void
report_break(const struct record *r)
{
	log_event(LOG_NOTICE, "not_fastcgi", log_text("reason",
	    r->version == 1 ? "records came that make no sense" :
	    "the web server speaks something else to this socket, HTTP perhaps"));
}

/* False: the connection ends. */
static bool
heed(struct intake *in, int descriptor, const struct record *r,
    enum fate fate)
{
	switch (fate) {
	case FATE_TAKE:
		take(in, r);
		return true;
	case FATE_DROP:
		return true;
	case FATE_CUT:
		cut(in);
		return true;
	case FATE_MANAGE:
		return manage(descriptor, r);
	case FATE_ABORT:
		return forget(in, descriptor, COMPLETE);
	case FATE_ROLE:
		return forget(in, descriptor, UNKNOWN_ROLE);
	case FATE_SECOND:
		return say_end(descriptor, r->id, CANT_MPX_CONN);
	case FATE_BREAK:
		report_break(r);
		break;
	}
	return false;
}

static bool
next_record(const struct intake *in, struct record *r)
{
	return record_read(r, in->bytes + in->judged, in->length - in->judged);
}

/* Records of a request that was refused, or an ABORT that comes too late. */
static void
leave_out_strays(struct intake *in)
{
	struct record r;

	while (next_record(in, &r) && r.version == 1 && r.id != 0 &&
	    r.type != TYPE_BEGIN)
		in->judged += r.length;
}

/* What is not judged yet moves up to what was taken. */
static void
close_ranks(struct intake *in)
{
	in->length -= in->judged - in->taken;
	memmove(in->bytes + in->taken, in->bytes + in->judged,
	    in->length - in->taken);
	in->judged = in->taken;
}

static enum intake_state
advance(struct intake *in, int descriptor, size_t body_limit)
{
	struct record r;

	while (in->progress.stage != AT_END && next_record(in, &r)) {
		if (!heed(in, descriptor, &r, judge(&in->progress, &r,
		    body_limit)))
			return INTAKE_ENDED;
		in->judged += r.length;
	}
	if (in->progress.stage == AT_END)
		leave_out_strays(in);
	close_ranks(in);
	return in->progress.stage == AT_END ? INTAKE_WHOLE : INTAKE_PARTIAL;
}

static struct intake *
intake_open(void)
{
	struct intake *in;

	if ((in = calloc(1, sizeof(*in))) == NULL ||
	    (in->bytes = malloc(FIRST_SIZE)) == NULL)
		abort();
	in->size = FIRST_SIZE;
	total += in->size;
	return in;
}

/* False, logged: there is too much already. */
static bool
make_room(struct intake *in)
{
	if (in->length < in->size)
		return true;
	if (in->size >= REQUEST_MAXIMUM || total + in->size > TOTAL_MAXIMUM) {
		log_event(LOG_WARNING, "request_too_long",
		    log_int("bytes", (int64_t)in->length));
		return false;
	}
	total += in->size;
	in->size *= 2;
	if ((in->bytes = realloc(in->bytes, in->size)) == NULL)
		abort();
	return true;
}

static enum intake_state
gather(struct intake *in, int descriptor, size_t body_limit)
{
	ssize_t count;

	if (!make_room(in))
		return INTAKE_ENDED;
	count = recv(descriptor, in->bytes + in->length,
	    in->size - in->length, MSG_DONTWAIT);
	if (count == -1 && (errno == EAGAIN || errno == EINTR))
		return INTAKE_PARTIAL;
	if (count <= 0)
		return INTAKE_ENDED;
	if (in->length == 0)
		in->begun = clock_monotonic();
	in->length += (size_t)count;
	return advance(in, descriptor, body_limit);
}

enum intake_state
intake_look(struct intake **intake, int descriptor, size_t body_limit)
{
	enum intake_state state;

	if (*intake == NULL && ((state = peek(descriptor, body_limit)) !=
	    INTAKE_PARTIAL))
		return state;
	if (*intake == NULL)
		*intake = intake_open();
	do
		state = gather(*intake, descriptor, body_limit);
	while (state == INTAKE_PARTIAL && (*intake)->length ==
	    (*intake)->size);
	/* What came was not of a request, and has been answered. */
	if (state == INTAKE_ENDED || (*intake)->length == 0)
		intake_close(intake);
	return state;
}

int64_t
intake_begun(const struct intake *intake)
{
	return intake != NULL ? intake->begun : 0;
}

bool
intake_is_last(const struct intake *intake)
{
	return intake->is_cut || intake->length > intake->taken;
}

static bool
write_all(int descriptor, const unsigned char *bytes, size_t length)
{
	size_t at = 0;

	while (at < length) {
		ssize_t count = pwrite(descriptor, bytes + at, length - at,
		    (off_t)at);

		if (count == -1 && errno != EINTR)
			return false;
		at += count > 0 ? (size_t)count : 0;
	}
	return true;
}

int
intake_feed(struct intake **intake)
{
	int feed = memfd_create("request", MFD_CLOEXEC);

	if (feed != -1 && !write_all(feed, (*intake)->bytes,
	    (*intake)->taken)) {
		close(feed);
		feed = -1;
	}
	intake_close(intake);
	return feed;
}

void
intake_close(struct intake **intake)
{
	struct intake *in = *intake;

	if (in == NULL)
		return;
	total -= in->size;
	secret_wipe(in->bytes, in->size);
	free(in->bytes);
	free(in);
	*intake = NULL;
}
