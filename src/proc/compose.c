#include "proc/compose.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "auth/one_time.h"
#include "base/arena.h"
#include "base/buf.h"
#include "conf/conf.h"
#include "mail/message.h"
#include "mail/transport.h"
#include "store/device.h"
#include "store/email_change.h"
#include "store/outbox.h"
#include "store/user.h"

#define MASK "token-not-shown"

/* Whom and what a mail is about, as that is now. */
struct subject {
	const struct conf_api	*api;		/* or NULL */
	const struct user	*user;		/* or NULL */
	const struct email_change *change;	/* or NULL */
	const struct device	*device;	/* or NULL */
	bool			 is_masked;	/* nobody is to use its link */
};

static const char *
make_link(struct arena *arena, const struct conf *conf, const char *kind,
    const struct subject *subject)
{
	if (!message_has_link(kind))
		return NULL;
	return message_link(arena, subject->api, kind,
	    one_time_uid(arena, subject->user->id), subject->is_masked ? MASK :
	    one_time_token(arena, conf, subject->api, message_purpose(kind),
	    subject->user, subject->change));
}

/*
 * Why a link is not to go out any more, or NULL. Made now it is good for the
 * account as it is now: it must not go to an address that it had before, unless
 * it is about that.
 */
static const char *
obstacle_of_link(const struct outbox_mail *mail,
    const struct subject *subject)
{
	if (!one_time_needs_change(mail->kind))
		return strcmp(mail->address, subject->user->email) == 0 ?
		    NULL : "the account has another address";
	return one_time_serves(mail->kind, subject->user, subject->change) ?
	    NULL : "the change of address is not under way";
}

static bool
tells_of_device(const struct outbox_mail *mail)
{
	return strcmp(mail->kind, MAIL_NEW_DEVICE) == 0;
}

/* The same of the whole mail. */
static const char *
obstacle(struct arena *arena, const struct outbox_mail *mail,
    const struct subject *subject)
{
	if (subject->user == NULL)
		return "the account is gone";
	if (subject->api == NULL)
		return "the api is gone";
	if (!message_is_known(mail->kind))
		return "the kind is not known";
	if (message_recipient(arena, mail->address) == NULL)
		return "the address is none that mail can be sent to";
	if (tells_of_device(mail) && subject->device == NULL)
		return "the device is forgotten";
	return message_has_link(mail->kind) ?
	    obstacle_of_link(mail, subject) : NULL;
}

/*
 * The same for a mail that goes out again, as it was not marked; another for
 * the mails of any other database, or of a later one whose ids begin anew.
 */
static const char *
name_of(struct arena *arena, const struct outbox_mail *mail)
{
	return arena_printf(arena, "%" PRId64 "-%" PRId64 "-%s", mail->created,
	    mail->id, mail->kind);
}

/* Who took it away has none. */
static const char *
new_email(const struct subject *subject)
{
	if (subject->change == NULL)
		return NULL;
	return *subject->change->new_address != '\0' ?
	    subject->change->new_address : "\u2014";
}

static const char *
name_device(struct arena *arena, const struct device *device)
{
	if (device == NULL)
		return NULL;
	return *device->address == '\0' ? device->name :
	    arena_printf(arena, "%s (%s)", device->name, device->address);
}

static struct message_facts
collect_facts(struct arena *arena, const struct conf *conf,
    const struct outbox_mail *mail, const struct subject *subject)
{
	const struct conf_api *api = subject->api;
	const struct device *device = subject->device;

	return (struct message_facts){
		.from = conf->default_from_email,
		.to = mail->address,
		.site_name = api->email_frontend_site_name,
		.domain = api->email_frontend_domain,
		.protocol = api->email_frontend_protocol,
		.username = subject->user->username,
		.email = subject->user->email,
		.new_email = new_email(subject),
		.device = name_device(arena, device),
		.moment = device == NULL ? NULL :
		    arena_printf(arena, "%s UTC", device->first_seen),
		.link = make_link(arena, conf, mail->kind, subject),
		.valid = message_valid(api, mail->kind),
		.id = name_of(arena, mail),
	};
}

static struct letter
write_letter(struct arena *arena, const struct conf *conf,
    const struct outbox_mail *mail, const struct subject *subject)
{
	const struct message_facts facts = collect_facts(arena, conf, mail,
	    subject);
	struct buf text;

	buf_open(&text, arena);
	if (message_write(&text, mail->kind, mail->language, &facts) == -1)
		abort();
	return (struct letter){
		.from = message_sender(arena, conf),
		.to = message_recipient(arena, mail->address),
		.name = facts.id,
		.link = facts.link,
		.text = text.text,
		.length = text.length,
	};
}

static int
make(struct db *db, struct arena *arena, const struct conf *conf,
    const struct outbox_mail *mail, bool is_masked, struct letter *letter_r,
    const char **why_r)
{
	struct subject subject = { .api = conf_find_api(conf, mail->api),
	    .is_masked = is_masked };
	struct email_change change;
	struct device device;
	struct user user;
	int found = user_find(db, arena, mail->user_id, &user);
	int has_change = 0, has_device = 0;

	if (one_time_needs_change(mail->kind))
		has_change = email_change_find(db, arena, mail->about,
		    &change);
	if (tells_of_device(mail))
		has_device = device_find(db, arena, mail->about, &device);
	if (found == -1 || has_change == -1 || has_device == -1)
		return -1;
	subject.user = found == 1 ? &user : NULL;
	subject.change = has_change == 1 ? &change : NULL;
	subject.device = has_device == 1 ? &device : NULL;
	*why_r = obstacle(arena, mail, &subject);
	if (*why_r != NULL)
		return 0;
	*letter_r = write_letter(arena, conf, mail, &subject);
	return 1;
}

int
compose(struct db *db, struct arena *arena, const struct conf *conf,
    const struct outbox_mail *mail, struct letter *letter_r,
    const char **why_r)
{
	return make(db, arena, conf, mail, false, letter_r, why_r);
}

int
compose_masked(struct db *db, struct arena *arena, const struct conf *conf,
    const struct outbox_mail *mail, struct letter *letter_r,
    const char **why_r)
{
	return make(db, arena, conf, mail, true, letter_r, why_r);
}
