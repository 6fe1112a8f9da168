#include "op/notice.h"

#include "conf/conf.h"
#include "http/request.h"
#include "mail/message.h"
#include "op/call.h"
#include "store/outbox.h"
#include "store/user.h"

static struct outbox_mail
mail_of(const struct call *call, const char *kind)
{
	return (struct outbox_mail){
		.kind = kind,
		.api = call->api->name,
		.address = "",
		.language = message_language(request_header(call->request,
		    "HTTP_ACCEPT_LANGUAGE"), NULL),
	};
}

enum verdict
notice_queue_about(struct call *call, const struct user *user,
    const char *address, const char *kind, int64_t about)
{
	struct outbox_mail mail = mail_of(call, kind);

	mail.user_id = user->id;
	mail.address = address;
	mail.about = about;
	if (*address != '\0' && outbox_queue(call->db, &mail) == -1)
		return VERDICT_UNAVAILABLE;
	return VERDICT_DONE;
}

enum verdict
notice_queue(struct call *call, const struct user *user, const char *kind)
{
	return notice_queue_about(call, user, user->email, kind, 0);
}

enum verdict
notice_queue_unseen(struct call *call, const struct user *user,
    const char *kind)
{
	struct outbox_mail mail = mail_of(call, kind);

	mail.user_id = user->id;
	mail.address = user->email;
	return outbox_queue_unseen(call->db, &mail) == 0 ? VERDICT_DONE :
	    VERDICT_UNAVAILABLE;
}

enum verdict
notice_queue_nothing(struct call *call, const char *address, const char *kind)
{
	struct outbox_mail mail = mail_of(call, kind);

	mail.address = address;
	return outbox_queue_nothing(call->db, &mail) == 0 ? VERDICT_DONE :
	    VERDICT_UNAVAILABLE;
}
