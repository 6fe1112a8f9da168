#include "mail/kind.h"

#include <string.h>

#include "mail/message.h"

/* clang-format off */
const struct kind kinds[KINDS] = {
	{ MAIL_ACTIVATION,	 KIND_LINK },
	{ MAIL_CONFIRMATION,	 0 },
	{ MAIL_PASSWORD_RESET,	 KIND_LINK },
	{ MAIL_PASSWORD_CHANGED, 0 },
	{ MAIL_USERNAME_RESET,	 KIND_LINK },
	{ MAIL_USERNAME_CHANGED, 0 },
	{ MAIL_EMAIL_CHANGE,	 KIND_LINK | KIND_NEW_EMAIL },
	{ MAIL_EMAIL_CHANGED,	 KIND_LINK | KIND_NEW_EMAIL },
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
