/* mail: how a project sends its mails. */

#include <stdbool.h>
#include <string.h>

#include "adopt/convert.h"
#include "adopt/dump.h"
#include "adopt/plan.h"
#include "base/node.h"

#define BACKENDS	"django.core.mail.backends."

/* EMAIL_BACKEND, and the transport that does the same. */
static const struct {
	const char	*backend, *transport;
} backends[] = {
	{ BACKENDS "smtp.EmailBackend",	     "smtp" },
	{ BACKENDS "filebased.EmailBackend", "directory" },
	{ BACKENDS "console.EmailBackend",   "log" },
	/* These let nobody read them. */
	{ BACKENDS "locmem.EmailBackend",    "none" },
	{ BACKENDS "dummy.EmailBackend",     "none" },
};

static const char *
transport_for(const char *backend)
{
	size_t i;

	for (i = 0; i < sizeof(backends) / sizeof(backends[0]); i++)
		if (strcmp(backends[i].backend, backend) == 0)
			return backends[i].transport;
	return NULL;
}

/* What Django's are where nothing is said of them, and ours are not. */
static void
take_defaults(struct plan *plan)
{
	plan_text(plan, "email_tls", "none",
	    "neither EMAIL_USE_TLS nor EMAIL_USE_SSL");
	plan_text(plan, "email_port", "25", "EMAIL_PORT, by default");
}

void
take_mail_backend(const struct turn *turn)
{
	const char *const *texts = turn_texts(turn);
	const char *transport;

	if (texts == NULL || texts[0] == NULL)
		return;
	transport = transport_for(texts[0]);
	if (transport == NULL) {
		turn_lost(turn, "%s is code, and is not run: where its "
		    "provider takes mails by SMTP, set mail_transport and "
		    "email_host", texts[0]);
		return;
	}
	turn_text(turn, turn->where, transport);
	if (strcmp(transport, "smtp") == 0)
		take_defaults(turn->plan);
}

void
take_mail_path(const struct turn *turn)
{
	const struct node *backend = dump_at(turn->dump, "EMAIL_BACKEND");

	if (backend != NULL && backend->kind == NODE_TEXT &&
	    strcmp(backend->text, BACKENDS "filebased.EmailBackend") == 0)
		take_text(turn);
	else if (turn->value->kind != NODE_NULL)
		turn_moot(turn, "EMAIL_BACKEND leaves no files");
}

static bool
is_on(const struct node *value)
{
	return (value->kind == NODE_FLAG &&
	    strcmp(value->text, "true") == 0) ||
	    (value->kind == NODE_NUMBER && value->number != 0);
}

void
take_use_tls(const struct turn *turn)
{
	if (is_on(turn->value))
		turn_text(turn, turn->where, "starttls");
}

void
take_use_ssl(const struct turn *turn)
{
	if (is_on(turn->value))
		turn_text(turn, turn->where, "tls");
}
