#include "conf/accounts.h"

#include <string.h>

#include "conf/column.h"
#include "conf/conf.h"
#include "conf/reading.h"
#include "conf/setting.h"

/* A setting of the block that names a column, and not the table or others. */
static bool
names_column(const struct conf_setting *setting)
{
	return setting->section == CONF_USER && setting->type == CONF_TEXT &&
	    strcmp(setting->name, "table") != 0;
}

static const char *
column_of(const struct conf_setting *setting, const struct conf_user *user)
{
	return *(const char *const *)setting_member(setting, user);
}

/* Of custom user models, one only is no fault. */
static bool
may_share(const struct conf_setting *one, const struct conf_setting *other)
{
	return strcmp(one->name, "username") == 0 &&
	    strcmp(other->name, "email") == 0;
}

static void
agree_two(struct reading *reading, const struct conf_user *user,
    const struct conf_setting *one, const struct conf_setting *other)
{
	const char *column = column_of(one, user);

	if (!names_column(one) || column[0] == '\0' ||
	    may_share(one, other) ||
	    strcmp(column, column_of(other, user)) != 0)
		return;
	reading_trouble(reading, reading_place(reading, CONF_USER, "",
	    other->name), "%s and %s cannot both be the column %s",
	    one->name, other->name, column);
}

static void
agree_names(struct reading *reading, const struct conf_user *user)
{
	const struct conf_setting *one, *other;

	for (other = conf_settings; other->name != NULL; other++)
		for (one = conf_settings; one < other; one++)
			if (names_column(other))
				agree_two(reading, user, one, other);
}

static void
agree_columns(struct reading *reading, const struct conf_database *database)
{
	const struct conf_setting *setting;
	size_t i;

	for (i = 0; i < database->column_count; i++) {
		const struct conf_column *column = &database->columns[i];

		if (column_is_known(column->name) ||
		    column_is_in_profile(column))
			continue;
		for (setting = conf_settings; setting->name != NULL; setting++)
			if (names_column(setting) && strcmp(column->sql,
			    column_of(setting, &database->accounts)) == 0)
				reading_trouble(reading, reading_place(reading,
				    CONF_COLUMN, column->name, NULL),
				    "column \"%s\" is %s of the block user",
				    column->name, setting->name);
	}
}

static void
agree_api(struct reading *reading, const struct conf_user *user,
    const struct conf_api *api)
{
	if (strcmp(user->username, user->email) == 0 &&
	    strcmp(api->username_field, "email") != 0)
		reading_trouble(reading, reading_place(reading, CONF_API,
		    api->name, "username_field"), "username_field must be "
		    "\"email\": the user's table has one column for both");
	if (user->is_active[0] == '\0' && api->send_activation_email)
		reading_trouble(reading, reading_place(reading, CONF_API,
		    api->name, "send_activation_email"),
		    "send_activation_email needs a column is_active in the "
		    "user's table");
}

void
accounts_agree(struct reading *reading, const struct conf *conf)
{
	size_t i;

	agree_names(reading, &conf->database.accounts);
	agree_columns(reading, &conf->database);
	for (i = 0; i < conf->api_count; i++)
		agree_api(reading, &conf->database.accounts, &conf->apis[i]);
}
