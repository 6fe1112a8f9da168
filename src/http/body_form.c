/* application/x-www-form-urlencoded and multipart/form-data. */

#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/codec.h"
#include "http/body_read.h"

#define BOUNDARY_MAXIMUM 201

static enum body_fault
add_text(struct reader *reader, const char *name, char *text, size_t length)
{
	if (!codec_is_utf8(name, strlen(name)) || !codec_is_utf8(text, length))
		return reader_malformed(reader, "Form data is not UTF-8.");
	return reader_add(reader, &(struct body_member){
	    .name = name, .type = BODY_TEXT, .text = text, .length = length });
}

static enum body_fault
read_pair(struct reader *reader, const char *pair, size_t length)
{
	const char *equals = memchr(pair, '=', length);
	size_t name_length = equals != NULL ? (size_t)(equals - pair) : length;
	char *name = arena_copy(reader->arena, pair, name_length);
	char *text = arena_text(reader->arena, "");
	size_t text_length = 0;

	/* A name with a NUL is none of ours. */
	if (codec_percent_decode(name, name_length, true) != strlen(name))
		return BODY_GOOD;
	if (equals != NULL) {
		text_length = length - name_length - 1;
		text = arena_copy(reader->arena, equals + 1, text_length);
		text_length = codec_percent_decode(text, text_length, true);
	}
	return add_text(reader, name, text, text_length);
}

enum body_fault
body_read_urlencoded(struct reader *reader)
{
	const char *at = reader->bytes;
	const char *end = at + reader->length;

	while (at < end) {
		const char *stop = memchr(at, '&', (size_t)(end - at));
		enum body_fault fault;

		if (stop == NULL)
			stop = end;
		if (stop > at && (fault = read_pair(reader, at,
		    (size_t)(stop - at))) != BODY_GOOD)
			return fault;
		at = stop + 1;
	}
	return BODY_GOOD;
}

/*
 * The value of a parameter such as name="x" in a header's text, copied, or
 * NULL. Backslashes quote within quotes (RFC 2183, RFC 2045).
 */
static char *
header_parameter(struct arena *arena, const char *text, const char *name)
{
	size_t name_length = strlen(name);
	const char *at = text;

	while ((at = strchr(at, ';')) != NULL) {
		char *value, *out;

		at += 1 + strspn(at + 1, " \t");
		if (strncasecmp(at, name, name_length) != 0 ||
		    at[name_length] != '=')
			continue;
		at += name_length + 1;
		if (*at != '"')
			return arena_copy(arena, at, strcspn(at, "; \t"));
		value = out = arena_text(arena, at + 1);
		for (at++; *at != '"' && *at != '\0'; at++) {
			if (*at == '\\' && at[1] != '\0')
				at++;
			*out++ = *at;
		}
		*out = '\0';
		return value;
	}
	return NULL;
}

/* The value of the header in a part's head (lines with CRLF), or NULL. */
static char *
part_header(struct arena *arena, const char *head, const char *name)
{
	size_t name_length = strlen(name);
	const char *line, *next;

	for (line = head; *line != '\0'; line = next) {
		const char *end = strstr(line, "\r\n");

		if (end == NULL)
			end = line + strlen(line);
		next = *end == '\0' ? end : end + 2;
		if (strncasecmp(line, name, name_length) == 0 &&
		    line[name_length] == ':')
			return arena_copy(arena, line + name_length + 1,
			    (size_t)(end - line) - name_length - 1);
	}
	return NULL;
}

static enum body_fault
read_part(struct reader *reader, const char *part, size_t length)
{
	const char *gap = memmem(part, length, "\r\n\r\n", 4);
	size_t text_length;
	char *head, *disposition, *name, *file;

	if (gap == NULL)
		return reader_malformed(reader,
		    "Multipart form parse error - a part has no head.");
	head = arena_copy(reader->arena, part, (size_t)(gap - part));
	disposition = part_header(reader->arena, head, "Content-Disposition");
	if (disposition == NULL)
		return BODY_GOOD;
	name = header_parameter(reader->arena, disposition, "name");
	if (name == NULL)
		return BODY_GOOD;
	file = header_parameter(reader->arena, disposition, "filename");
	if (file != NULL && *file != '\0')
		return reader_add(reader, &(struct body_member){
		    .name = name, .type = BODY_FILE });
	text_length = length - (size_t)(gap - part) - 4;
	return add_text(reader, name,
	    arena_copy(reader->arena, gap + 4, text_length), text_length);
}

enum body_fault
body_read_multipart(struct reader *reader)
{
	const char *boundary = header_parameter(reader->arena,
	    reader->content_type, "boundary");
	const char *at = reader->bytes;
	const char *end = at + reader->length;
	char *mark;
	size_t mark_length;

	if (boundary == NULL || *boundary == '\0' ||
	    strlen(boundary) > BOUNDARY_MAXIMUM)
		return reader_malformed(reader, arena_printf(reader->arena,
		    "Multipart form parse error - Invalid boundary in "
		    "multipart: %s", boundary != NULL ? boundary : "None"));
	mark = arena_printf(reader->arena, "\r\n--%s", boundary);
	mark_length = strlen(mark);
	/* The first boundary has no line before it. */
	if (reader->length < mark_length - 2 ||
	    memcmp(at, mark + 2, mark_length - 2) != 0) {
		at = memmem(at, reader->length, mark, mark_length);
		at = at != NULL ? at + 2 : end;
	}
	for (at += at < end ? mark_length - 2 : 0; at < end; ) {
		const char *stop;
		enum body_fault fault;

		if (end - at >= 2 && memcmp(at, "--", 2) == 0)
			return BODY_GOOD;
		stop = memmem(at, (size_t)(end - at), mark, mark_length);
		if (stop == NULL)
			break;
		if (stop - at >= 2 && (fault = read_part(reader, at + 2,
		    (size_t)(stop - at) - 2)) != BODY_GOOD)
			return fault;
		at = stop + mark_length;
	}
	return reader_malformed(reader, "Multipart form parse error - "
	    "the closing boundary is missing.");
}
