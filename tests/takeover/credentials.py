"""Everything that people hold of a site, how they get it and how they use it.

A site is the real Djoser or Portress: both are asked the same, over HTTP.

    person = Person(users, "ada")
    held = get(KINDS[0], person, site)      # at one site
    held.use(other)                         # honoured by another
"""

import re
from typing import Callable, NamedTuple, Optional

from harness import link
from people import FRESH, PASSWORD


TOKENS = "authtoken"
SESSIONS = "sessions"
BLACKLIST = "token_blacklist"


class Users(NamedTuple):
    """A model of users, as Django and as Portress are told of it."""

    table: str
    username_field: str
    given: dict             # what is given at sign-up besides
    settings: dict
    conf: str
    lacks: frozenset = frozenset()      # what kinds of credentials need

    @property
    def logins(self):
        """Where one signs in, and how that is refused."""
        if TOKENS in self.lacks:
            return {"jwt/create/": 401}
        return {"token/login/": 400, "jwt/create/": 401}


class Person:
    def __init__(self, users, name, password=PASSWORD):
        self.users = users
        self.given = users.given
        self.name = name
        self.email = f"{name}@example.com"
        self.password = password
        self.id = None

    @property
    def login_name(self):
        of_email = self.users.username_field == "email"
        return self.email if of_email else self.name

    @property
    def login(self):
        """What is sent beside the password."""
        return {self.users.username_field: self.login_name}

    def renamed(self):
        """Who it is under another name."""
        other = Person(self.users, "new-" + self.name, self.password)
        if self.users.username_field != "email":
            other.email = self.email
        other.id = self.id
        return other

    @property
    def shown(self):
        """By users/me/."""
        return {**self.given, "email": self.email, "id": self.id,
                **self.login}

    def become(self, other):
        self.name, self.email = other.name, other.email

    def path(self, pattern):
        return pattern.format(self.users.username_field)


def ask(site, status, method, path, body=None, **more):
    answer = site.call(method, path, body, **more)
    if answer.status != status:
        raise AssertionError(f"{method} {path} at {site}: "
                             f"{status} is expected, not {answer}")
    return answer


def mailed(site, person, status, path, body, method="POST", **more):
    """The answer, and the link of the mail that a request brings."""
    number = 1 + len(site.mails(person.email))
    answer = ask(site, status, method, path, body, **more)
    return answer, link(site.mail(person.email, number))


def confirm(site, status, path, held, **more):
    uid, token = held
    return ask(site, status, "POST", path,
               {"uid": uid, "token": token, **more})


# --- accounts ---------------------------------------------------------------

def sign_up(site, person):
    """The link that activates the account."""
    answer, held = mailed(site, person, 201, "users/", {
        **person.given, "email": person.email, **person.login,
        "password": person.password})
    person.id = answer.json["id"]
    return held


def enter(site, person):
    confirm(site, 204, "users/activation/", sign_up(site, person))
    return person.password


def sign_in(site, person, path="token/login/", status=200, password=None):
    return ask(site, status, "POST", path, {
        **person.login, "password": password or person.password})


def is_locked_out(site, person, password=None):
    for path, status in person.users.logins.items():
        sign_in(site, person, path, status, password)


def signs_in(site, person, password):
    person.password = password
    is_locked_out(site, person, "wrong")
    for path in person.users.logins:
        sign_in(site, person, path)
    return password


def alter(site, person, assignment):
    """As who administers the site does."""
    site.sql(f"UPDATE {person.users.table} SET {assignment} "
             f"WHERE email = '{person.email}'")


def loses_password(site, person):
    enter(site, person)
    alter(site, person, f"password = '!{'x' * 40}'")


def is_refused(site, person, held):
    is_locked_out(site, person)


# --- what is sent with a request --------------------------------------------

def is_known(site, person, **credential):
    shown = ask(site, 200, "GET", "users/me/", **credential).json
    if shown != person.shown:
        raise AssertionError(f"{person.shown} is expected, not {shown}")


def is_unknown(site, **credential):
    ask(site, 401, "GET", "users/me/", **credential)


def takes_token(site, person):
    enter(site, person)
    return sign_in(site, person).json["auth_token"]


def shows_token(site, person, held):
    is_known(site, person, token=f"Token {held}")
    again = sign_in(site, person).json["auth_token"]
    if again != held:
        raise AssertionError("there is another token")
    return held


def ends_token(site, person):
    held = takes_token(site, person)
    ask(site, 204, "POST", "token/logout/", token=f"Token {held}")
    return held


def is_switched_off(site, person):
    held = takes_token(site, person)
    alter(site, person, "is_active = 0")
    return held


def shows_token_in_vain(site, person, held):
    is_locked_out(site, person)
    return shows_ended_token(site, person, held)


def shows_ended_token(site, person, held):
    is_unknown(site, token=f"Token {held}")
    return held


def takes_access(site, person):
    enter(site, person)
    return sign_in(site, person, "jwt/create/").json["access"]


def shows_access(site, person, held):
    is_known(site, person, token=f"Bearer {held}")
    ask(site, 200, "POST", "jwt/verify/", {"token": held})
    return held


def takes_sliding(site, person):
    enter(site, person)
    return sign_in(site, person, "/sliding/jwt/create/").json["token"]


def slides(site, person, held):
    is_known(site, person, token=f"Bearer {held}")
    return ask(site, 200, "POST", "/sliding/jwt/refresh/",
               {"token": held}).json["token"]


# --- refresh tokens ---------------------------------------------------------

def refresh(site, held, status=200):
    return ask(site, status, "POST", "jwt/refresh/", {"refresh": held}).json


def takes_refresh(site, person):
    enter(site, person)
    return sign_in(site, person, "jwt/create/").json["refresh"]


def refreshes(site, person, held):
    pair = refresh(site, held)
    is_known(site, person, token=f"Bearer {pair['access']}")
    return pair.get("refresh", held)


def rotates(site, person):
    held = takes_refresh(site, person)
    refresh(site, held)
    return held


def takes_successor(site, person):
    return refresh(site, takes_refresh(site, person))["refresh"]


def blacklists(site, person):
    held = takes_refresh(site, person)
    ask(site, 200, "POST", "jwt/blacklist/", {"refresh": held})
    return held


def shows_ended_refresh(site, person, held):
    refresh(site, held, 401)
    ask(site, 401, "POST", "jwt/blacklist/", {"refresh": held})
    ask(site, 400, "POST", "jwt/verify/", {"token": held})
    return held


# --- mailed links -----------------------------------------------------------

def activates(site, person, held):
    is_locked_out(site, person)
    confirm(site, 204, "users/activation/", held)
    confirm(site, 403, "users/activation/", held)
    return signs_in(site, person, person.password)


def asks_for_activation_again(site, person):
    sign_up(site, person)
    return mailed(site, person, 204, "users/resend_activation/",
                  {"email": person.email})[1]


def asks_for_password(site, person):
    enter(site, person)
    return mailed(site, person, 204, "users/reset_password/",
                  {"email": person.email})[1]


def asks_for_password_later(site, person):
    """A link says when its owner signed in last."""
    signs_in(site, person, enter(site, person))
    return mailed(site, person, 204, "users/reset_password/",
                  {"email": person.email})[1]


def resets_password(site, person, held):
    path = "users/reset_password_confirm/"
    confirm(site, 204, path, held, new_password=FRESH)
    confirm(site, 400, path, held, new_password=PASSWORD)
    is_locked_out(site, person)
    return signs_in(site, person, FRESH)


def asks_for_username(site, person):
    enter(site, person)
    return mailed(site, person, 204, person.path("users/reset_{}/"),
                  {"email": person.email})[1]


def resets_username(site, person, held):
    path = person.path("users/reset_{}_confirm/")
    member = person.path("new_{}")
    other = person.renamed()
    confirm(site, 204, path, held, **{member: other.login_name})
    confirm(site, 400, path, held, **{member: "x" + other.login_name})
    is_locked_out(site, person)
    person.become(other)
    return signs_in(site, person, person.password)


# --- Django's sessions ------------------------------------------------------

def cookies_of(answer):
    return dict(re.match("([^=]+)=([^;]+)", one).groups()
                for one in answer.headers.get_all("Set-Cookie") or [])


def of_browser(cookies):
    """The headers that it sends."""
    return {"Cookie": "; ".join(map("=".join, cookies.items()))}


def of_page(cookies):
    """The headers that it sends when a script of the site's asks."""
    return {**of_browser(cookies), "X-CSRFToken": cookies["csrftoken"]}


def begins_session_with_token(site, person):
    enter(site, person)
    answer = sign_in(site, person)
    return f"Token {answer.json['auth_token']}", cookies_of(answer)


def begins_session(site, person):
    return begins_session_with_token(site, person)[1]


def is_in_session(site, person, held):
    is_known(site, person, headers=of_browser(held))
    for headers, status in ((of_browser(held), 403), (of_page(held), 400)):
        ask(site, status, "POST", "users/set_password/", {
            "current_password": "wrong", "new_password": FRESH},
            headers=headers)
    return held


def changes_password_in_session(site, person):
    token, held = begins_session_with_token(site, person)
    answer = changes_password(site, person, token, headers=of_browser(held))
    return {**held, **cookies_of(answer)}


def changes_password(site, person, token, **more):
    answer = ask(site, 204, "POST", "users/set_password/", {
        "current_password": person.password, "new_password": FRESH},
        token=token, **more)
    person.password = FRESH
    return answer


def ends_session(site, person):
    token, held = begins_session_with_token(site, person)
    ask(site, 204, "POST", "token/logout/", headers=of_browser(held),
        token=token)
    return held


def is_in_no_session(site, person, held):
    is_unknown(site, headers=of_browser(held))
    return held


# --- all of them ------------------------------------------------------------

class Kind(NamedTuple):
    """`make(site, person)` says what is held then, and so does
    `use(site, person, held)`; `then` is how that is used ever after, if not
    in the same way. `need` is an app of Django's that may not be there."""

    name: str
    make: Callable
    use: Callable
    then: Optional[Callable] = None
    need: Optional[str] = None


KINDS = (
    Kind("password", enter, signs_in),
    Kind("no password", loses_password, is_refused),
    Kind("token", takes_token, shows_token, need=TOKENS),
    Kind("ended token", ends_token, shows_ended_token, need=TOKENS),
    Kind("token of one switched off", is_switched_off, shows_token_in_vain,
         need=TOKENS),
    Kind("access token", takes_access, shows_access),
    Kind("sliding token", takes_sliding, slides),
    Kind("refresh token", takes_refresh, refreshes),
    Kind("rotated refresh token", rotates, shows_ended_refresh,
         need=BLACKLIST),
    Kind("its successor", takes_successor, refreshes, need=BLACKLIST),
    Kind("blacklisted refresh token", blacklists, shows_ended_refresh,
         need=BLACKLIST),
    Kind("activation link", sign_up, activates, signs_in),
    Kind("second activation link", asks_for_activation_again, activates,
         signs_in),
    Kind("password link", asks_for_password, resets_password, signs_in),
    Kind("password link of one seen", asks_for_password_later,
         resets_password, signs_in),
    Kind("user name link", asks_for_username, resets_username, signs_in),
    Kind("session", begins_session, is_in_session, need=SESSIONS),
    Kind("session with a new password", changes_password_in_session,
         is_in_session, need=SESSIONS),
    Kind("ended session", ends_session, is_in_no_session, need=SESSIONS),
)


def kinds_for(users):
    return [kind for kind in KINDS if kind.need not in users.lacks]


class Held:
    def __init__(self, kind, person, it):
        self.kind = kind
        self.person = person
        self.it = it
        self.how = kind.use

    def use(self, site):
        self.it = self.how(site, self.person, self.it)
        self.how = self.kind.then or self.how


def get(kind, person, site):
    return Held(kind, person, kind.make(site, person))


# --- hashes -----------------------------------------------------------------

SECRET_OF_OLD = "Öffne dich, Sesam"

# By Django alone: of each hasher that it has, and its default as it is.
STORED = """
from django.contrib.auth import get_user_model, hashers
from project.hashers import CLASSES
kinds = {kind.algorithm: kind() for kind in CLASSES}
kinds["all rounds"] = hashers.PBKDF2PasswordHasher()
ids = {}
for name, hasher in kinds.items():
    mark = name.replace(" ", "-") + "-of-old"
    user = get_user_model()(email=mark + "@example.com", **given["given"])
    if given["field"] == "username":
        user.username = mark
    user.password = hasher.encode(given["password"], hasher.salt())
    user.save()
    ids[name] = user.pk if isinstance(user.pk, int) else str(user.pk)
print(json.dumps(ids))
"""


def stored_hashes(django):
    """Of every kind of hash one who holds the password."""
    ids = django.shell(STORED, given=django.users.given,
                       field=django.users.username_field,
                       password=SECRET_OF_OLD)
    for name, number in ids.items():
        person = Person(django.users, f"{name.replace(' ', '-')}-of-old",
                        SECRET_OF_OLD)
        person.id = number
        yield Held(Kind(f"hash, {name}", None, signs_in), person,
                   SECRET_OF_OLD)
