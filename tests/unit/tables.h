/* tables: what they are called where nothing else is said. */
#ifndef PORTRESS_TESTS_TABLES_H
#define PORTRESS_TESTS_TABLES_H

/* Django's own table of accounts, as members of a struct conf_database. */
#define DJANGOS_TABLES \
	.token_table = "authtoken_token", \
	.outstanding_table = "token_blacklist_outstandingtoken", \
	.blacklist_table = "token_blacklist_blacklistedtoken", \
	.session_table = "django_session", \
	.accounts = { \
		.table = "auth_user", .id = "id", .id_type = "integer", \
		.username = "username", .email = "email", \
		.password = "password", .first_name = "first_name", \
		.last_name = "last_name", .last_login = "last_login", \
		.is_active = "is_active", .is_staff = "is_staff", \
		.is_superuser = "is_superuser", \
		.date_joined = "date_joined", \
		.cascade = (const char *const[]){ NULL }, \
		.set_null = (const char *const[]){ NULL } \
	}

#endif
