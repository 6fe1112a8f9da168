#include "mail/kind.h"

#include <string.h>

#include "conf/conf.h"
#include "mail/message.h"

#define LINK(url, timeout) offsetof(struct conf_api, url), \
	offsetof(struct conf_api, timeout)

/* clang-format off */
const struct kind kinds[KINDS] = {
	{ MAIL_ACTIVATION,	 KIND_LINK,
	    LINK(activation_url,	     password_reset_timeout) },
	{ MAIL_CONFIRMATION },
	{ MAIL_PASSWORD_RESET,	 KIND_LINK,
	    LINK(password_reset_confirm_url, password_reset_timeout) },
	{ MAIL_PASSWORD_CHANGED },
	{ MAIL_USERNAME_RESET,	 KIND_LINK,
	    LINK(username_reset_confirm_url, password_reset_timeout) },
	{ MAIL_USERNAME_CHANGED },
	{ MAIL_EMAIL_CHANGE,	 KIND_LINK | KIND_NEW_EMAIL,
	    LINK(email_change_confirm_url,   password_reset_timeout) },
	{ MAIL_EMAIL_CHANGED,	 KIND_LINK | KIND_NEW_EMAIL,
	    LINK(email_change_undo_url,	     email_change_undo_timeout) },
	{ MAIL_EMAIL_RESTORED,	 KIND_LINK,
	    LINK(password_reset_confirm_url, password_reset_timeout),
	    MAIL_PASSWORD_RESET },
	{ MAIL_NEW_DEVICE,	 KIND_DEVICE },
	{ MAIL_TEST,		 0 },
};

#define FACT(name) #name, 0, offsetof(struct message_facts, name)
#define FACT_OF(trait, name) #name, trait, offsetof(struct message_facts, name)

const struct kind_placeholder kind_placeholders[] = {
	{ FACT(site_name) },
	{ FACT(domain) },
	{ FACT(protocol) },
	{ FACT(username),			true },
	{ FACT(email) },
	{ FACT_OF(KIND_LINK, link) },
	{ FACT_OF(KIND_LINK, valid) },
	{ FACT_OF(KIND_NEW_EMAIL, new_email),	true },
	{ FACT_OF(KIND_DEVICE, device),		true },
	{ FACT_OF(KIND_DEVICE, moment),		true },
	{ 0 }
};
/* clang-format on */

const struct kind *
kind_find(const char *name)
{
	size_t i;

	for (i = 0; i < KINDS; i++)
		if (strcmp(kinds[i].name, name) == 0)
			return &kinds[i];
	return NULL;
}
