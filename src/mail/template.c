#include "mail/template.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/codec.h"
#include "mail/kind.h"

#define BLANKS		" \t"
#define SUBJECT		"Subject:"
#define BUTTON_END	"]({link})"
#define NAME_LETTERS	"abcdefghijklmnopqrstuvwxyz_"
#define NAMES		16	/* of placeholders, at most */
#define PARAGRAPHS	500	/* of a mail; each takes memory of its own */

const char *const template_pieces[PIECES] = {
	"layout.html", "paragraph.html", "button.html",
};

/* A file on its way to become a template. */
struct reader {
	const struct template_file *file;
	const char	*text;		/* with plain line ends */
	const char	*names[NAMES + 1]; /* of its placeholders */
	const char	*what;		/* that has these: "an activation" */
	size_t		 mistakes;
};

static void __attribute__((format(printf, 3, 4)))
complain(struct reader *reader, const char *at, const char *format, ...)
{
	const char *line = reader->text;
	size_t number = 1;
	va_list arguments;

	for (; line < at; line++)
		number += *line == '\n';
	fprintf(reader->file->errors, "%s:%zu: ", reader->file->name, number);
	va_start(arguments, format);
	vfprintf(reader->file->errors, format, arguments);
	va_end(arguments);
	fputc('\n', reader->file->errors);
	reader->mistakes++;
}

/* --- letters -------------------------------------------------------------- */

/* Without a byte order mark, and with \n for \r\n. */
static const char *
plain_lines(const struct template_file *file)
{
	static const char mark[] = "\xef\xbb\xbf";
	const char *at = file->text, *end = at + file->length;
	char *plain, *to;

	if (file->length >= 3 && memcmp(at, mark, 3) == 0)
		at += 3;
	plain = to = arena_copy(file->arena, at, (size_t)(end - at));
	for (; at < end; at++)
		if (*at != '\r' || at + 1 == end || at[1] != '\n')
			*to++ = *at;
	*to = '\0';
	return plain;
}

/* The first that is no letter of a text, or NULL. */
static const char *
misplaced(const char *text, size_t length)
{
	size_t size;

	for (; length > 0; text += size, length -= size) {
		size = 1;
		if (*text >= ' ' && *text < 0x7f)
			continue;
		size = codec_utf8_sequence(text, length);
		if (size == 0 || (size == 1 && *text != '\n' &&
		    *text != '\t'))
			return text;
	}
	return NULL;
}

static void
open_reader(struct reader *reader, const struct template_file *file)
{
	const char *wrong;
	size_t length;

	*reader = (struct reader){ .file = file };
	reader->text = plain_lines(file);
	length = strlen(reader->text);
	wrong = misplaced(reader->text, length);
	if (wrong == NULL && memchr(file->text, '\0', file->length) != NULL)
		wrong = reader->text + length;
	if (wrong == NULL)
		return;
	if (*wrong == '\0' ||
	    codec_utf8_sequence(wrong, strlen(wrong)) > 0)
		complain(reader, wrong, "there is a control character: take "
		    "it out");
	else
		complain(reader, wrong, "that is no UTF-8: write the file in "
		    "that encoding");
}

/* --- placeholders --------------------------------------------------------- */

static void
take_names(struct reader *reader, const struct kind *kind)
{
	const struct kind_placeholder *row = kind_placeholders;
	size_t count = 0;

	for (; row->name != NULL; row++)
		if ((row->trait & ~kind->traits) == 0)
			reader->names[count++] = row->name;
	reader->what = kind->name;
}

static bool
is_named(const struct reader *reader, const char *name, size_t length)
{
	size_t i;

	for (i = 0; reader->names[i] != NULL; i++)
		if (strlen(reader->names[i]) == length &&
		    memcmp(reader->names[i], name, length) == 0)
			return true;
	return false;
}

static void
complain_of_name(struct reader *reader, const char *at, size_t length)
{
	struct buf known;
	size_t i;

	buf_open(&known, reader->file->arena);
	for (i = 0; reader->names[i] != NULL; i++)
		buf_printf(&known, " {%s}", reader->names[i]);
	complain(reader, at, "there is no {%.*s} in %s: take %s%s",
	    (int)length, at + 1, reader->what, known.length > 0 ? "one of" :
	    "it out, or write {{ for a brace", known.text);
}

/* {{ username }}, as Django and others have it, would go out as { username }. */
static void
complain_of_foreign(struct reader *reader, const char *at)
{
	const char *name = at + 2 + strspn(at + 2, BLANKS);
	size_t length = strspn(name, NAME_LETTERS);
	const char *end = name + length + strspn(name + length, BLANKS);

	if (name > at + 2 && strncmp(end, "}}", 2) == 0 &&
	    is_named(reader, name, length))
		complain(reader, at, "{{ %.*s }} is not filled in: write "
		    "{%.*s}", (int)length, name, (int)length, name);
}

/* Where the check goes on, behind a brace of a text at `at`. */
static const char *
check_brace(struct reader *reader, const char *at)
{
	size_t length = strspn(at + 1, NAME_LETTERS);

	if (at[1] == at[0]) {
		if (at[0] == '{')
			complain_of_foreign(reader, at);
		return at + 2;
	}
	if (at[0] == '}')
		complain(reader, at, "a } without its {: write }} for a brace");
	else if (length == 0 || at[length + 1] != '}')
		complain(reader, at, "a { that begins no {placeholder}: "
		    "write {{ for a brace");
	else {
		if (!is_named(reader, at + 1, length))
			complain_of_name(reader, at, length);
		return at + length + 2;
	}
	return at + 1;
}

static void
check_span(struct reader *reader, const char *at, const char *end)
{
	while ((at = strpbrk(at, "{}")) != NULL && at < end)
		at = check_brace(reader, at);
}

static void
check_text(struct reader *reader)
{
	check_span(reader, reader->text, reader->text + strlen(reader->text));
}

static void
check_html(struct reader *reader)
{
	const char *at = reader->text;

	for (; (at = strchr(at, '{')) != NULL; at++) {
		size_t length = strspn(at + 1, NAME_LETTERS);

		if (length > 0 && at[length + 1] == '}' &&
		    !is_named(reader, at + 1, length))
			complain_of_name(reader, at, length);
	}
}

static void
require(struct reader *reader, const char *placeholder, const char *why)
{
	if (strstr(reader->text, placeholder) == NULL)
		complain(reader, reader->text + strlen(reader->text),
		    "%s is missing: %s", placeholder, why);
}

/* --- texts ---------------------------------------------------------------- */

static size_t
line_length(const char *line)
{
	return strcspn(line, "\n");
}

/* The next line; the end of the text if there is none. */
static const char *
next_line(const char *line)
{
	line += line_length(line);
	return *line == '\n' ? line + 1 : line;
}

static bool
is_blank(const char *line)
{
	return line[strspn(line, BLANKS)] == '\n' ||
	    line[strspn(line, BLANKS)] == '\0';
}

/* What is in the line, without blanks around it. */
static const char *
trimmed(struct arena *arena, const char *line, size_t length)
{
	while (length > 0 && strchr(BLANKS, line[length - 1]) != NULL)
		length--;
	while (length > 0 && strchr(BLANKS, *line) != NULL) {
		line++;
		length--;
	}
	return arena_copy(arena, line, length);
}

/* The line behind the head. */
static const char *
read_subject(struct reader *reader, struct template *template)
{
	const char *line = reader->text;
	size_t label = strlen(SUBJECT);

	template->subject = "";
	if (strncmp(line, SUBJECT, label) == 0)
		template->subject = trimmed(reader->file->arena, line + label,
		    line_length(line) - label);
	if (template->subject[0] == '\0')
		complain(reader, line, "no subject: begin with \"" SUBJECT
		    " ...\"");
	line = next_line(line);
	if (!is_blank(line))
		complain(reader, line, "no empty line between the subject and "
		    "the text: put one here");
	return line;
}

/* One blank for each white space within it, and none around it. */
static void
squeeze(char *text)
{
	const char *from = text;
	char *to = text;

	while (*(from += strspn(from, BLANKS "\n")) != '\0') {
		size_t length = strcspn(from, BLANKS "\n");

		if (to > text)
			*to++ = ' ';
		memmove(to, from, length);
		to += length;
		from += length;
	}
	*to = '\0';
}

/* Its lines as one; *line_r is moved behind it. */
static char *
read_paragraph(struct reader *reader, const char **line_r)
{
	const char *line = *line_r;
	char *text;

	while (!is_blank(line))
		line = next_line(line);
	text = arena_copy(reader->file->arena, *line_r,
	    (size_t)(line - *line_r));
	squeeze(text);
	*line_r = line;
	return text;
}

static size_t
count_paragraphs(const char *line)
{
	size_t count = 0;
	bool was_blank = true;

	for (; *line != '\0'; line = next_line(line)) {
		count += was_blank && !is_blank(line);
		was_blank = is_blank(line);
	}
	return count;
}

/* Makes the button's text its words; false if the paragraph is none. */
static bool
cut_button(char *text)
{
	size_t length = strlen(text), end = strlen(BUTTON_END);

	if (length <= 1 + end || text[0] != '[' ||
	    strcmp(text + length - end, BUTTON_END) != 0)
		return false;
	memmove(text, text + 1, length);
	text[length - end - 1] = '\0';
	return true;
}

/* Where `at` is the paragraph's first line. */
static void
take_paragraph(struct reader *reader, struct template *template, size_t i,
    char *text, const char *at)
{
	if (cut_button(text)) {
		if (template->button != SIZE_MAX)
			complain(reader, at, "a second button: a mail has one");
		template->button = i;
	}
	if (strstr(text, "{link}") != NULL)
		complain(reader, at, "{link} stands in the button only, a "
		    "paragraph of its own: [Words" BUTTON_END);
}

static void
read_paragraphs(struct reader *reader, struct template *template,
    const char *line)
{
	size_t count = count_paragraphs(line), i = 0;
	const char **paragraphs = arena_alloc(reader->file->arena,
	    (count + 1) * sizeof(*paragraphs));

	template->paragraphs = paragraphs;
	template->button = SIZE_MAX;
	while (i < count) {
		const char *at = line;
		char *text;

		if (is_blank(line)) {
			line = next_line(line);
			continue;
		}
		text = read_paragraph(reader, &line);
		take_paragraph(reader, template, i, text, at);
		paragraphs[i++] = text;
	}
	if (count == 0)
		complain(reader, line, "no text: write some paragraphs");
	if (template->button == SIZE_MAX)
		template->button = count;
}

int
template_read(const struct template_file *file, const struct kind *kind,
    struct template *template_r)
{
	struct reader reader;

	open_reader(&reader, file);
	if (count_paragraphs(reader.text) > PARAGRAPHS)
		complain(&reader, reader.text, "more than %d paragraphs: take "
		    "some out", PARAGRAPHS);
	if (reader.mistakes > 0)
		return -1;
	take_names(&reader, kind);
	check_text(&reader);
	read_paragraphs(&reader, template_r, read_subject(&reader,
	    template_r));
	if ((kind->traits & KIND_LINK) != 0 &&
	    template_r->paragraphs[template_r->button] == NULL)
		complain(&reader, reader.text + strlen(reader.text),
		    "no button: write a paragraph [Words" BUTTON_END);
	if (strstr(template_r->subject, "{link}") != NULL)
		complain(&reader, reader.text, "no {link} in a subject");
	return reader.mistakes == 0 ? 0 : -1;
}

/* --- HTML ----------------------------------------------------------------- */

int
template_read_html(const struct template_file *file, const struct kind *kind,
    const char **html_r)
{
	struct reader reader;

	open_reader(&reader, file);
	if (reader.mistakes > 0)
		return -1;
	take_names(&reader, kind);
	check_html(&reader);
	if ((kind->traits & KIND_LINK) != 0)
		require(&reader, "{link}", "put it where the link is to be");
	*html_r = reader.text;
	return reader.mistakes == 0 ? 0 : -1;
}

int
template_read_piece(const struct template_file *file,
    enum template_piece piece, const char **html_r)
{
	static const struct {
		const char	*names[NAMES];
		const char	*required[3];
	} rows[PIECES] = {
		[PIECE_LAYOUT] = {
			{ "content", "subject", "language", "site_name",
			    "domain", "protocol" },
			{ "{content}" },
		},
		[PIECE_PARAGRAPH] = { { "text" }, { "{text}" } },
		[PIECE_BUTTON] = {
			{ "words", "link", "fallback" },
			{ "{words}", "{link}" },
		},
	};
	struct reader reader;
	size_t i;

	open_reader(&reader, file);
	if (reader.mistakes > 0)
		return -1;
	memcpy(reader.names, rows[piece].names, sizeof(rows[piece].names));
	reader.what = template_pieces[piece];
	check_html(&reader);
	for (i = 0; rows[piece].required[i] != NULL; i++)
		require(&reader, rows[piece].required[i],
		    "put it where that is to be");
	*html_r = reader.text;
	return reader.mistakes == 0 ? 0 : -1;
}

/* --- words ---------------------------------------------------------------- */

static const struct {
	const char	*name;
	size_t		 word;		/* in struct words */
	const char	*placeholder;	/* that it must have; or NULL */
} word_rows[] = {
	{ "button", offsetof(struct words, button), "words" },
	{ "fallback", offsetof(struct words, fallback), NULL },
	{ "days", offsetof(struct words, days), "number" },
	{ "hours", offsetof(struct words, hours), "number" },
	{ "minutes", offsetof(struct words, minutes), "number" },
	{ "seconds", offsetof(struct words, seconds), "number" },
};

#define WORD_ROWS (sizeof(word_rows) / sizeof(word_rows[0]))

static const char **
word_at(struct words *words, size_t row)
{
	return (const char **)((char *)words + word_rows[row].word);
}

/* Two braces are none of a placeholder. */
static bool
has_placeholder(const char *text, const char *name)
{
	size_t length = strlen(name);

	while ((text = strpbrk(text, "{}")) != NULL) {
		if (text[1] == text[0])
			text++;
		else if (*text == '{' && text[length + 1] == '}' &&
		    strncmp(text + 1, name, length) == 0)
			return true;
		text++;
	}
	return false;
}

/* Each has a placeholder of its own, which others do not fill in. */
static void
check_word(struct reader *reader, const char *line, const char *text,
    const char *placeholder)
{
	reader->names[0] = placeholder;
	reader->what = "this line of words.txt";
	check_span(reader, line, line + line_length(line));
	if (placeholder != NULL && !has_placeholder(text, placeholder))
		complain(reader, line, "{%s} is missing: put it where that is "
		    "to be", placeholder);
}

/* A line "name: text". */
static void
read_word(struct reader *reader, struct words *words, const char *line)
{
	size_t length = line_length(line), name = strcspn(line, ":\n"), i;
	const char *text;

	for (i = 0; i < WORD_ROWS; i++)
		if (strlen(word_rows[i].name) == name &&
		    strncmp(word_rows[i].name, line, name) == 0)
			break;
	if (i == WORD_ROWS || line[name] != ':') {
		complain(reader, line, "write button:, fallback:, days:, "
		    "hours:, minutes: or seconds: and the words of the "
		    "language");
		return;
	}
	text = trimmed(reader->file->arena, line + name + 1,
	    length - name - 1);
	check_word(reader, line, text, word_rows[i].placeholder);
	*word_at(words, i) = text;
}

int
template_read_words(const struct template_file *file, struct words *words_r)
{
	struct reader reader;
	const char *line;
	size_t i;

	*words_r = (struct words){ 0 };
	open_reader(&reader, file);
	if (reader.mistakes > 0)
		return -1;
	for (line = reader.text; *line != '\0'; line = next_line(line))
		if (!is_blank(line))
			read_word(&reader, words_r, line);
	for (i = 0; i < WORD_ROWS; i++)
		if (*word_at(words_r, i) == NULL ||
		    **word_at(words_r, i) == '\0')
			complain(&reader, line, "%s: is missing: write it with "
			    "the words of the language", word_rows[i].name);
	return reader.mistakes == 0 ? 0 : -1;
}
