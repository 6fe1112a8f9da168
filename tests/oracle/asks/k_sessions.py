"""CREATE_SESSION_ON_LOGIN, behind Django's SessionMiddleware."""

from fixture import ADA, BOB, BOSS, FRESH, GOOD
from vocabulary import (ask, delete, get, group, marked, patch, post, put,
                        story)

MIDDLEWARE = ["django.contrib.sessions.middleware.SessionMiddleware",
              "django.middleware.common.CommonMiddleware"]
OWN = {"Cookie": "<cookie>"}
# Of no session.
COOKIES = (None, "", "sessionid=" + "x" * 32, "other=1", "sessionid",
           "a; sessionid=" + "x" * 40, "sessionid=\"" + "x" * 32 + "\"")
SHORT = ("sessionid=", "sessionid=abc", "sessionid=abcdefg")


def login(account, cookie=None, password=GOOD):
    return post("token/login/", {"username": account.username,
                                 "password": password},
                headers=sent(cookie))


def change(who, cookie=None, current=GOOD):
    return post("users/set_password/", {
        "current_password": current, "new_password": FRESH}, who=who,
        headers=sent(cookie))


def sent(cookie):
    return None if cookie is None else {"Cookie": cookie}


def used(cookie):
    yield login(ADA, cookie)
    yield post("token/logout/", who="ada", headers=sent(cookie))
    yield delete("users/me/", {"current_password": GOOD}, who="ada",
                 headers=sent(cookie))


def unused(cookie):
    """Statuses, and what has nothing to do with the cookie."""
    yield 400, login(ADA, cookie, "wrong")
    yield 401, post("token/logout/", headers=sent(cookie))
    yield 400, change("ada", cookie, "wrong")
    yield 204, delete("users/2/", {"current_password": GOOD}, who="boss",
                      headers=sent(cookie))
    yield 200, post("jwt/create/", {"username": "ada", "password": GOOD},
                    headers=sent(cookie))


STORIES = (
    story("sign in twice, sign out",
          login(ADA), get("users/me/", headers=OWN), login(ADA, "<cookie>"),
          post("token/logout/", who="ada", headers=OWN),
          login(ADA, "<cookie>")),
    story("two in one browser",
          login(ADA), login(BOB, "<cookie>"),
          post("token/logout/", who="ada", headers=OWN),
          post("token/logout/", who="bob", headers=OWN)),
    story("another password",
          login(ADA), change("ada", "<cookie>"),
          login(ADA, "<cookie>", FRESH)),
    story("another password by JWT",
          login(ADA), change("ada jwt", "<cookie>"),
          post("token/logout/", who="ada jwt", headers=OWN)),
    story("another password from elsewhere",
          login(ADA), post("users/reset_password/", {"email": ADA.email},
                           mailed=True),
          post("users/reset_password_confirm/", {
              "uid": "<uid>", "token": "<token>", "new_password": FRESH},
              headers=OWN),
          login(ADA, "<cookie>", FRESH)),
    story("no account any more",
          login(ADA), delete("users/me/", {"current_password": GOOD},
                             who="ada", headers=OWN)),
)
MADE = marked("no session out of nothing", 204, 204,
              [change("ada", cookie) for cookie in COOKIES])
ENDED = [marked("a cookie that cannot be a session's", status, status, one)
         for cookie in SHORT for status, one in unused(cookie)]


def sessions(**settings):
    return {"MIDDLEWARE": MIDDLEWARE,
            "DJOSER": {"CREATE_SESSION_ON_LOGIN": True, **settings}}


# SessionAuthentication: what is let in by the cookie of the last sign-in.
TOKEN = "abcdefghijklmnopqrstuvwxyz012345"
SHOWN = {"Cookie": f"csrftoken={TOKEN}; <cookie>", "X-CSRFToken": TOKEN}
HALF = {"Cookie": f"csrftoken={TOKEN}; <cookie>"}
CLASSES = "rest_framework.authentication."


def lets_in(headers=HALF, **more):
    yield get("users/me/", headers=headers, **more)
    yield get("users/", headers=headers, **more)
    yield get("users/2/", headers=headers, **more)
    yield ask("OPTIONS", "users/", headers=headers, **more)


def changes(headers, **more):
    """Nothing that ends the session."""
    yield put("users/me/", {"email": "x@example.com"}, headers=headers, **more)
    yield patch("users/me/", {"email": "x"}, headers=headers, **more)
    yield post("users/set_username/", {
        "current_password": "wrong", "new_username": "x"}, headers=headers,
        **more)
    yield post("users/set_password/", {
        "current_password": "wrong", "new_password": FRESH}, headers=headers,
        **more)
    yield delete("users/me/", {"current_password": "wrong"}, headers=headers,
                 **more)


def anybodys(headers, **more):
    yield post("users/", {"username": "new", "password": GOOD},
               headers=headers, **more)
    yield post("users/reset_password/", {"email": BOB.email},
               headers=headers, **more)
    yield post("users/reset_password_confirm/", {}, headers=headers, **more)
    yield post("token/login/", {}, headers=headers, **more)


LET_IN = (
    story("it lets in", login(ADA), *lets_in(), *lets_in(SHOWN)),
    story("it changes something", login(ADA), *changes(SHOWN)),
    story("without proof it does not", login(ADA), *changes(OWN),
          *changes(HALF), *changes({**OWN, "X-CSRFToken": TOKEN})),
    story("the token comes along", login(ADA), get(
        "users/me/", headers=OWN,
        differs=("the CSRF token of a session", 200, 200))),
    story("without proof anybody may do what anybody may", login(ADA),
          post("users/", {"username": "new", "password": GOOD}, headers=OWN,
               differs=("a session without its CSRF token", 403, 201)),
          post("token/login/", {}, headers=OWN,
               differs=("a session without its CSRF token", 403, 400))),
    story("it signs out", login(ADA),
          post("token/logout/", headers=OWN),
          post("token/logout/", headers=SHOWN), *lets_in()),
    story("it goes on with another password", login(ADA),
          post("users/set_password/", {
              "current_password": GOOD, "new_password": FRESH},
              headers=SHOWN), *lets_in()),
    story("it ends with the account", login(ADA),
          delete("users/me/", {"current_password": GOOD}, headers=SHOWN),
          *lets_in(SHOWN)),
    story("beside another's key", login(ADA), *lets_in(who="bob"),
          *lets_in(who="bob jwt"),
          *changes(SHOWN, who="bob")),
    story("beside a bad key", login(ADA), *lets_in(auth="Token x"),
          *changes(SHOWN, auth="Token x")),
    story("what anybody may do", login(ADA), *anybodys(SHOWN)),
    story("of staff", login(BOSS), *lets_in(),
          patch("users/2/", {"email": "x@example.com"}, headers=SHOWN)),
)
OUTSIDE = [one for cookie in COOKIES for one in (
    *lets_in(sent(cookie)), *changes(sent(cookie)), *anybodys(sent(cookie)))]


def by_session(*classes, **settings):
    """Django's own middleware, and these classes of DRF."""
    return {**sessions(**settings), "MIDDLEWARE": [
        *MIDDLEWARE, "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware"],
        "REST_FRAMEWORK": {"DEFAULT_AUTHENTICATION_CLASSES": [
            CLASSES + one for one in classes]}}


GROUPS = [
    group("sessions, let in first", LET_IN, OUTSIDE, **by_session(
        "SessionAuthentication", "TokenAuthentication")),
    group("sessions, let in last", LET_IN, OUTSIDE, **by_session(
        "TokenAuthentication", "SessionAuthentication")),
    group("sessions, let in alone", LET_IN, OUTSIDE, **by_session(
        "SessionAuthentication")),
    group("sessions", [used(cookie) for cookie in COOKIES + SHORT],
          [one for cookie in COOKIES for _, one in unused(cookie)],
          STORIES, MADE, ENDED, **sessions()),
    group("sessions, logout at set_password", STORIES,
          [change("ada", cookie) for cookie in COOKIES + SHORT],
          **sessions(LOGOUT_ON_PASSWORD_CHANGE=True)),
    group("sessions, without tokens", [
        post("token/logout/", who="ada jwt", headers={"Cookie": cookie})
        for cookie in COOKIES[1:] + SHORT], **sessions(TOKEN_MODEL=None)),
]
