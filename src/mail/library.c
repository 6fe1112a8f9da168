#include "mail/library.h"

#include <assert.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/language.h"
#include "conf/conf.h"
#include "mail/kind.h"
#include "mail/shipped.h"

#define MEMORY		((size_t)256 * 1024 * 1024)
#define FILE_MAXIMUM	(64 * 1024)
#define WHOLE_MAXIMUM	(4 * 1024 * 1024)
#define MAIL_MAXIMUM	(96 * 1024)	/* of HTML: some readers cut it there */
#define LANGUAGES	64
#define LETTERS		3	/* of a language that there is (ISO 639) */
#define ENGLISH		"en"	/* shipped, and whole */

struct language {
	const char	*tag;
	struct template	 templates[KINDS];
	const char	*htmls[KINDS];		/* or NULL */
	struct words	 words;
	bool		 is_offered;
};

struct library {
	struct arena	*arena;
	struct language	 languages[LANGUAGES];
	size_t		 count;
	const char	*tags[LANGUAGES + 1];
	const char	*offered[LANGUAGES + 1];
	const char	*fallback;
	const char	*pieces[PIECES];
};

/* A library that is being read. */
struct shelf {
	struct library	*library;
	FILE		*errors;
	size_t		 size;		/* of its files */
	bool		 is_broken;
};

static void __attribute__((format(printf, 2, 3)))
complain(struct shelf *shelf, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	vfprintf(shelf->errors, format, arguments);
	va_end(arguments);
	fputc('\n', shelf->errors);
	shelf->is_broken = true;
}

/* --- one file ------------------------------------------------------------- */

/* That language, made if there is none; NULL if there are too many. */
static struct language *
language_of(struct library *library, const char *tag)
{
	struct language *language = library->languages;
	size_t i;

	for (i = 0; i < library->count; i++, language++)
		if (strcasecmp(language->tag, tag) == 0)
			return language;
	if (library->count == LANGUAGES)
		return NULL;
	language->tag = arena_text(library->arena, tag);
	library->tags[library->count++] = language->tag;
	return language;
}

/* "activation.txt" is the first kind's; KINDS if it is none's. */
static size_t
kind_of(const char *name, const char *ending)
{
	size_t i, length;

	for (i = 0; i < KINDS; i++) {
		length = strlen(kinds[i].name);
		if (strncmp(kinds[i].name, name, length) == 0 &&
		    strcmp(name + length, ending) == 0)
			break;
	}
	return i;
}

static bool
is_piece(const char *name)
{
	size_t i;

	for (i = 0; i < PIECES; i++)
		if (strcmp(template_pieces[i], name) == 0)
			return true;
	return false;
}

static bool
is_mail(const char *name)
{
	return strcmp(name, "words.txt") == 0 ||
	    kind_of(name, ".txt") < KINDS || kind_of(name, ".html") < KINDS;
}

/* A file of a language; `name` is its own. It is_mail. */
static int
read_mail(const struct template_file *file, struct language *language,
    const char *name)
{
	size_t text = kind_of(name, ".txt"), html = kind_of(name, ".html");

	if (text < KINDS)
		return template_read(file, &kinds[text],
		    &language->templates[text]);
	if (html < KINDS)
		return template_read_html(file, &kinds[html],
		    &language->htmls[html]);
	return template_read_words(file, &language->words);
}

static int
read_piece(const struct template_file *file, struct library *library,
    const char *name)
{
	size_t i = 0;

	while (strcmp(template_pieces[i], name) != 0)
		i++;
	return template_read_piece(file, i, &library->pieces[i]);
}

/* --- the shipped ones ----------------------------------------------------- */

static void
read_shipped(struct shelf *shelf)
{
	const struct shipped *one;

	for (one = shipped; one->name != NULL; one++) {
		struct arena *arena = shelf->library->arena;
		const char *slash = strchr(one->name, '/');
		const struct template_file file = { one->name, one->text,
			strlen(one->text), arena, shelf->errors };
		int read;

		if (slash == NULL)
			read = read_piece(&file, shelf->library, one->name);
		else
			read = read_mail(&file, language_of(shelf->library,
			    arena_copy(arena, one->name,
			    (size_t)(slash - one->name))), slash + 1);
		if (read == -1)
			shelf->is_broken = true;
	}
}

/* --- those of a directory ------------------------------------------------- */

static int
is_shown(const struct dirent *entry)
{
	size_t length = strlen(entry->d_name);

	/* An editor's are left alone. */
	return entry->d_name[0] != '.' && entry->d_name[length - 1] != '~';
}

/* Whether there is room for a file of that length; or it is said. */
static bool
has_room(struct shelf *shelf, const char *path, size_t length)
{
	bool was_room = shelf->size <= WHOLE_MAXIMUM;

	shelf->size += length;
	if (length > FILE_MAXIMUM)
		complain(shelf, "%s: longer than %d bytes: make it shorter",
		    path, FILE_MAXIMUM);
	else if (was_room && shelf->size > WHOLE_MAXIMUM)
		complain(shelf, "%s: with this file they are longer than %d "
		    "bytes in all: make them shorter", path, WHOLE_MAXIMUM);
	return length <= FILE_MAXIMUM && shelf->size <= WHOLE_MAXIMUM;
}

/* The whole file, until the next one is loaded; or false, said. */
static bool
load(struct shelf *shelf, const char *path, struct template_file *file_r)
{
	static char text[FILE_MAXIMUM + 1];
	bool is_loaded = false;
	int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	ssize_t length = 0, size = 1;

	while (file != -1 && size > 0 && length <= FILE_MAXIMUM) {
		size = read(file, text + length,
		    FILE_MAXIMUM + 1 - (size_t)length);
		if (size > 0)
			length += size;
	}
	if (file == -1 || size == -1)
		complain(shelf, "%s: %s", path, strerror(errno));
	else
		is_loaded = has_room(shelf, path, (size_t)length);
	*file_r = (struct template_file){ path, text, (size_t)length,
		shelf->library->arena, shelf->errors };
	if (file != -1)
		close(file);
	return is_loaded;
}

static void
read_language_file(struct shelf *shelf, struct language *language,
    const char *path, const char *name)
{
	struct template_file file;

	if (!is_mail(name))
		complain(shelf, "%s: there is no mail of that name: call it "
		    "after a kind, as in activation.txt, or words.txt", path);
	else if (load(shelf, path, &file) &&
	    read_mail(&file, language, name) == -1)
		shelf->is_broken = true;
}

typedef void entry_reader(struct shelf *shelf, const char *path,
    const char *name);

/* What is in the directory, by name. */
static void
read_entries(struct shelf *shelf, const char *directory,
    struct language *language, entry_reader *reader)
{
	struct dirent **entries;
	int count = scandir(directory, &entries, is_shown, alphasort), i;

	if (count == -1) {
		complain(shelf, "%s%s: %s", language != NULL ? "" :
		    "mail_templates: ", directory, strerror(errno));
		return;
	}
	for (i = 0; i < count; i++) {
		const char *path = arena_printf(shelf->library->arena,
		    "%s/%s", directory, entries[i]->d_name);

		if (language != NULL)
			read_language_file(shelf, language, path,
			    entries[i]->d_name);
		else
			reader(shelf, path, entries[i]->d_name);
		free(entries[i]);
	}
	free(entries);
}

static void
read_language(struct shelf *shelf, const char *path, const char *name)
{
	struct language *language;

	if (!language_is_tag(name) || strcspn(name, "-") > LETTERS) {
		complain(shelf, "%s: there is no language of that name: call "
		    "it by its tag, as in de or pt-BR", path);
		return;
	}
	language = language_of(shelf->library, name);
	if (language == NULL)
		complain(shelf, "%s: these are more than %d languages: take "
		    "some away", path, LANGUAGES);
	else
		read_entries(shelf, path, language, NULL);
}

static void
read_entry(struct shelf *shelf, const char *path, const char *name)
{
	struct template_file file;
	struct stat about;

	if (stat(path, &about) == -1)
		complain(shelf, "%s: %s", path, strerror(errno));
	else if (S_ISDIR(about.st_mode))
		read_language(shelf, path, name);
	else if (!is_piece(name))
		complain(shelf, "%s: no file of that name is read: there are "
		    "layout.html, paragraph.html and button.html, and "
		    "languages as directories", path);
	else if (load(shelf, path, &file) &&
	    read_piece(&file, shelf->library, name) == -1)
		shelf->is_broken = true;
}

/* --- the whole ------------------------------------------------------------ */

static bool
has_texts(const struct language *language)
{
	size_t i;

	for (i = 0; i < KINDS; i++)
		if (language->templates[i].subject != NULL ||
		    language->htmls[i] != NULL)
			return true;
	return false;
}

/* Its button and its times would have no words. */
static void
check_words(struct shelf *shelf, const struct conf *conf)
{
	const struct library *library = shelf->library;
	size_t i;

	for (i = 0; i < library->count; i++)
		if (library->languages[i].words.days == NULL &&
		    has_texts(&library->languages[i]))
			complain(shelf, "%s/%s/words.txt: it is missing: copy "
			    "that of another language and translate it",
			    conf->mail_templates, library->tags[i]);
}

static const char *
list_of(struct library *library)
{
	const char *list = "";
	size_t i;

	for (i = 0; i < library->count; i++)
		list = arena_printf(library->arena, "%s%s%s", list,
		    i > 0 ? ", " : "", library->tags[i]);
	return list;
}

/* Of the HTML part, without its facts. */
static size_t
mail_size(const struct library *library, const struct language *language,
    size_t kind)
{
	const struct template *template = &language->templates[kind];
	size_t size = strlen(library->pieces[PIECE_LAYOUT]) +
	    strlen(library->pieces[PIECE_BUTTON]), i;

	if (language->htmls[kind] != NULL)
		return strlen(language->htmls[kind]);
	for (i = 0; template->subject != NULL && template->paragraphs[i] !=
	    NULL; i++)
		size += strlen(template->paragraphs[i]) +
		    strlen(library->pieces[PIECE_PARAGRAPH]);
	return size;
}

static void
check_sizes(struct shelf *shelf, const struct conf *conf)
{
	const struct library *library = shelf->library;
	size_t i;

	for (i = 0; i < library->count * KINDS; i++)
		if (mail_size(library, &library->languages[i / KINDS],
		    i % KINDS) > MAIL_MAXIMUM)
			complain(shelf, "%s/%s/%s: the HTML part is longer "
			    "than %d bytes: make text or design shorter",
			    conf->mail_templates, library->tags[i / KINDS],
			    kinds[i % KINDS].name, MAIL_MAXIMUM);
}

/* The tag that serves a language of the configuration. */
static const char *
find_tag(struct shelf *shelf, const struct conf *conf, const char *setting,
    const char *language)
{
	const char *tag = language_find(shelf->library->tags, language);

	if (tag == NULL)
		complain(shelf, "%s: %s: there are no mails in \"%s\": take "
		    "one of %s, or put templates of your own below "
		    "mail_templates", conf->file, setting, language,
		    list_of(shelf->library));
	return tag;
}

/* Those of mail_languages, or all; and always the default one. */
static void
offer(struct shelf *shelf, const struct conf *conf)
{
	struct library *library = shelf->library;
	const char *const *language = conf->mail_languages;
	size_t i, count = 0;

	library->fallback = find_tag(shelf, conf, "language_code",
	    conf->language_code);
	for (; *language != NULL; language++) {
		const char *tag = find_tag(shelf, conf, "mail_languages",
		    *language);

		if (tag != NULL)
			language_of(library, tag)->is_offered = true;
	}
	for (i = 0; i < library->count; i++)
		if (library->languages[i].is_offered ||
		    conf->mail_languages[0] == NULL ||
		    library->tags[i] == library->fallback)
			library->offered[count++] = library->tags[i];
}

struct library *
library_open(const struct conf *conf, FILE *errors)
{
	struct library *library = calloc(1, sizeof(*library));
	struct shelf shelf = { .library = library, .errors = errors };

	if (library == NULL)
		abort();
	library->arena = arena_open(MEMORY);
	read_shipped(&shelf);
	if (conf == NULL) {
		library->fallback = language_of(library, ENGLISH)->tag;
		memcpy(library->offered, library->tags,
		    sizeof(library->tags));
	} else {
		if (conf->mail_templates != NULL)
			read_entries(&shelf, conf->mail_templates, NULL,
			    read_entry);
		check_words(&shelf, conf);
		check_sizes(&shelf, conf);
		offer(&shelf, conf);
	}
	if (shelf.is_broken)
		library_close(&library);
	return library;
}

void
library_close(struct library **library)
{
	if (*library == NULL)
		return;
	arena_close(&(*library)->arena);
	free(*library);
	*library = NULL;
}

const char *const *
library_languages(const struct library *library)
{
	return library->offered;
}

const char *
library_default(const struct library *library)
{
	return library->fallback;
}

const char *
library_piece(const struct library *library, enum template_piece piece)
{
	return library->pieces[piece];
}

/* Whether that language has the kind. */
static bool
find_text(const struct library *library, size_t kind, const char *tag,
    struct text *text_r)
{
	const struct language *language = library->languages;

	while (language->tag != tag)
		language++;
	*text_r = (struct text){ tag, &language->templates[kind],
		language->htmls[kind], &language->words };
	return text_r->template->subject != NULL;
}

struct text
library_text(const struct library *library, const struct kind *kind,
    const char *language)
{
	const char *const order[] = {
		language_find(library->tags, language), library->fallback,
		language_find(library->tags, ENGLISH),
	};
	size_t i, index = (size_t)(kind - kinds);
	struct text text;

	for (i = 0; i < sizeof(order) / sizeof(order[0]); i++)
		if (order[i] != NULL &&
		    find_text(library, index, order[i], &text))
			return text;
	assert(!"the shipped ones have all in English");
	return text;
}
