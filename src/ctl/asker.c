#include "ctl/asker.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/libcurl.h"

#define CONNECT_TIMEOUT	6L	/* s */
#define TIMEOUT		20L	/* s, of a whole answer */
#define HEAD_MAXIMUM	((size_t)64 * 1024)

struct asker {
	const struct libcurl	*curl;
	CURL			*easy;
	char			 error[CURL_ERROR_SIZE];
};

/* What comes, as it comes. */
struct coming {
	struct buf	 head, body;
};

/* What is to be sent, as it is asked for. */
struct going {
	const char	*body;
	size_t		 length;
	size_t		 given;
};

struct asker *
asker_open(const char **why_r)
{
	const struct libcurl *curl = libcurl_load(why_r);
	struct asker *asker;

	if (curl == NULL)
		return NULL;
	if ((asker = calloc(1, sizeof(*asker))) == NULL ||
	    (asker->easy = curl->easy_init()) == NULL)
		abort();
	asker->curl = curl;
	return asker;
}

void
asker_close(struct asker **asker)
{
	(*asker)->curl->easy_cleanup((*asker)->easy);
	free(*asker);
	*asker = NULL;
}

void
asker_trust_all(struct asker *asker)
{
	asker->curl->easy_setopt(asker->easy, CURLOPT_SSL_VERIFYPEER, 0L);
	asker->curl->easy_setopt(asker->easy, CURLOPT_SSL_VERIFYHOST, 0L);
}

/* --- what libcurl calls --------------------------------------------------- */

static void
keep(struct buf *to, const char *bytes, size_t length, size_t maximum)
{
	if (to->length >= maximum)
		return;
	if (length > maximum - to->length)
		length = maximum - to->length;
	buf_add(to, bytes, length);
}

/* A head that another one follows (100 Continue) is forgotten. */
static size_t
take_header(char *bytes, size_t size, size_t count, void *data)
{
	struct coming *coming = data;

	if (count >= 5 && memcmp(bytes, "HTTP/", 5) == 0)
		coming->head.length = 0;
	keep(&coming->head, bytes, size * count, HEAD_MAXIMUM);
	return size * count;
}

/* Of one that is longer nothing more is wanted: it may have no end. */
static size_t
take_body(char *bytes, size_t size, size_t count, void *data)
{
	struct coming *coming = data;
	size_t before = coming->body.length;

	keep(&coming->body, bytes, size * count, ASKER_BODY_MAXIMUM);
	return coming->body.length - before;
}

static size_t
give_body(char *room, size_t size, size_t count, void *data)
{
	struct going *going = data;
	size_t length = size * count;

	if (length > going->length - going->given)
		length = going->length - going->given;
	memcpy(room, going->body + going->given, length);
	going->given += length;
	return length;
}

/* Where a body was refused before all of it was sent, libcurl 8 winds back what
 * comes next; it would not ask anything any more if it could not. */
static int
wind(void *data, curl_off_t offset, int origin)
{
	struct going *going = data;

	if (origin != SEEK_SET || offset < 0 ||
	    (size_t)offset > going->length)
		return CURL_SEEKFUNC_FAIL;
	going->given = (size_t)offset;
	return CURL_SEEKFUNC_OK;
}

/* --- asking --------------------------------------------------------------- */

static struct curl_slist *
headers_of(const struct asker *asker, const struct asked *asked)
{
	/* A server that does not know of it would let us wait. */
	struct curl_slist *list = asker->curl->slist_append(NULL, "Expect:");
	const char *const *header = asked->headers;

	if (asked->is_chunked)
		list = asker->curl->slist_append(list,
		    "Transfer-Encoding: chunked");
	for (; header != NULL && *header != NULL; header++)
		list = asker->curl->slist_append(list, *header);
	if (list == NULL)
		abort();
	return list;
}

static void
set_body(const struct asker *asker, const struct asked *asked,
    struct going *going)
{
	const struct libcurl *curl = asker->curl;
	CURL *easy = asker->easy;

	/* What was set for what was asked before goes with this. */
	curl->easy_setopt(easy, CURLOPT_NOBODY, 0L);
	curl->easy_setopt(easy, CURLOPT_HTTPGET, 1L);
	curl->easy_setopt(easy, CURLOPT_CUSTOMREQUEST, asked->method);
	if (asked->method != NULL && strcmp(asked->method, "HEAD") == 0)
		curl->easy_setopt(easy, CURLOPT_NOBODY, 1L);
	*going = (struct going){ .length = 0 };
	curl->easy_setopt(easy, CURLOPT_SEEKFUNCTION, wind);
	curl->easy_setopt(easy, CURLOPT_SEEKDATA, going);
	if (asked->body == NULL)
		return;
	*going = (struct going){ asked->body, asked->body_length, 0 };
	curl->easy_setopt(easy, CURLOPT_POST, 1L);
	curl->easy_setopt(easy, CURLOPT_READFUNCTION, give_body);
	curl->easy_setopt(easy, CURLOPT_READDATA, going);
	curl->easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE,
	    (curl_off_t)(asked->is_chunked ? -1 :
	    (curl_off_t)asked->body_length));
}

static void
set_up(struct asker *asker, const struct asked *asked, struct coming *coming,
    struct going *going, struct curl_slist *headers)
{
	const struct libcurl *curl = asker->curl;
	CURL *easy = asker->easy;

	curl->easy_setopt(easy, CURLOPT_ERRORBUFFER, asker->error);
	curl->easy_setopt(easy, CURLOPT_URL, asked->url);
	curl->easy_setopt(easy, CURLOPT_PATH_AS_IS, 1L);
	curl->easy_setopt(easy, CURLOPT_PROXY, "");
	curl->easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
	curl->easy_setopt(easy, CURLOPT_HTTP_VERSION,
	    (long)CURL_HTTP_VERSION_1_1);
	curl->easy_setopt(easy, CURLOPT_CONNECTTIMEOUT, CONNECT_TIMEOUT);
	curl->easy_setopt(easy, CURLOPT_TIMEOUT, TIMEOUT);
	curl->easy_setopt(easy, CURLOPT_HEADERFUNCTION, take_header);
	curl->easy_setopt(easy, CURLOPT_HEADERDATA, coming);
	curl->easy_setopt(easy, CURLOPT_WRITEFUNCTION, take_body);
	curl->easy_setopt(easy, CURLOPT_WRITEDATA, coming);
	curl->easy_setopt(easy, CURLOPT_HTTPHEADER, headers);
	set_body(asker, asked, going);
}

/* Of a body that is refused early, or is cut here, what is there of an answer
 * counts. */
static enum asker_trouble
trouble_of(CURLcode code, int status)
{
	switch (code) {
	case CURLE_OK:
		return ASKER_FINE;
	case CURLE_URL_MALFORMAT:
	case CURLE_UNSUPPORTED_PROTOCOL:
		return ASKER_BAD_URL;
	case CURLE_PEER_FAILED_VERIFICATION:
	case CURLE_SSL_ISSUER_ERROR:
	case CURLE_SSL_CACERT_BADFILE:	/* no authorities are known here */
		return ASKER_CERTIFICATE;
	case CURLE_SEND_ERROR:
	case CURLE_RECV_ERROR:
	case CURLE_WRITE_ERROR:
		return status != 0 ? ASKER_FINE : ASKER_NO_ANSWER;
	default:
		return ASKER_NO_ANSWER;
	}
}

void
asker_ask(struct asker *asker, struct arena *arena, const struct asked *asked,
    struct answered *answered_r)
{
	struct curl_slist *headers = headers_of(asker, asked);
	struct coming coming;
	struct going going;
	long status = 0;
	CURLcode code;

	buf_open(&coming.head, arena);
	buf_open(&coming.body, arena);
	asker->error[0] = '\0';
	set_up(asker, asked, &coming, &going, headers);
	code = asker->curl->easy_perform(asker->easy);
	asker->curl->easy_getinfo(asker->easy, CURLINFO_RESPONSE_CODE,
	    &status);
	asker->curl->slist_free_all(headers);
	buf_char(&coming.head, '\n');
	*answered_r = (struct answered){
		.trouble = trouble_of(code, (int)status),
		.why = code == CURLE_OK ? "" : arena_text(arena,
		    asker->error[0] != '\0' ? asker->error :
		    asker->curl->easy_strerror(code)),
		.status = (int)status,
		.headers = coming.head.text,
		.body = coming.body.text,
		.body_length = coming.body.length,
	};
}

const char *
answered_header(struct arena *arena, const struct answered *answered,
    const char *name)
{
	const char *line = answered->headers, *found = NULL;
	size_t length = strlen(name);

	for (; *line != '\0'; line += strcspn(line, "\n") + 1)
		if (strncasecmp(line, name, length) == 0 &&
		    line[length] == ':')
			found = line + length + 1;
	if (found == NULL)
		return NULL;
	found += strspn(found, " \t");
	return arena_copy(arena, found, strcspn(found, "\r\n"));
}
