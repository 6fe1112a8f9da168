/*
 * gate: whether a request may pass to what is not Portress', and whose it is.
 *
 * Who may pass was found out on the way here. What is told goes into headers of
 * another program, which believes them: so a name that a header would change
 * does not pass at all.
 */

#include <ctype.h>
#include <stddef.h>
#include <string.h>

#include "base/log.h"
#include "http/request.h"
#include "op/call.h"

static const struct {
	const char	*name;
	size_t		 member;	/* of struct user; NULL: not looked up */
} texts[] = {
	{ "X-Auth-User-Id",	offsetof(struct user, id) },
	{ "X-Auth-User",	offsetof(struct user, username) },
	{ "X-Auth-Email",	offsetof(struct user, email) },
};

/* Of a header blanks are cut off, and what stands behind a line's end; that is
 * U+0085 to some. */
static bool
can_be_told(const char *text)
{
	size_t length = strlen(text), i;

	for (i = 0; i < length; i++)
		if (iscntrl((unsigned char)text[i]) || (text[i] == '\xC2' &&
		    (unsigned char)text[i + 1] < 0xA0))
			return false;
	return text[0] != ' ' && (length == 0 || text[length - 1] != ' ');
}

/*
 * A proxy copies what it is told onto the request that waits. What it is not
 * told it may leave as the client sent it, or (Caddy 2.6) write a placeholder.
 */
static void
tell(struct call *c, const char *name, const char *text)
{
	if (text != NULL && *text != '\0')
		call_tell(c, name, text);
	else if (c->request->role == ROLE_RESPONDER)
		call_tell(c, name, "");
}

static enum verdict
gate_run(struct call *c)
{
	const struct user nobody = { 0 };
	const struct user *user = c->user != NULL ? c->user : &nobody;
	size_t i;

	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		const char *text = *(const char *const *)
		    ((const char *)user + texts[i].member);

		if (text != NULL && !can_be_told(text)) {
			log_event(LOG_WARNING, "gate_cannot_tell",
			    log_text("account", user->id),
			    log_text("header", texts[i].name));
			return call_refuse(c, FIELD_NONE, MSG_FORBIDDEN);
		}
		tell(c, texts[i].name, text);
	}
	tell(c, "X-Auth-Staff", user->username == NULL ? NULL :
	    user->is_staff ? "true" : "false");
	return VERDICT_DONE;
}

const struct op op_gate = {
	"gate", 0, OP_GUARDS, NULL, gate_run,
	"Says to a web server whether a request may pass, and whose it is"
};
