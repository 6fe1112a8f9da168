#include "op/discard.h"

#include "op/call.h"
#include "store/db.h"

enum verdict
discard(struct call *call)
{
	switch (user_delete(call->db, &call->conf->database.accounts,
	    call->target->id)) {
	case 0:
		return VERDICT_DONE;
	case DB_REFERENCED:
		return call_refuse(call, FIELD_NONE, MSG_REFERENCED);
	default:
		return VERDICT_UNAVAILABLE;
	}
}
