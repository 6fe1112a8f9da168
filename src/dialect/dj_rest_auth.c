/*
 * dj-rest-auth: the API of dj-rest-auth 7 with allauth and simplejwt
 * (github.com/iMerica/dj-rest-auth): opaque tokens, or with use_jwt JWTs, with
 * jwt_auth_cookie in cookies.
 */

#include "dialect/dj_rest_auth.h"

#include "dialect/common.h"

static const struct spelling spelling[] = {
	{ FIELD_USERNAME,		"{login_field}" },
	{ FIELD_NEW_USERNAME,		"username" },
	{ FIELD_EMAIL,			"email" },
	{ FIELD_PASSWORD,		"password" },
	{ FIELD_CURRENT_PASSWORD,	"old_password" },
	{ FIELD_NEW_PASSWORD,		"new_password1" },
	{ FIELD_PASSWORD_AGAIN,		"new_password2" },
	{ FIELD_UID,			"uid" },
	{ FIELD_TOKEN,			"token" },
	{ FIELD_REFRESH,		"refresh" },
	{ 0 },
};

static const struct spelling registered[] = {
	{ FIELD_PASSWORD,		"password1" },
	{ FIELD_PASSWORD_AGAIN,		"password2" },
	{ 0 },
};

static const struct spelling verified[] = {
	{ FIELD_TOKEN,			"key" },
	{ 0 },
};

static const struct wording wording[] = {
	{ MSG_BAD_UID,			"Invalid value" },
	{ MSG_BAD_ONE_TIME_TOKEN,	"Invalid value" },
	{ MSG_BAD_PASSWORD,		"Your old password was entered incorrectly. Please enter it again." },
	{ MSG_EMAIL_TAKEN,		"User is already registered with this e-mail address." },
	{ 0 },
};

static const struct conf_preset presets[] = {
	{ "default_authentication_classes", "JWTCookieAuthentication TokenAuthentication" },
	{ "user_id_field",	"pk" },
	{ "login_by",		"either" },
	{ "email_unique",	"true" },
	{ "columns",		"first_name last_name" },
	{ "activation_url",	"account-confirm-email/{uid}:{token}/" },
	{ 0 },
};

static const struct shape user[] = {
	{ "pk",			SHOWN_ID },
	{ "username",		SHOWN_USERNAME,	WHEN_IS(username_field, "username") },
	{ "email",		SHOWN_EMAIL },
	{ "*",			SHOWN_COLUMNS },
	{ 0 },
};

static const struct shape key[] = {
	{ "key",		SHOWN_AUTH_TOKEN },
	{ 0 },
};

static const struct shape granted[] = {
	{ "access",		SHOWN_ACCESS_TOKEN },
	{ "refresh",		SHOWN_REFRESH_TOKEN },
	{ "user",		.inside = user },
	{ "access_expiration",	SHOWN_ACCESS_EXPIRATION,  WHEN(jwt_auth_return_expiration) },
	{ "refresh_expiration",	SHOWN_REFRESH_EXPIRATION, WHEN(jwt_auth_return_expiration) },
	{ 0 },
};

static const struct shape welcomed[] = {
	{ "access",		SHOWN_ACCESS_TOKEN },
	{ "refresh",		SHOWN_REFRESH_TOKEN },
	{ "user",		.inside = user },
	{ 0 },
};

/* A new refresh token may go into its cookie. */
static const struct shape refreshed[] = {
	{ "access",		SHOWN_ACCESS_TOKEN },
	{ "refresh",		SHOWN_REFRESH_TOKEN,	  .is_optional = true },
	{ "access_expiration",	SHOWN_ACCESS_EXPIRATION },
	{ "refresh_expiration",	SHOWN_REFRESH_EXPIRATION, .is_optional = true },
	{ 0 },
};

static const struct shape csrf[] = {
	{ "csrfToken",		SHOWN_CSRF_TOKEN },
	{ 0 },
};

#define DETAIL(words)	{ { "detail", .text = (words) }, { 0 } }

static const struct shape
nothing[]	= { { 0 } },
ok[]		= DETAIL("ok"),
signed_out[]	= DETAIL("Successfully logged out."),
changed[]	= DETAIL("New password has been saved."),
reset[]		= DETAIL("Password has been reset with the new password."),
reset_sent[]	= DETAIL("Password reset e-mail has been sent."),
verification_sent[] = DETAIL("Verification e-mail sent.");

/* clang-format off */

static const struct taken credentials[] = {
	{ "username",	   "string", 0,	       "Username", NULL, 0, WHEN_IS(username_field, "username") },
	{ "email",	   "email",  0,	       "Email" },
	{ "password",	   "string", REQUIRED, "Password" },
	{ 0 },
};

static const struct taken grant[] = {
	{ "refresh",	   "string", 0,	       "Refresh", NULL, 0, WHEN(use_jwt) },
	{ 0 },
};

static const struct taken account[] = {
	{ "pk",		   "id",	  READ_ONLY, "ID" },
	{ "username",	   "string",  REQUIRED,  "Username",
	  "Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only.", 150, WHEN_IS(username_field, "username") },
	{ "email",	   "email",   READ_ONLY, "Email address" },
	{ COLUMNS_TAKEN },
	{ 0 },
};

static const struct taken change[] = {
	{ "old_password",  "string", REQUIRED, "Old password",  NULL, 128, WHEN(old_password_field_enabled) },
	{ "new_password1", "string", REQUIRED, "New password1", NULL, 128 },
	{ "new_password2", "string", REQUIRED, "New password2", NULL, 128 },
	{ "refresh",	   "string", 0,	       "Refresh",	NULL, 0, WHEN(logout_others_on_password_change) },
	{ 0 },
};

static const struct taken address[] = {
	{ "email",	   "email",  REQUIRED, "Email" },
	{ 0 },
};

static const struct taken confirmation[] = {
	{ "new_password1", "string", REQUIRED, "New password1", NULL, 128 },
	{ "new_password2", "string", REQUIRED, "New password2", NULL, 128 },
	{ "uid",	   "string", REQUIRED, "Uid" },
	{ "token",	   "string", REQUIRED, "Token" },
	{ 0 },
};

static const struct taken newcomer[] = {
	{ "username",	   "string", REQUIRED, "Username", NULL, 150, WHEN_IS(username_field, "username") },
	{ "email",	   "email",  0,	       "Email",    NULL, 254, WHEN_IS(username_field, "username") },
	{ "email",	   "email",  REQUIRED, "Email",    NULL, 150 },
	{ COLUMNS_TAKEN },
	{ "password1",	   "string", REQUIRED, "Password1", NULL, 128 },
	{ "password2",	   "string", REQUIRED, "Password2", NULL, 128 },
	{ 0 },
};

static const struct taken verification[] = {
	{ "key",	   "string", REQUIRED, "Key" },
	{ 0 },
};

static const struct taken token[] = {
	{ "token",	   "string", REQUIRED, "Token" },
	{ 0 },
};

static const struct resource
login		= { "Login",	      "Name or address and password become tokens, or cookies.",  METHOD_POST, credentials },
logout		= { "Logout",	      "Ends tokens and cookies.",				  METHOD_POST, grant },
details		= { "User Details",   "Who is signed in.",					  METHOD_PUT,  account },
password_change	= { "Password Change", "A new password for who is signed in.",			  METHOD_POST, change },
password_reset	= { "Password Reset", "Sends a mail with a link to set a new password.",	  METHOD_POST, address },
password_reset_confirm = { "Password Reset Confirm", "A new password for who has the link.",	  METHOD_POST, confirmation },
registration	= { "Register",	      "An account is made.",					  METHOD_POST, newcomer },
verify_email	= { "Verify Email",   "An account is activated by its mailed link.",		  METHOD_POST, verification },
resend_email	= { "Resend Email Verification", "Sends that mail again.",			  METHOD_POST, address },
token_verify	= { "Token Verify",   "Tells whether a token of any type is good.",		  METHOD_POST, token },
token_refresh	= { "Token Refresh",  "A refresh token gives a new access token.",		  METHOD_POST, grant },
csrf_token	= { "Csrf Token",     "The CSRF token; also sets its cookie.",			  METHOD_OTHER, NULL };

static const struct route routes[] = {
	{ METHOD_POST,	  "/login/",		       &op_login,	    NULL, 200, granted,	     NULL, WHEN(use_jwt) },
	{ METHOD_POST,	  "/login/",		       &op_login,	    NULL, 200, key,	     NULL, WHEN_IS(token_model, "Token") },
	{ METHOD_POST,	  "/login/",		       &op_login,	    NULL, 204 },
	{ METHOD_OPTIONS, "/login/",		       &op_describe_blind,  NULL, 200, common_about, &login },

	{ METHOD_POST,	  "/logout/",		       &op_logout,	    NULL, 200, signed_out },
	{ METHOD_OPTIONS, "/logout/",		       &op_describe_blind,  NULL, 200, common_about, &logout },

	{ METHOD_GET,	  "/user/",		       &op_user_show,	    NULL, 200, user },
	{ METHOD_PUT,	  "/user/",		       &op_user_update_name, NULL, 200, user },
	{ METHOD_PATCH,	  "/user/",		       &op_user_update_name, NULL, 200, user },
	{ METHOD_OPTIONS, "/user/",		       &op_describe_accounts, NULL, 200, common_about, &details },

	{ METHOD_POST,	  "/password/change/",	       &op_password_change_twice, NULL, 200, changed },
	{ METHOD_OPTIONS, "/password/change/",	       &op_describe_accounts, NULL, 200, common_about, &password_change },

	{ METHOD_POST,	  "/password/reset/",	       &op_password_reset,  NULL, 200, reset_sent },
	{ METHOD_OPTIONS, "/password/reset/",	       &op_describe_blind,  NULL, 200, common_about, &password_reset },

	{ METHOD_POST,	  "/password/reset/confirm/",  &op_password_reset_confirm_twice, NULL, 200, reset },
	{ METHOD_OPTIONS, "/password/reset/confirm/",  &op_describe_blind,  NULL, 200, common_about, &password_reset_confirm },

	{ METHOD_POST,	  "/registration/",	       &op_user_register_twice, registered, 201, verification_sent, NULL, WHEN(send_activation_email) },
	{ METHOD_POST,	  "/registration/",	       &op_user_register_twice, registered, 201, welcomed, NULL, WHEN(use_jwt) },
	{ METHOD_POST,	  "/registration/",	       &op_user_register_twice, registered, 201, key,    NULL, WHEN_IS(token_model, "Token") },
	{ METHOD_POST,	  "/registration/",	       &op_user_register_twice, registered, 204 },
	{ METHOD_OPTIONS, "/registration/",	       &op_describe_user_create, NULL, 200, common_about, &registration },

	{ METHOD_POST,	  "/registration/verify-email/", &op_email_verify,  verified, 200, ok },
	{ METHOD_OPTIONS, "/registration/verify-email/", &op_describe_blind, NULL, 200, common_about, &verify_email },

	{ METHOD_POST,	  "/registration/resend-email/", &op_activation_offer, NULL, 200, ok },
	{ METHOD_OPTIONS, "/registration/resend-email/", &op_describe_blind, NULL, 200, common_about, &resend_email },

	{ METHOD_POST,	  "/token/verify/",	       &op_grant_verify,    NULL, 200, nothing,	     NULL, WHEN(use_jwt) },
	{ METHOD_OPTIONS, "/token/verify/",	       &op_describe_blind,  NULL, 200, common_about, &token_verify, WHEN(use_jwt) },

	{ METHOD_POST,	  "/token/refresh/",	       &op_grant_refresh_cookie, NULL, 200, refreshed, NULL, WHEN(use_jwt) },
	{ METHOD_OPTIONS, "/token/refresh/",	       &op_describe_blind,  NULL, 200, common_about, &token_refresh, WHEN(use_jwt) },

	/* Not dj-rest-auth's: a page's first CSRF token. */
	{ METHOD_GET,	  "/csrf/",		       &op_csrf_show,	    NULL, 200, csrf,	     NULL, WHEN(has_csrf_token) },
	{ METHOD_OPTIONS, "/csrf/",		       &op_describe_blind,  NULL, 200, common_about, &csrf_token, WHEN(has_csrf_token) },
	{ 0 },
};
/* clang-format on */

static const struct shape_name names[] = {
	{ "User",		user },
	{ 0 },
};

const struct dialect dialect_dj_rest_auth = {
	"dj-rest-auth", routes, spelling, "non_field_errors",
	.wording = wording, .presets = presets, .names = names
};
