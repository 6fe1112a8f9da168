"""CREATE_SESSION_ON_LOGIN, behind Django's SessionMiddleware."""

from fixture import ADA, BOB, FRESH, GOOD
from vocabulary import delete, get, group, marked, post, story

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


GROUPS = [
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
