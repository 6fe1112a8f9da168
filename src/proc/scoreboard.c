#include "proc/scoreboard.h"

#include <errno.h>
#include <stdbool.h>
#include <string.h>
#include <sys/mman.h>

#include "base/clock.h"
#include "base/log.h"

struct scoreboard_slot *
scoreboard_open(size_t count)
{
	struct scoreboard_slot *slots;

	slots = mmap(NULL, count * sizeof(*slots), PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (slots != MAP_FAILED)
		return slots;
	log_event(LOG_ERR, "scoreboard_failed",
	    log_text("reason", strerror(errno)));
	return NULL;
}

void
scoreboard_close(struct scoreboard_slot **slots, size_t count)
{
	if (*slots != NULL)
		munmap(*slots, count * sizeof(**slots));
	*slots = NULL;
}

void
scoreboard_ready(struct scoreboard_slot *slot)
{
	if (slot != NULL)
		slot->is_ready = true;
}

void
scoreboard_begin(struct scoreboard_slot *slot, const char *request)
{
	if (slot == NULL)
		return;
	memset(slot->request, 0, sizeof(slot->request));
	memccpy(slot->request, request, '\0', sizeof(slot->request) - 1);
	slot->busy_since = clock_monotonic();
}

void
scoreboard_end(struct scoreboard_slot *slot)
{
	if (slot == NULL)
		return;
	slot->busy_since = 0;
	slot->request[0] = '\0';
	slot->requests++;
}

void
scoreboard_clear(struct scoreboard_slot *slot)
{
	slot->is_ready = false;
	slot->busy_since = 0;
	slot->requests = 0;
	memset(slot->request, 0, sizeof(slot->request));
}

int64_t
scoreboard_busy(const struct scoreboard_slot *slot, int64_t now)
{
	int64_t since = slot->busy_since;

	return since != 0 && now > since ? now - since : 0;
}
