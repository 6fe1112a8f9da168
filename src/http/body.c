#include "http/body.h"

#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "conf/conf.h"
#include "http/body_read.h"
#include "http/request.h"

static const struct media {
	const char	*type;
	bool		 is_form;
	enum body_fault	(*read)(struct reader *reader);
} media[] = {
	{ "application/json",			false, body_read_json },
	{ "application/x-www-form-urlencoded",	true, body_read_urlencoded },
	{ "multipart/form-data",		true, body_read_multipart },
};

#define MEDIA (sizeof(media) / sizeof(media[0]))

/* Whether a pattern such as type/ and a star stands for the type. */
static bool
stands_for(const char *pattern, size_t length, const char *type)
{
	size_t size = strlen(type);

	if (length == size && strncasecmp(pattern, type, size) == 0)
		return true;
	if (length == 3 && strncmp(pattern, "*/*", 3) == 0)
		return true;
	size = (size_t)(strchr(type, '/') - type) + 1;
	return length == size + 1 && pattern[size] == '*' &&
	    strncasecmp(pattern, type, size) == 0;
}

/* As DRF, which takes a Content-Type for a pattern, too: the first counts. */
static const struct media *
media_of(const char *content_type)
{
	size_t i, length;

	content_type += strspn(content_type, " \t");
	length = strcspn(content_type, ";");
	while (length > 0 && strchr(" \t", content_type[length - 1]) != NULL)
		length--;
	for (i = 0; i < MEDIA; i++)
		if (stands_for(content_type, length, media[i].type))
			return &media[i];
	return NULL;
}

enum body_fault
body_read(struct body *body, struct arena *arena, const struct conf *conf,
    const struct request *request, const char **text_r)
{
	const struct media *kind = media_of(request->content_type);
	struct reader reader = {
		.arena = arena,
		.content_type = request->content_type,
		.bytes = request->body,
		.length = request->body_length,
		.depth = (size_t)conf->body_depth,
		.limit = (size_t)conf->body_members,
		.body = body,
	};
	enum body_fault fault;

	memset(body, 0, sizeof(*body));
	*text_r = NULL;
	if (request->body_length == 0)
		return BODY_GOOD;
	if (kind == NULL)
		return BODY_UNSUPPORTED;
	body->is_form = kind->is_form;
	body->members = arena_alloc(arena,
	    reader.limit * sizeof(*body->members));
	fault = kind->read(&reader);
	*text_r = reader.text;
	return fault;
}

enum body_fault
reader_add(struct reader *reader, const struct body_member *member)
{
	struct body *body = reader->body;

	if (body->count == reader->limit)
		return reader_malformed(reader,
		    "The body has too many members.");
	body->members[body->count++] = *member;
	return BODY_GOOD;
}

enum body_fault
reader_malformed(struct reader *reader, const char *why)
{
	reader->text = why;
	return BODY_MALFORMED;
}

const struct body_member *
body_find(const struct body *body, const char *name)
{
	size_t i;

	for (i = body->count; i > 0; i--)
		if (strcmp(body->members[i - 1].name, name) == 0)
			return &body->members[i - 1];
	return NULL;
}
