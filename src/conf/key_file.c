#include "conf/key_file.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/secret.h"
#include "conf/reading.h"

#define SECRET_SIZE	4096
#define FILE_SIZE	65536

static const char has_nul[] = "it has a NUL in it";

typedef const char *file_reader(struct arena *arena, FILE *stream,
    const char **wrong_r);

/* The first line without its end, or NULL and what is wrong. */
static const char *
first_line(struct arena *arena, FILE *stream, const char **wrong_r)
{
	char line[SECRET_SIZE], *text = NULL;
	size_t length;

	if (fgets(line, sizeof(line), stream) == NULL)
		*wrong_r = errno != 0 ? strerror(errno) : "it is empty";
	else if ((length = strcspn(line, "\r\n")) == sizeof(line) - 1)
		*wrong_r = "its first line is too long";
	else if (ftell(stream) > (long)strlen(line))
		*wrong_r = has_nul;
	else
		text = arena_copy(arena, line, length);
	secret_wipe(line, sizeof(line));
	return text;
}

/* All of a text file, or NULL and what is wrong. */
static const char *
whole_text(struct arena *arena, FILE *stream, const char **wrong_r)
{
	char *text = arena_alloc(arena, FILE_SIZE);
	size_t length = fread(text, 1, FILE_SIZE - 1, stream);

	if (ferror(stream))
		*wrong_r = strerror(errno);
	else if (length == 0)
		*wrong_r = "it is empty";
	else if (length == FILE_SIZE - 1)
		*wrong_r = "it is too long";
	else if (strlen(text) != length)
		*wrong_r = has_nul;
	return *wrong_r == NULL ? text : NULL;
}

/* The same, of a file of that name; no buffer is left with secrets in it. */
static const char *
read_file(struct arena *arena, const char *file, file_reader *reader,
    const char **wrong_r)
{
	FILE *stream = fopen(file, "re");
	const char *text;

	if (stream == NULL) {
		*wrong_r = strerror(errno);
		return NULL;
	}
	setvbuf(stream, NULL, _IONBF, 0);
	errno = 0;
	text = reader(arena, stream, wrong_r);
	fclose(stream);
	return text;
}

/* What the reader takes out of the file; or NULL, and it was said why. */
static const char *
take(struct reading *reading, const struct key_file *from,
    file_reader *reader)
{
	const char *wrong = NULL;
	const char *text = read_file(reading->arena, from->file, reader,
	    &wrong);

	if (text == NULL)
		reading_trouble(reading, from->place,
		    "%s: %s cannot be read: %s", from->name, from->file,
		    wrong);
	return text;
}

/* What is wrong with a secret is said, but not what it is. */
static void
judge(struct reading *reading, const struct key_file *from, const char *line,
    const char *text)
{
	const char *at;

	if (strlen(text) < from->least)
		reading_trouble(reading, from->place, "%s: %s of %s must be "
		    "at least %zu characters long", from->name, line,
		    from->file, from->least);
	/* What everybody knows of a file in PEM may be long enough. */
	if (strncmp(text, "-----BEGIN ", 11) == 0)
		reading_trouble(reading, from->place, "%s: %s is in PEM, and "
		    "its first line is no secret", from->name, from->file);
	for (at = text; *at != '\0'; at++)
		if (iscntrl((unsigned char)*at)) {
			reading_trouble(reading, from->place, "%s: %s of %s "
			    "has control characters in it", from->name, line,
			    from->file);
			break;
		}
}

const char *
key_file_secret(struct reading *reading, const struct key_file *from)
{
	const char *text = take(reading, from, first_line);

	if (text != NULL)
		judge(reading, from, "the first line", text);
	return text;
}

const char *const *
key_file_secrets(struct reading *reading, const struct key_file *from)
{
	const char *text = take(reading, from, whole_text);
	size_t left = text != NULL ? strlen(text) : 0, count = 0, line;
	const char **list = arena_alloc(reading->arena,
	    (left / 2 + 2) * sizeof(*list));

	for (line = 1; left > 0; line++) {
		size_t length = strcspn(text, "\r\n");
		size_t end = length + (text[length] == '\r');

		end += text[end] == '\n';
		if (length > 0) {
			list[count] = arena_copy(reading->arena, text, length);
			judge(reading, from, arena_printf(reading->arena,
			    "line %zu", line), list[count++]);
		}
		text += end;
		left -= end;
	}
	return list;
}

const char *
key_file_pem(struct reading *reading, const struct key_file *from)
{
	return take(reading, from, whole_text);
}
