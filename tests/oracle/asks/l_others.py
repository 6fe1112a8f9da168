"""Links by their age, and settings under which URLs change."""

from asks.g_stories import (FRESH, KEY, NEW, create, everybody,
                            me, rename)
from asks.h_settings import TOUR
from fixture import AGES, GOOD
from vocabulary import ask, delete, get, group, options, patch, post, story


LATER = "links from the future"


def aged():
    """A token of each age, for each use; base64 of 1 is MQ, of 4 NA."""
    for name in AGES:
        link = {"uid": "MQ", "token": f"<{name}>"}
        uses = (post("users/activation/", link),
                post("users/reset_password_confirm/",
                     {**link, "new_password": FRESH}),
                post("users/reset_username_confirm/",
                     {**link, "new_username": "other"}))
        if name == "later token":
            yield [one._replace(differs=(LATER, theirs, 400))
                   for theirs, one in zip((403, 204, 204), uses)]
        else:
            yield story(name, *uses, everybody())
    yield story("spellings",
                *(post("users/activation/", {"uid": uid, "token": token})
                  for uid, token in (
                      ("NA", "<token of ina>x"), ("NA", "0<token of ina>"),
                      ("NA", "<token of ina>-"), ("NA", "-<token of ina>"),
                      ("NA", "-"), ("NA", "a-b-c"), ("NA", "x" * 40),
                      ("NA", "zzzzzzzzzzzzzz-" + "0" * 32),
                      ("NA", "0-" + "0" * 32), ("NA", "\u00e9-\u00e9"),
                      ("MQ", "<token of ina>"), ("Mg", "<token of ina>"),
                      ("NA", "<fresh token>"), ("NA", "<token of ina>"),
                      ("NA", "<token of ina>"))))


NO_TOKENS = "token_model none"
WITHOUT_TOKENS = (
    *(post("token/login/", body, differs=(NO_TOKENS, theirs, 404))
      for body, theirs in (({"username": "ada", "password": GOOD}, 500),
                           ({"username": "ada", "password": "x"}, 400),
                           ({}, 400))),
    options("token/login/", who="ada", differs=(NO_TOKENS, 200, 404)),
    story("signing out", post("token/logout/", who="ada"),
          get("users/me/", who="ada"), post("token/logout/"),
          options("token/logout/", who="ada")),
    story("another password", post("users/set_password/", {
        "new_password": FRESH, "current_password": GOOD}, who="ada"),
        get("users/me/", who="ada")),
    story("away", delete("users/me/", {"current_password": GOOD}, who="ada"),
          get("users/me/", who="ada")),
    create(), me("Token x"),
)

BESIDE = "login_field beside username_field"
BY_ADDRESS = (
    *(post("token/login/", {name: value, "password": GOOD})
      for name in ("email", "username")
      for value in ("ada", "nobody", "")),
    post("token/login/", {}), post("token/login/", {"email": "ada"}),
    create(), create("ada@example.com"), post("jwt/create/", {"email": "ada"}),
    *(get(path, who=who) for who in ("ada", "boss")
      for path in ("users/", "users/me/", "users/1/", "users/2/")),
    patch("users/me/", {"email": "x@y.de", "username": "x"}, who="ada"),
    options("users/", who="ada"), options("users/1/", who="ada"),
    post("users/set_email/", {}, who="ada"),
    # There it is the account's address that is asked for and set, if at all.
    post("users/set_username/", {}, who="ada", differs=(BESIDE, 400, 400)),
    *(post("users/set_username/", {name: value, "current_password": GOOD},
           who="ada", differs=(BESIDE, theirs, ours))
      for name, value, theirs, ours in (
          ("new_username", "x", 500, 400), ("new_email", "other", 400, 204),
          ("new_email", "a@b.de", 500, 204))),
    post("users/", NEW, differs=(BESIDE, 500, 201)),
    post("users/", {}, differs=(BESIDE, 400, 400)),
    post("users/", {"email": "ada", "password": GOOD},
         differs=(BESIDE, 400, 400)),
    post("users/reset_username_confirm/", {}, differs=(BESIDE, 400, 400)),
    post("users/reset_username_confirm/", {
        "new_email": "x", "uid": "MQ", "token": "a-b"},
        differs=(BESIDE, 400, 400)),
)

BY_NAME = (
    *(ask(method, f"users/{name}/", body, who=who)
      for who in ("ada", "boss")
      for name in ("ada", "bob", "1", "2", "nobody", "ADA", "zo%C3%AB", "a.b",
                   "me", "activation")
      for method, body in (("GET", {}), ("PATCH", {"email": "x@y.de"}),
                           ("DELETE", {"current_password": "x"}))),
    get("users/", who="boss"), get("users/me/", who="ada"),
    post("users/", NEW), options("users/ada/", who="ada"),
    options("users/", who="ada"), patch("users/me/", {}, who="ada"),
    story("another name", rename("other"), get("users/other/", who="ada"),
          get("users/ada/", who="ada")),
)

GROUPS = [
    group("others: links by age", aged()),
    group("others: links by age, a minute", aged(),
          PASSWORD_RESET_TIMEOUT=60),
    group("others: links by age, a week", aged(),
          PASSWORD_RESET_TIMEOUT=604800),
    group("others: no tokens", WITHOUT_TOKENS, DJOSER={"TOKEN_MODEL": None}),
    group("others: no tokens, logout", WITHOUT_TOKENS, DJOSER={
        "TOKEN_MODEL": None, "LOGOUT_ON_PASSWORD_CHANGE": True}),
    group("others: LOGIN_FIELD", BY_ADDRESS, DJOSER={"LOGIN_FIELD": "email"}),
    group("others: USER_ID_FIELD", BY_NAME, DJOSER={
        "USER_ID_FIELD": "username"}),
    group("others: USER_ID_FIELD pk", TOUR, DJOSER={"USER_ID_FIELD": "pk"}),
]
