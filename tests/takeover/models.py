"""The sites that are moved: what Django is told of each, and what Portress."""

from credentials import BLACKLIST, SESSIONS, TOKENS, Users

TOP = """
hasher = pbkdf2_sha256
pbkdf2_rounds = 1000
"""
# Where Portress is more careful than Djoser, a Django beside it would miss
# what it is used to: the first four.
DJOSER = """
	mailed_link_format = django
	activate_any_inactive = true
	email_change = direct
	email_changed_email_confirmation = false
	send_activation_email = true
	access_token_lifetime = 1800
	refresh_token_lifetime = 1209600
	rotate_refresh_tokens = true
	blacklist_after_rotation = true
	auth_token_classes = { AccessToken, SlidingToken }
"""
SESSION = """
	create_session_on_login = true
	default_authentication_classes = {
		JWTAuthentication, TokenAuthentication, SessionAuthentication
	}
"""
SLIDING = """
	prefix = "/sliding/"
	token_obtain_serializer = TokenObtainSlidingSerializer
	token_refresh_serializer = TokenRefreshSlidingSerializer
"""
# Of script/instance; all must fit the accounts.
OTHER_APIS = ("reactdj", "envelope", "usercrud", "drftoken", "dj-rest-auth",
              "cookies")


def conf(own="", every="", others=""):
    """`own` is for the api of Djoser, `every` for all, `others` are blocks."""
    apis = {"djoser": DJOSER + own, "sliding": SLIDING,
            **dict.fromkeys(OTHER_APIS, "")}
    return TOP + others + "".join(
        f'api "{name}" {{\n{every}{text}}}\n' for name, text in apis.items())


PLAIN = Users(
    table="auth_user",
    username_field="username",
    given={},
    settings={"TIME_ZONE": "Asia/Tokyo"},
    conf=conf(SESSION, others='time_zone = "Asia/Tokyo"\n'))

CUSTOM = Users(
    table="accounts_user",
    username_field="email",
    given={"country": "SE"},
    settings={"AUTH_USER_MODEL": "accounts.User",
              "INSTALLED_APPS": ["project.accounts"]},
    conf=conf(SESSION, """
	username_field = email
	columns = { country }
	required_columns = { country }
""", """
user {
	table = accounts_user
	id_type = uuid
	username = email
	first_name = ""
	last_name = ""
	date_joined = ""
	cascade = {
		"accounts_user_groups.user_id",
		"accounts_user_user_permissions.user_id",
		"django_admin_log.user_id"
	}
}
column "country" { table = user length = 2 }
column "language" { table = user length = 8 initial = en }
column "motto" { table = user length = 40 }
column "phone" { table = user length = 20 }
column "created" { table = user type = datetime initial = now }
"""))

# Access and refresh tokens are all that it has, and nothing of them is kept.
BARE = Users(
    table="auth_user",
    username_field="username",
    given={},
    settings={
        "LACKS": ["django.contrib.admin", "django.contrib.messages",
                  "django.contrib.sessions", "rest_framework.authtoken",
                  "rest_framework_simplejwt.token_blacklist"],
        "MIDDLEWARE": ["django.middleware.common.CommonMiddleware"],
        "DJOSER": {"TOKEN_MODEL": None, "CREATE_SESSION_ON_LOGIN": False},
        # Newer simplejwts answer 500 where they rotate without tables.
        "SIMPLE_JWT": {"ROTATE_REFRESH_TOKENS": False},
        "REST_FRAMEWORK": {"DEFAULT_AUTHENTICATION_CLASSES": [
            "rest_framework_simplejwt.authentication.JWTAuthentication"]}},
    conf=conf("token_model = none\n", others="""
database {
	token_table = portress_token
	outstanding_table = portress_outstandingtoken
	blacklist_table = portress_blacklistedtoken
	session_table = portress_session
}
"""),
    lacks=frozenset({TOKENS, SESSIONS, BLACKLIST}))
