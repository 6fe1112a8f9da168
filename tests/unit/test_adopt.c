/* adopt: names of settings are those of the documents of Django 6, Djoser 2.3,
 * simplejwt 5.5, Django REST framework 3.16 and dj-rest-auth 7. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "adopt/dump.h"
#include "adopt/plan.h"
#include "adopt/rows.h"
#include "base/arena.h"
#include "base/node.h"
#include "conf/setting.h"
#include "mail/message.h"

#include "scene.h"

static struct plan *
plan_of(const char *settings)
{
	struct dump dump = { 0 };
	struct plan *plan = plan_open(arena);
	const char *why = NULL;

	dump.settings = node_read(arena, settings, strlen(settings), &why);
	assert_non_null(dump.settings);
	rows_take(plan, &dump);
	return plan;
}

/* What is said about a setting, or NULL. */
static const struct plan_remark *
said(const struct plan *plan, const char *about)
{
	const struct plan_remark *remark = plan->remarks;

	while (remark != NULL && strcmp(remark->about, about) != 0)
		remark = remark->next;
	return remark;
}

static void
assert_lost(const struct plan *plan, const char *about)
{
	const struct plan_remark *remark = said(plan, about);

	assert_non_null(remark);
	assert_int_equal(remark->fate, FATE_LOST);
}

/* A value of one setting, and what it becomes; NULL: it cannot be taken. */
static void
assert_becomes(const char *path, const char *json, const char *where,
    const char *value)
{
	const char *name = strchr(path, '.');
	struct plan *plan = plan_of(name == NULL ?
	    arena_printf(arena, "{\"%s\": %s}", path, json) :
	    arena_printf(arena, "{\"%.*s\": {\"%s\": %s}}",
	    (int)(name - path), path, name + 1, json));
	const char *made = plan_get(plan, where);

	if (value == NULL) {
		assert_null(made);
		assert_lost(plan, path);
		return;
	}
	assert_non_null(made);
	assert_string_equal(made, value);
	assert_null(said(plan, path));
}

static void
a_jwt_of_another_id_names_nobody(void **state)
{
	struct plan *plan = plan_of("{\"SIMPLE_JWT\": {\"USER_ID_FIELD\": "
	    "\"number\", \"USER_ID_CLAIM\": \"sub\"}}");

	(void)state;
	assert_lost(plan, "SIMPLE_JWT.USER_ID_FIELD");
	assert_string_equal(plan_get(plan, "api.user_id_claim"),
	    "portress_user_id");
	plan = plan_of("{\"SIMPLE_JWT\": {\"USER_ID_FIELD\": \"id\", "
	    "\"USER_ID_CLAIM\": \"sub\"}}");
	assert_string_equal(plan_get(plan, "api.user_id_claim"), "sub");
}

static void
rows_name_settings_and_stand_once(void **state)
{
	const struct row *row, *other;
	const char *why = NULL;

	(void)state;
	for (row = rows; row->path != NULL; row++) {
		for (other = rows; other < row; other++)
			if (strcmp(row->path, other->path) == 0)
				fail_msg("%s stands twice", row->path);
		assert_true(row->fate == FATE_TAKEN || row->words != NULL);
		if (row->where != NULL && row->where[0] != '\0')
			plan_get(plan_open(arena), row->where);
		if (row->assumed != NULL)
			assert_non_null(node_read(arena, row->assumed,
			    strlen(row->assumed), &why));
	}
}

static void
all_documented_settings_are_known(void **state)
{
	static const char *const paths[] = {
		"SECRET_KEY", "SECRET_KEY_FALLBACKS", "AUTH_USER_MODEL",
		"PASSWORD_HASHERS", "AUTH_PASSWORD_VALIDATORS",
		"PASSWORD_RESET_TIMEOUT", "AUTHENTICATION_BACKENDS",
		"TIME_ZONE", "USE_TZ", "LANGUAGE_CODE", "SESSION_ENGINE", "SESSION_COOKIE_AGE",
		"DJOSER.PASSWORD_RESET_CONFIRM_URL",
		"DJOSER.USERNAME_RESET_CONFIRM_URL", "DJOSER.ACTIVATION_URL",
		"DJOSER.USER_ID_FIELD", "DJOSER.LOGIN_FIELD",
		"DJOSER.SEND_ACTIVATION_EMAIL", "DJOSER.SEND_CONFIRMATION_EMAIL",
		"DJOSER.PASSWORD_CHANGED_EMAIL_CONFIRMATION",
		"DJOSER.USERNAME_CHANGED_EMAIL_CONFIRMATION",
		"DJOSER.USER_CREATE_PASSWORD_RETYPE",
		"DJOSER.SET_USERNAME_RETYPE", "DJOSER.SET_PASSWORD_RETYPE",
		"DJOSER.PASSWORD_RESET_CONFIRM_RETYPE",
		"DJOSER.USERNAME_RESET_CONFIRM_RETYPE",
		"DJOSER.LOGOUT_ON_PASSWORD_CHANGE",
		"DJOSER.PASSWORD_RESET_SHOW_EMAIL_NOT_FOUND",
		"DJOSER.USERNAME_RESET_SHOW_EMAIL_NOT_FOUND",
		"DJOSER.TOKEN_MODEL", "DJOSER.SERIALIZERS.user_create",
		"DJOSER.SERIALIZERS.current_user", "DJOSER.EMAIL.activation",
		"DJOSER.EMAIL_FRONTEND_DOMAIN", "DJOSER.EMAIL_FRONTEND_PROTOCOL",
		"DJOSER.EMAIL_FRONTEND_SITE_NAME", "DJOSER.CONSTANTS.messages",
		"DJOSER.SOCIAL_AUTH_TOKEN_STRATEGY",
		"DJOSER.SOCIAL_AUTH_ALLOWED_REDIRECT_URIS",
		"DJOSER.PERMISSIONS.user_delete", "DJOSER.HIDE_USERS",
		"DJOSER.CREATE_SESSION_ON_LOGIN", "DJOSER.WEBAUTHN",
		"SIMPLE_JWT.ACCESS_TOKEN_LIFETIME",
		"SIMPLE_JWT.REFRESH_TOKEN_LIFETIME",
		"SIMPLE_JWT.ROTATE_REFRESH_TOKENS",
		"SIMPLE_JWT.BLACKLIST_AFTER_ROTATION",
		"SIMPLE_JWT.UPDATE_LAST_LOGIN", "SIMPLE_JWT.ALGORITHM",
		"SIMPLE_JWT.SIGNING_KEY", "SIMPLE_JWT.VERIFYING_KEY",
		"SIMPLE_JWT.AUDIENCE", "SIMPLE_JWT.ISSUER",
		"SIMPLE_JWT.JSON_ENCODER", "SIMPLE_JWT.JWK_URL",
		"SIMPLE_JWT.LEEWAY", "SIMPLE_JWT.AUTH_HEADER_TYPES",
		"SIMPLE_JWT.AUTH_HEADER_NAME", "SIMPLE_JWT.USER_ID_FIELD",
		"SIMPLE_JWT.USER_ID_CLAIM",
		"SIMPLE_JWT.USER_AUTHENTICATION_RULE",
		"SIMPLE_JWT.ON_LOGIN_SUCCESS", "SIMPLE_JWT.ON_LOGIN_FAILED",
		"SIMPLE_JWT.AUTH_TOKEN_CLASSES", "SIMPLE_JWT.TOKEN_TYPE_CLAIM",
		"SIMPLE_JWT.TOKEN_USER_CLASS", "SIMPLE_JWT.JTI_CLAIM",
		"SIMPLE_JWT.SLIDING_TOKEN_REFRESH_EXP_CLAIM",
		"SIMPLE_JWT.SLIDING_TOKEN_LIFETIME",
		"SIMPLE_JWT.SLIDING_TOKEN_REFRESH_LIFETIME",
		"SIMPLE_JWT.TOKEN_OBTAIN_SERIALIZER",
		"SIMPLE_JWT.TOKEN_REFRESH_SERIALIZER",
		"SIMPLE_JWT.TOKEN_VERIFY_SERIALIZER",
		"SIMPLE_JWT.TOKEN_BLACKLIST_SERIALIZER",
		"SIMPLE_JWT.SLIDING_TOKEN_OBTAIN_SERIALIZER",
		"SIMPLE_JWT.SLIDING_TOKEN_REFRESH_SERIALIZER",
		"SIMPLE_JWT.CHECK_REVOKE_TOKEN", "SIMPLE_JWT.REVOKE_TOKEN_CLAIM",
		"SIMPLE_JWT.CHECK_USER_IS_ACTIVE",
		"REST_AUTH.LOGIN_SERIALIZER", "REST_AUTH.TOKEN_SERIALIZER",
		"REST_AUTH.JWT_SERIALIZER", "REST_AUTH.REGISTER_SERIALIZER",
		"REST_AUTH.REGISTER_PERMISSION_CLASSES",
		"REST_AUTH.TOKEN_MODEL", "REST_AUTH.TOKEN_CREATOR",
		"REST_AUTH.PASSWORD_RESET_USE_SITES_DOMAIN",
		"REST_AUTH.OLD_PASSWORD_FIELD_ENABLED",
		"REST_AUTH.LOGOUT_ON_PASSWORD_CHANGE",
		"REST_AUTH.SESSION_LOGIN", "REST_AUTH.USE_JWT",
		"REST_AUTH.JWT_AUTH_COOKIE", "REST_AUTH.JWT_AUTH_REFRESH_COOKIE",
		"REST_AUTH.JWT_AUTH_REFRESH_COOKIE_PATH",
		"REST_AUTH.JWT_AUTH_SECURE", "REST_AUTH.JWT_AUTH_HTTPONLY",
		"REST_AUTH.JWT_AUTH_SAMESITE", "REST_AUTH.JWT_AUTH_COOKIE_DOMAIN",
		"REST_AUTH.JWT_AUTH_RETURN_EXPIRATION",
		"REST_AUTH.JWT_AUTH_COOKIE_USE_CSRF",
		"REST_FRAMEWORK.DEFAULT_AUTHENTICATION_CLASSES",
		"REST_FRAMEWORK.DEFAULT_PERMISSION_CLASSES",
		"REST_FRAMEWORK.DEFAULT_THROTTLE_RATES",
		"REST_FRAMEWORK.DEFAULT_RENDERER_CLASSES",
		"DEFAULT_FROM_EMAIL", "EMAIL_BACKEND", "EMAIL_FILE_PATH",
		"EMAIL_HOST", "EMAIL_HOST_PASSWORD", "EMAIL_HOST_USER",
		"EMAIL_PORT", "EMAIL_SSL_CERTFILE", "EMAIL_SSL_KEYFILE",
		"EMAIL_SUBJECT_PREFIX", "EMAIL_TIMEOUT", "EMAIL_USE_LOCALTIME",
		"EMAIL_USE_SSL", "EMAIL_USE_TLS",
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(paths) / sizeof(paths[0]); i++)
		if (!rows_know(paths[i]))
			fail_msg("%s is not known", paths[i]);
	assert_false(rows_know("DJOSER.HIDE_USRS"));
	assert_false(rows_know("DJOSE"));
}

static void
values_become_ours(void **state)
{
	static const char access[] = "SIMPLE_JWT.ACCESS_TOKEN_LIFETIME";
	static const char lifetime[] = "api.access_token_lifetime";
	static const char flag[] = "DJOSER.SEND_ACTIVATION_EMAIL";

	(void)state;
	/* Numbers of seconds, and what Python's str(timedelta) says. */
	assert_becomes(access, "300", lifetime, "300");
	assert_becomes(access, "299.5", lifetime, "300");
	assert_becomes(access, "\"0:05:00\"", lifetime, "300");
	assert_becomes(access, "\"1 day, 0:05:00\"", lifetime, "86700");
	assert_becomes(access, "\"30 days, 0:00:00\"", lifetime, "2592000");
	assert_becomes(access, "\"0:00:01.500000\"", lifetime, "2");
	assert_becomes(access, "\"-1 day, 23:59:00\"", lifetime, "-60");
	assert_becomes(access, "\"soon\"", lifetime, NULL);
	assert_becomes(access, "\"5:00\"", lifetime, NULL);
	assert_becomes(access, "\"1 day, 0:05:00 x\"", lifetime, NULL);
	assert_becomes(access, "1e300", lifetime, NULL);
	assert_becomes(access, "[300]", lifetime, NULL);
	assert_becomes("PASSWORD_RESET_TIMEOUT_DAYS", "3",
	    "api.password_reset_timeout", "259200");

	assert_becomes(flag, "true", "djoser.send_activation_email", "true");
	assert_becomes(flag, "0", "djoser.send_activation_email", "false");
	assert_becomes(flag, "\"yes\"", "djoser.send_activation_email", NULL);

	assert_becomes("SIMPLE_JWT.TOKEN_TYPE_CLAIM", "null",
	    "api.token_type_claim", "");
	assert_becomes("SIMPLE_JWT.AUTH_TOKEN_CLASSES",
	    "[\"<class 'rest_framework_simplejwt.tokens.SlidingToken'>\"]",
	    "api.auth_token_classes", "SlidingToken");
	assert_becomes("SIMPLE_JWT.AUTH_HEADER_TYPES", "\"JWT\"",
	    "api.auth_header_types", "JWT");
	assert_becomes("DJOSER.TOKEN_MODEL", "null", "djoser.token_model",
	    "none");
	assert_becomes("DJOSER.TOKEN_MODEL", "\"knox.models.AuthToken\"",
	    "djoser.token_model", NULL);
	assert_becomes("ALLOWED_HOSTS", "[\"*\", \"localhost\", \".a.example\"]",
	    "domain", "a.example");
	assert_becomes("SITE_NAME", "\"a\\nb\"", "site_name", NULL);
	assert_becomes("SITE_NAME", "\"a\\u009b31m\"", "site_name", NULL);
	/* Not what stands before the NUL. */
	assert_becomes("SITE_NAME", "\"a\\u0000b\"", "site_name", NULL);
	assert_becomes("SITE_NAME", "\"\\u00e9\"", "site_name", "\xc3\xa9");
}

/* Django's settings reference, "Email". */
static void
mails_leave_as_they_did(void **state)
{
	static const char backend[] = "EMAIL_BACKEND";
	struct plan *plan;

	(void)state;
	assert_becomes(backend,
	    "\"django.core.mail.backends.smtp.EmailBackend\"",
	    "mail_transport", "smtp");
	assert_becomes(backend,
	    "\"django.core.mail.backends.console.EmailBackend\"",
	    "mail_transport", "log");
	assert_becomes(backend,
	    "\"django.core.mail.backends.dummy.EmailBackend\"",
	    "mail_transport", "none");
	assert_becomes(backend, "\"anymail.backends.mailgun.EmailBackend\"",
	    "mail_transport", NULL);
	assert_becomes("EMAIL_USE_TLS", "true", "email_tls", "starttls");
	assert_becomes("EMAIL_USE_SSL", "true", "email_tls", "tls");
	assert_becomes("EMAIL_USE_TLS", "false", "email_tls", "none");
	assert_becomes("EMAIL_PORT", "2525", "email_port", "2525");
	assert_becomes("EMAIL_TIMEOUT", "10", "email_timeout", "10");
	assert_becomes("EMAIL_HOST", "\"mx\"", "email_host", "mx");
	plan = plan_of("{\"EMAIL_FILE_PATH\": \"/a\", \"EMAIL_BACKEND\": "
	    "\"django.core.mail.backends.filebased.EmailBackend\"}");
	assert_string_equal(plan_get(plan, "mail_transport"), "directory");
	assert_string_equal(plan_get(plan, "mail_directory"), "/a");
	assert_null(plan_get(plan, "email_port"));
	plan = plan_of("{\"EMAIL_FILE_PATH\": \"/a\", "
	    "\"EMAIL_TIMEOUT\": null, \"EMAIL_HOST_USER\": \"\"}");
	assert_null(plan_get(plan, "mail_directory"));
	assert_null(plan_get(plan, "email_timeout"));
	assert_null(plan_get(plan, "email_host_user"));
	assert_string_equal(plan_get(plan, "mail_transport"), "smtp");
	assert_string_equal(plan_get(plan, "email_tls"), "none");
	assert_string_equal(plan_get(plan, "email_port"), "25");
}

static void
null_is_as_if_it_were_not_there(void **state)
{
	struct plan *plan = plan_of("{\"SIMPLE_JWT\": {\"AUDIENCE\": null, "
	    "\"JWK_URL\": null, \"VERIFYING_KEY\": \"\"}, \"DJOSER\": {}}");

	(void)state;
	assert_null(plan_get(plan, "api.audience"));
	assert_null(plan_get(plan, "api.verifying_key_file"));
	assert_int_not_equal(said(plan, "SIMPLE_JWT.JWK_URL")->fate, FATE_LOST);
}

/* Of Django's, where nothing is said and Portress has another default. */
static void
defaults_of_django_count(void **state)
{
	struct plan *plan = plan_of("{}");
	const struct plan_line *line;

	(void)state;
	assert_string_equal(plan_get(plan, "hasher"), "pbkdf2_sha256");
	assert_string_equal(plan_get(plan, "time_zone"), "America/Chicago");
	assert_string_equal(plan_get(plan, "api.default_permission_classes"),
	    "AllowAny");
	for (line = plan->lines; line != NULL; line = line->next)
		if (strcmp(line->setting->name, "password_validators") == 0)
			assert_null(line->values[0]);
}

/* Code may have refused anybody, so nobody is let in who might not have been. */
static void
a_permission_in_code_lets_staff_in(void **state)
{
	static const char path[] = "DJOSER.PERMISSIONS.user_create";
	struct plan *plan = plan_of("{\"DJOSER\": {\"PERMISSIONS\": {"
	    "\"user_create\": [\"rest_framework.permissions.AllowAny\", "
	    "\"shop.permissions.Invited\"], \"user_list\": "
	    "\"djoser.permissions.CurrentUserOrAdmin\", \"user\": []}}}");
	const struct plan_line *line = plan->lines;

	(void)state;
	while (strcmp(line->setting->name, "permission_user_create") != 0)
		line = line->next;
	assert_string_equal(line->values[0], "AllowAny");
	assert_string_equal(line->values[1], "IsAdminUser");
	assert_null(line->values[2]);
	assert_lost(plan, path);
	assert_string_equal(plan_get(plan, "djoser.permission_user_list"),
	    "CurrentUserOrAdmin");
	/* Django REST framework admits all where no class is named. */
	assert_string_equal(plan_get(plan, "djoser.permission_user"),
	    "AllowAny");
}

static void
code_is_told_of_and_unknown_names_are(void **state)
{
	struct plan *plan = plan_of("{\"DJOSER\": {\"HIDE_USRS\": true, "
	    "\"SERIALIZERS\": {\"user\": \"shop.User\", \"token\": "
	    "\"djoser.serializers.TokenSerializer\", \"set_password\": "
	    "\"djoser.serializers.SetPasswordRetypeSerializer\", "
	    "\"a.b\": 1}, \"EMAIL\": {\"activation\": \"shop.Mail\"}}, "
	    "\"SIMPLE_JWT\": 3}");

	(void)state;
	assert_lost(plan, "DJOSER.HIDE_USRS");
	assert_lost(plan, "DJOSER.SERIALIZERS.user");
	assert_lost(plan, "DJOSER.SERIALIZERS.a.b");
	assert_lost(plan, "DJOSER.EMAIL.activation");
	assert_lost(plan, "SIMPLE_JWT");
	assert_int_equal(said(plan, "DJOSER.SERIALIZERS.token")->fate,
	    FATE_MOOT);
	assert_string_equal(plan_get(plan, "djoser.set_password_retype"),
	    "true");
}

/* Djoser's mails come in that one language. */
static void
a_language_with_mails_is_taken(void **state)
{
	const char *const *tag;

	(void)state;
	assert_becomes("LANGUAGE_CODE", "\"en-us\"", "language_code", "en-us");
	assert_becomes("LANGUAGE_CODE", "\"de\"", "mail_languages", "de");
	assert_becomes("LANGUAGE_CODE", "\"nl\"", "language_code", NULL);
	assert_becomes("LANGUAGE_CODE", "\"english\"", "language_code", NULL);
	assert_becomes("LANGUAGE_CODE", "1", "language_code", NULL);
	for (tag = message_languages(); *tag != NULL; tag++)
		assert_becomes("LANGUAGE_CODE", arena_printf(arena, "\"%s\"",
		    *tag), "language_code", *tag);
}

static void
validators_have_their_options(void **state)
{
	struct plan *plan = plan_of("{\"AUTH_PASSWORD_VALIDATORS\": [{\"NAME\": "
	    "\"django.contrib.auth.password_validation."
	    "MinimumLengthValidator\", \"OPTIONS\": {\"min_length\": 12}}, "
	    "{\"NAME\": \"shop.PwnedValidator\"}, {}]}");

	(void)state;
	assert_string_equal(plan_get(plan, "api.password_validators"),
	    "length");
	assert_string_equal(plan_get(plan, "api.password_min_length"), "12");
	assert_lost(plan, "AUTH_PASSWORD_VALIDATORS");
}

static void
the_database_is_where_djangos_is(void **state)
{
	struct plan *plan = plan_of("{\"DATABASES\": {\"default\": {"
	    "\"ENGINE\": \"django.db.backends.mysql\", \"HOST\": "
	    "\"/run/mysqld/mysqld.sock\", \"PORT\": \"3307\", \"NAME\": \"shop\", "
	    "\"USER\": \"\", \"OPTIONS\": {\"ssl\": {\"ca\": \"/ca.pem\", "
	    "\"key\": \"/key.pem\"}, \"read_default_file\": \"/my.cnf\", "
	    "\"what\": 1}}}}");

	(void)state;
	assert_string_equal(plan_get(plan, "database.socket"),
	    "/run/mysqld/mysqld.sock");
	assert_string_equal(plan_get(plan, "database.port"), "3307");
	assert_string_equal(plan_get(plan, "database.name"), "shop");
	assert_string_equal(plan_get(plan, "database.tls"), "verify");
	assert_string_equal(plan_get(plan, "database.tls_ca"), "/ca.pem");
	assert_null(plan_get(plan, "database.user"));
	assert_null(plan_get(plan, "database.host"));
	assert_lost(plan, "DATABASES.default.OPTIONS.ssl");
	assert_lost(plan, "DATABASES.default.OPTIONS.read_default_file");
	assert_lost(plan, "DATABASES.default.OPTIONS.what");
	plan = plan_of("{\"DATABASES\": {\"default\": {\"ENGINE\": "
	    "\"django.db.backends.postgresql\"}}}");
	assert_lost(plan, "DATABASES.default.ENGINE");
}

#define test(name) cmocka_unit_test_setup_teardown(name, open_scene, close_scene)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		test(rows_name_settings_and_stand_once),
		test(all_documented_settings_are_known),
		test(values_become_ours),
		test(mails_leave_as_they_did),
		test(null_is_as_if_it_were_not_there),
		test(defaults_of_django_count),
		test(a_permission_in_code_lets_staff_in),
		test(code_is_told_of_and_unknown_names_are),
		test(a_language_with_mails_is_taken),
		test(validators_have_their_options),
		test(a_jwt_of_another_id_names_nobody),
		test(the_database_is_where_djangos_is),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
