"""An answer as it is compared: values by shape, where they cannot agree."""

import base64
import json
import re
import time
from typing import NamedTuple

import fixture

HEADERS = ("Content-Type", "Allow", "WWW-Authenticate", "Set-Cookie",
           "Location")
KEY = re.compile(r"[0-9a-f]{40}")
JWT = re.compile(r"[\w-]+\.[\w-]+\.[\w-]+", re.ASCII)
LINK = re.compile(r"(https?://[^\s<>\"]*/)([\w-]+)/"
                  r"([0-9a-z]{1,13}-[0-9a-f]{32})(?=[\s<\"]|$)", re.ASCII)
COOKIE = re.compile(r"sessionid=[a-z0-9]{32}(?=;)")
CSRF = re.compile(r"csrftoken=(?:[A-Za-z0-9]{32}){1,2}(?=;)")
EXPIRES = re.compile(r"expires=\w{3}, \d\d \w{3} 20\d\d [\d:]{8} GMT")
KEYS = {fixture.key(one): one.username for one in fixture.PEOPLE}

# What may be worded freely: the row of docs/differences.md, the pattern of
# bodies in which it stands, and what is compared in its stead.
FREE = (
    ("text of a JSON parse error",
     re.compile(r'"JSON parse error - .*"(?=\}$)'),
     '"JSON parse error - ..."'),
    ("text of a multipart parse error",
     re.compile(r'"Multipart form parse error - .*"(?=\}$)'),
     '"Multipart form parse error - ..."'),
    ("description in OPTIONS",
     re.compile(r'"description":"(?:[^"\\]|\\.)*"(?=,"renders")'),
     '"description":"..."'),
)


class Said(NamedTuple):
    """What a side said, as it said it."""
    status: int
    headers: tuple
    body: bytes
    mails: list
    rows: list          # of fixture.STATE if something may have been written
    error: str = None
    hashes: dict = {}   # of passwords, by the number of the account


class New:
    """Numbers accounts that were made, in the order in which they show."""

    def __init__(self):
        self.numbers = {}

    def name(self, number):
        if not (type(number) is int and number >= fixture.FIRST_NEW_ID):
            return number
        count = self.numbers.setdefault(number, len(self.numbers) + 1)
        return f"(new account {count})"

    def of_text(self, text):
        if not (text.isascii() and text.isdigit() and len(text) < 10):
            return text
        return str(self.name(int(text)))


def _decode(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def read_jwt(text):
    """Its header and its claims, or None."""
    try:
        head, body, _ = text.split(".")
        return json.loads(_decode(head)), json.loads(_decode(body))
    except ValueError:
        return None


# Seconds that an answer may take; fixture.py has tokens that are older.
WHILE = 30


def _time(name, value, claims):
    now = int(time.time())
    if name == "iat":
        return "(now)" if now - WHILE <= value <= now else "(before)"
    if now - WHILE <= claims.get("iat", 0) <= now:
        return f"(iat + {value - claims['iat']})"
    return f"(now + {round(value - now, -1)})"


def _claim(name, value, claims, new):
    if name in ("exp", "iat", "refresh_exp") and type(value) is int:
        return _time(name, value, claims)
    if re.fullmatch("[0-9a-f]{32}", str(value)):
        return "(32 hex digits)"
    if re.fullmatch("[0-9A-F]{32}", str(value)):
        return "(32 hex digits in capitals)"
    if isinstance(value, str):
        return new.of_text(value)
    return new.name(value)


def _jwt(text, new):
    read = read_jwt(text)
    if read is None or not isinstance(read[1], dict):
        return text
    head, claims = read
    return {"(a JWT)": head, "claims": {
        name: _claim(name, claims[name], claims, new)
        for name in sorted(claims)}}


def shape(value, new):
    """A value of a body, without what is another one each time."""
    if isinstance(value, dict):
        return {name: shape(each, new) for name, each in value.items()}
    if isinstance(value, list):
        return [shape(each, new) for each in value]
    if not isinstance(value, str):
        return new.name(value)
    if KEY.fullmatch(value):
        return f"(key of {KEYS.get(value, 'another')})"
    if JWT.fullmatch(value):
        return _jwt(value, new)
    return value


def compact(value):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _body(said, new):
    text = said.body.decode("utf-8", "backslashreplace")
    try:
        value = json.loads(text)
        spread = compact(value) != text
    except (ValueError, RecursionError):
        return "(a page)" if "<html" in text else text
    text = compact(shape(value, new))
    for _, pattern, instead in FREE:
        text = pattern.sub(lambda _, instead=instead: instead, text)
    return text + (" (not compact)" if spread else "")


def _header(name, values):
    text = ", ".join(value.strip() for value in values)
    if name == "Set-Cookie":
        text = EXPIRES.sub("expires=(a time)", CSRF.sub(
            "csrftoken=(a token)", COOKIE.sub("sessionid=(32 letters)",
                                              text)))
    return text


def link(mail):
    """What stands before the uid; the uid; the token. None without."""
    return LINK.search(mail["text"])


def _mail(mail, new):
    found = link(mail)
    text = "no link"
    if found:
        uid = _decode(found.group(2)).decode("latin-1")
        text = f"{found.group(1)}({new.of_text(uid)})/(token)"
        if found.group(0) not in mail["html"]:
            text += " (not in the HTML part)"
    return (f"{mail['subject']!r} from {mail['from']} to "
            f"{', '.join(mail['to'])}: {text}")


def _row(row, new):
    """The columns that are not as the fixture has them."""
    values = dict(zip(fixture.STATE_COLUMNS, row))
    usual = dict(zip(fixture.STATE_COLUMNS, USUAL.get(row[0], ())))
    changed = {name: value for name, value in values.items()
               if usual.get(name) != value}
    for name in ("username", "email"):
        if name in changed:
            changed[name] = bytes.fromhex(changed[name]).decode(
                "utf-8", "backslashreplace")
    if changed.get("key", "NULL") != "NULL":
        changed["key"] = shape(changed["key"], new)
    who = str(new.name(int(row[0])))
    return {"account": who, **without_id(changed)} if changed else None


def without_id(values):
    return {name: value for name, value in values.items() if name != "id"}


USUAL = {row[0]: row for row in fixture.usual_state()}


def _written(rows, new):
    changed = [_row(row, new) for row in rows if row != USUAL.get(row[0])]
    left = {row[0] for row in rows}
    return compact(changed + [{"account": number, "gone": True}
                              for number in USUAL if number not in left])


def comparable(said, new):
    """What is compared, as texts by name."""
    found = {"status": str(said.status), "body": _body(said, new)}
    for name in HEADERS:
        found[name] = _header(name, [value for header, value in said.headers
                                     if header.lower() == name.lower()])
    found["mails"] = "; ".join(_mail(mail, new) for mail in said.mails)
    if said.rows is not None:
        found["written"] = _written(said.rows, new)
    return found


def members(said):
    """Of the body, if it is a JSON object."""
    try:
        value = json.loads(said.body)
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}
