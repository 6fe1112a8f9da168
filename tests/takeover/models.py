"""The sites that are moved: what Django is told of each, and what Portress."""

from credentials import Users

TOP = """
hasher = pbkdf2_sha256
pbkdf2_rounds = 1000
"""
# Where Portress is more careful than Djoser, a Django beside it would miss
# what it is used to: the first two.
DJOSER = """
	mailed_link_format = django
	activate_any_inactive = true
	send_activation_email = true
	access_token_lifetime = 1800
	refresh_token_lifetime = 1209600
	rotate_refresh_tokens = true
	blacklist_after_rotation = true
	auth_token_classes = { AccessToken, SlidingToken }
"""
SESSION = "create_session_on_login = true\n"
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
    settings={},
    conf=conf(SESSION))
