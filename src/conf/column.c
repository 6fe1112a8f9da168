#include "conf/column.h"

#include <string.h>

#include "base/arena.h"
#include "conf/conf.h"
#include "conf/reading.h"
#include "conf/setting.h"

#define ROOM		15000	/* characters, of portress_profile */
#define NAME_MAXIMUM	32	/* of a block; MySQL takes 64 */

#define COLUMN_OF(name)	offsetof(struct conf_user, name)
#define OUR_OWN		0

/*
 * What need not be declared: the table of accounts of every Django has it, or a
 * dialect's document. What it is called there the block user says.
 */
/* clang-format off */
static const struct known {
	const char	*name;
	const char	*type;
	int64_t		 length;
	bool		 is_own;
	size_t		 column;
} known[] = {
	{ "first_name",	   "text",     150, false, COLUMN_OF(first_name) },
	{ "last_name",	   "text",     150, false, COLUMN_OF(last_name) },
	{ "profile_image", "url",      500, false, OUR_OWN },
	{ "is_active",	   "boolean",  0,   true,  COLUMN_OF(is_active) },
	{ "is_staff",	   "boolean",  0,   true,  COLUMN_OF(is_staff) },
	{ "is_superuser",  "boolean",  0,   true,  COLUMN_OF(is_superuser) },
	{ "last_login",	   "datetime", 0,   true,  COLUMN_OF(last_login) },
	{ "date_joined",   "datetime", 0,   true,  COLUMN_OF(date_joined) },
};
/* clang-format on */

_Static_assert(sizeof(known) / sizeof(known[0]) ==
    CONF_COLUMNS - CONF_DECLARED, "all of them and those that are declared");

/* What operations are about, and no column of this kind can be. */
static const char *const taken[] = {
	"id", "pk", "user_id", "username", "email", "password", NULL
};

static const struct known *
known_named(const char *name)
{
	size_t i;

	for (i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (strcmp(known[i].name, name) == 0)
			return &known[i];
	return NULL;
}

bool
column_is_known(const char *name)
{
	return known_named(name) != NULL;
}

struct conf_column *
column_add(struct arena *arena, struct conf_database *database,
    const char *name)
{
	struct conf_column *column;

	if (database->columns == NULL)
		database->columns = arena_alloc(arena,
		    (CONF_COLUMNS + 1) * sizeof(*column));
	/* One too many stands there to be complained of. */
	column = &database->columns[database->column_count];
	if (database->column_count <= CONF_COLUMNS)
		database->column_count++;
	else
		column--;
	setting_defaults(arena, CONF_COLUMN, column);
	column->name = column->sql = name;
	return column;
}

bool
column_is_in_profile(const struct conf_column *column)
{
	return strcmp(column->table, "portress_profile") == 0;
}

static void
add_known(struct arena *arena, struct conf_database *database,
    const struct known *row)
{
	struct conf_column *column = column_add(arena, database, row->name);

	column->type = row->type;
	column->length = row->length;
	column->is_own = row->is_own;
	if (row->column == OUR_OWN)
		return;
	column->table = "user";
	column->sql = *(const char *const *)
	    ((const char *)&database->accounts + row->column);
}

/* A table whose accounts are named by their address may have a name, too. */
static bool
is_taken(const struct conf_user *accounts, const char *name)
{
	bool is_free = strcmp(name, "username") == 0 &&
	    strcmp(accounts->username, accounts->email) == 0 &&
	    strcmp(accounts->username, "username") != 0;

	return !is_free && conf_list_has(taken, name);
}

/* What is wrong with the name, or NULL. */
static const char *
break_name(const struct conf_user *accounts, const char *name)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789_";
	size_t length = strlen(name);

	if (length == 0 || length > NAME_MAXIMUM ||
	    strspn(name, letters) != length)
		return "must be up to 32 small letters, digits and _";
	if (is_taken(accounts, name))
		return "is the dialects' own";
	if (column_is_known(name))
		return "needs no declaration";
	return NULL;
}

static void
agree_declarations(struct reading *reading,
    const struct conf_database *database)
{
	size_t i;

	for (i = 0; i < database->column_count; i++) {
		const char *name = database->columns[i].name;
		const char *wrong = i == CONF_DECLARED ?
		    "is one too many: there can be 16" :
		    break_name(&database->accounts, name);

		if (wrong == NULL && database->columns[i].initial != NULL &&
		    column_is_in_profile(&database->columns[i]))
			wrong = "has an initial value, which is for columns "
			    "of the user's table";
		if (wrong != NULL)
			reading_trouble(reading, reading_place(reading,
			    CONF_COLUMN, name, NULL), "column \"%s\" %s",
			    name, wrong);
	}
}

/* A row of MySQL has 65,535 bytes, and a character up to four. */
static void
agree_room(struct reading *reading, const struct conf_database *database)
{
	int64_t characters = 0;
	size_t i;

	for (i = 0; i < database->column_count; i++) {
		const struct conf_column *column = &database->columns[i];

		if (column_is_in_profile(column))
			characters += column->length;
		if (characters > ROOM)
			break;
	}
	if (i < database->column_count)
		reading_trouble(reading, reading_place(reading, CONF_COLUMN,
		    database->columns[i].name, NULL), "column \"%s\": those "
		    "of portress_profile are too long together: there is room "
		    "for %d characters", database->columns[i].name, ROOM);
}

/* Its place, declared or known; or CONF_COLUMNS. */
static size_t
find(struct arena *arena, struct conf_database *database, const char *name)
{
	const struct known *row = known_named(name);
	size_t i;

	for (i = 0; i < database->column_count; i++)
		if (strcmp(database->columns[i].name, name) == 0)
			return i;
	if (row == NULL || i >= CONF_COLUMNS)
		return CONF_COLUMNS;
	add_known(arena, database, row);
	return i;
}

static void
complain(struct reading *reading, const struct conf_api *api,
    const char *list, const char *name, const char *wrong)
{
	reading_trouble(reading, reading_place(reading, CONF_API, api->name,
	    list), "%s: \"%s\" %s", list, name, wrong);
}

/* The other two lists name members of the first. */
static void
agree_lists(struct reading *reading, const struct conf_api *api)
{
	const char *const *name;

	for (name = api->required_columns; *name != NULL; name++)
		if (!conf_list_has(api->columns, *name))
			complain(reading, api, "required_columns", *name,
			    "is none of columns");
	for (name = api->read_only_columns; *name != NULL; name++)
		if (!conf_list_has(api->columns, *name))
			complain(reading, api, "read_only_columns", *name,
			    "is none of columns");
}

static void
use(struct reading *reading, struct conf_database *database,
    struct conf_api *api, const char *name)
{
	struct conf_use *one = &api->uses[api->use_count];

	one->column = find(reading->arena, database, name);
	if (one->column == CONF_COLUMNS) {
		complain(reading, api, "columns", name, "is not declared by a "
		    "block column");
		return;
	}
	if (database->columns[one->column].sql[0] == '\0')
		complain(reading, api, "columns", name, "is none of the "
		    "user's table, as the block user says");
	if (strcmp(name, "username") == 0 && api->login_field != NULL &&
	    strcmp(api->login_field, "username") == 0)
		complain(reading, api, "columns", name, "is what login_field "
		    "calls the address");
	api->use_count++;
	one->is_required = conf_list_has(api->required_columns, name);
	one->is_read_only = conf_list_has(api->read_only_columns, name) ||
	    database->columns[one->column].is_own ||
	    strcmp(database->columns[one->column].type, "datetime") == 0;
	if (one->is_required && one->is_read_only)
		complain(reading, api, "required_columns", name,
		    "is shown only, and cannot be given");
}

static void
use_all(struct reading *reading, struct conf_database *database,
    struct conf_api *api)
{
	const char *const *name;

	agree_lists(reading, api);
	api->uses = arena_alloc(reading->arena,
	    (CONF_COLUMNS + 1) * sizeof(*api->uses));
	for (name = api->columns; *name != NULL &&
	    api->use_count <= CONF_COLUMNS; name++)
		use(reading, database, api, *name);
}

void
column_agree(struct reading *reading, struct conf *conf)
{
	size_t i;

	agree_declarations(reading, &conf->database);
	for (i = 0; i < conf->api_count; i++)
		use_all(reading, &conf->database, &conf->apis[i]);
	agree_room(reading, &conf->database);
}
