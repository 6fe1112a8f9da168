"""The same tour under each setting of Djoser and of DRF."""

from asks.d_values import validators
from asks.g_stories import (ACTIVATED, LIFE, NAMES, NEW, OTHERS, PASSWORDS,
                            forgotten)
from fixture import ADA, BOB, FRESH, GOOD, INA, MUTE, REFRESH
from vocabulary import (delete, get, group, options, patch, post, put, story)

BAD_LINK = {"uid": "MQ", "token": "a-b"}
CURRENT = {"current_password": GOOD}


def tour(who):
    """Every endpoint once or twice, as somebody or as nobody."""
    yield get("", who=who)
    yield get("users/", who=who)
    yield post("users/", {**NEW, "re_password": GOOD}, who=who)
    yield post("users/", NEW, who=who)
    yield put("users/", {}, who=who)
    yield options("users/", who=who)
    for path in "users/me/", "users/1/", "users/2/", "users/999/":
        yield get(path, who=who)
        yield put(path, {"email": "new@example.com"}, who=who)
        yield patch(path, {}, who=who)
        yield delete(path, {}, who=who)
        yield delete(path, CURRENT, who=who)
        if path != "users/me/":
            yield options(path, who=who)
    for path, body in (
            ("users/activation/", BAD_LINK), ("users/activation/", {}),
            ("users/resend_activation/", {"email": INA.email}),
            ("users/resend_activation/", {"email": ADA.email}),
            ("users/resend_activation/", {"email": "nobody@example.com"}),
            ("users/resend_activation/", {"email": "bad"}),
            ("users/set_password/", {"new_password": FRESH, **CURRENT}),
            ("users/set_password/", {"new_password": FRESH,
                                     "re_new_password": FRESH, **CURRENT}),
            ("users/set_password/", {"new_password": FRESH,
                                     "re_new_password": GOOD, **CURRENT}),
            ("users/set_password/", {}),
            ("users/reset_password/", {"email": ADA.email}),
            ("users/reset_password/", {"email": INA.email}),
            ("users/reset_password/", {"email": MUTE.email}),
            ("users/reset_password/", {"email": "nobody@example.com"}),
            ("users/reset_password/", {}),
            ("users/reset_password_confirm/",
             {**BAD_LINK, "new_password": FRESH, "re_new_password": FRESH}),
            ("users/reset_password_confirm/", {}),
            ("users/set_username/", {"new_username": "other", **CURRENT}),
            ("users/set_username/", {"new_username": "other",
                                     "re_new_username": "other", **CURRENT}),
            ("users/set_username/", {"new_username": "other",
                                     "re_new_username": "x", **CURRENT}),
            ("users/set_username/", {}),
            ("users/reset_username/", {"email": ADA.email}),
            ("users/reset_username/", {"email": INA.email}),
            ("users/reset_username/", {"email": "nobody@example.com"}),
            ("users/reset_username/", {}),
            ("users/reset_username_confirm/",
             {**BAD_LINK, "new_username": "x", "re_new_username": "x"}),
            ("users/reset_username_confirm/", {}),
            ("token/login/", {"username": "ada", "password": GOOD}),
            ("token/login/", {"username": "ada", "password": "wrong"}),
            ("token/login/", {}),
            ("token/logout/", {}),
            ("jwt/create/", {"username": "ada", "password": GOOD}),
            ("jwt/create/", {}),
            ("jwt/refresh/", {"refresh": REFRESH["ada"]}),
            ("jwt/verify/", {"token": REFRESH["ada"]})):
        yield post(path, body, who=who)
        yield get(path, who=who)
    yield options("users/set_password/", who=who)
    yield options("token/login/", who=who)
    yield options("token/logout/", who=who)
    yield options("jwt/create/", who=who)


TOUR = tuple(one for who in (None, "ada", "boss jwt") for one in tour(who))


def retyped(first, second, **more):
    """Both ways of changing a password and a name, typed twice."""
    yield post("users/set_password/", {
        "new_password": first, "re_new_password": second, **CURRENT},
        who="ada")
    yield post("users/set_username/", {
        "new_username": first, "re_new_username": second, **CURRENT},
        who="ada")
    yield post("users/", {"username": "newcomer", "password": first,
                          "re_password": second})


RETYPED = (
    *retyped("seven", "seven"), *retyped(FRESH, FRESH + " "),
    *retyped(FRESH, FRESH.upper()), *retyped("12345678", "1"),
    *retyped("e\u0301tudes-of-1900", "\u00e9tudes-of-1900"),
    *retyped(1234567890123, "1234567890123"), *retyped("x_y_z_a_b", "x_y_z_a_b"),
    story("retyped links",
          forgotten(),
          *(post("users/reset_password_confirm/", {
              "uid": "<uid>", "token": "<token>", "new_password": FRESH,
              **more}) for more in (
                  {}, {"re_new_password": "x"}, {"re_new_password": ""},
                  {"re_new_password": f" {FRESH}"})),
          post("users/reset_username/", {"email": BOB.email}, mailed=True),
          *(post("users/reset_username_confirm/", {
              "uid": "<uid>", "token": "<token>", "new_username": "other",
              **more}) for more in (
                  {}, {"re_new_username": "x"}, {"re_new_username": ""},
                  {"re_new_username": "Other"}, {"re_new_username": "other"}))),
)

# Name of the group, DJOSER, more requests.
DJOSER = (
    ("confirmation", {"SEND_CONFIRMATION_EMAIL": True}, LIFE),
    ("confirmation and activation", {"SEND_CONFIRMATION_EMAIL": True,
                                     "SEND_ACTIVATION_EMAIL": True},
     ACTIVATED),
    ("mails of changes", {"PASSWORD_CHANGED_EMAIL_CONFIRMATION": True,
                          "USERNAME_CHANGED_EMAIL_CONFIRMATION": True},
     PASSWORDS + NAMES),
    ("retype at sign-up", {"USER_CREATE_PASSWORD_RETYPE": True}, RETYPED),
    ("retype at set_password", {"SET_PASSWORD_RETYPE": True}, RETYPED),
    ("retype at reset_password", {"PASSWORD_RESET_CONFIRM_RETYPE": True},
     RETYPED),
    ("retype at set_username", {"SET_USERNAME_RETYPE": True}, RETYPED),
    ("retype at reset_username", {"USERNAME_RESET_CONFIRM_RETYPE": True},
     RETYPED),
    ("password: address not found",
     {"PASSWORD_RESET_SHOW_EMAIL_NOT_FOUND": True}, PASSWORDS),
    ("username: address not found",
     {"USERNAME_RESET_SHOW_EMAIL_NOT_FOUND": True}, PASSWORDS),
    ("address not found, and activation",
     {"PASSWORD_RESET_SHOW_EMAIL_NOT_FOUND": True,
      "SEND_ACTIVATION_EMAIL": True}, ACTIVATED),
    ("logout at set_password", {"LOGOUT_ON_PASSWORD_CHANGE": True},
     PASSWORDS),
    ("users shown", {"HIDE_USERS": False}, OTHERS),
    ("users shown, and activation", {"HIDE_USERS": False,
                                     "SEND_ACTIVATION_EMAIL": True},
     ACTIVATED),
    ("other links", {
        "ACTIVATION_URL": "#/activate/{uid}/{token}",
        "PASSWORD_RESET_CONFIRM_URL": "p?a=b#/{uid}/{token}",
        "USERNAME_RESET_CONFIRM_URL": "name-of/{uid}/{token}",
        "SEND_ACTIVATION_EMAIL": True}, ACTIVATED),
)

JWT = "rest_framework_simplejwt.authentication.JWTAuthentication"
TOKEN = "rest_framework.authentication.TokenAuthentication"


def authenticators(*classes):
    return {"DEFAULT_AUTHENTICATION_CLASSES": list(classes)}


def default_permissions():
    for name in ("AllowAny", "IsAuthenticated", "IsAdminUser",
                 "IsAuthenticatedOrReadOnly"):
        yield group(f"settings: root for {name}", [
            one for path in ("", ".json", "users/", "token/logout/")
            for who in (None, "ada", "boss", "ina", "ada jwt")
            for one in (get(path, who=who), post(path, {}, who=who),
                        options(path, who=who))], REST_FRAMEWORK={
                "DEFAULT_PERMISSION_CLASSES": [
                    f"rest_framework.permissions.{name}"]})


def credentials():
    for path in "users/me/", "users/", "token/logout/", "jwt/verify/":
        for who in (None, "ada", "nobody", "ina", "ada jwt", "ina jwt",
                    "nobody jwt", "expired jwt", "refresh as access"):
            yield get(path, who=who)
            yield post(path, {}, who=who)
        for auth in ("Token", "Token a b", "Bearer", "Bearer a b", "Bearer x",
                     "Basic x", "token x", "bearer x"):
            yield get(path, auth=auth)


GROUPS = [
    group("settings: none", TOUR, RETYPED),
    *(group(f"settings: {name}", TOUR, more, DJOSER=settings)
      for name, settings, more in DJOSER),
    group("settings: token first", TOUR, credentials(),
          REST_FRAMEWORK=authenticators(TOKEN, JWT)),
    group("settings: token only", TOUR, credentials(),
          REST_FRAMEWORK=authenticators(TOKEN)),
    group("settings: JWT only", TOUR, credentials(),
          REST_FRAMEWORK=authenticators(JWT)),
    *default_permissions(),
    group("settings: no validators", TOUR, **validators()),
]
