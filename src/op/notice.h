/*
 * notice: mails that an operation causes, in the language of whoever asks for
 * it (Accept-Language) or the configuration's. Kinds are those of
 * mail/message.h.
 */
#ifndef PORTRESS_OP_NOTICE_H
#define PORTRESS_OP_NOTICE_H

#include <stdint.h>

#include "op/op.h"

struct user;

/*
 * Queues one to the account's address, or none if it has none, which is no
 * refusal. VERDICT_DONE or VERDICT_UNAVAILABLE.
 */
enum verdict	notice_queue(struct call *call, const struct user *user,
		    const char *kind);
/* The same to that address, and about a row of another table. */
enum verdict	notice_queue_about(struct call *call, const struct user *user,
		    const char *address, const char *kind, int64_t about);
/*
 * The one queues a mail to the account's address, which is not empty, the other
 * none to that address, with the same work (store/outbox.h). VERDICT_DONE or
 * VERDICT_UNAVAILABLE.
 */
enum verdict	notice_queue_unseen(struct call *call, const struct user *user,
		    const char *kind);
enum verdict	notice_queue_nothing(struct call *call, const char *address,
		    const char *kind);

#endif
