"""The words in which requests are written down.

    get("users/me/", who="ada")
    post("users/", {"username": "new", "password": GOOD})
    post("users/", form={"username": "new"})
    post("users/", raw=b"{", kind="application/json")
    patch("users/me/", {"email": "x"}, who="ada jwt",
          differs=("a row of docs/differences.md", 500, 400))

`path` is below /auth/ unless it begins with a slash. A body is `body`, sent
as JSON; `form`, a dict or pairs, urlencoded; `parts`, the same, as multipart;
or `raw` bytes. `kind` is the Content-Type where it is another than the one
that belongs to these; None sends none. `who` names a row of CREDENTIALS in
fixture.py, `auth` is the whole value of Authorization, `headers` are others.

Each request finds the accounts of fixture.py as they are written there,
whatever another request did. Only those of a story() happen one after the
other:

    story("a link works once",
          post("users/reset_password/", {"email": ADA.email}, mailed=True),
          post("users/reset_password_confirm/", {"uid": "<uid>",
               "token": "<token>", "new_password": FRESH}),
          post("token/login/", {...}, take={"key": "auth_token"}),
          get("users/me/", auth="Token <key>"))

`take` gives names to members of the answer, `mailed` the names uid and token
(with mailed="2": uid2, token2) to those of the link that was mailed; <name>
stands for each side's own; <cookie> is the last cookie that was set, but for CSRF tokens. Tokens of
fixture.links() have their names from the start. exchange() is a story in
which names stand for the other side's.

`differs` is for what differs on purpose: the row that says so, their status
and ours. Where theirs depends on the release, it is a tuple of all.
"""

import json
import urllib.parse
from typing import Any, NamedTuple

NOTHING = object()
BOUNDARY = "-------oracle"
JSON = "application/json"
FORM = "application/x-www-form-urlencoded"
MULTIPART = f"multipart/form-data; boundary={BOUNDARY}"


class Ask(NamedTuple):
    method: str
    path: str
    body: Any = None            # bytes, or what becomes some when it is sent
    encode: Any = None
    kind: str = None
    who: str = None
    auth: str = None
    headers: tuple = ()
    take: tuple = ()
    mailed: str = None
    differs: tuple = None


class Story(NamedTuple):
    name: str
    asks: tuple


class Exchange(NamedTuple):
    name: str
    asks: tuple


class Group(NamedTuple):
    name: str
    asks: tuple
    settings: dict = {}         # of Django
    since: tuple = ()           # pairs of package and its first version


def as_json(value):
    try:
        return json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:          # a lone surrogate
        return json.dumps(value).encode()


def _pairs(fields):
    return fields.items() if isinstance(fields, dict) else fields


def as_form(fields):
    return urllib.parse.urlencode(list(_pairs(fields))).encode()


def as_parts(fields):
    lines = []
    for name, value in _pairs(fields):
        lines += [f"--{BOUNDARY}",
                  f'Content-Disposition: form-data; name="{name}"', "",
                  str(value)]
    return "\r\n".join([*lines, f"--{BOUNDARY}--", ""]).encode()


def as_bytes(value):
    return value


def ask(method, path, body=NOTHING, *, form=NOTHING, parts=NOTHING,
        raw=NOTHING, kind=..., headers=None, take=None, mailed=None, **more):
    forms = [(value, encode, usual) for value, encode, usual in (
        (body, as_json, JSON), (form, as_form, FORM),
        (parts, as_parts, MULTIPART), (raw, as_bytes, None))
        if value is not NOTHING]
    assert len(forms) <= 1, "one body is enough"
    value, encode, usual = forms[0] if forms else (None, None, None)
    return Ask(method, path if path.startswith("/") else f"/auth/{path}",
               value, encode, usual if kind is ... else kind,
               headers=tuple((headers or {}).items()),
               take=tuple((take or {}).items()),
               mailed="" if mailed is True else mailed, **more)


def _of(method):
    def made(path, *arguments, **more):
        return ask(method, path, *arguments, **more)
    return made


get, post, put, patch, delete, head, options = map(_of, (
    "GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"))


def story(name, *asks):
    return Story(name, asks)


def exchange(name, *asks):
    return Exchange(name, asks)


def group(name, *asks, since=None, **settings):
    """Settings as Django has them; `asks` may hold lists of others."""
    return Group(name, tuple(_flat(asks)), settings,
                 tuple((since or {}).items()))


def _flat(asks):
    for one in asks:
        if isinstance(one, (Ask, Story, Exchange)):
            yield one
        else:
            yield from _flat(one)


def without(body, *names):
    return {name: value for name, value in body.items() if name not in names}


def marked(row, theirs, ours, *asks):
    """The same requests, marked as differing on purpose."""
    return [one._replace(differs=(row, theirs, ours)) for one in _flat(asks)]
