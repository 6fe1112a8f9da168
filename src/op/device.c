#include "op/device.h"

#include "conf/conf.h"
#include "http/client.h"
#include "mail/message.h"
#include "op/call.h"
#include "op/notice.h"
#include "store/device.h"

enum verdict
device_seen(struct call *call, const struct user *user)
{
	const char *network = client_network(call->arena, call->request);
	const struct device device = {
		.user_id = user->id,
		.name = client_name(call->arena, call->request),
		.network = network,
		.address = *network != '\0' ?
		    call->request->remote_address : "",
	};
	int64_t id;
	int is_new;

	if (!call->api->new_device_email_confirmation)
		return VERDICT_DONE;
	if ((is_new = device_note(call->db, &device, &id)) == -1)
		return VERDICT_UNAVAILABLE;
	return is_new == 0 ? VERDICT_DONE : notice_queue_about(call, user,
	    user->email, MAIL_NEW_DEVICE, id);
}
