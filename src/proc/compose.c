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
#include "mail/address.h"
#include "mail/message.h"
#include "mail/transport.h"
#include "store/outbox.h"
#include "store/user.h"

/* Kinds of mail whose link is a setting of their api. */
static const struct {
	const char	*kind;
	size_t		 pattern;	/* in struct conf_api */
} links[] = {
	{ MAIL_ACTIVATION, offsetof(struct conf_api, activation_url) },
	{ MAIL_PASSWORD_RESET,
	    offsetof(struct conf_api, password_reset_confirm_url) },
	{ MAIL_USERNAME_RESET,
	    offsetof(struct conf_api, username_reset_confirm_url) },
};

static const struct conf_api *
find_api(const struct conf *conf, const char *name)
{
	size_t i;

	for (i = 0; i < conf->api_count; i++)
		if (strcmp(conf->apis[i].name, name) == 0)
			return &conf->apis[i];
	return NULL;
}

static const char *
make_link(struct arena *arena, const struct conf *conf,
    const struct conf_api *api, const char *kind, const struct user *user)
{
	const char *pattern = NULL;
	size_t i;

	for (i = 0; i < sizeof(links) / sizeof(links[0]); i++)
		if (strcmp(links[i].kind, kind) == 0)
			pattern = *(const char *const *)
			    ((const char *)api + links[i].pattern);
	if (pattern == NULL)
		return NULL;
	return message_link(arena, &(struct message_link){
		.protocol = api->email_frontend_protocol,
		.domain = api->email_frontend_domain,
		.site = api->email_frontend_site_name,
		.uid = one_time_uid(arena, user->id),
		.token = one_time_token(arena, conf, api, kind, user),
	}, pattern);
}

/*
 * Why a mail is not to go out any more, or NULL. A link made now is good for
 * the account as it is now: it must not go to an address that it had before.
 */
static const char *
obstacle(struct arena *arena, const struct outbox_mail *mail,
    const struct conf_api *api, const struct user *user)
{
	if (user == NULL)
		return "the account is gone";
	if (api == NULL)
		return "the api is gone";
	if (!message_is_known(mail->kind))
		return "the kind is not known";
	if (message_recipient(arena, mail->address) == NULL)
		return "the address is none that mail can be sent to";
	if (message_has_link(mail->kind) &&
	    strcmp(mail->address, user->email) != 0)
		return "the account has another address";
	return NULL;
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

static struct letter
write_letter(struct arena *arena, const struct conf *conf,
    const struct conf_api *api, const struct outbox_mail *mail,
    const struct user *user)
{
	const char *name = name_of(arena, mail);
	const char *link = make_link(arena, conf, api, mail->kind, user);
	struct buf text;

	buf_open(&text, arena);
	if (message_write(&text, mail->kind, mail->language,
	    &(struct message_facts){
		.from = conf->default_from_email,
		.to = mail->address,
		.site_name = api->email_frontend_site_name,
		.domain = api->email_frontend_domain,
		.protocol = api->email_frontend_protocol,
		.username = user->username,
		.email = user->email,
		.link = link,
		.valid = api->password_reset_timeout,
		.id = name,
	}) == -1)
		abort();
	return (struct letter){
		.from = message_sender(arena, conf),
		.to = message_recipient(arena, mail->address),
		.name = name,
		.link = link,
		.text = text.text,
		.length = text.length,
	};
}

int
compose(struct db *db, struct arena *arena, const struct conf *conf,
    const struct outbox_mail *mail, struct letter *letter_r,
    const char **why_r)
{
	const struct conf_api *api = find_api(conf, mail->api);
	struct user user;
	int found = user_find(db, arena, mail->user_id, &user);

	if (found == -1)
		return -1;
	*why_r = obstacle(arena, mail, api, found == 1 ? &user : NULL);
	if (*why_r != NULL)
		return 0;
	*letter_r = write_letter(arena, conf, api, mail, &user);
	return 1;
}
