/* probe: what the doctor asks. Nothing of it changes anything. */

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/node.h"
#include "ctl/doctor.h"
#include "http/arrival.h"

#define SELFCHECK	"selfcheck/"
#define LARGE		((size_t)60 * 1024)	/* a body, and not too large */
#define CHUNKED		((size_t)20000)	/* more than comes with a head */
#define CLOCK_SLACK	60			/* s */
#define CLOCK_MAXIMUM	253402300799		/* the last second of 9999 */

static const char *
text_of(const struct node *arrived, const char *name)
{
	const char *text = node_text(arrived, name);

	return text != NULL ? text : "";
}

static double
number_of(const struct node *arrived, const char *name)
{
	const struct node *member = node_member(arrived, name);

	return member != NULL && member->kind == NODE_NUMBER ?
	    member->number : -1;
}

static bool
list_has(const struct node *arrived, const char *name, const char *text)
{
	const struct node *list = node_member(arrived, name);
	const struct node *one = list != NULL ? list->first : NULL;

	while (one != NULL && strcmp(one->text, text) != 0)
		one = one->next;
	return one != NULL;
}

/* --- URLs ----------------------------------------------------------------- */

static void
probe_path(struct doctor *d)
{
	const char *wanted = arena_printf(d->arena, "%s%s", d->path,
	    SELFCHECK);
	const struct node *arrived = doctor_ask(d, "%73elfcheck/", NULL);

	if (arrived == NULL)
		doctor_tell(d, AILMENT_PATH_CHANGED, arena_printf(d->arena,
		    "as %%73elfcheck/, %s", doctor_said(d)));
	else if (strcmp(text_of(arrived, "path"), wanted) != 0)
		doctor_tell(d, AILMENT_PATH_CHANGED, arena_printf(d->arena,
		    "%s for %s", text_of(arrived, "path"), wanted));
	if (doctor_ask(d, "/" SELFCHECK, NULL) != NULL)
		doctor_tell(d, AILMENT_PATH_CHANGED, "// became /");
}

static void
probe_query(struct doctor *d)
{
	static const char query[] = "doctor=a%20b%26c&d";
	const struct node *arrived = doctor_ask(d,
	    arena_printf(d->arena, SELFCHECK "?%s", query), NULL);

	if (d->has_told[AILMENT_QUERY_MISSING])
		return;
	if (arrived == NULL)
		doctor_tell(d, AILMENT_QUERY_CHANGED, doctor_said(d));
	else if (strcmp(text_of(arrived, "query"), query) != 0)
		doctor_tell(d, AILMENT_QUERY_CHANGED, arena_printf(d->arena,
		    "\"%s\" for \"%s\"", text_of(arrived, "query"), query));
}

/* --- Authorization -------------------------------------------------------- */

/* Under which name that word arrived; NULL if it did not. */
static const char *
authorize(struct doctor *d, const char *word)
{
	static const char rest[] = "portress.doctor.probe";
	const struct node *arrived = doctor_ask_with(d, SELFCHECK,
	    arena_printf(d->arena, "Authorization: %s %s", word, rest));
	double length = number_of(arrived, "authorization_length");
	const struct node *names = node_member(arrived, "authorization");

	if (arrived == NULL || length == -1) {
		doctor_tell(d, AILMENT_AUTHORIZATION_LOST,
		    arrived != NULL ? NULL : doctor_said(d));
		return NULL;
	}
	if (length != (double)(strlen(word) + 1 + strlen(rest)) ||
	    strcmp(text_of(arrived, "authorization_word"), word) != 0) {
		doctor_tell(d, AILMENT_AUTHORIZATION_CHANGED, word);
		return NULL;
	}
	return names != NULL && names->first != NULL ? names->first->text :
	    NULL;
}

static void
probe_authorization(struct doctor *d)
{
	const char *name = authorize(d, "Bearer");

	if (name == NULL || authorize(d, "Portress") == NULL)
		return;
	if (strcmp(name, "HTTP_AUTHORIZATION") != 0)
		doctor_praise(d, "Authorization", arena_printf(d->arena,
		    "arrives as %s, which is understood", name));
}

static void
probe_two_authorizations(struct doctor *d)
{
	static const char *const headers[] = {
		"Authorization: Bearer one", "Authorization: Bearer two", NULL
	};
	const struct node *arrived;

	if (d->has_told[AILMENT_AUTHORIZATION_LOST])
		return;
	arrived = doctor_ask(d, SELFCHECK,
	    &(struct asked){ .headers = headers });
	if (arrived == NULL)
		doctor_praise(d, "two Authorizations", doctor_said(d));
	else if (number_of(arrived, "authorization_length") >
	    (double)strlen("Bearer one"))
		doctor_praise(d, "two Authorizations",
		    "arrive as one, which is no good token");
}

/* --- methods and bodies --------------------------------------------------- */

static void
probe_methods(struct doctor *d)
{
	static const struct {
		const char	*name;
		const char	*body;	/* some servers want its length: 0 */
	} methods[] = {
		{ "HEAD", NULL }, { "OPTIONS", NULL }, { "POST", "" },
		{ "PUT", "" }, { "PATCH", "" }, { "DELETE", NULL },
	};
	size_t i;

	for (i = 0; i < sizeof(methods) / sizeof(methods[0]); i++) {
		const char *name = methods[i].name;
		const struct node *arrived = doctor_ask(d, SELFCHECK,
		    &(struct asked){ .method = name,
		    .body = methods[i].body });

		if (strcmp(name, "HEAD") == 0 ? d->answered.status == 200 :
		    arrived != NULL &&
		    strcmp(text_of(arrived, "method"), name) == 0)
			continue;
		doctor_tell(d, AILMENT_METHOD_WITHHELD, arena_printf(d->arena,
		    "%s: %s", name, doctor_said(d)));
	}
}

static const struct node *
send(struct doctor *d, const char *method, const char *body, size_t length,
    bool is_chunked)
{
	static const char *const headers[] = {
		"Content-Type: application/json", NULL
	};
	const struct asked asked = { .method = method, .headers = headers,
	    .body = body, .body_length = length, .is_chunked = is_chunked };

	return doctor_ask(d, SELFCHECK, &asked);
}

/* Whether so many bytes arrived, and what they are. */
static bool
has_arrived(const struct node *arrived, size_t length)
{
	return number_of(arrived, "body_length") == (double)length &&
	    strcmp(text_of(arrived, "content_type"), "application/json") == 0;
}

static const char *
what_arrived(struct doctor *d, const struct node *arrived, const char *what,
    size_t length)
{
	if (arrived == NULL)
		return arena_printf(d->arena, "%s: %s", what, doctor_said(d));
	return arena_printf(d->arena, "%s: %.0f of %zu bytes, as \"%s\"", what,
	    number_of(arrived, "body_length"), length,
	    text_of(arrived, "content_type"));
}

/* One that comes with each of the methods that may have one. */
static void
probe_body(struct doctor *d)
{
	static const char body[] = "{\"current_password\":null}";
	static const char *const methods[] = {
		"POST", "PUT", "PATCH", "DELETE"
	};
	size_t length = strlen(body), i;

	for (i = 0; i < sizeof(methods) / sizeof(methods[0]); i++) {
		const struct node *arrived = send(d, methods[i], body, length,
		    false);

		if (d->has_told[AILMENT_METHOD_WITHHELD] && arrived == NULL)
			continue;
		if (!has_arrived(arrived, length) &&
		    !d->has_told[AILMENT_CONTENT_TYPE_MISSING])
			doctor_tell(d, AILMENT_BODY_LOST, what_arrived(d,
			    arrived, methods[i], length));
	}
}

static char *
filler(struct doctor *d, size_t length)
{
	char *body = arena_alloc(d->arena, length + 1);

	memset(body, ' ', length);
	return body;
}

static void
probe_large(struct doctor *d)
{
	const struct node *arrived = send(d, "POST", filler(d, LARGE), LARGE,
	    false);

	if (arrived == NULL)
		doctor_tell(d, AILMENT_BODY_REFUSED, doctor_said(d));
	else if (number_of(arrived, "body_length") != (double)LARGE)
		doctor_tell(d, AILMENT_BODY_LOST, what_arrived(d, arrived,
		    "POST", LARGE));
}

/* Just over the default of body_limit, and over the most that it may be. */
static void
probe_too_large(struct doctor *d)
{
	static const size_t lengths[] = { 65536 + 1, 131072 + 1 };
	size_t i;

	for (i = 0; i < sizeof(lengths) / sizeof(lengths[0]); i++) {
		if (send(d, "POST", filler(d, lengths[i]), lengths[i],
		    false) != NULL)
			continue;
		if (d->answered.status != 413 || !doctor_is_json(d))
			doctor_tell(d, AILMENT_TOO_LARGE_PAGE,
			    doctor_said(d));
		return;
	}
}

static void
probe_chunked(struct doctor *d)
{
	const struct node *arrived = send(d, "POST", filler(d, CHUNKED),
	    CHUNKED, true);

	if (arrived == NULL)
		doctor_tell(d, AILMENT_CHUNKED_REFUSED, doctor_said(d));
	else if (number_of(arrived, "body_length") != (double)CHUNKED)
		doctor_tell(d, AILMENT_BODY_LOST, what_arrived(d, arrived,
		    "chunked", CHUNKED));
}

/* --- headers -------------------------------------------------------------- */

static void
probe_cookies(struct doctor *d)
{
	static const char *const headers[] = {
		"Cookie: " ARRIVAL_COOKIE_ONE "=" ARRIVAL_COOKIE_VALUE,
		"Cookie: " ARRIVAL_COOKIE_TWO "=" ARRIVAL_COOKIE_VALUE, NULL
	};
	const struct node *arrived = doctor_ask(d, SELFCHECK,
	    &(struct asked){ .headers = headers });
	bool has_one = list_has(arrived, "cookies", ARRIVAL_COOKIE_ONE);
	bool has_two = list_has(arrived, "cookies", ARRIVAL_COOKIE_TWO);

	if (!has_one || !has_two)
		doctor_tell(d, AILMENT_COOKIES_LOST, arrived == NULL ?
		    doctor_said(d) : has_one ? "the second is lost" :
		    has_two ? "the first is lost" : "both are lost");
}

/* To CGI all are HTTP_X_AUTH_USER, where a server takes it so far: the last
 * stands for a dozen like it. */
static void
probe_identity(struct doctor *d)
{
	static const char *const names[] = {
		"X-Auth-User", "X_Auth_User", "X.Auth.User", "X~Auth~User"
	};
	struct buf seen;
	size_t i;

	/* Where the web server sets it, whatever a client sends is lost. */
	if (list_has(d->first, "identity", "HTTP_X_AUTH_USER"))
		return;
	buf_open(&seen, d->arena);
	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (list_has(doctor_ask_with(d, SELFCHECK, arena_printf(
		    d->arena, "%s: portress-doctor", names[i])), "identity",
		    "HTTP_X_AUTH_USER"))
			buf_printf(&seen, "%s%s", seen.length > 0 ? ", " : "",
			    names[i]);
	if (seen.length > 0)
		doctor_tell(d, AILMENT_FORGED_IDENTITY, seen.text);
}

static void
probe_proxy(struct doctor *d)
{
	(void)doctor_ask_with(d, SELFCHECK, "Proxy: http://127.0.0.1:9/");
}

static void
probe_scheme(struct doctor *d)
{
	bool is_told_so = strcmp(text_of(d->first, "scheme"), "https") == 0;

	if (d->is_secure && !is_told_so)
		doctor_tell(d, AILMENT_SCHEME_LOST, NULL);
	if (!d->is_secure && is_told_so)
		doctor_tell(d, AILMENT_SCHEME_CLAIMED, NULL);
	if (!d->is_secure && !d->is_here)
		doctor_tell(d, AILMENT_PLAIN_HTTP, NULL);
}

/* --- answers -------------------------------------------------------------- */

static void
probe_refusals(struct doctor *d)
{
	static const struct {
		const char	*rest;
		int		 status;
	} refused[] = {
		{ SELFCHECK "?answer=401", 401 },
		{ SELFCHECK "no/such/path", 404 },
	};
	size_t i;

	for (i = 0; i < sizeof(refused) / sizeof(refused[0]); i++) {
		/* Without its query it is no question, and that was told. */
		if (doctor_ask(d, refused[i].rest, NULL) != NULL)
			continue;
		if (d->answered.status != refused[i].status ||
		    !doctor_is_json(d))
			doctor_tell(d, AILMENT_ERROR_PAGES, arena_printf(
			    d->arena, "where Portress said %d, %s",
			    refused[i].status, doctor_said(d)));
		else if (refused[i].status == 401 && answered_header(d->arena,
		    &d->answered, "WWW-Authenticate") == NULL)
			doctor_tell(d, AILMENT_CHALLENGE_LOST, NULL);
	}
}

static void
probe_accounts(struct doctor *d)
{
	const struct asked plain = { 0 };

	/* Without its query it is no question, and that was told. */
	if (doctor_ask(d, SELFCHECK "?answer=accounts", &plain) == NULL &&
	    d->answered.status >= 500)
		doctor_tell(d, AILMENT_DATABASE_DOWN, doctor_said(d));
}

static void
probe_caches(struct doctor *d)
{
	static const char same[] = SELFCHECK "?doctor=twice";
	const struct node *one = doctor_ask(d, same, NULL);
	const struct node *other = doctor_ask(d, same, NULL);
	const char *said = answered_header(d->arena, &d->answered,
	    "Cache-Control");

	if (said == NULL || strstr(said, "no-store") == NULL)
		doctor_tell(d, AILMENT_CACHE_HEADERS_LOST, said != NULL ?
		    arena_printf(d->arena, "it is \"%s\"", said) :
		    "it is not there");
	if (one != NULL && other != NULL && strcmp(text_of(one, "request"),
	    text_of(other, "request")) == 0)
		doctor_tell(d, AILMENT_ANSWER_CACHED, NULL);
}

/* By an HTTP date (RFC 9110 section 5.6.7); -1 if that is none. */
static int64_t
time_of(const char *date)
{
	struct tm parts = { 0 };

	if (date == NULL ||
	    strptime(date, "%a, %d %b %Y %H:%M:%S GMT", &parts) == NULL)
		return -1;
	return (int64_t)timegm(&parts);
}

static void
compare_clocks(struct doctor *d, const char *which, int64_t theirs,
    int64_t portress)
{
	int64_t ahead = theirs - portress;

	if (llabs(ahead) > CLOCK_SLACK)
		doctor_tell(d, AILMENT_CLOCK_DIFFERS, arena_printf(d->arena,
		    "the %s's is %" PRId64 " s %s that of Portress", which,
		    (int64_t)llabs(ahead), ahead > 0 ? "ahead of" : "behind"));
}

static void
probe_clock(struct doctor *d)
{
	const struct node *arrived = doctor_ask(d, SELFCHECK, NULL);
	int64_t date = time_of(answered_header(d->arena, &d->answered, "Date"));
	double told = number_of(arrived, "time");
	int64_t portress;

	if (!(told >= 0 && told <= CLOCK_MAXIMUM))
		return;
	portress = (int64_t)told;
	if (date != -1)
		compare_clocks(d, "web server", date, portress);
	compare_clocks(d, "doctor", clock_now(), portress);
}

static void
probe_connection(struct doctor *d)
{
	const struct node *is_kept = node_member(d->first, "is_kept");

	if (is_kept != NULL && strcmp(is_kept->text, "true") == 0)
		doctor_praise(d, "connection",
		    "the web server keeps those to Portress");
}

/* --- all ------------------------------------------------------------------ */

const struct probe probes[] = {
	{ "asking for other paths", probe_path, "path",
	  "is understood as it was asked for, encoded or with //" },
	{ "asking with a query", probe_query, "query",
	  "arrives as it was sent" },
	{ "sending Authorization", probe_authorization, "Authorization",
	  "arrives as it was sent" },
	{ "sending Authorization twice", probe_two_authorizations,
	  "two Authorizations", "one of them counts" },
	{ "trying all methods", probe_methods, "methods",
	  "HEAD, OPTIONS, POST, PUT, PATCH and DELETE get through" },
	{ "sending bodies", probe_body, "bodies",
	  "arrive whole, also that of a DELETE" },
	{ "sending a body of 60 KB", probe_large, "body of 60 KB",
	  "arrives whole" },
	{ "sending a body that is too large", probe_too_large,
	  "body that is too large", "is refused in JSON" },
	{ "sending a chunked body", probe_chunked, "chunked body",
	  "arrives whole" },
	{ "sending cookies", probe_cookies, "cookies",
	  "arrive, also in two headers" },
	{ "sending X-Auth-User", probe_identity, "header X-Auth-User",
	  "no client can send it" },
	{ "sending Proxy", probe_proxy, "header Proxy",
	  "is not passed on (httpoxy)" },
	{ "comparing schemes", probe_scheme, "scheme",
	  "is understood as it was asked by" },
	{ "asking what is refused", probe_refusals, "refusals",
	  "arrive as Portress says them" },
	{ "asking for an account", probe_accounts, "accounts",
	  "can be looked for" },
	{ "asking twice", probe_caches, "caches",
	  "are told to keep nothing, and none did" },
	{ "comparing clocks", probe_clock, "clock",
	  "that of the web server, of Portress and of this machine agree" },
	{ "looking at the connection", probe_connection, "connection",
	  "the web server makes one for each request" },
	{ 0 },
};
