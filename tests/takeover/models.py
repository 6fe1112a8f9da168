"""The two models of users with which a site is moved."""

from credentials import Users

# Where Portress is more careful than Djoser, and a Django beside it would miss
# what it is used to; the rest are the site's own settings.
SHARED = """
hasher = "pbkdf2_sha256"
pbkdf2_rounds = 1000
api "djoser" {{
	{own}
	mailed_link_format = "django"
	activate_any_inactive = true
	send_activation_email = true
	create_session_on_login = true
	access_token_lifetime = 1800
	refresh_token_lifetime = 1209600
	rotate_refresh_tokens = true
	blacklist_after_rotation = true
	auth_token_classes = {{ "AccessToken", "SlidingToken" }}
}}
api "sliding" {{
	{own}
	prefix = "/sliding/"
	token_obtain_serializer = "TokenObtainSlidingSerializer"
	token_refresh_serializer = "TokenRefreshSlidingSerializer"
}}
"""

PLAIN = Users(
    table="auth_user",
    username_field="username",
    given={},
    settings={},
    conf=SHARED.format(own=""))

CUSTOM = Users(
    table="accounts_user",
    username_field="email",
    given={"country": "SE"},
    settings={"AUTH_USER_MODEL": "accounts.User",
              "INSTALLED_APPS": ["project.accounts"]},
    conf=SHARED.format(own="""
	username_field = "email"
	columns = { "country" }
	required_columns = { "country" }
""") + """
user {
	table = "accounts_user"
	id_type = "uuid"
	username = "email"
	first_name = ""
	last_name = ""
	date_joined = ""
	cascade = {
		"accounts_user_groups.user_id",
		"accounts_user_user_permissions.user_id",
		"django_admin_log.user_id",
	}
}
column "country" { table = "user" length = 2 }
column "language" { table = "user" length = 8 default = "en" }
column "created" { table = "user" type = "datetime" default = "now" }
""")
