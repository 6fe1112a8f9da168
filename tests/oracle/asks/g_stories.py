"""Conversations of several steps."""

from fixture import (ADA, BOB, BOSS, FRESH, GHOST, GOOD, INA,
                     MUTE, POOR, ROOT, TWIN, ZOE)
from vocabulary import (delete, get, group, options, patch, post, put, story)

NEW = {"username": "newcomer", "email": "newcomer@example.com",
       "password": GOOD}
LINK = {"uid": "<uid>", "token": "<token>"}
LINK2 = {"uid": "<uid2>", "token": "<token2>"}
ACTIVATION = {"SEND_ACTIVATION_EMAIL": True}
KEY = "Token <key>"
BEARER = "Bearer <access>"


def login(name="ada", password=GOOD, **more):
    return post("token/login/", {"username": name, "password": password},
                **{"take": {"key": "auth_token"}, **more})


def create(name="ada", password=GOOD, **more):
    return post("jwt/create/", {"username": name, "password": password},
                **{"take": {"access": "access", "refresh": "refresh"},
                   **more})


def forgotten(account=ADA, **more):
    return post("users/reset_password/", {"email": account.email},
                **{"mailed": True, **more})


def confirm(link=LINK, password=FRESH, differs=None, **more):
    return post("users/reset_password_confirm/",
                {**link, "new_password": password, **more}, differs=differs)


def forgotten_name(account=ADA, **more):
    return post("users/reset_username/", {"email": account.email},
                **{"mailed": True, **more})


def confirm_name(link=LINK, name="other", **more):
    return post("users/reset_username_confirm/",
                {**link, "new_username": name, **more})


def activate(link=LINK):
    return post("users/activation/", link)


def me(who):
    return get("users/me/", auth=who)


def everybody(who="boss"):
    """What an account looks like to others: the stories' last step."""
    return get("users/", who=who)


# --- whoever comes and goes -------------------------------------------------

LIFE = (
    story("signing up, in, out and away",
          post("users/", NEW, take={"id": "id"}), login("newcomer"),
          me(KEY), get("users/<id>/", auth=KEY), get("users/", auth=KEY),
          patch("users/me/", {"email": "else@example.com"}, auth=KEY),
          me(KEY), post("token/logout/", auth=KEY), me(KEY),
          login("newcomer"),
          delete("users/me/", {"current_password": "wrong"}, auth=KEY),
          me(KEY), delete("users/me/", {"current_password": GOOD}, auth=KEY),
          me(KEY), login("newcomer"), everybody()),
    story("the same by JWT",
          post("users/", NEW, take={"id": "id"}), create("newcomer"),
          me(BEARER), get("users/<id>/", auth=BEARER),
          put("users/<id>/", {"email": "x@example.com"}, auth=BEARER),
          post("token/logout/", auth=BEARER), me(BEARER),
          post("jwt/verify/", {"token": "<access>"}),
          post("jwt/refresh/", {"refresh": "<refresh>"},
               take={"access": "access"}), me(BEARER),
          delete("users/<id>/", {"current_password": GOOD}, auth=BEARER),
          me(BEARER), post("jwt/verify/", {"token": "<access>"}),
          create("newcomer")),
    story("a name twice",
          post("users/", NEW), post("users/", NEW),
          post("users/", {**NEW, "username": "NewComer"}),
          post("users/", {**NEW, "username": " newcomer "}),
          post("users/", {**NEW, "username": "newcomer2"}), everybody()),
    story("a name given free",
          post("users/", NEW), login("newcomer"),
          delete("users/me/", {"current_password": GOOD}, auth=KEY),
          post("users/", NEW), everybody()),
    story("an address twice",
          post("users/", {**NEW, "email": ADA.email}),
          patch("users/me/", {"email": BOB.email}, who="boss"), everybody()),
    story("numbers for texts",
          post("users/", {"username": 4711, "password": 98765432109,
                          "email": ""}),
          post("users/", {"username": 4711, "password": "4 grey doves"}),
          login("4711", "4 grey doves"), login(4711, "4 grey doves"),
          create(4711, "4 grey doves"), me(KEY)),
    story("blanks around",
          post("users/", {"username": "  newcomer\t",
                          "password": f"  {GOOD} ",
                          "email": " newcomer@example.com\n"}),
          login("newcomer", GOOD), login(" newcomer ", f" {GOOD}  "),
          create("newcomer\n", f"\t{GOOD}"), me(KEY)),
    story("a name in Unicode",
          post("users/", {"username": "e\u0301te\u0301", "password": GOOD}),
          post("users/", {"username": "\u00e9t\u00e9", "password": GOOD}),
          post("users/", {"username": "\ufb01n", "password": GOOD}),
          login("fin"), login("\ufb01n"), login("FIN"), create("\ufb01n"),
          post("users/", {"username": "fin", "password": GOOD}),
          everybody()),
    story("a password in Unicode",
          post("users/", {"username": "newcomer", "password":
                          "pa\u0308ssword \u212b \ufb01ve \U0001f600"}),
          login("newcomer", "pa\u0308ssword \u212b \ufb01ve \U0001f600"),
          login("newcomer", "p\u00e4ssword \u00c5 five \U0001f600"),
          login("newcomer", "pa\u0308ssword \u212b \ufb01ve")),
    story("no address",
          post("users/", {"username": "newcomer", "password": GOOD}),
          post("users/reset_password/", {"email": ""}),
          login("newcomer"), patch("users/me/", {"email": ""}, auth=KEY),
          patch("users/me/", {"email": None}, auth=KEY),
          patch("users/me/", {"email": "x@y.de"}, auth=KEY),
          put("users/me/", {"email": ""}, auth=KEY), me(KEY)),
    story("what cannot be set",
          patch("users/me/", {"username": "x", "id": 7, "is_staff": True,
                              "is_superuser": True, "is_active": False,
                              "password": "x", "last_login": None,
                              "first_name": "A"}, who="ada"),
          put("users/1/", {"username": "x", "id": 2, "is_staff": 1},
              who="ada"),
          post("users/", {**NEW, "id": 1, "is_staff": True,
                          "is_superuser": True, "is_active": False,
                          "first_name": "N"}),
          login("newcomer"), me(KEY), login(), everybody()),
)

# --- two against each other -------------------------------------------------

OTHERS = (
    *(story(f"{who} and others",
            get("users/", who=who), get("users/me/", who=who),
            *(one for number in (1, 2, 3, 4, 5, 12, 999) for one in (
                get(f"users/{number}/", who=who),
                patch(f"users/{number}/", {"email": f"n{number}@b.de"},
                      who=who),
                put(f"users/{number}/", {}, who=who),
                patch(f"users/{number}/", {"email": "bad"}, who=who),
                options(f"users/{number}/", who=who),
                delete(f"users/{number}/", {}, who=who),
                delete(f"users/{number}/", {"current_password": "wrong"},
                       who=who))),
            delete("users/2/", {"current_password": GOOD}, who=who),
            get("users/2/", who=who), get("users/me/", who="bob"),
            get("users/", who="boss"))
      for who in ("ada", "boss", "root", "mute", "ada jwt", "boss jwt")),
    story("staff away themselves",
          delete("users/3/", {"current_password": GOOD}, who="boss"),
          get("users/", who="boss"), get("users/", who="ada")),
    story("staff change whoever is inactive",
          patch("users/4/", {"email": "other@example.com"}, who="boss"),
          patch("users/4/", {}, who="boss"),
          patch("users/12/", {"email": "chef@b.de"}, who="boss"),
          patch("users/11/", {"email": "gh@b.de"}, who="boss"),
          everybody()),
    story("the other's key",
          login("ada"), login("bob", take={"bob": "auth_token"}),
          me(KEY), me("Token <bob>"), post("token/logout/", auth=KEY),
          me(KEY), me("Token <bob>"), login("ada"), me(KEY)),
    story("the same key each time",
          login(), login(take={"again": "auth_token"}), me("Token <again>"),
          post("token/logout/", auth=KEY), login(), me(KEY),
          login("poor", take={"poor": "auth_token"}),
          login("poor", take={"poorer": "auth_token"}), me("Token <poor>"),
          me("Token <poorer>"), post("token/logout/", auth="Token <poor>"),
          me("Token <poorer>")),
)

# --- signing in -------------------------------------------------------------

SIGN_IN = (
    story("who may sign in",
          *(one for account in (ADA, BOB, BOSS, INA, MUTE, POOR, TWIN, ROOT,
                                ZOE, GHOST)
            for one in (login(account.username), create(account.username),
                        login(account.username, "wrong"),
                        create(account.username, "wrong"),
                        login(account.username.upper()),
                        create(account.username.upper()),
                        login(account.email), create(account.email)))),
    story("nobody", login("nobody"), create("nobody"), login("", ""),
          create("", ""), login("ada", "!" + "x" * 40),
          login("mute", "!" + "x" * 40), login("mute", "!"), login("mute", "")),
    story("keys of a JWT", create(), post("jwt/verify/", {"token": "<access>"}),
          post("jwt/verify/", {"token": "<refresh>"}),
          post("jwt/refresh/", {"refresh": "<access>"}),
          me("Bearer <refresh>"), me("Bearer <access>x"),
          post("jwt/refresh/", {"refresh": "<refresh>"},
               take={"second": "access"}),
          post("jwt/refresh/", {"refresh": "<refresh>"}),
          me("Bearer <second>"), me("JWT <second>"), me("Token <second>")),
)

# --- passwords --------------------------------------------------------------

PASSWORDS = (
    story("another password",
          login(), create(),
          post("users/set_password/", {"new_password": FRESH,
                                       "current_password": "wrong"},
               auth=KEY),
          post("users/set_password/", {"new_password": "short",
                                       "current_password": GOOD}, auth=KEY),
          post("users/set_password/", {"new_password": FRESH,
                                       "current_password": GOOD}, auth=KEY),
          me(KEY), me(BEARER), login(password=GOOD), login(password=FRESH),
          create(password=FRESH), me(KEY),
          post("jwt/refresh/", {"refresh": "<refresh>"})),
    story("the same password again",
          post("users/set_password/", {"new_password": GOOD,
                                       "current_password": GOOD}, who="ada"),
          login(), login("bob")),
    story("a password with blanks",
          post("users/set_password/", {"new_password": f" {FRESH} ",
                                       "current_password": f" {GOOD} "},
               who="ada"), login(password=FRESH)),
    story("of somebody without one",
          post("users/set_password/", {"new_password": FRESH,
                                       "current_password": ""}, who="mute"),
          post("users/set_password/", {"new_password": FRESH,
                                       "current_password": "!"}, who="mute"),
          post("users/set_password/", {"new_password": FRESH}, who="mute"),
          delete("users/me/", {"current_password": "!"}, who="mute"),
          post("users/set_username/", {"new_username": "x",
                                       "current_password": "x"}, who="mute")),
    story("forgotten",
          login(), create(), forgotten(), confirm(password="short"),
          confirm(), me(KEY), me(BEARER), login(password=GOOD),
          login(password=FRESH), confirm(), confirm(password="a third one")),
    story("forgotten twice",
          forgotten(), forgotten(mailed="2"), confirm(LINK2),
          confirm(LINK, "a third one"), login(password=FRESH)),
    story("forgotten, then remembered", forgotten(), login(), confirm(),
          login(), login(password=FRESH)),
    story("forgotten, then remembered by JWT", forgotten(), create(),
          confirm(), create(), create(password=FRESH)),
    story("forgotten, then changed", forgotten(),
          post("users/set_password/", {"new_password": FRESH,
                                       "current_password": GOOD}, who="ada"),
          confirm(password="a third one"), login(password=FRESH)),
    story("forgotten, then another address", forgotten(),
          patch("users/me/", {"email": "else@example.com"}, who="ada"),
          confirm(), forgotten(), post("users/reset_password/",
                                       {"email": "else@example.com"},
                                       mailed=True), confirm()),
    story("forgotten, then another name", forgotten(),
          post("users/set_username/", {"new_username": "other",
                                       "current_password": GOOD}, who="ada"),
          confirm(), login("other", FRESH)),
    story("forgotten, then away", forgotten(),
          delete("users/me/", {"current_password": GOOD}, who="ada"),
          confirm()),
    story("somebody else's link", forgotten(), forgotten(BOB, mailed="2"),
          confirm({"uid": "<uid>", "token": "<token2>"}),
          confirm({"uid": "<uid2>", "token": "<token>"}),
          confirm({"uid": "<uid>", "token": "<token>x"}),
          confirm({"uid": "<uid>", "token": "x<token>"}),
          confirm({"uid": "<uid>", "token": " <token> "}),
          login(password=FRESH)),
    *(confirm({"uid": uid, "token": "<fresh token>"}) for uid in (
        "", "=", "1", "mq", "MS4w", "LTE", "////", "____", "A", "AA",
        "\u00e9", "MQ\u00e9", "OTk5", "MjE0NzQ4MzY0OA", " MQ ",
        "OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5", "YQ", "_w", "MA", "%4DQ", "MQ",
        "MQ==")),
    # Names of account 1 to Python, but not to us.
    *(confirm({"uid": uid, "token": "<fresh token>"}, differs=(
        "one id, one text", 204, 400)) for uid in (
            "MDE", "IDE", "MSA", "KzE", "MQ=", "MQ===", "MQ\n", "MR", "2aE",
            "M Q")),
    story("who gets a mail",
          *(one for account in (ADA, BOB, BOSS, INA, MUTE, ROOT, ZOE, GHOST)
            for one in (forgotten(account), forgotten_name(account),
                        post("users/resend_activation/",
                             {"email": account.email}))),
          *(post(f"users/reset_{what}/", {"email": email})
            for what in ("password", "username")
            for email in ("ADA@EXAMPLE.COM", "ada@EXAMPLE.com",
                          " ada@example.com ", "nobody@example.com",
                          "ad\u00e1@example.com", "zo\u00eb.m@example.com",
                          "bad", "x" * 250 + "@b.de"))),
    story("an inactive account's link", forgotten(INA), confirm(),
          forgotten_name(INA), confirm_name(), activate()),
    story("no password but a link", forgotten(MUTE), confirm()),
    story("a reset of the password signs nobody up",
          forgotten(), confirm(password="12345678"),
          confirm(password=FRESH, re_new_password="ignored"),
          login(password=FRESH)),
)

# --- user names -------------------------------------------------------------


def rename(name, password=GOOD, **more):
    return post("users/set_username/", {"new_username": name,
                                        "current_password": password},
                **{"who": "ada", **more})


NAMES = (
    story("another name", rename("other", "wrong"), rename("a b"),
          rename("bob"), rename("BOB"), rename("ada"), rename("Ada"),
          rename("other"), login(), login("other"), me(KEY),
          rename("ada"), login("ada"), everybody()),
    # Without a login: Django's links hold for the second of the last one.
    story("a forgotten name", everybody(), forgotten_name(),
          confirm_name(name="bob"),
          confirm_name(name="a b"), confirm_name(name="ada"),
          confirm_name(), me(KEY), login("ada"),
          confirm_name(name="third"), login("third"), everybody()),
    story("a name twice forgotten", forgotten_name(), forgotten_name(mailed="2"),
          confirm_name(LINK2), confirm_name(LINK, "third"), everybody()),
    story("half a link", forgotten_name(),
          post("users/reset_username_confirm/", {"new_username": "x"}),
          post("users/reset_username_confirm/", {"new_username": "x",
                                                 "uid": "<uid>"}),
          post("users/reset_username_confirm/", {"new_username": "x",
                                                 "token": "<token>"}),
          post("users/reset_username_confirm/", LINK),
          post("users/reset_username_confirm/", {**LINK, "new_username": ""}),
          post("users/reset_username_confirm/", form={
              **LINK, "new_username": "of a form"}),
          post("users/reset_username_confirm/", form={
              **LINK, "new_username": "of_a_form"}), everybody()),
    story("a link serves all", forgotten(), confirm_name(), confirm(),
          forgotten_name(), confirm(), activate(), login(password=FRESH)),
    story("staff forget theirs", forgotten_name(BOSS), confirm_name(),
          get("users/me/", who="boss")),
)

# --- activation -------------------------------------------------------------


def again(email, **more):
    return post("users/resend_activation/", {"email": email}, **more)


ACTIVATED = (
    story("to be activated", post("users/", NEW, mailed=True),
          login("newcomer"), create("newcomer"), forgotten(
              ADA._replace(email=NEW["email"]), mailed=None),
          activate(), activate(), login("newcomer"), activate(), me(KEY),
          everybody()),
    story("to be activated, by JWT", post("users/", NEW, mailed=True),
          activate(), create("newcomer"), activate(), me(BEARER)),
    story("mailed again", post("users/", NEW, mailed=True),
          again(NEW["email"], mailed="2"), activate(LINK2), activate(LINK),
          again(NEW["email"]), again("nobody@example.com"),
          again(ADA.email), again(MUTE.email), again(GHOST.email),
          again(INA.email, mailed=True), activate(),
          get("users/me/", who="ina")),
    story("no address to mail to",
          post("users/", {"username": "newcomer", "password": GOOD}),
          login("newcomer"), again(""), everybody()),
    story("another address", login(), create(),
          patch("users/me/", {"email": "else@example.com"}, auth=KEY,
                mailed=True), me(KEY), me(BEARER), login(), create(),
          post("jwt/refresh/", {"refresh": "<refresh>"}),
          forgotten(ADA._replace(email="else@example.com"), mailed=None),
          activate(), me(KEY), login(), everybody()),
    story("the same address", patch("users/me/", {"email": ADA.email},
                                    who="ada"),
          patch("users/me/", {}, who="ada"), put("users/me/", {}, who="ada"),
          patch("users/me/", {"email": ADA.email.upper()}, who="ada"),
          get("users/me/", who="ada")),
    story("staff and another's address",
          patch("users/2/", {"email": "else@example.com"}, who="boss",
                mailed=True), get("users/me/", who="bob"), activate(),
          get("users/me/", who="bob"),
          put("users/3/", {"email": "boss2@example.com"}, who="boss",
              mailed=True), get("users/", who="boss"), activate(),
          get("users/", who="boss")),
    story("staff and the inactive", patch("users/4/", {}, who="boss",
                                          mailed=True), activate(),
          get("users/me/", who="ina"),
          patch("users/12/", {"email": "new@b.de"}, who="boss")),
    story("somebody else's activation", post("users/", NEW, mailed=True),
          again(INA.email, mailed="2"),
          activate({"uid": "<uid>", "token": "<token2>"}),
          activate({"uid": "<uid2>", "token": "<token>"}),
          activate({"uid": "MQ", "token": "<token>"}),
          activate(),
          activate(LINK2), everybody()),
    story("an activation for all", post("users/", NEW, mailed=True),
          confirm(), activate(), login("newcomer", FRESH),
          login("newcomer")),
    story("an activation for a name", post("users/", NEW, mailed=True),
          confirm_name(), activate(), login("other"), login("newcomer"),
          everybody()),
    story("a new name while inactive", again(INA.email, mailed=True),
          confirm_name(), activate(), everybody()),
    story("a reset activates", forgotten(), patch(
        "users/me/", {"email": "else@example.com"}, who="ada"),
        activate(), get("users/me/", who="ada")),
    story("a blank address instead",
          patch("users/me/", {"email": ""}, who="ada"),
          get("users/me/", who="ada"), again(""), everybody()),
    story("refused changes",
          patch("users/me/", {"email": "bad"}, who="ada"),
          patch("users/2/", {"email": "x@y.de"}, who="ada"),
          get("users/me/", who="ada"), everybody()),
)

STORIES = (*LIFE, *OTHERS, *SIGN_IN, *PASSWORDS, *NAMES)

GROUPS = [
    group("stories", STORIES),
    group("stories: activation", STORIES, ACTIVATED, DJOSER=ACTIVATION),
]
