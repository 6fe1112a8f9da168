#include "op/refusal.h"

const struct refusal_message refusal_messages[MSG_COUNT] = {
#define MESSAGE(name, status, manner, code, text) \
	[MSG_##name] = { #name, status, REFUSAL_##manner, code, text },
#include "op/messages.def"
#undef MESSAGE
};
