/* doctor: asks a web server what it makes of requests for Portress. */

#include "ctl/doctor.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/codec.h"
#include "base/host.h"
#include "base/node.h"
#include "ctl/ctl.h"
#include "ctl/finding.h"

#define ARENA_LIMIT	((size_t)256 * 1024 * 1024)
#define SEEN_MAXIMUM	120	/* bytes of what others say, in a line */
#define SILENCES	3	/* after so many nothing more is asked */

/* --- what is said --------------------------------------------------------- */

/* For who looks on; what is found stands in its place afterwards. */
static void
show_progress(const char *doing)
{
	if (!isatty(STDERR_FILENO))
		return;
	fflush(stdout);
	fprintf(stderr, "\r\033[K%s%s", doing, *doing != '\0' ? " ..." : "");
}

void
doctor_tell(struct doctor *d, enum ailment ailment, const char *seen)
{
	const struct ailment_row *row = &ailments[ailment];
	const struct remedy *remedy = NULL;

	d->has_said = true;
	if (d->has_told[ailment])
		return;
	d->has_told[ailment] = true;
	show_progress("");
	found(row->is_grave ? BAD : NOTE, row->subject, "%s%s%.*s%s. %s",
	    row->what, seen != NULL ? " (" : "", SEEN_MAXIMUM,
	    seen != NULL ? seen : "", seen != NULL ? ")" : "", row->leads_to);
	while ((remedy = ailment_remedy(ailment, d->server, remedy)) != NULL)
		found_remedy(server_name(remedy->servers), remedy->line);
}

void
doctor_praise(struct doctor *d, const char *subject, const char *text)
{
	d->has_said = true;
	show_progress("");
	found(GOOD, subject, "%.*s", SEEN_MAXIMUM, text);
}

static const struct node *
json_of(struct doctor *d)
{
	const char *why;

	return node_read(d->arena, d->answered.body, d->answered.body_length,
	    &why);
}

bool
doctor_is_json(struct doctor *d)
{
	const struct node *node = json_of(d);

	return node != NULL && node->kind == NODE_OBJECT;
}

const char *
doctor_said(struct doctor *d)
{
	const struct answered *answered = &d->answered;
	const char *type;

	if (answered->trouble != ASKER_FINE)
		return answered->why;
	type = answered_header(d->arena, answered, "Content-Type");
	return arena_printf(d->arena, "it was answered with %d, %s",
	    answered->status, answered->body_length == 0 ? "without a body" :
	    doctor_is_json(d) ? "in JSON" : type == NULL ? "of no type" :
	    strncmp(type, "text/html", 9) == 0 ? "with a page" : type);
}

/* --- asking --------------------------------------------------------------- */

/* A parameter that came twice, or NULL. */
static const char *
repeated(const struct node *arrived)
{
	const struct node *list = node_member(arrived, "repeated");

	return list != NULL && list->first != NULL ? list->first->text : NULL;
}

/* Whether it is but what follows from something that was told. */
static bool
is_implied(const struct doctor *d, enum ailment ailment)
{
	return ailment == AILMENT_BODY_UNBUFFERED &&
	    d->has_told[AILMENT_CONTENT_LENGTH_MISSING];
}

/* What the other side has found out by itself. */
static void
tell_found(struct doctor *d, const struct node *arrived)
{
	const struct node *list = node_member(arrived, "findings");
	const struct node *one = list != NULL ? list->first : NULL;
	size_t i;

	for (; one != NULL; one = one->next) {
		const char *code = node_text(one, "code");

		for (i = 0; code != NULL && i < AILMENT_COUNT; i++)
			if (strcmp(ailments[i].code, code) == 0 &&
			    !is_implied(d, (enum ailment)i))
				doctor_tell(d, (enum ailment)i,
				    i == AILMENT_PARAMETER_REPEATED ?
				    repeated(arrived) : NULL);
	}
}

const struct node *
doctor_ask(struct doctor *d, const char *rest, const struct asked *asked)
{
	struct asked whole = asked != NULL ? *asked : (struct asked){ 0 };
	const struct node *node;

	/* A cache is asked for something else each time. */
	whole.url = strchr(rest, '?') != NULL ?
	    arena_printf(d->arena, "%s%s", d->url, rest) :
	    arena_printf(d->arena, "%s%s?probe=%" PRId64, d->url, rest,
	    clock_monotonic());
	asker_ask(d->asker, d->arena, &whole, &d->answered);
	d->silences += d->answered.trouble == ASKER_NO_ANSWER;
	if (d->answered.trouble != ASKER_FINE || d->answered.status != 200)
		return NULL;
	if ((node = json_of(d)) == NULL ||
	    node_text(node, "portress") == NULL)
		return NULL;
	if (d->first != NULL)
		tell_found(d, node);
	return node;
}

const struct node *
doctor_ask_with(struct doctor *d, const char *rest, const char *header)
{
	const char *const headers[] = { header, NULL };

	return doctor_ask(d, rest, &(struct asked){ .headers = headers });
}

/* --- whether there is somebody to ask ------------------------------------- */

/* Why there is nothing to be seen at selfcheck/. */
static void
tell_absence(struct doctor *d)
{
	const char *location = answered_header(d->arena, &d->answered,
	    "Location");
	int status = d->answered.status;

	if (d->answered.trouble != ASKER_FINE)
		doctor_tell(d, AILMENT_UNREACHABLE, d->answered.why);
	else if (status >= 300 && status < 400 && location != NULL)
		doctor_tell(d, AILMENT_REDIRECTED, location);
	else if (status >= 500)
		doctor_tell(d, AILMENT_BACKEND_DOWN, doctor_said(d));
	else if (status == 404 && doctor_is_json(d))
		doctor_tell(d, AILMENT_SELFCHECK_OFF, doctor_said(d));
	else
		doctor_tell(d, AILMENT_NOT_PORTRESS, doctor_said(d));
}

static void
note_server(struct doctor *d)
{
	const char *name = d->first != NULL ?
	    node_text(d->first, "gateway") : NULL;

	if (name != NULL)
		d->server = server_named(name);
	if (d->server == SERVER_UNKNOWN &&
	    (name = answered_header(d->arena, &d->answered, "Server")) != NULL)
		d->server = server_of(name, "");
}

static void
say_who(struct doctor *d)
{
	const char *software = node_text(d->first, "software");

	show_progress("");
	if (software == NULL || *software == '\0')
		software = answered_header(d->arena, &d->answered, "Server");
	found(GOOD, "Portress", "version %.32s answers, behind %.*s",
	    node_text(d->first, "portress"), SEEN_MAXIMUM,
	    software != NULL ? software : "what does not tell its name");
}

/* False: it makes no sense to ask any more. */
static bool
reach(struct doctor *d)
{
	d->first = doctor_ask(d, "selfcheck/", NULL);
	if (d->answered.trouble == ASKER_CERTIFICATE) {
		doctor_tell(d, AILMENT_CERTIFICATE, d->answered.why);
		asker_trust_all(d->asker);
		d->first = doctor_ask(d, "selfcheck/", NULL);
	}
	note_server(d);
	if (d->first == NULL) {
		tell_absence(d);
		return false;
	}
	say_who(d);
	tell_found(d, d->first);
	return true;
}

/* --- the command ---------------------------------------------------------- */

static void
run_probes(struct doctor *d)
{
	const struct probe *probe;

	for (probe = probes; probe->doing != NULL; probe++) {
		if (d->silences >= SILENCES) {
			doctor_tell(d, AILMENT_UNREACHABLE,
			    "any more: it has fallen silent");
			return;
		}
		show_progress(probe->doing);
		d->has_said = false;
		probe->run(d);
		if (!d->has_said)
			doctor_praise(d, probe->subject, probe->praise);
	}
	found(NOTE, "selfcheck", "it is on, and tells anybody of this web "
	    "server: take `selfcheck = true` out again when all is well");
}

/* The path, decoded, and whether it is this machine. */
static bool
read_url(struct doctor *d, const char *argument)
{
	size_t length = strlen(argument);
	const char *host, *path;
	char *decoded;

	d->is_secure = strncasecmp(argument, "https://", 8) == 0;
	if (!d->is_secure && strncasecmp(argument, "http://", 7) != 0)
		return false;
	if (strpbrk(argument, "?#@ \t\r\n") != NULL)
		return false;
	d->url = arena_printf(d->arena, "%s%s", argument,
	    argument[length - 1] == '/' ? "" : "/");
	host = d->url + (d->is_secure ? 8 : 7);
	path = host + strcspn(host, "/");
	decoded = arena_text(d->arena, path);
	codec_percent_decode(decoded, strlen(decoded), false);
	d->path = decoded;
	length = strcspn(host, *host == '[' ? "]" : ":/");
	d->is_here = host_is_here(arena_copy(d->arena, host,
	    length + (host[length] == ']')));
	return path != host;
}

static enum exits
examine(struct doctor *d)
{
	finding_begin();
	show_progress("asking");
	if (reach(d))
		run_probes(d);
	return finding_is_good() ? EXIT_OK : EXIT_FAILED;
}

static enum exits
doctor(const struct ctl *ctl)
{
	struct doctor d = { .arena = arena_open(ARENA_LIMIT) };
	enum exits result = EXIT_USAGE;
	const char *why;

	if (!read_url(&d, ctl->argument))
		ctl_say("%s is no URL of an api, as https://example.com/auth/ "
		    "would be one", ctl->argument);
	else if ((d.asker = asker_open(&why)) == NULL) {
		ctl_say("%s", why);
		result = EXIT_FAILED;
	} else {
		result = examine(&d);
		asker_close(&d.asker);
	}
	arena_close(&d.arena);
	return result;
}

const struct ctl_command ctl_doctor = {
	"doctor", "URL", "asks the web server before an api what it does wrong",
	NULL, doctor
};
