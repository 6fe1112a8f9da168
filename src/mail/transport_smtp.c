/*
 * SMTP, by libcurl: one connection for the mails that go out in a row.
 *
 * libcurl says whether a mail was taken; why not is taken from what was said
 * (mail/smtp.h), which libcurl tells its debug function line by line.
 */
#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/libcurl.h"
#include "base/mailbox.h"
#include "conf/conf.h"
#include "mail/smtp.h"
#include "mail/transport_row.h"

#define URL_SIZE	1024
#define ADDRESS_SIZE	512	/* base/mailbox.h; in angle brackets */
#define SECOND		INT64_C(1000000)	/* of clock_monotonic */
#define PATIENCE	2	/* s, for a server to say good-bye */

struct smtp {
	const struct conf *conf;
	const struct libcurl *curl;
	CURL		*handle;	/* with its connection, or NULL */
	struct smtp_talk talk;
	const struct letter *letter;	/* that goes out; or NULL */
	size_t		 sent;		/* bytes of it */
	enum { NOTHING, UTF8, LOGIN } lacking;	/* the server, for this mail */
	char		 trouble[CURL_ERROR_SIZE];
	void		 (*told)(const char *step, const char *reply);
};

#define SILENT		"no greeting in time (email_host, email_port, " \
			"email_tls, email_timeout)"
#define WANTS_MORE	530	/* RFC 3207, RFC 4954 */
#define WANTED		"it wants a login (email_host_user) or TLS (email_tls)"

/* What somebody can do about it who reads only the reason. */
static const struct {
	CURLcode	 code;
	const char	*hint;
} hints[] = {
	{ CURLE_USE_SSL_FAILED,
	  "no STARTTLS, which email_tls = \"starttls\" wants" },
	{ CURLE_SSL_CONNECT_ERROR, "no TLS (email_tls, email_port)" },
	{ CURLE_PEER_FAILED_VERIFICATION,
	  "the server's certificate is not good (email_host is to be its "
	  "name, email_ca_file its authority)" },
	{ CURLE_SSL_CACERT_BADFILE, "email_ca_file" },
	{ CURLE_LOGIN_DENIED,
	  "no login (email_host_user, email_host_password)" },
	{ CURLE_COULDNT_RESOLVE_HOST, "email_host" },
	{ CURLE_COULDNT_CONNECT, "no connection (email_host, email_port)" },
	{ CURLE_OPERATION_TIMEDOUT, "no answer in time (email_timeout)" },
};

/* What a reply is to: in a reason, and for who watches. */
static const struct {
	const char	*said, *step;
} stages[] = {
	[SMTP_CONNECT]	 = { "its greeting", "connection" },
	[SMTP_HELLO]	 = { "EHLO", "greeting (EHLO)" },
	[SMTP_TLS]	 = { "STARTTLS", "encryption (STARTTLS)" },
	[SMTP_LOGIN]	 = { "AUTH", "login (AUTH)" },
	[SMTP_SENDER]	 = { "MAIL FROM (default_from_email)",
			     "sender (MAIL FROM)" },
	[SMTP_RECIPIENT] = { "RCPT TO", "recipient (RCPT TO)" },
	[SMTP_DATA]	 = { "DATA", "text (DATA)" },
	[SMTP_TEXT]	 = { "the mail", "text" },
};

static bool
set_number(const struct smtp *smtp, CURLoption option, long value)
{
	return smtp->curl->easy_setopt(smtp->handle, option, value) ==
	    CURLE_OK;
}

static bool
set_text(const struct smtp *smtp, CURLoption option, const char *value)
{
	return smtp->curl->easy_setopt(smtp->handle, option, value) ==
	    CURLE_OK;
}

static bool
set_own(const struct smtp *smtp, CURLoption option, const void *value)
{
	return smtp->curl->easy_setopt(smtp->handle, option, value) ==
	    CURLE_OK;
}

/* --- what libcurl asks and tells ------------------------------------------ */

/* What only asks us to go on is no news, nor is the good-bye. */
static void
tell(const struct smtp *smtp)
{
	const struct smtp_talk *talk = &smtp->talk;
	char reply[DELIVERY_REASON];

	if (smtp->told == NULL || smtp->letter == NULL || talk->is_over ||
	    talk->goes_on || talk->code < 200 || talk->code / 100 == 3)
		return;
	transport_reason(reply, "%s", talk->reply);
	smtp->told(stages[talk->stage].step, reply);
}

/* For the answer to QUIT it would wait as long again as for all before. */
static int
overhear(CURL *handle, curl_infotype type, char *line, size_t length,
    void *of)
{
	struct smtp *smtp = of;

	(void)handle;
	if (type == CURLINFO_HEADER_OUT)
		smtp_sent(&smtp->talk, line, length);
	if (type == CURLINFO_HEADER_IN) {
		smtp_heard(&smtp->talk, line, length);
		tell(smtp);
	}
	if (smtp->talk.is_over)
		(void)set_number(smtp, CURLOPT_SERVER_RESPONSE_TIMEOUT,
		    PATIENCE);
	return 0;
}

static size_t
read_text(char *to, size_t size, size_t count, void *of)
{
	struct smtp *smtp = of;
	size_t length = smtp->letter->length - smtp->sent;

	smtp_text(&smtp->talk);
	if (length > size * count)
		length = size * count;
	memcpy(to, smtp->letter->text + smtp->sent, length);
	smtp->sent += length;
	return length;
}

/* A reply to something other than a mail has a text, too. */
static size_t
drop(char *text, size_t size, size_t count, void *of)
{
	(void)text;
	(void)of;
	return size * count;
}

/* Where a server offers no login, libcurl goes on without. */
static int
find_lack(const struct smtp *smtp)
{
	if (smtp->conf->email_host_user != NULL && !smtp->talk.has_login)
		return LOGIN;
	return !smtp->talk.has_utf8 &&
	    (mailbox_needs_utf8(smtp->letter->from) ||
	    mailbox_needs_utf8(smtp->letter->to)) ? UTF8 : NOTHING;
}

/* The connection stands, and nothing has been said of the mail. */
static int
look_before(void *of, char *ip, char *own_ip, int port, int own_port)
{
	struct smtp *smtp = of;

	(void)ip, (void)own_ip, (void)port, (void)own_port;
	smtp->lacking = smtp->letter != NULL ? find_lack(smtp) : NOTHING;
	return smtp->lacking == NOTHING ? CURL_PREREQFUNC_OK :
	    CURL_PREREQFUNC_ABORT;
}

/* To say good-bye no connection is made. */
static curl_socket_t
make_none(void *of, curlsocktype purpose, struct curl_sockaddr *address)
{
	(void)of, (void)purpose, (void)address;
	return CURL_SOCKET_BAD;
}

/* --- a handle ------------------------------------------------------------- */

static bool
is_plain_name(const char *name, size_t length)
{
	for (; length > 0; name++, length--)
		if (!isalnum((unsigned char)*name) && *name != '.' &&
		    *name != '-')
			return false;
	return true;
}

static int64_t
port_of(const struct conf *conf)
{
	if (conf->email_port != 0)
		return conf->email_port;
	if (strcmp(conf->email_tls, "tls") == 0)
		return 465;
	return strcmp(conf->email_tls, "starttls") == 0 ? 587 : 25;
}

/* What stands behind the host is how we call ourselves in EHLO: the site. */
static void
write_url(char url[URL_SIZE], const struct conf *conf)
{
	const char *host = conf->email_host;
	bool is_bare = strchr(host, ':') != NULL && *host != '[';
	size_t own = strcspn(conf->domain, ":");

	if (!is_plain_name(conf->domain, own))
		own = 0;
	snprintf(url, URL_SIZE, "%s://%s%s%s:%" PRId64 "/%.*s",
	    strcmp(conf->email_tls, "tls") == 0 ? "smtps" : "smtp",
	    is_bare ? "[" : "", host, is_bare ? "]" : "", port_of(conf),
	    (int)own, conf->domain);
}

static bool
set_functions(struct smtp *smtp)
{
	CURL *handle = smtp->handle;
	const struct libcurl *curl = smtp->curl;

	smtp->trouble[0] = '\0';
	return set_number(smtp, CURLOPT_VERBOSE, 1) &&
	    curl->easy_setopt(handle, CURLOPT_DEBUGFUNCTION, overhear) ==
	    CURLE_OK &&
	    curl->easy_setopt(handle, CURLOPT_READFUNCTION, read_text) ==
	    CURLE_OK &&
	    curl->easy_setopt(handle, CURLOPT_WRITEFUNCTION, drop) ==
	    CURLE_OK &&
	    curl->easy_setopt(handle, CURLOPT_PREREQFUNCTION, look_before) ==
	    CURLE_OK &&
	    set_own(smtp, CURLOPT_DEBUGDATA, smtp) &&
	    set_own(smtp, CURLOPT_READDATA, smtp) &&
	    set_own(smtp, CURLOPT_PREREQDATA, smtp) &&
	    set_own(smtp, CURLOPT_ERRORBUFFER, smtp->trouble);
}

/* With an authority of one's own no other counts. */
static bool
set_tls(const struct smtp *smtp)
{
	const struct conf *conf = smtp->conf;
	bool is_plain = strcmp(conf->email_tls, "none") == 0;

	if (conf->email_ca_file != NULL &&
	    (!set_text(smtp, CURLOPT_CAINFO, conf->email_ca_file) ||
	    !set_text(smtp, CURLOPT_CAPATH, NULL)))
		return false;
	return set_number(smtp, CURLOPT_USE_SSL,
	    is_plain ? CURLUSESSL_NONE : CURLUSESSL_ALL) &&
	    set_number(smtp, CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2) &&
	    set_number(smtp, CURLOPT_SSL_VERIFYPEER, 1) &&
	    set_number(smtp, CURLOPT_SSL_VERIFYHOST, 2);
}

/*
 * PLAIN and LOGIN are what all providers take within TLS. Of others that a
 * server names first CRAM-MD5 fails where passwords are kept as hashes, and
 * GSSAPI where there is no ticket; libcurl would then try no other.
 */
static bool
set_login(const struct smtp *smtp)
{
	const struct conf *conf = smtp->conf;

	if (conf->email_host_user == NULL)
		return true;
	return set_text(smtp, CURLOPT_USERNAME, conf->email_host_user) &&
	    set_text(smtp, CURLOPT_PASSWORD, conf->email_host_password) &&
	    set_text(smtp, CURLOPT_LOGIN_OPTIONS, "AUTH=PLAIN;AUTH=LOGIN");
}

static void
drop_handle(struct smtp *smtp)
{
	if (smtp->handle != NULL)
		smtp->curl->easy_cleanup(smtp->handle);
	smtp->handle = NULL;
}

/* Environment variables name no proxy for us. 0, or -1 with the reason. */
static int
make_handle(struct smtp *smtp, char *reason)
{
	const char *why = "libcurl does not know all that is needed";
	char url[URL_SIZE];

	if (smtp->handle != NULL)
		return 0;
	if ((smtp->curl = libcurl_load(&why)) != NULL &&
	    (smtp->handle = smtp->curl->easy_init()) != NULL) {
		write_url(url, smtp->conf);
		if (set_text(smtp, CURLOPT_URL, url) &&
		    set_text(smtp, CURLOPT_PROXY, "") &&
		    set_number(smtp, CURLOPT_UPLOAD, 1) &&
		    set_number(smtp, CURLOPT_NOSIGNAL, 1) &&
		    set_functions(smtp) && set_tls(smtp) && set_login(smtp))
			return 0;
		drop_handle(smtp);
	}
	transport_reason(reason, "%s", why);
	return -1;
}

/* --- a mail --------------------------------------------------------------- */

/* All in all it may take as long as what waits for it allows. */
static bool
set_times(const struct smtp *smtp, int64_t deadline)
{
	long left = (long)((deadline - clock_monotonic()) / 1000);

	if (left <= 0)
		left = 1;
	return set_number(smtp, CURLOPT_CONNECTTIMEOUT_MS, left) &&
	    set_number(smtp, CURLOPT_TIMEOUT_MS, left) &&
	    set_number(smtp, CURLOPT_SERVER_RESPONSE_TIMEOUT,
	    (left + 999) / 1000);
}

static CURLcode
perform(struct smtp *smtp, const struct letter *letter, int64_t deadline)
{
	char from[ADDRESS_SIZE], to[ADDRESS_SIZE];
	struct curl_slist recipient = { to, NULL };
	CURLcode code = CURLE_FAILED_INIT;

	snprintf(from, sizeof(from), "<%s>", letter->from);
	snprintf(to, sizeof(to), "<%s>", letter->to);
	smtp_begin(&smtp->talk);
	smtp->letter = letter;
	smtp->sent = 0;
	smtp->trouble[0] = '\0';
	if (set_times(smtp, deadline) &&
	    set_text(smtp, CURLOPT_MAIL_FROM, from) &&
	    set_own(smtp, CURLOPT_MAIL_RCPT, &recipient) &&
	    smtp->curl->easy_setopt(smtp->handle, CURLOPT_INFILESIZE_LARGE,
	    (curl_off_t)letter->length) == CURLE_OK)
		code = smtp->curl->easy_perform(smtp->handle);
	smtp->letter = NULL;
	if (!set_own(smtp, CURLOPT_MAIL_RCPT, NULL))
		drop_handle(smtp);
	return code;
}

/* Whether a kept connection had been closed, which shows when it is used. */
static bool
was_stale(const struct smtp *smtp, CURLcode code)
{
	long connections = 1;

	return code != CURLE_OPERATION_TIMEDOUT && smtp->lacking == NOTHING &&
	    smtp->curl->easy_getinfo(smtp->handle, CURLINFO_NUM_CONNECTS,
	    &connections) == CURLE_OK && connections == 0 &&
	    smtp->talk.stage <= SMTP_SENDER &&
	    smtp_judge(&smtp->talk) == DELIVERY_IMPOSSIBLE;
}

static const char *
hint_for(const struct smtp *smtp, CURLcode code)
{
	size_t i;

	if (code == CURLE_OPERATION_TIMEDOUT &&
	    smtp->talk.stage == SMTP_CONNECT)
		return SILENT;
	for (i = 0; i < sizeof(hints) / sizeof(hints[0]); i++)
		if (hints[i].code == code)
			return hints[i].hint;
	return smtp->talk.code == WANTS_MORE ? WANTED : NULL;
}

static void
explain(const struct smtp *smtp, CURLcode code, char *reason)
{
	const char *hint = hint_for(smtp, code), *said = smtp->trouble;

	if (smtp->talk.code >= 400) {
		transport_reason(reason, "%s%sto %s: %s",
		    hint != NULL ? hint : "", hint != NULL ? ": " : "",
		    stages[smtp->talk.stage].said, smtp->talk.reply);
		return;
	}
	if (*said == '\0')
		said = smtp->curl->easy_strerror(code);
	if (hint != NULL)
		transport_reason(reason, "%s: %s", hint, said);
	else
		transport_reason(reason, "at %s: %s",
		    stages[smtp->talk.stage].said, said);
}

static enum delivery
explain_lack(const struct smtp *smtp, const struct letter *letter,
    char *reason)
{
	bool is_sender = mailbox_needs_utf8(letter->from);

	if (smtp->lacking == LOGIN) {
		transport_reason(reason, "the server offers no login, which "
		    "email_host_user wants (email_tls, email_port)");
		return DELIVERY_IMPOSSIBLE;
	}
	transport_reason(reason, "%s has letters beyond ASCII before the @, "
	    "and the server knows no SMTPUTF8",
	    is_sender ? "default_from_email" : "the address");
	return is_sender ? DELIVERY_IMPOSSIBLE : DELIVERY_REFUSED;
}

static enum delivery
send_letter(void *self, const struct letter *letter, char *reason)
{
	struct smtp *smtp = self;
	int64_t deadline = clock_monotonic() +
	    smtp->conf->email_timeout * SECOND;
	CURLcode code;

	if (make_handle(smtp, reason) == -1)
		return DELIVERY_IMPOSSIBLE;
	code = perform(smtp, letter, deadline);
	if (code != CURLE_OK && was_stale(smtp, code))
		code = perform(smtp, letter, deadline);
	if (code == CURLE_OK)
		return DELIVERY_DONE;
	if (smtp->lacking != NOTHING)
		return explain_lack(smtp, letter, reason);
	explain(smtp, code, reason);
	return smtp_judge(&smtp->talk);
}

/* --- from start to end ---------------------------------------------------- */

/* 0, or -1 with the reason. */
static int
check_authority(const char *file, char *reason)
{
	static const char mark[] = "-----BEGIN ";
	FILE *stream = fopen(file, "re");
	char line[256];
	bool is_pem = false;

	while (stream != NULL && !is_pem &&
	    fgets(line, sizeof(line), stream) != NULL)
		is_pem = strncmp(line, mark, strlen(mark)) == 0 &&
		    strstr(line, "CERTIFICATE-----") != NULL;
	if (!is_pem)
		transport_reason(reason, "email_ca_file %s: %s", file,
		    stream == NULL || ferror(stream) ? strerror(errno) :
		    "there is no certificate in PEM in it");
	if (stream != NULL)
		fclose(stream);
	return is_pem ? 0 : -1;
}

static int
check(const struct conf *conf, char *reason)
{
	struct smtp smtp = { .conf = conf };

	if (make_handle(&smtp, reason) == -1)
		return -1;
	drop_handle(&smtp);
	return conf->email_ca_file == NULL ? 0 :
	    check_authority(conf->email_ca_file, reason);
}

static void *
open_smtp(const struct conf *conf)
{
	struct smtp *smtp = calloc(1, sizeof(*smtp));

	if (smtp == NULL)
		abort();
	smtp->conf = conf;
	return smtp;
}

/*
 * Says good-bye. libcurl does so whenever it closes a connection; but with one
 * that it closes together with its handle it is patient for two minutes. So
 * that is closed by a last, small request with our time-outs.
 */
static void
rest(void *self)
{
	struct smtp *smtp = self;

	if (smtp->handle == NULL)
		return;
	smtp_begin(&smtp->talk);
	if (set_number(smtp, CURLOPT_UPLOAD, 0) &&
	    set_text(smtp, CURLOPT_CUSTOMREQUEST, "NOOP") &&
	    set_number(smtp, CURLOPT_FORBID_REUSE, 1) &&
	    set_number(smtp, CURLOPT_SERVER_RESPONSE_TIMEOUT, PATIENCE) &&
	    set_number(smtp, CURLOPT_TIMEOUT, PATIENCE) &&
	    smtp->curl->easy_setopt(smtp->handle, CURLOPT_OPENSOCKETFUNCTION,
	    make_none) == CURLE_OK)
		(void)smtp->curl->easy_perform(smtp->handle);
	drop_handle(smtp);
}

static void
watch(void *self, void (*told)(const char *step, const char *reply))
{
	struct smtp *smtp = self;

	smtp->told = told;
}

const struct transport_row transport_smtp = {
	"smtp", check, open_smtp, send_letter, rest, free, watch
};
